"""One verb's turn on an article's public side: permission, claim, instant, and the promise to be done in time.

The order matters. The claim is a compare-and-set on `public_version`: of several who saw the same state exactly one
goes on. The clock is read after it, so the instant of the second publisher lies after that of the first. Nothing about
a future edition changes within `LEAD` of its start, and a turn that takes longer than that is rolled back: what
readers have seen cannot be taken back by a transaction that began before they saw it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction

from articles import editions, ledger, limits, revisions
from articles.clock import read
from articles.local_time import spoken
from articles.models import Article, Edition, Event, Revision
from articles.refusals import Refused
from articles.signals import story_moved, story_moving
from articles.state import PublicState, public_state

LEAD = timedelta(seconds=2)
LONGEST = LEAD  # a turn's time from the claim to its end
CLAIM = """
UPDATE articles_article SET public_version = public_version + 1 WHERE id = %s AND public_version = %s
RETURNING {}, (SELECT at FROM articles_event e WHERE e.article_id = articles_article.id ORDER BY e.id DESC LIMIT 1) AS moved_at
"""
KEPT_WAITING = {"55P03", "57014", "40P01"}  # lock_not_available, query_canceled, deadlock_detected
PERMISSIONS = {
    "reschedule": "schedule",
    "unschedule": "schedule",
    "expire": "schedule",
    "plan": "change_article",
    "put_back": "trash",
    "retag": "change_article",
}


def permit(by, verb: str, article: Article) -> None:
    """Raises PermissionDenied unless `by` may do `verb` with this very article."""
    if not may(by, verb, article):
        raise PermissionDenied(f"{by} may not {verb} this story.")


def may(by, verb: str, article: Article) -> bool:
    """The right to the verb, and to the story: an own one, or with `edit_any` any in the sections of this person."""
    if not by.is_active or not by.has_perm(f"articles.{PERMISSIONS.get(verb, verb)}"):
        return False
    if article.trashed_at and verb != "put_back":
        return False
    if by.has_perm("articles.edit_any"):
        if limits.cover(by, article):
            return True
        if verb not in limits.WRITING:
            return False
    return Article.objects.own(by).filter(pk=article.pk).exists()


class Turn:
    """What a verb sees once it has claimed the article: the instant, the state, and the record that it writes."""

    def __init__(self, article: Article, verb: str, by, moved_at: datetime | None):
        self.article, self.verb, self.by = article, verb, by
        self.at = self._moment(moved_at)
        self.state: PublicState = public_state(article, self.at)
        self.touched: list[Edition] = []
        self.dropped: list[int] = []
        self.more: dict = {}  # what else the record says

    def _moment(self, last: datetime | None) -> datetime:
        """This instant, and after the last move in any case."""
        now = read()
        return max(now, last + timedelta(microseconds=1)) if last else now

    def refuse_if(self, condition, code: str, **details) -> None:
        if condition:
            raise Refused(code, **details)

    def refuse_if_going_out(self) -> None:
        self.refuse_if(self.state.next and self.state.next.live_from <= self.at + LEAD, "going_out")

    def refuse_if_hidden_until(self, at: datetime) -> None:
        """Killed or embargoed at the instant `at`."""
        self.refuse_if(self.article.killed_at, "killed")
        if self.article.under_embargo(at):
            raise Refused("embargoed", when=spoken(self.article.embargo_until))

    def note(self, edition: Edition) -> None:
        """The record will hold this edition as it is now."""
        self.touched.append(edition)

    def close(self, edition: Edition, until: datetime | None, end: str) -> None:
        edition.live_until, edition.end = until, end
        edition.save(update_fields=["live_until", "end"])
        self.note(edition)

    def drop_next(self) -> None:
        """Takes back what is scheduled."""
        self.refuse_if_going_out()
        self.dropped.append(self.state.next.number)
        editions.drop(self.state.next)

    def record(self, note: str = "") -> Event:
        data = {"editions": [entry(edition) for edition in self.touched], "dropped": self.dropped} | self.more
        return ledger.append(self.article, self.verb, by=self.by, at=self.at, note=note, data=data)


def entry(edition: Edition) -> dict:
    """An edition as the ledger remembers it."""
    return {
        "number": edition.number,
        "digest": edition.digest,
        "path": edition.address_id,
        "from": edition.live_from.isoformat(),
        "until": edition.live_until and edition.live_until.isoformat(),
        "end": edition.end,
        "change": edition.change,
    }


@contextmanager
def turn(article: Article, verb: str, *, by, seen: int | None = None, note: str = "") -> Iterator[Turn]:
    """A verb's transaction. `seen` is the public version that the person decided on; the loaded one by default."""
    permit(by, verb, article)
    try:
        with as_it_was_if_refused(article), transaction.atomic(durable=True):
            _limit_time()
            moved_at = _claim(article, article.public_version if seen is None else seen)
            mine = Turn(article, verb, by, moved_at)
            yield mine
            story_moving.send(Article, article=article, event=mine.record(note))
            mine.refuse_if(read() - mine.at > LONGEST, "busy")
            transaction.on_commit(lambda: story_moved.send(Article, article=article, verb=verb, by=by, at=mine.at))
    except revisions.Stale as error:  # a verb that also writes the working copy met somebody who was saving it
        raise Refused("text_changed") from error
    except OperationalError as error:
        if not _was_kept_waiting(error):
            raise
        raise Refused("busy") from error


@contextmanager
def as_it_was_if_refused(article: Article) -> Iterator[None]:
    """The database rolls back by itself; this does the same for the object that the caller holds."""
    before = article.__dict__.copy() | {"_state": copy(article._state)}
    try:
        yield
    except BaseException:
        article.__dict__.clear()
        article.__dict__.update(before)
        raise


def _claim(article: Article, seen: int) -> datetime | None:
    """Claims it, reads it anew, and gives the instant of its last move: one statement.

    A public move that ends while this one waits makes it fail, so the last public move is always among those it sees.
    """
    fields = Article._meta.concrete_fields
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    for fresh in Article.objects.raw(CLAIM.format(columns), [article.pk, seen]):
        for field in fields:
            setattr(article, field.attname, getattr(fresh, field.attname))
        article._state.fields_cache.clear()
        article.__dict__.pop("_prefetched_objects_cache", None)
        return _instant(fresh.moved_at)
    raise Refused("conflict")


def _instant(at: datetime | None) -> datetime | None:
    """What is no field of the model comes from SQLite without its zone."""
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def _was_kept_waiting(error: OperationalError) -> bool:
    """Somebody else held the story too long: PostgreSQL's lock and statement limits and deadlocks, SQLite's busy writer."""
    state = getattr(error.__cause__, "sqlstate", "")
    return state in KEPT_WAITING if connection.vendor == "postgresql" else "locked" in str(error)


def _limit_time() -> None:
    """PostgreSQL must not make a turn wait beyond its time; SQLite waits only before a turn begins."""
    if connection.vendor == "postgresql":
        most = round(LONGEST / timedelta(milliseconds=1))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL lock_timeout = {most * 3 // 4}; SET LOCAL statement_timeout = {most * 19 // 20}"
            )


@contextmanager
def desk_turn(
    article: Article, verb: str, moves: dict, *, by, seen: int | None, note: str = "", revision: Revision | None = None
) -> Iterator[Revision]:
    """A desk verb's transaction: compare-and-set on stage and text version. Gives the pinned revision.

    `moves` maps each stage that the verb may come from to the one that it leads to.
    """
    permit(by, verb, article)
    with as_it_was_if_refused(article), transaction.atomic(durable=True):
        _claim_stage(article, article.version if seen is None else seen, moves)
        pinned = revision or revisions.keep(article, by)
        check_owner(article, pinned)
        yield pinned
        at = read()
        data = {"revision": pinned.pk, "digest": pinned.digest}
        event = ledger.append(article, verb, by=by, at=at, note=note, data=data)
        story_moving.send(Article, article=article, event=event)
        transaction.on_commit(lambda: story_moved.send(Article, article=article, verb=verb, by=by, at=at))


def _claim_stage(article: Article, seen: int, moves: dict) -> None:
    now = Article.objects.get(pk=article.pk)
    if now.version != seen:
        raise Refused("text_changed")
    if now.trashed_at:
        raise Refused("in_trash")
    if now.stage not in moves:
        raise Refused("wrong_stage", stage=now.get_stage_display())
    claim = Article.objects.filter(pk=article.pk, version=seen, stage=now.stage)
    if not claim.update(stage=moves[now.stage], approved_revision=None):
        raise Refused("conflict")
    article.refresh_from_db()


def check_owner(article: Article, text: Revision | Edition) -> None:
    if text.article_id != article.pk:
        raise Refused("other_article")
