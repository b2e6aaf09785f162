"""What a moderator sees of comments: pages of a folder, the next one of it, and for each comment what a decision needs.

The number of queries does not depend on how many comments are shown.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import F, Q, QuerySet

from articles.models import Edition
from comments import leases
from comments.folders import HELD, Folder
from comments.history import History, histories
from comments.links import Piece, paragraphs
from comments.marks import marked
from comments.models import Comment, ModerationEvent, State
from comments.moderation import Verb, moves_open_to, told
from comments.rules import RULES, WORDED

PAGE = 25
LONG, LINES = 900, 10  # letters and line breaks beyond which the queue shows the beginning only
NEIGHBOURS = 2  # of a comment, on each side, that answer the same
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOUND = re.compile(
    r"([^,(]+?)(?: \(“(.*?)”\))?(?:, |$)"
)  # “viagra (“v1agra”)”: the word of the list, and as the text has it
CURSOR = re.compile(r"(\d{1,16})-(\d{1,18})", re.ASCII)


class BadCursor(ValueError):
    """Somebody typed a cursor that no page of ours has written."""


@dataclass
class Item:
    """One comment with what a moderator needs beside it."""

    comment: Comment
    text: list[list[Piece]]
    verbs: list[Verb]
    reasons: list[tuple[str, str]]
    story: Edition | None
    history: History
    holder: tuple[str, datetime] | None  # who else has it in hand, and until when
    parent_text: list[list[Piece]] = field(default_factory=list)
    decided: str = ""

    @property
    def is_long(self) -> bool:
        """Whether the queue shows only its beginning, so that the next comment is in sight."""
        return len(self.comment.text) > LONG or self.comment.text.count("\n") > LINES


@dataclass
class Page:
    items: list[Item]
    next_cursor: str


def page_of(user, folder: Folder, search: str = "", cursor: str = "", size: int = PAGE) -> Page:
    """One page of a folder. Raises BadCursor."""
    comments = list(_after(_found(user, folder, search), cursor, oldest_first=folder.is_work)[: size + 1])
    more = len(comments) > size
    return Page(items_for(user, comments[:size]), cursor_of(comments[size - 1]) if more else "")


def next_of(user, folder: Folder, search: str = "", cursor: str = "", *, backwards: bool = False) -> Comment | None:
    """The comment that comes after (before) `cursor` and that nobody else has in hand. One query. Raises BadCursor."""
    comments = leases.free_for(user, _found(user, folder, search))
    return _after(comments, cursor, oldest_first=folder.is_work != backwards).first()


def items_for(user, comments: list[Comment]) -> list[Item]:
    """Seven queries at most, however many comments there are."""
    stories = {story.article_id: story for story in Edition.objects.live().filter(article__in=_articles(comments))}
    current, known = _current_events(comments), histories(user, comments)
    return [
        Item(
            comment,
            marked(paragraphs(comment.text), _words_found(comment)),
            moves_open_to(user, comment),
            [(RULES.get(hit.rule, hit.rule), hit.evidence) for hit in _hits_on_the_text(comment)],
            stories.get(comment.article_id),
            known[comment.pk],
            leases.holder(comment, user),
            paragraphs(comment.parent.text) if comment.parent else [],
            told(current[comment.pk]) if comment.pk in current else "",
        )
        for comment in comments
    ]


def _hits_on_the_text(comment: Comment) -> list:
    """Of the text as it is; an author may have rewritten it since the first."""
    return [hit for hit in comment.hits.all() if hit.revision == comment.revision]


def neighbours(comment: Comment) -> tuple[list[Comment], list[Comment]]:
    """What else answers the same (the story, or the parent): the nearest earlier ones and the nearest later ones."""
    same = Comment.objects.filter(article=comment.article_id, parent=comment.parent_id).only(
        "public_id", "name", "text", "state"
    )
    earlier = same.filter(path__lt=comment.path).order_by("-path")[:NEIGHBOURS]
    later = same.filter(path__gt=comment.path).order_by("path")[:NEIGHBOURS]
    return list(reversed(earlier)), list(later)


def held_count(user, most: int = 999) -> str:
    """How many wait for `user`: “12”, or “999+”. One query over the index of held comments."""
    return HELD.count(user, most)


def oldest_held(user, most: int) -> list[Comment]:
    """Those that have waited longest."""
    return list(HELD.first(user, most))


def cursor_of(comment: Comment) -> str:
    return f"{(comment.created_at - EPOCH) // timedelta(microseconds=1)}-{comment.pk}"


def with_context(comments: QuerySet) -> QuerySet:
    """With the rows that `items_for` reads of each."""
    return comments.select_related("article", "parent", "user", "leased_by").prefetch_related("hits")


def _found(user, folder: Folder, search: str) -> QuerySet:
    comments = with_context(folder.of(user))
    if search:
        comments = comments.filter(
            Q(name__icontains=search) | Q(text__icontains=search) | Q(email__icontains=search) | Q(public_id=search)
        )
    return comments


def _after(comments: QuerySet, cursor: str, *, oldest_first: bool) -> QuerySet:
    if cursor:
        at, pk = _parse(cursor)
        if oldest_first:
            comments = comments.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=pk), created_at__gte=at)
        else:
            comments = comments.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=pk), created_at__lte=at)
    return comments.order_by("created_at", "pk") if oldest_first else comments.order_by("-created_at", "-pk")


def _parse(cursor: str) -> tuple[datetime, int]:
    match = CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])


def _words_found(comment: Comment) -> list[str]:
    """The words and hosts that its rules have found in the text, as they are written there."""
    hits = [hit for hit in _hits_on_the_text(comment) if hit.rule in WORDED]
    return [written or word for hit in hits for word, written in FOUND.findall(hit.evidence)]


def _articles(comments: list[Comment]) -> set[int]:
    return {comment.article_id for comment in comments}


def _current_events(comments: list[Comment]) -> dict[int, ModerationEvent]:
    """By comment: the event that brought it to its present state."""
    events = ModerationEvent.objects.filter(comment__in=comments, version=F("comment__version"))
    return {event.comment_id: event for event in events.select_related("by")}


def received(comment: Comment, events: list[ModerationEvent]) -> str:
    """How a comment began: held, or at once where the rules had put it."""
    began = events[0].was if events else comment.state
    return {
        State.APPROVED: "Received, and public at once.",
        State.SPAM: "Received, and put into the spam folder.",
    }.get(began, "Received and held.")
