"""The capacity valve: where more waits than the desk clears, a place holds or closes by itself, and opens again.

Looked at by the worker, and once more at the moment of posting, so that it is exact without a worker too. It opens again
at half of what shut it, so that it does not flutter. Each switch is a row that is never changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.locks import take_turn
from articles import clock
from articles.models import Article, Edition, Section
from comments import policies
from comments.models import Comment, ModerationEvent, Policy, ValveSwitch, ValveTo, place_of
from comments.policies import name_of

LEAST = 20  # a day clears at least so many, whatever last week was like
WEEK = timedelta(days=7)
COUNTED = 10_000
LONGEST_WHY = ValveSwitch._meta.get_field("why").max_length


class Due(Exception):
    """A valve has to switch before this comment is stored."""


@dataclass(frozen=True)
class Load:
    """What waits at one place: held, or public and not yet looked at. `is_cut`: there may be more."""

    waiting: int
    oldest: datetime | None
    most: int
    longest: timedelta | None
    is_cut: bool = False

    def is_too_much(self, now: datetime) -> bool:
        return self.waiting >= self.most or self._age(now) > (self.longest or timedelta.max)

    def has_eased(self, now: datetime) -> bool:
        return self.waiting <= self.most // 2 and self._age(now) * 2 <= (self.longest or timedelta.max)

    def _age(self, now: datetime) -> timedelta:
        return now - self.oldest if self.oldest else timedelta()

    def in_words(self, now: datetime) -> str:
        """“120 wait (the most is 100), the oldest for 3 hours”"""
        number = f"{self.waiting}{' or more' * self.is_cut}"
        told = f"{number} {'waits' if number == '1' else 'wait'} (too many are {self.most})"
        hours = int(self._age(now).total_seconds() // 3600)
        return f"{told}, the oldest for {hours} {'hour' if hours == 1 else 'hours'}" if self.oldest else told


def load_of(policy: Policy) -> Load:
    """Three small queries, bounded by what is too much."""
    limit = policy.most_waiting or policy.pace or LEAST
    bound, numbers, oldest = limit + 1, [], []
    for comments in (Comment.objects.held(), Comment.objects.unseen()):
        here = _here(comments, policy)
        numbers.append(here.order_by()[:bound].count())
        oldest += here.values_list("created_at", flat=True)[:1]
    longest = timedelta(hours=policy.longest_wait) if policy.longest_wait else None
    return Load(sum(numbers), min(oldest, default=None), limit, longest, bound in numbers)


def _here(comments, policy: Policy):
    if policy.section_id is None:
        return comments
    return comments.filter(_lies_in(policy, "article"))


def _lies_in(policy: Policy, article: str) -> Exists:
    """Below a story that readers find in the section, as the policy goes by that: not by what the desk is writing."""
    return Exists(Edition.objects.live().in_section(policy.section_id).filter(article=OuterRef(article)).order_by())


def with_valve(policies: Iterable[Policy]) -> list[Policy]:
    """Those of the site and of sections whose valve does something. One story has none: its mode is said at once."""
    return [each for each in policies if each.valve in (ValveTo.PRE, ValveTo.CLOSED) and each.article_id is None]


def wait_for_turn() -> None:
    """Who is about to be counted comes alone."""
    take_turn("valves")


def refuse_if_due(policies: Iterable[Policy]) -> None:
    """Within the transaction that stores a comment. Raises Due."""
    if any(_wants_to_switch(each) for each in policies):
        raise Due


def _wants_to_switch(policy: Policy) -> bool:
    load, now = load_of(policy), clock.now()
    return load.has_eased(now) if policy.shut_since else load.is_too_much(now)


def mind(policies: Iterable[Policy]) -> list[ValveSwitch]:
    """Switches each valve that has to; gives what was switched. A transaction of its own for each."""
    return [switch for each in policies if (switch := _mind(each))]


@transaction.atomic
def _mind(policy: Policy) -> ValveSwitch | None:
    wait_for_turn()
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if not with_valve([policy]) or not _wants_to_switch(policy):
        return None
    at, shut = clock.read(), policy.shut_since is None
    policy.shut_since = at if shut else None
    policy.save(update_fields=["shut_since"])
    load = load_of(policy)
    return _record(policy, policy.valve, load, load.in_words(at), at)


def _record(policy: Policy, to: str, load: Load, why: str, at: datetime) -> ValveSwitch:
    return ValveSwitch.objects.create(
        place=policy.place,
        name=name_of(policy),
        shut=policy.shut_since is not None,
        to=to,
        waiting=load.waiting,
        oldest=load.oldest,
        why=why,
        at=at,
    )


@transaction.atomic
def set_policy(values: dict, *, by, section: Section | None = None, article: Article | None = None) -> Policy:
    """`policies.set_policy`; where that lets go of a valve that is shut, or has it do something else, that is a switch, too."""
    wait_for_turn()
    place = place_of(section and section.pk, article and article.pk)
    before = Policy.objects.filter(place=place, shut_since__isnull=False).first()
    policy = policies.set_policy(values, by=by, section=section, article=article)
    if before and before.valve != policy.valve:
        to = policy.valve if policy.shut_since else before.valve
        _record(policy, to, load_of(policy), f"set by {by}"[:LONGEST_WHY], policy.at)
    return policy


def mind_all() -> int:
    """For the worker: what a day clears is counted anew, then each valve is looked at. Gives how many switched."""
    policies = with_valve(Policy.objects.all())
    for policy in policies:
        policy.pace = pace_of(policy)
        policy.save(update_fields=["pace"])
    return len(mind(policies))


def pace_of(policy: Policy) -> int:
    """How many comments people decide on in a day, by the last week; never less than `LEAST`."""
    events = ModerationEvent.objects.filter(kind=ModerationEvent.Kind.PERSON, at__gt=clock.now() - WEEK)
    if policy.section_id:
        events = events.filter(_lies_in(policy, "comment__article"))
    return max(LEAST, events.order_by()[: COUNTED * 7].count() // 7)
