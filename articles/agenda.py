"""What goes out when: a week of what was published, what is scheduled, what ends, and what is merely planned.

Every story comes through the door of the desk (`visible_to`), and each kind is one query, whatever there is of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles import clock
from articles.models import Article, Change, Edition, End

MOST = 400  # of each kind in a week; an archive that was brought in has thousands on one day
TRAY = 30
OF_LATE = timedelta(days=60)  # what was not touched for longer waits in the list of stories


@dataclass
class Entry:
    """One thing on a day. `kind` is published, scheduled, ends or planned; `at` is empty for a plan, which has no hour."""

    kind: str
    word: str
    story: Article
    headline: str
    language: str
    at: datetime | None = None
    late: bool = False


@dataclass
class Day:
    date: date
    today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on, in the zone of the person who looks."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def called(cls, name: str) -> "Week":
        """The week of a name like “2026-W48”; the present one for anything else."""
        year, _, number = name.partition("-W")
        try:
            found = cls(date.fromisocalendar(int(year), int(number), 1))
        except (ValueError, OverflowError):
            return cls.of(today())
        return found if 1900 <= found.monday.year <= 2200 else cls.of(today())

    @property
    def name(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def moved(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def span(self) -> tuple[datetime, datetime]:
        zone = timezone.get_current_timezone()
        return tuple(datetime.combine(day, time.min, zone) for day in (self.monday, self.monday + timedelta(days=7)))


def today() -> date:
    return timezone.localdate(clock.now())


def days(week: Week, stories: QuerySet[Article]) -> list[Day]:
    """The week with what is on it of these stories. Three queries."""
    found = {day: Day(day, day == today()) for day in (week.monday + timedelta(days=n) for n in range(7))}
    for entry in [*_plans(week, stories), *sorted(_timed(week, stories), key=lambda entry: entry.at)]:
        found[timezone.localdate(entry.at) if entry.at else entry.story.planned_for].entries.append(entry)
    return list(found.values())


def _timed(week: Week, stories: QuerySet[Article]) -> Iterator[Entry]:
    start, end = week.span
    editions = Edition.objects.order_by("-live_from")
    if stories.query.where:  # else all of them: no database need gather a hundred thousand numbers for that
        editions = editions.filter(Exists(stories.order_by().filter(pk=OuterRef("article"))))
    shown = editions.select_related("article__section", "article__assigned_to").defer("article__body")
    first = Q(
        change=Change.FIRST, published_at__gte=start, published_at__lt=end
    )  # of an archive: when it was out there
    for edition in shown.filter(first | ~Q(change=Change.FIRST) & Q(live_from__gte=start, live_from__lt=end))[:MOST]:
        is_first, kind = (
            edition.change == Change.FIRST,
            "scheduled" if edition.live_from > clock.now() else "published",
        )
        word = WORDS[kind, is_first] or edition.get_change_display()
        yield _entry(kind, word, edition, edition.published_at if is_first else edition.live_from)
    for edition in shown.filter(live_until__gte=start, live_until__lt=end, end=End.EXPIRY)[:MOST]:
        yield _entry("ends", "Ends" if edition.live_until > clock.now() else "Ended", edition, edition.live_until)


WORDS = {
    ("scheduled", True): "Scheduled",
    ("scheduled", False): "Update scheduled",
    ("published", True): "Published",
    ("published", False): "",  # the kind of change says it
}


def _entry(kind: str, word: str, edition: Edition, at: datetime) -> Entry:
    return Entry(kind, word, edition.article, edition.headline, edition.language, at)


def _plans(week: Week, stories: QuerySet[Article]) -> Iterator[Entry]:
    planned = stories.with_open_plan().filter(planned_for__range=(week.monday, week.sunday))
    return map(_plan, _shown(planned.order_by("planned_for", "pk"))[:MOST])


def _plan(story: Article) -> Entry:
    late = story.planned_for < today()
    return Entry("planned", "Planned, not out" if late else "Planned", story, str(story), story.language, late=late)


def _shown(stories: QuerySet[Article]) -> QuerySet[Article]:
    return stories.select_related("section", "assigned_to").defer("body")


def late(stories: QuerySet[Article]) -> list[Entry]:
    """Plans whose day has passed, the oldest first."""
    passed = stories.with_open_plan().filter(planned_for__lt=today()).order_by("planned_for", "pk")
    return [_plan(story) for story in _shown(passed)[:TRAY]]


def undated(stories: QuerySet[Article]) -> list[Article]:
    """The tray: worked on of late, never out, not scheduled, planned for no day; last saved first."""
    editions = Edition.objects.filter(article=OuterRef("pk"))
    fresh = stories.filter(planned_for=None, saved_at__gte=clock.now() - OF_LATE)
    return list(_shown(fresh.exclude(Exists(editions)))[:TRAY])
