"""The embargo of a story: set and lifted by a verb, never by a form's field, so that nothing scheduled slips out before it.

Anybody who writes the story may set one or let it last longer: that only holds back. To lift it, or to let it end earlier, is
a right of its own. The article and what is scheduled change in one transaction, and the row of a scheduled edition holds
its embargo, which the database compares with its start.
"""

from datetime import datetime

from articles import editions
from articles.editions import Draft, Span, Why, end_of
from articles.local_time import spoken
from articles.models import Article, Edition
from articles.refusals import Refused
from articles.state import public_state
from articles.turn import Turn, may, permit, turn


def set_embargo(
    article: Article,
    *,
    by,
    until: datetime | None,
    scheduled: str = "refuse",
    note: str = "",
    seen: int | None = None,
) -> Edition | None:
    """Nothing of the story goes out before `until`; None lifts the embargo. Returns what is scheduled now, if anything.

    `scheduled="move"` moves what is scheduled earlier to the end of the embargo, with the right to schedule.
    Refuses: conflict, already_public, next_earlier, not_permitted, past, after_end, going_out, nothing_changed, busy.
    """
    verb = "set_embargo" if until else "lift_embargo"
    permit(by, verb, article)
    waiting = public_state(article).next
    draft = editions.prepare(waiting.revision) if waiting else None
    with turn(article, verb, by=by, seen=seen, note=note) as mine:
        _check(mine, until)
        start = _start(mine, until, scheduled)
        article.embargo_until = until
        article.save(update_fields=["embargo_until"])
        mine.more["embargo"] = until and until.isoformat()
        edition = _replace_next(mine, draft, start) if mine.state.next else None
    return edition


def _check(mine: Turn, until: datetime | None) -> None:
    held = mine.article.embargo_until
    mine.refuse_if(mine.state.current, "already_public")
    mine.refuse_if(until == held, "nothing_changed")
    mine.refuse_if(until and until <= mine.at, "past", when=until and spoken(until))
    earlier = mine.article.under_embargo(mine.at) and (until is None or until < held)
    if earlier and not may(mine.by, "lift_embargo", mine.article):
        raise Refused("not_permitted", what="let an embargo end earlier")


def _start(mine: Turn, until: datetime | None, scheduled: str) -> datetime | None:
    """When what is scheduled goes out under the new embargo; None when nothing is scheduled."""
    coming = mine.state.next
    if coming is None:
        return None
    mine.refuse_if_going_out()
    if until is None or coming.live_from >= until:
        return coming.live_from
    mine.refuse_if(scheduled != "move", "next_earlier", when=spoken(coming.live_from))
    if not may(mine.by, "schedule", mine.article):
        raise Refused("not_permitted", what="move what is scheduled")
    end = coming.live_until
    mine.refuse_if(end and until >= end, "after_end", when=end and spoken(end))
    return until


def _replace_next(mine: Turn, draft: Draft, start: datetime) -> Edition:
    """The same text in a new row that knows the embargo: no row of an edition ever changes."""
    coming = mine.state.next
    mine.drop_next()
    why = Why(coming.change, coming.note, mine.by if start != coming.live_from else coming.by)
    edition = editions.make(mine.article, draft, Span(start, *end_of(coming)), why, mine.state.last)
    mine.note(edition)
    return edition
