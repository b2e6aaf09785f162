"""Makers for the conversation: comments in any state, and a reader who fills in the form."""

from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import people, places, tokens
from comments.models import Comment, Commenter, State
from comments.rules.catalogue import CATALOGUE
from comments.rules.checks import CHECKS
from comments.voices import Reader
from comments.words import fingerprint

OURS = {"Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
MOST = CATALOGUE["flood_address"].numbers[0].value  # comments from one address
TYPED = {
    "comment": "The ferry was never late before the bridge opened.",
    "name": "Wanda Whitstable",
    "email": "wanda@reader.example",
    "website": "",
}


def make_comment(article: Article, parent: Comment | None = None, *, state=State.APPROVED, **fields) -> Comment:
    """A stored comment; everything but a held one has the time of its decision."""
    words = {"name": "Wanda Whitstable", "email": "wanda@reader.example", "text": "I was there."}
    words |= {"created_at": timezone.now(), "decided_at": None if state == State.PENDING else timezone.now()}
    words["reviewed_at"] = words["decided_at"]  # a person decided, unless the test says otherwise
    comment = Comment(article=article, state=state, **(words | fields))
    comment.fingerprint = comment.fingerprint or fingerprint(comment.text)
    return places.put(comment, parent)


def unhurried(monkeypatch) -> None:
    """Whoever posts has typed for a while: tokens of tests are used as soon as they are minted."""
    monkeypatch.setitem(CHECKS, "fast", lambda case, setting: None)


def path_of(article: Article) -> str:
    return article.editions.live().get().address_id


def post_address(article: Article) -> str:
    return f"/comments/on{path_of(article)}"


def leave(story: Article, client: Client | None = None, /, *, token=None, parent="", headers=OURS, **changes):
    """What the form sends: with a fresh token unless another (or "") is given."""
    token = tokens.mint(story.pk, parent) if token is None else token
    data = TYPED | {"parent": parent, "token": token} | changes
    return (client or Client()).post(post_address(story), data, headers=headers)


def make_commenter(email: str = TYPED["email"], **fields) -> Commenter:
    """A reader whose address is proved."""
    words = {"email_key": people.email_key(email), "confirmed_at": timezone.now()}
    return Commenter.objects.create(email=email, **(words | fields))


def make_own(article: Article, person: Commenter, parent: Comment | None = None, **fields) -> Comment:
    """A comment that its author has proved."""
    proof = {"email": person.email, "commenter": person, "proved_at": timezone.now()}
    return make_comment(article, parent, **(proof | fields))


def a_reader(network: str = "one") -> Reader:
    """Who reports or recommends from one address."""
    return Reader(network)
