"""Comments as JSON lines, out of one site and into another: one comment a line, each after the one that it answers.

A line holds what the public page shows and what its author gave; not who decided, and no network address. Lines that are
there already (by their id) are passed over, so an import that was broken off is simply begun again.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.dateparse import parse_datetime

from articles import clock
from articles.models import Edition
from comments import places, words
from comments.forms import ReplyForm
from comments.links import host_of
from comments.models import PUBLIC_ID, TEXT_LENGTH, Comment, State
from comments.words import fingerprint

CHUNK = 200
FIELDS = ("id", "story", "answers", "name", "email", "website", "text", "state", "written", "edited", "decided")
KNOWN = [state.value for state in State]
FIRST = datetime(
    1990, 1, 1, tzinfo=UTC
)  # nobody has commented on the web before; programs that know no moment say the year 1
NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # what no database takes


class Unfit(ValueError):
    """A line cannot become a comment. The message says why."""


# Out


def lines(*, addresses: bool = True) -> Iterator[str]:
    """Every comment of a story that was ever public, in the order in which they were written."""
    story = Edition.objects.filter(article=OuterRef("article")).order_by("-live_from")
    rows = Comment.objects.select_related("parent").annotate(story=Subquery(story.values("address_id")[:1]))
    for comment in rows.exclude(story=None).order_by("pk").iterator(chunk_size=CHUNK):
        yield json.dumps(_said(comment, addresses), ensure_ascii=False)


def _said(comment: Comment, addresses: bool) -> dict:
    return {
        "id": comment.public_id,
        "story": comment.story,
        "answers": comment.parent.public_id if comment.parent else None,
        "name": comment.name,
        "email": comment.email if addresses else "",
        "website": comment.website,
        "text": comment.text,
        "state": comment.state,
        "written": comment.created_at.isoformat(),
        "edited": comment.edited_at and comment.edited_at.isoformat(),
        "decided": comment.decided_at and comment.decided_at.isoformat(),
    }


# In


@dataclass
class Outcome:
    brought: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)  # (number of the line, why)


class _Undone(Exception):
    """Ends a dry run."""


def bring(source: Iterable[str], *, dry_run: bool = False) -> Outcome:
    """Stores every line that is not there yet, some hundred to a transaction. A line that is wrong stops no other."""
    outcome = Outcome()
    if not dry_run:
        _bring(source, outcome)
        return outcome
    try:
        with transaction.atomic():
            _bring(source, outcome)
            raise _Undone
    except _Undone:
        return outcome


def _bring(source: Iterable[str], outcome: Outcome) -> None:
    numbered = ((number, line) for number, line in enumerate(source, 1) if line.strip())
    while chunk := list(islice(numbered, CHUNK)):
        with transaction.atomic():
            for number, line in chunk:
                _take(number, line, outcome)


def _take(number: int, line: str, outcome: Outcome) -> None:
    try:
        with transaction.atomic():
            brought = _one(line)
    except Unfit as error:
        outcome.wrong.append((number, str(error)))
    else:
        outcome.brought += brought
        outcome.known += not brought


def _one(line: str) -> bool:
    """Whether the line was new. Raises Unfit."""
    said = _read(line)
    if Comment.objects.filter(public_id=said["id"]).exists():
        return False
    comment = _comment(said)
    places.put(comment, _parent(said, comment.article_id))
    return True


def _read(line: str) -> dict:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise Unfit("It is no JSON.") from error
    if not isinstance(said, dict) or set(said) - set(FIELDS):
        raise Unfit(f"It is no object with {', '.join(FIELDS)} and nothing else.")
    said = {name: "" if said.get(name) is None else said[name] for name in FIELDS}
    if wrong := [name for name, value in said.items() if not isinstance(value, str) or NO_TEXT.search(value)]:
        raise Unfit(f"“{wrong[0]}” is no text.")
    if not re.fullmatch(PUBLIC_ID, said["id"]):
        raise Unfit("“id” is not twelve letters a–z and figures 2–7.")
    return said


def _comment(said: dict) -> Comment:
    """Its fields, as clean as if a reader had typed them."""
    text = words.tidy(said["text"])
    erased = said["state"] == State.ERASED
    if said["state"] not in KNOWN:
        raise Unfit(f"“state” is none of {', '.join(KNOWN)}.")
    if len(text) > TEXT_LENGTH or words.UNREADABLE in text:
        raise Unfit(f"“text” has {len(text):,} characters ({TEXT_LENGTH:,} are the most), or some that are damaged.")
    if words.is_empty(text) and not erased:
        raise Unfit("“text” is empty.")
    written, decided = _moment(said, "written"), _moment(said, "decided")
    if written is None:
        raise Unfit("“written” is missing.")
    if said["state"] != State.PENDING:
        decided = decided or written
    return Comment(
        public_id=said["id"], article_id=_article(said["story"]), name=words.tidy_line(said["name"])[:100],
        email=_email(said["email"]), website=_website(said["website"]), text=text, state=said["state"],
        created_at=written, edited_at=_moment(said, "edited"), fingerprint=fingerprint(text) if text else "",
        decided_at=decided, reviewed_at=decided,  # it was looked at where it comes from
    )  # fmt: skip


def _article(path: str) -> int:
    edition = Edition.objects.filter(address=path).order_by("-live_from").first() if path else None
    if edition is None:
        raise Unfit(f"There is no story at “{path[:200]}”.")
    return edition.article_id


def _parent(said: dict, article: int) -> Comment | None:
    if not said["answers"]:
        return None
    parent = Comment.objects.filter(public_id=said["answers"][:12], article=article).first()
    if parent is None:
        raise Unfit("The comment that it answers is not there: lines must stand after the ones that they answer.")
    return parent


def _email(typed: str) -> str:
    if not typed:
        return ""
    try:
        validate_email(typed)
    except ValidationError as error:
        raise Unfit("“email” is no address.") from error
    return typed[:254]


def _website(typed: str) -> str:
    if typed and (not host_of(typed) or len(typed) > ReplyForm.base_fields["website"].max_length):
        raise Unfit("“website” is no address that can be linked.")
    return typed


def _moment(said: dict, name: str) -> datetime | None:
    if not said[name]:
        return None
    try:
        found = parse_datetime(said[name])
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Unfit(f"“{name}” is no moment with its zone, like 2026-11-27T18:00:00+00:00.")
    if not FIRST <= found <= clock.now():
        raise Unfit(f"“{name}” is no moment between 1990 and now.")
    return found
