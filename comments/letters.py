"""Letters to readers: plain text, only what was asked for, and a way out of each that takes one click.

Each kind is written when it leaves, not when it became due: what was undone meanwhile is not told.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from articles import clock
from articles.models import Edition
from comments import appeals, keys
from comments.models import Appeal, Comment, Commenter, ModerationEvent, ReplyNotice
from comments.telling import EXPLAINED, SECOND_THOUGHTS
from comments.tokens import receipt_key
from comments.words import tidy_line

QUOTED, LISTED = 600, 20


def write(kind: str, about: int, **more) -> bool:
    """Writes and sends one letter; False when there is nothing to say any more. At least once, like every task."""
    with transaction.atomic():
        letter = KINDS[kind](about, **more)
        if letter is not None:
            letter.send()
    return letter is not None


def due_digests() -> list[int]:
    """Who wants one mail a day and has something to read in it."""
    waiting = ReplyNotice.objects.filter(sent_at=None, commenter__replies=Commenter.Replies.DAILY)
    waiting = waiting.filter(reply__in=Comment.objects.visible())
    return list(waiting.order_by("commenter").values_list("commenter", flat=True).distinct())


# The kinds


def _confirm(person: int, comment: str = "", replies: str = "") -> EmailMessage | None:
    found = Commenter.objects.filter(pk=person).exclude(email="").first()
    if found is None:
        return None
    address = _url("comments:confirm", keys.mint(keys.CONFIRM, found, comment, replies))
    return _letter(found, "confirm", "Is this your address?", {"address": address}, answers=False)


def _erasing(person: int) -> EmailMessage | None:
    found = Commenter.objects.filter(pk=person, erase_after__isnull=False).first()
    if found is None:
        return None
    return _letter(found, "erasing", "Your comments will be erased", {"at": found.erase_after}, answers=False)


def _decided(event: int) -> EmailMessage | None:
    """Only if it is still the last word on the comment."""
    found = ModerationEvent.objects.select_related("comment__commenter", "message").get(pk=event)
    comment = found.comment
    person = comment.commenter
    if person is None or not person.tell_decisions or comment.version != found.version or not _is_news(found):
        return None
    context = {
        "event": found,
        "message": getattr(found, "message", None),
        "granted": Appeal.objects.granted_by(found).first(),
        "may_appeal": appeals.open_to(comment),
    }
    return _letter(person, "decided", f"Your comment: {found.get_became_display().lower()}", context | _of(comment))


def _is_news(event: ModerationEvent) -> bool:
    """Not where something was undone that had not been told, and the author knows already what holds again."""
    undone = event.undo_of
    if undone is None or event.at - undone.at >= SECOND_THOUGHTS:
        return True
    before = undone.before()
    return before is not None and undone.at - before.at < SECOND_THOUGHTS


def _appeal(appeal: int, decided: str) -> EmailMessage | None:
    """That the decision stands, as it was said at that instant (ISO 8601), if that holds still."""
    found = Appeal.objects.select_related("comment__commenter").get(pk=appeal)
    person = found.comment.commenter
    if person is None or not person.tell_decisions or not _holds(found, decided):
        return None
    return _letter(person, "appeal", "Your appeal", {"appeal": found} | _of(found.comment))


def _holds(appeal: Appeal, decided: str) -> bool:
    is_upheld = appeal.outcome == Appeal.Outcome.UPHELD and appeal.comment.state in EXPLAINED
    return is_upheld and appeal.decided_at.isoformat() == decided


def _replies(person: int) -> EmailMessage | None:
    """All replies that were not told yet and can be read now; those that cannot stay untold."""
    found = Commenter.objects.filter(pk=person, confirmed_at__isnull=False).exclude(email="").first()
    if found is None or found.replies == Commenter.Replies.OFF:
        return None
    waiting = ReplyNotice.objects.filter(commenter=found, sent_at=None, reply__in=Comment.objects.visible())
    notices = list(waiting.select_related("reply").order_by("pk")[:LISTED])
    if not notices:
        return None
    ReplyNotice.objects.filter(pk__in=[each.pk for each in notices]).update(sent_at=clock.now())
    told = [_told(notice.reply) for notice in notices]
    subject = f"{told[0]['name']} has answered you" if len(told) == 1 else f"{len(told)} answers to your comments"
    return _letter(found, "replies", subject, {"replies": told})


KINDS: dict[str, Callable[..., EmailMessage | None]] = {
    "confirm": _confirm,
    "erasing": _erasing,
    "decided": _decided,
    "appeal": _appeal,
    "replies": _replies,
}


# How they look


def _told(reply: Comment) -> dict:
    text = reply.text if len(reply.text) <= QUOTED else f"{reply.text[:QUOTED]}…"
    return {
        "name": tidy_line(reply.name) or "Somebody",
        "headline": _headline(reply),
        "lines": [f"> {line}" for line in text.splitlines()],
        "address": settings.SITE_URL + reply.get_absolute_url(),
    }


def _of(comment: Comment) -> dict:
    receipt = f"{_url('comments:receipt', comment.public_id)}?k={receipt_key(comment.public_id)}"
    return {"headline": _headline(comment), "receipt": receipt}


def _headline(comment: Comment) -> str:
    """As readers have it: what the desk is writing meanwhile is nobody's business."""
    story = Edition.objects.live().filter(article=comment.article_id).first()
    return tidy_line(story.headline) if story else "a story that is not public at the moment"


def _letter(person: Commenter, kind: str, subject: str, context: dict, *, answers: bool = True) -> EmailMessage:
    """`answers`: something that comes by itself, and can be stopped with one click (RFC 8058)."""
    stop = _url("comments:stop", keys.mint(keys.STOP, person))
    more = {
        "site_name": settings.SITE_NAME,
        "you": _url("comments:you", keys.mint(keys.YOU, person)),
        "stop": stop if answers else "",
    }
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if answers:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        headers["List-Id"] = f"{tidy_line(settings.SITE_NAME)} <replies.{urlsplit(settings.SITE_URL).hostname}>"
    return EmailMessage(
        subject=f"{subject} · {settings.SITE_NAME}",
        body=render_to_string(f"comments/mail/{kind}.txt", context | more),
        to=[person.email],
        headers=headers,
    )


def _url(name: str, *arguments: str) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)
