"""The week of the editor-in-chief: every change to what was public already, by kind, by whom, with the words.

`as_mail` gives the same as text, for `manage.py changes_of_the_week` and for whoever sends it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.dates import MONTHS

from articles import changes, clock, dates, seo
from articles.changes import Changed
from articles.compare.words import ADDED, REMOVED, Run
from articles.local_time import site_zone
from articles.models import Change

GRAVEST_FIRST = (
    Change.RETRACTION,
    Change.CORRECTION,
    Change.CLARIFICATION,
    Change.REPUBLICATION,
    Change.UPDATE,
    Change.TYPO,
)
PLURALS = {Change.TYPO: ("change of spelling or style", "changes of spelling or style")}
NAME = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
MOST = 200  # changes told in one mail
YEARS = range(1900, 2901)


@dataclass(frozen=True)
class Week:
    """From Monday to Sunday on the site's clock."""

    monday: date

    @property
    def name(self) -> str:
        """As it stands in addresses and on the command line: “2026-W48”."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first instant, and the first one after it."""
        return _midnight(self.monday), _midnight(self.after.monday)

    @property
    def before(self) -> "Week":
        return Week(self.monday - timedelta(days=7))

    @property
    def after(self) -> "Week":
        return Week(self.monday + timedelta(days=7))

    @property
    def is_over(self) -> bool:
        return self.span[1] <= clock.now()

    def __str__(self):
        """“23–29 November 2026”, “30 November – 6 December 2026”."""
        sunday = self.monday + timedelta(days=6)
        if self.monday.month == sunday.month:
            return f"{self.monday.day}–{dates.day_of(sunday)}"
        year = f" {self.monday.year}" if self.monday.year != sunday.year else ""
        return f"{self.monday.day} {MONTHS[self.monday.month]}{year} – {dates.day_of(sunday)}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, site_zone())


def this_week() -> Week:
    today = dates.local(clock.now()).date()
    return Week(today - timedelta(days=today.weekday()))


def week_called(name: str) -> Week:
    """Raises ValueError for what is no week."""
    found = NAME.fullmatch(name)
    if not found or int(found[1]) not in YEARS:
        raise ValueError(f"“{name}” is no week. Write it like {this_week().name}.")
    return Week(date.fromisocalendar(int(found[1]), int(found[2]), 1))


def counts(week: Week, stories=None) -> list[tuple[Change, int]]:
    """How many changes of each kind, the gravest first; kinds without any are left out. One query."""
    rows = changes.between(*week.span, stories).order_by().values("change").annotate(many=Count("pk"))
    found = {row["change"]: row["many"] for row in rows}
    return [(kind, found[kind]) for kind in GRAVEST_FIRST if kind in found]


def people(week: Week, stories=None) -> list[tuple[str, int]]:
    """Who made how many. One query."""
    rows = changes.between(*week.span, stories).order_by().values("by__name", "by").annotate(many=Count("pk"))
    return [(row["by__name"], row["many"]) for row in rows.order_by("-many", "by__name")]


def counted(kind: Change, many: int) -> str:
    """“1 correction”, “3 updates”."""
    one, more = PLURALS.get(kind, (kind.label.lower(), f"{kind.label.lower()}s"))
    return f"{many} {one if many == 1 else more}"


def compare_address(change: Changed) -> str:
    """Where the desk sees the two texts side by side."""
    address = reverse("admin:articles_article_compare", args=[change.edition.article_id])
    return f"{address}?a={change.edition.before_id or change.after.pk}&b={change.after.pk}"


# As text


def as_mail(week: Week) -> tuple[str, str]:
    """Subject and text."""
    kinds = ", ".join(counted(kind, many) for kind, many in counts(week))
    subject = f"{settings.SITE_NAME}: changes to live stories, {week}"
    return subject, "\n".join([f"Changes to live stories, {week}", "", *_told(week, kinds)])


def _told(week: Week, kinds: str) -> Iterator[str]:
    if not kinds:
        yield "Nothing that was public was changed."
        return
    yield f"{kinds}."
    yield f"By {', '.join(f'{name} ({many})' for name, many in people(week))}."
    editions = list(changes.between(*week.span).select_related("by", "article")[: MOST + 1])
    found = changes.with_texts(editions[:MOST])
    for kind in GRAVEST_FIRST:
        of_kind = [change for change in found if change.edition.change == kind]
        if of_kind:
            yield from ["", "", kind.label.upper()]
        for change in of_kind:
            yield from _change(change)
    if len(editions) > MOST:
        yield from ["", "", f"These are the newest {MOST}. All of them: {_screen(week)}"]


def _change(change: Changed) -> Iterator[str]:
    edition = change.edition
    yield from ["", edition.headline or "(removed)", f"  {dates.moment(edition.live_from)}, {edition.by}"]
    if edition.note:
        yield f"  Note: {' '.join(edition.note.split())}"
    yield from (f"  {row.label}: {marked(row.runs)}" for row in change.desk_rows)
    if not change.is_comparable:
        yield "  The words were removed."
    yield f"  {seo.whole(compare_address(change))}"


def marked(runs: list[Run]) -> str:
    """Plain text: [-words that went-] and {+new ones+}."""
    marks = {REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(" " * run.spaced + marks.get(run.kind, "{}").format(run.text) for run in runs)


def _screen(week: Week) -> str:
    return seo.whole(f"{reverse('admin:articles_changes')}?week={week.name}")
