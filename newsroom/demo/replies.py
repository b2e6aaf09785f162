"""Brings the readers' comments in: posted through the form's own checks, decided on by the moderator, recommended by readers.

Each has a token of its own that never changes, so posting it twice gives the same comment, as it does for readers.
"""

import hashlib
from datetime import datetime, timedelta

from articles.models import Article, Edition
from comments import moderation, picks, posting, voices
from comments.forms import ReplyForm
from comments.models import Comment
from comments.network import Trace, address_key
from comments.tokens import Token
from newsroom.demo.desk import Desk
from newsroom.demo.source import Unfit, distance, listed

UNHURRIED = timedelta(seconds=70)


def comments() -> list[dict]:
    return listed("comments")["comment"]


def client_key(said: dict) -> str:
    return hashlib.sha256(f"demo {said['key']}".encode()).hexdigest()[:32]


def is_there(said: dict) -> bool:
    return Comment.objects.filter(client_key=client_key(said)).exists()


def bring(said: dict, article: Article, now: datetime, desk: Desk) -> Comment:
    """Posts it and takes the first decision on it; one that will be removed is approved until then."""
    comment = _post(said, article, now)
    if comment.is_held:
        _decide(comment, said, desk)
    return comment


def remove(said: dict, desk: Desk) -> None:
    """The second decision, once others have answered."""
    comment = Comment.objects.get(client_key=client_key(said))
    if comment.state == "approved":
        moderation.remove(comment, by=desk.moderator, reason=said["reason"])


def praise(said: dict, desk: Desk) -> None:
    """What readers recommend, each with a voice that can be given once, and what an editor picks."""
    comment = Comment.objects.get(client_key=client_key(said))
    for reader in range(said.get("readers", 0)):
        voices.recommend(comment, voices.Reader(f"demo reader {reader}"))
    if said.get("pick") and picks.may_pick(desk.editor, comment):
        picks.pick(comment, by=desk.editor)


def _post(said: dict, article: Article, now: datetime) -> Comment:
    edition = Edition.objects.live().get(article=article)
    written_at = min(edition.published_at + distance(said["after"]), now - timedelta(minutes=1))
    token = Token(client_key(said), UNHURRIED)
    sender = posting.Sender(Trace(address_key(f"demo {said['email']}")))
    return posting.post(edition, _typed(said), token, sender, written_at)


def _typed(said: dict) -> dict:
    """What the form makes of it. A parent is named by its public id, as in the form."""
    typed = {"comment": said["text"], "name": said["name"], "email": said["email"]}
    form = ReplyForm(typed | {"website": said.get("website", "")})
    if not form.is_valid():
        raise Unfit(f"Comment “{said['key']}”: {form.errors.as_text()}")
    return form.cleaned_data | {"parent": _parent(said)}


def _parent(said: dict) -> str:
    if "to" not in said:
        return ""
    return Comment.objects.values_list("public_id", flat=True).get(client_key=client_key({"key": said["to"]}))


def _decide(comment: Comment, said: dict, desk: Desk) -> None:
    match said["state"]:
        case "approved" | "removed":
            moderation.approve(comment, by=desk.moderator)
        case "rejected":
            moderation.reject(comment, by=desk.moderator, reason=said["reason"])
        case "spam":
            moderation.mark_spam(comment, by=desk.moderator)
        case "withdrawn":
            moderation.withdraw(comment)
