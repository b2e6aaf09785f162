"""Parts of the verbs that put a text before readers: which kind of change it is, and what ends when it begins."""

from articles.editions import Span, end_of
from articles.models import NOTED, Change, End
from articles.refusals import Refused
from articles.state import PublicState
from articles.turn import Turn


def kind_of_change(kind: str, note: str, state: PublicState) -> str:
    """The kind, if it fits. Refuses: kind_missing, kind_unknown, note_missing."""
    if not state.ever:
        return Change.FIRST
    if not kind:
        raise Refused("kind_missing")
    fitting = set(Change.values) - {Change.FIRST} - ({Change.REPUBLICATION} if state.current else set())
    if kind not in fitting:
        raise Refused("kind_unknown", kind=kind)
    if kind in NOTED and not note.strip():
        raise Refused("note_missing")
    return kind


def take_over(mine: Turn, keep_next: bool = False) -> Span:
    """Ends what is live at this instant; the new edition gets the end that it had."""
    live, coming = mine.state.current, mine.state.next
    until, end = end_of(live)
    if coming and not keep_next:
        until, end = end_of(coming)
        mine.drop_next()
    if live:
        mine.close(live, mine.at, End.SUPERSEDED)
    return Span(mine.at, until, end)
