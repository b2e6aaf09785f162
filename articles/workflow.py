"""The verbs: every way in which a story moves, and nothing else moves it.

Each verb takes the article as the caller saw it and `by=`, checks the permission, claims the article by
compare-and-set, refuses with a named reason (`Refused`), writes one event, and announces after commit.
Verbs commit for themselves: they cannot run inside another transaction.

Desk verbs (submit, approve, return_to_writer, restore) compare the text's `version`; public verbs compare
`public_version`, so typing never makes a withdrawal stale. What goes out is always a pinned revision.
Amending, embargo, emergency and redaction have modules of their own (`articles.embargo`, …); all verbs are called from here.
The table of verbs with all refusals is docs/developers/verbs.md.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from articles import checklist, contents, editions, ledger, limits, revisions
from articles.amending import amend
from articles.editions import Draft, Span, Why, end_of
from articles.embargo import set_embargo
from articles.emergency import kill, reinstate
from articles.going_out import kind_of_change, take_over
from articles.local_time import spoken
from articles.models import Article, Edition, End, Revision, Stage
from articles.moves import MOVES, Move, moves_open_to
from articles.redaction import redact
from articles.refusals import Refused
from articles.revisions import Stale
from articles.state import public_state
from articles.trash import put_back, trash
from articles.turn import LEAD, Turn, as_it_was_if_refused, check_owner, desk_turn, may, permit, turn

__all__ = [
    "LEAD",
    "MOVES",
    "Move",
    "Refused",
    "Stale",
    "amend",
    "approve",
    "expire",
    "kill",
    "moves_open_to",
    "public_state",
    "publish",
    "redact",
    "reinstate",
    "put_back",
    "reschedule",
    "restore",
    "return_to_writer",
    "schedule",
    "set_embargo",
    "submit",
    "trash",
    "unschedule",
    "withdraw",
]


# The desk


def submit(article: Article, *, by, seen: int | None = None, note: str = "") -> Revision:
    """Hands the text over for review. Refuses: conflict, text_changed, wrong_stage, incomplete."""
    with desk_turn(article, "submit", {Stage.DRAFT: Stage.IN_REVIEW}, by=by, seen=seen, note=note) as revision:
        editions.check_complete(revision)
        _raise_kind(revision, Revision.Kind.SUBMITTED)
    return revision


def approve(
    article: Article, *, by, revision: Revision | None = None, seen: int | None = None, note: str = ""
) -> Revision:
    """Pins the text that may go out. Refuses as submit does, and own_story, other_article."""
    permit(by, "approve", article)
    if is_own_work(by, article) and not settings.NEWSROOM_SELF_APPROVAL:
        raise Refused("own_story")
    onward = {Stage.IN_REVIEW: Stage.READY}
    with desk_turn(article, "approve", onward, by=by, seen=seen, note=note, revision=revision) as pinned:
        if pinned.digest != article.content_digest:
            raise Refused("text_changed")
        _raise_kind(pinned, Revision.Kind.APPROVED)
        Article.objects.filter(pk=article.pk).update(approved_revision=pinned)
        article.approved_revision = pinned
    return pinned


def is_own_work(user, article: Article) -> bool:
    return article.created_by_id == user.pk or article.bylines.filter(author__user=user).exists()


def may_approve(user, article: Article) -> bool:
    """Whether this person could approve the story: the right to it, and not a story of their own unless that is allowed."""
    return may(user, "approve", article) and (settings.NEWSROOM_SELF_APPROVAL or not is_own_work(user, article))


def return_to_writer(article: Article, *, by, note: str, seen: int | None = None) -> None:
    """Sends the story back with a note. Refuses as submit does, and note_missing."""
    permit(by, "return_to_writer", article)
    if not note.strip():
        raise Refused("note_missing")
    back = {Stage.IN_REVIEW: Stage.DRAFT, Stage.READY: Stage.DRAFT}
    with desk_turn(article, "return_to_writer", back, by=by, seen=seen, note=note):
        pass


def restore(article: Article, *, by, revision: Revision, seen: int | None = None) -> Revision:
    """Makes an earlier text the working copy, as a new revision. Refuses: text_changed, other_article, redacted, nothing_changed."""
    permit(by, "restore", article)
    check_owner(article, revision)
    if revision.digest == article.content_digest:
        raise Refused("nothing_changed")
    try:
        with as_it_was_if_refused(article), transaction.atomic(durable=True):
            revisions.claim_text(article, article.version if seen is None else seen)
            revision.refresh_from_db()  # it may have been redacted since it was loaded
            if revision.redacted_at:
                raise Refused("redacted")
            contents.write(article, revisions.thaw(revision))
            kept = revisions.keep(article, by)
            ledger.append(article, "restore", by=by, at=kept.at, data={"revision": revision.pk, "as": kept.pk})
    except Stale as error:
        raise Refused("text_changed") from error
    return kept


def _raise_kind(revision: Revision, kind: str) -> None:
    """A revision that something was decided on is kept for ever."""
    Revision.objects.filter(pk=revision.pk).update(kind=kind)
    revision.kind = kind


# What readers see


def publish(
    article: Article,
    *,
    by,
    revision: Revision | None = None,
    seen: int | None = None,
    kind: str = "",
    note: str = "",
    scheduled: str = "refuse",
    as_new: bool = False,
    first_published_at: datetime | None = None,
    override: str = "",
) -> Edition:
    """Makes a text public now; `revision` defaults to the newest one.

    After the first publication `kind` (a `Change`) is asked for, and a public `note` for corrections and their like.
    `scheduled="replace"` drops a waiting edition. `as_new` moves the story up in lists again; its address stays.
    `first_published_at` is for archives: the story was public elsewhere since then, and no checklist is asked.
    `override` is the reason for which it may go out although the checklist stops it.
    Refuses: conflict, incomplete, not_approved, checklist, killed, embargoed, kind_missing, kind_unknown,
    note_missing, update_scheduled, going_out, path_taken, other_article, other_section, busy.
    """
    draft = _pinned(article, by, "publish", revision)
    passed = {} if first_published_at else checklist.demand(article, draft.content, by=by, override=override)
    with turn(article, "publish", by=by, seen=seen, note=note) as mine:
        state, mine.more = mine.state, passed
        mine.refuse_if_hidden_until(mine.at)
        change = kind_of_change(kind, note, state)
        mine.refuse_if(
            state.next and scheduled != "replace",
            "update_scheduled",
            when=state.next and spoken(state.next.live_from),
        )
        span = take_over(mine)
        published_at = mine.at if as_new else None if state.ever else first_published_at
        why, moved = Why(change, note, by), _went_out(article, draft.revision)
        edition = editions.make(article, draft, span, why, state.last, published_at, also=moved)
        mine.note(edition)
    return edition


def schedule(
    article: Article,
    *,
    by,
    at: datetime,
    revision: Revision | None = None,
    until: datetime | None = None,
    kind: str = "",
    note: str = "",
    seen: int | None = None,
    override: str = "",
) -> Edition:
    """Makes a text public from `at` on: the first publication, or an update of what is live then.

    Refuses: conflict, incomplete, not_approved, checklist, past, embargoed, killed, already_scheduled, after_end, kind_missing,
    note_missing, path_taken, other_section, busy.
    """
    draft = _pinned(article, by, "schedule", revision)
    passed = checklist.demand(article, draft.content, by=by, override=override, at=at)
    with turn(article, "schedule", by=by, seen=seen, note=note) as mine:
        live, coming, mine.more = mine.state.current, mine.state.next, passed
        mine.refuse_if(coming, "already_scheduled", when=coming and spoken(coming.live_from))
        change = kind_of_change(kind, note, mine.state)
        span = _future_span(mine, at, end_of(live), until)
        if live:
            mine.close(live, at, End.SUPERSEDED)
        edition = editions.make(article, draft, span, Why(change, note, by), mine.state.last)
        mine.note(edition)
    return edition


def reschedule(article: Article, *, by, at: datetime, seen: int | None = None) -> Edition:
    """Moves the scheduled edition to `at`: a new row with the same text.

    Refuses: conflict, nothing_scheduled, going_out, past, embargoed, killed, after_end, path_taken, busy.
    """
    coming = public_state(article).next
    draft = editions.prepare(coming.revision) if coming else None
    with turn(article, "reschedule", by=by, seen=seen) as mine:
        live, coming = mine.state.current, mine.state.next
        mine.refuse_if(coming is None or draft is None, "nothing_scheduled")
        mine.refuse_if_going_out()
        span = _future_span(mine, at, end_of(coming))
        mine.drop_next()
        if live:
            mine.close(live, at, End.SUPERSEDED)
        edition = editions.make(article, draft, span, Why(coming.change, coming.note, by), mine.state.last)
        mine.note(edition)
    return edition


def unschedule(article: Article, *, by, seen: int | None = None) -> None:
    """Takes the scheduled edition back; what is live gets the end that it had. Refuses: conflict, nothing_scheduled, going_out."""
    with turn(article, "unschedule", by=by, seen=seen) as mine:
        live, coming = mine.state.current, mine.state.next
        mine.refuse_if(coming is None, "nothing_scheduled")
        mine.refuse_if_going_out()
        mine.drop_next()
        if live:
            mine.close(live, *end_of(coming))


def expire(article: Article, *, by, at: datetime | None, seen: int | None = None) -> None:
    """Sets the instant at which the story ends by itself, or with None clears it.

    Refuses: conflict, not_public, past, before_next, going_out.
    """
    with turn(article, "expire", by=by, seen=seen) as mine:
        last = mine.state.next or mine.state.current
        mine.refuse_if(last is None, "not_public")
        mine.refuse_if_going_out()
        mine.refuse_if(at and at <= mine.at + LEAD, "past", when=at and spoken(at))
        mine.refuse_if(at and at <= last.live_from, "before_next", when=spoken(last.live_from))
        mine.close(last, at, End.EXPIRY if at else End.OPEN)


def withdraw(article: Article, *, by, note: str = "", seen: int | None = None) -> None:
    """Takes the story off the site; a scheduled update is dropped with it. Refuses: conflict, not_public, going_out."""
    with turn(article, "withdraw", by=by, seen=seen, note=note) as mine:
        live = mine.state.current
        mine.refuse_if(live is None, "not_public")
        if mine.state.next:
            mine.drop_next()
        mine.close(live, mine.at, End.WITHDRAWN)


# Parts of the verbs, in the order in which they are used


def _pinned(article: Article, by, verb: str, revision: Revision | None) -> Draft:
    """The frozen text to go out, rendered before the claim so that the turn is short."""
    permit(by, verb, article)
    revision = revision or revisions.keep(article, by)
    check_owner(article, revision)
    limits.permit_text(by, revisions.thaw(revision))
    if not revisions.pin(revision):
        raise Refused("text_changed")
    approved = article.approved_revision
    if settings.NEWSROOM_PUBLISH_NEEDS_APPROVAL and (approved is None or approved.digest != revision.digest):
        raise Refused("not_approved")
    return editions.prepare(revision)


def _went_out(article: Article, revision: Revision) -> tuple[str, ...]:
    """The text is out: the desk begins anew unless it has moved on already. Gives the fields that are to be stored."""
    _raise_kind(revision, Revision.Kind.PUBLISHED)
    if article.content_digest != revision.digest:
        return ()
    article.stage, article.approved_revision = Stage.DRAFT, None
    return "stage", "approved_revision"


def _future_span(
    mine: Turn, at: datetime, inherited: tuple[datetime | None, str], until: datetime | None = None
) -> Span:
    end = inherited[0]
    mine.refuse_if(at <= mine.at + LEAD, "past", when=spoken(at))
    mine.refuse_if_hidden_until(at)
    mine.refuse_if(end and at >= end, "after_end", when=end and spoken(end))
    mine.refuse_if(until and until <= at, "before_next", when=spoken(at))
    return Span(at, until, End.EXPIRY) if until else Span(at, *inherited)
