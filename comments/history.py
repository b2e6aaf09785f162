"""What is known of who wrote a comment: by the address that they proved, else by the one that was typed.

A typed address may be anybody's; the screens say so. Four queries, however many comments are asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import Lower, RowNumber

from comments import reach
from comments.models import Comment, ModerationEvent, State

LAST = 3  # decisions shown
REFUSED = (State.REJECTED, State.SPAM, State.REMOVED)
DECIDED = (*REFUSED, State.APPROVED)


@dataclass
class History:
    """Of all other comments of the same person."""

    is_proved: bool = False
    states: Counter = field(default_factory=Counter)
    decisions: list[ModerationEvent] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """("approved", 12) for each state."""
        return [(State(state).label.lower(), self.states[state]) for state in State.values if self.states[state]]

    @property
    def decided(self) -> int:
        return sum(self.states[state] for state in DECIDED)

    @property
    def refused(self) -> int:
        return sum(self.states[state] for state in REFUSED)

    @property
    def refusal_rate(self) -> int:
        """Of a hundred that were decided, how many were rejected, removed or spam."""
        return round(100 * self.refused / self.decided) if self.decided else 0


def histories(user, comments: list[Comment]) -> dict[int, History]:
    """By comment. The numbers are those of the whole site, the decisions those that `user` may open."""
    by_person = _Found(user, F("commenter"), {comment.commenter_id for comment in comments if comment.proved_at})
    by_email = _Found(user, Lower("email"), {_email(comment) for comment in comments if comment.email})
    return {
        comment.pk: by_person.of(comment, comment.commenter_id, is_proved=True)
        if comment.proved_at
        else by_email.of(comment, _email(comment))
        for comment in comments
    }


class _Found:
    """Comments and decisions grouped by one way of knowing who wrote."""

    def __init__(self, user, who, known: Iterable):
        known = [each for each in known if each]
        self.states = _states(Comment.objects.annotate(who=who).filter(who__in=known))
        events = reach.events_within(user).annotate(who=_of_comment(who))
        self.decisions = _decisions(events.filter(who__in=known))

    def of(self, comment: Comment, who, *, is_proved: bool = False) -> History:
        others = [event for event in self.decisions[who] if event.comment_id != comment.pk]
        states = self.states[who] - Counter({comment.state: 1})
        return History(is_proved, states, others[:LAST])


def _states(comments: QuerySet) -> dict:
    found = defaultdict(Counter)
    for row in comments.order_by().values("who", "state").annotate(number=Count("pk")):
        found[row["who"]][row["state"]] = row["number"]
    return found


def _decisions(events: QuerySet) -> dict:
    """The newest decisions on each person's comments; some more than are shown, for some may be this comment's."""
    rank = Window(RowNumber(), partition_by=F("who"), order_by=F("pk").desc())
    events = events.annotate(rank=rank).filter(rank__lte=2 * LAST).order_by("-pk")
    found = defaultdict(list)
    for event in events.select_related("by", "comment"):
        found[event.who].append(event)
    return found


def _of_comment(who):
    return F("comment__commenter") if isinstance(who, F) else Lower("comment__email")


def _email(comment: Comment) -> str:
    return comment.email.lower()
