"""The table of moves: which verbs there are, what they ask for, and when they are open.

Screens draw their buttons from it, and so never offer what would be refused for its state.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from articles.models import Article, Stage
from articles.state import PublicState, public_state
from articles.turn import may


@dataclass(frozen=True)
class Move:
    """`asks` names what a screen must ask for: note, kind, when, until, shift, editions, text; `danger` marks what takes away."""

    verb: str
    label: str
    open_when: Callable[[Article, PublicState], bool]
    asks: tuple[str, ...] = ()
    danger: bool = False


def _may_go_out(article: Article, state: PublicState) -> bool:
    approved = article.stage == Stage.READY or not settings.NEWSROOM_PUBLISH_NEEDS_APPROVAL
    return approved and not article.killed_at and (state.current is None or state.has_changes)


def _is_held(article: Article, state: PublicState) -> bool:
    return article.under_embargo(state.at)


def _has_a_past(article: Article, state: PublicState) -> bool:
    """Readers once saw a text that they do not see now."""
    return state.ever and (state.current is None or article.last_number > 1)


MOVES = (
    Move(
        "submit", "Submit for review", lambda a, s: a.stage == Stage.DRAFT and (not s.ever or s.has_changes), ("note",)
    ),
    Move("approve", "Approve", lambda a, s: a.stage == Stage.IN_REVIEW, ("note",)),
    Move("publish", "Publish", lambda a, s: _may_go_out(a, s) and not _is_held(a, s), ("kind", "note")),
    Move("schedule", "Schedule", lambda a, s: _may_go_out(a, s) and s.next is None, ("when", "kind", "note")),
    Move("reschedule", "Reschedule", lambda a, s: s.next is not None, ("when",)),
    Move("unschedule", "Unschedule", lambda a, s: s.next is not None),
    Move(
        "amend",
        "Amend the live text",
        lambda a, s: s.current is not None and not a.killed_at,
        ("text", "kind", "note"),
    ),
    Move("expire", "Set the end", lambda a, s: bool(s.next or s.current), ("until",)),
    Move(
        "set_embargo",
        "Set the embargo",
        lambda a, s: s.current is None and not a.killed_at,
        ("when", "shift", "note"),
    ),
    Move("lift_embargo", "Lift the embargo", lambda a, s: s.current is None and _is_held(a, s), ("note",)),
    Move("assign", "Assign", lambda a, s: True, ("who", "note")),
    Move("return_to_writer", "Return with a note", lambda a, s: a.stage != Stage.DRAFT, ("note",)),
    Move("withdraw", "Withdraw", lambda a, s: s.current is not None, ("note",), danger=True),
    Move("kill", "Kill", lambda a, s: s.ever and not a.killed_at, ("note",), danger=True),
    Move("reinstate", "Reinstate", lambda a, s: bool(a.killed_at), ("note",)),
    Move("redact", "Redact", _has_a_past, ("editions", "note"), danger=True),
    Move("trash", "Move to the trash", lambda a, s: not s.ever and s.next is None, ("note",), danger=True),
)


def moves_open_to(user, article: Article, state: PublicState | None = None) -> list[Move]:
    """The moves that `user` may make with `article` now, in the order in which screens show them."""
    state = state or public_state(article)
    return [move for move in MOVES if move.open_when(article, state) and may(user, move.verb, article)]
