"""How moderation goes: who waits where, how long a decision takes, what was decided, and how much of it was reversed.

Everything is counted from the comments and the decisions themselves; nothing is stored that could lie.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import CumeDist, TruncDate
from django.utils import timezone

from articles import clock
from articles.models import Edition
from comments import daily, reach
from comments.folders import HELD
from comments.models import Comment, ModerationEvent, RuleHit, State
from comments.moderation import Kind, Reason
from comments.rules import RULES

DAYS = {7: "7 days", 30: "30 days", 90: "90 days"}
REFUSED = (State.REJECTED, State.SPAM, State.REMOVED)
ANY = Q()


@dataclass(frozen=True)
class Period:
    """The last `days` whole days and today, by the clock of the site."""

    days: int

    @property
    def since(self) -> datetime:
        today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
        return today - timedelta(days=self.days - 1)

    @property
    def dates(self) -> list:
        first = timezone.localtime(self.since).date()
        return [first + timedelta(days=number) for number in range(self.days)]


@dataclass(frozen=True)
class Waiting:
    section: str
    number: int
    oldest: datetime


@dataclass(frozen=True)
class Tally:
    """What one person decided, or what became of what one rule held."""

    name: str
    approved: int = 0
    refused: int = 0
    held: int = 0
    reversed: int = 0

    @property
    def total(self) -> int:
        return self.approved + self.refused + self.held

    @property
    def reversal_rate(self) -> str:
        return percent(self.reversed, self.total)

    @property
    def release_rate(self) -> str:
        """Of what a rule held and people have decided on: how much they let through."""
        return percent(self.approved, self.approved + self.refused)


def percent(part: int, whole: int) -> str:
    """“3.5 %”; “–” of nothing."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def waiting_by_section(user) -> list[Waiting]:
    """Held comments by the section in which readers find their story, the longest wait first. One query."""
    live = Edition.objects.live().filter(article=OuterRef("article"), section_links__primary=True).order_by()
    section = Subquery(live.values("section_links__section__name")[:1])
    by_story = HELD.of(user).order_by().values("article").annotate(number=Count("pk"), oldest=Min("created_at"))
    found: dict[str, Waiting] = {}
    for row in by_story.annotate(section=section):  # asked once for each story, not for each comment
        name = row["section"] or "No public story"
        before = found.get(name, Waiting(name, 0, row["oldest"]))
        found[name] = Waiting(name, before.number + row["number"], min(before.oldest, row["oldest"]))
    return sorted(found.values(), key=lambda each: each.oldest)


def time_to_decision(user, period: Period) -> dict[str, timedelta | None]:
    """Of the first decisions that people took on held comments: {median, p95}, from the arrival on. One query."""
    waits = (
        _decisions(user, period)
        .filter(~Exists(_decisions_before()), was=State.PENDING)
        .annotate(wait=F("at") - F("comment__created_at"))
        .annotate(share=Window(CumeDist(), order_by="wait"))
        .order_by()
    )
    return waits.aggregate(median=Min("wait", filter=Q(share__gte=0.5)), p95=Min("wait", filter=Q(share__gte=0.95)))


def by_day(user, period: Period) -> list[dict]:
    """For each day: {date, approved, refused, arrived}. Two queries."""
    decided = (
        _decisions(user, period)
        .order_by()
        .annotate(date=TruncDate("at"))
        .values("date")
        .annotate(
            approved=Count("pk", filter=Q(became=State.APPROVED)), refused=Count("pk", filter=Q(became__in=REFUSED))
        )
    )
    arrived = daily.came(_known(user), period.dates)
    days = {date: {"date": date, "approved": 0, "refused": 0, "arrived": arrived[date]} for date in period.dates}
    for row in decided:
        if row["date"] in days:
            days[row["date"]] |= row
    return list(days.values())


def by_person(user, period: Period) -> list[Tally]:
    """What each colleague decided, and how much of it somebody else reversed; the busiest first. One query."""
    rows = (
        _decisions(user, period)
        .order_by()
        .values("by__name", "by")
        .annotate(**_sums(), reversed=Count("pk", filter=_is_reversed()))
    )
    return _busiest([_tally(row["by__name"], row) for row in rows])


def by_rule(user, period: Period) -> list[Tally]:
    """Of what each rule held: what became of it, and what still waits; the busiest first. One query."""
    hits = RuleHit.objects.filter(comment__in=_arrived(user, period).order_by().values("pk")).order_by()
    rows = hits.values("rule").annotate(
        approved=Count("comment", filter=Q(comment__state=State.APPROVED), distinct=True),
        refused=Count("comment", filter=Q(comment__state__in=REFUSED), distinct=True),
        held=Count("comment", filter=Q(comment__state=State.PENDING), distinct=True),
    )
    return _busiest([_tally(RULES.get(row["rule"], row["rule"]), row) for row in rows])


def by_reason(period: Period) -> list[tuple[str, int]]:
    """For readers: how many comments were refused for each reason, the most frequent first. One query."""
    refused = _decisions(None, period).filter(became__in=REFUSED, undone_by=None).order_by()
    rows = refused.values("reason", "became").annotate(number=Count("pk"))
    found: dict[str, int] = {}
    for row in rows:
        label = Reason(row["reason"]).label if row["reason"] in Reason.values else State.SPAM.label
        found[label] = found.get(label, 0) + row["number"]
    return sorted(found.items(), key=lambda pair: -pair[1])


def totals(user, period: Period) -> dict:
    """{arrived, approved, refused, reversed, decided}. Two queries. What readers are told was not undone."""
    stands = Q(undone_by=None) if user is None else ANY
    sums = _decisions(user, period).aggregate(**_sums(stands), reversed=Count("pk", filter=_is_reversed()))
    decided = sums["approved"] + sums["refused"] + sums["held"]
    return sums | {"decided": decided, "arrived": _arrived(user, period).order_by().count()}


def _decisions(user, period: Period) -> QuerySet:
    """What people decided; taking one's own or another's decision back is none, nor is to erase somebody.

    `user` is None for what readers are told.
    """
    events = (
        ModerationEvent.objects.filter(_is_public("comment__article")) if user is None else reach.events_within(user)
    )
    return events.filter(kind=Kind.PERSON, undo_of=None, at__gte=period.since).exclude(became=State.ERASED)


def _arrived(user, period: Period) -> QuerySet:
    return _known(user).filter(created_at__gte=period.since)


def _known(user) -> QuerySet:
    comments = Comment.objects.filter(_is_public("article")) if user is None else reach.within(user)
    return comments.filter(state__in=State.values)  # by the index of folders


def _is_public(article: str) -> Exists:
    """What readers are told counts live stories alone: no number tells that there is another one."""
    return Exists(Edition.objects.live().filter(article=OuterRef(article)).order_by())


def _sums(which: Q = ANY) -> dict:
    return {
        "approved": Count("pk", filter=which & Q(became=State.APPROVED)),
        "refused": Count("pk", filter=which & Q(became__in=REFUSED)),
        "held": Count("pk", filter=which & Q(became=State.PENDING)),
    }


def _is_reversed() -> Q:
    """Another person led the comment elsewhere later, by the same text.

    A slip that somebody mends themselves is none, nor is it to decide on what was held only, or to erase a person.
    """
    later = ModerationEvent.objects.filter(
        comment=OuterRef("comment"),
        version__gt=OuterRef("version"),
        revision=OuterRef("revision"),
        kind=Kind.PERSON,
    )
    elsewhere = later.exclude(by=OuterRef("by")).exclude(became__in=[OuterRef("became"), State.ERASED])
    return ~Q(became=State.PENDING) & Q(Exists(elsewhere.order_by()))


def _decisions_before() -> QuerySet:
    """Of people, on the same comment."""
    return ModerationEvent.objects.filter(
        comment=OuterRef("comment"), version__lt=OuterRef("version"), kind=Kind.PERSON
    ).order_by()


def _tally(name: str, row: dict) -> Tally:
    return Tally(name, **{key: row.get(key, 0) for key in ("approved", "refused", "held", "reversed")})


def _busiest(tallies: list[Tally]) -> list[Tally]:
    return sorted(tallies, key=lambda tally: (-tally.total, tally.name))
