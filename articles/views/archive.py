"""The archive: the stories first published in a year, a month or a day of the site's time zone."""

from datetime import date, datetime, timedelta

from django.db.models import Exists
from django.http import Http404
from django.urls import reverse

from articles import clock, dates
from articles.local_time import YEARS, site_zone
from articles.models import Edition
from articles.views.listing import list_page


def year(request, year):
    start, end = _day(year, 1, 1), _day(year + 1, 1, 1)
    months = [
        (date(year, month, 1), _day(year, month, 1), _first_of_next_month(year, month)) for month in range(1, 13)
    ]
    return _archive(request, "articles/archive_year.html", start, end, parts=months)


def month(request, year, month):
    start, end = _day(year, month, 1), _first_of_next_month(year, month)
    days = [(day.date(), day, day + timedelta(days=1)) for day in _days(start, end)]
    return _archive(request, "articles/archive_month.html", start, end, parts=days)


def day(request, year, month, day):
    start = _day(year, month, day)
    return _archive(request, "articles/archive_day.html", start, start + timedelta(days=1), parts=[])


def _archive(request, template: str, start: datetime, end: datetime, parts: list):
    """A page of the span's stories, the parts of it that have any, and the nearest spans before and after that do."""
    stories = Edition.objects.live().published_between(start, end)
    if not stories.exists() and not start.date() <= clock.today() < end.date():
        raise Http404("Nothing was published then.")
    address = request.resolver_match.view_name
    context = {"start": start, "parts": _with_stories(parts)} | _neighbours(address, start, end)
    return list_page(request, template, stories, **context)


def _with_stories(parts: list) -> list[date]:
    """Those of the (day, start, end) in which a story was published. One query of as many index look-ups."""
    has = {f"part_{n}": Exists(Edition.objects.live().published_between(*span)) for n, (_, *span) in enumerate(parts)}
    found = Edition.objects.order_by().values(**has)[:1] if has else []
    return [parts[n][0] for row in found for n in range(len(parts)) if row[f"part_{n}"]]


def _neighbours(address: str, start: datetime, end: datetime) -> dict:
    """Addresses of the nearest earlier and later page of the same kind that has stories. Two queries."""
    live = Edition.objects.live()
    before = live.filter(published_at__lt=start).order_by("-published_at", "-article_id").first()
    after = live.filter(published_at__gte=end).order_by("published_at", "article_id").first()
    return {"before": _holding(address, before), "after": _holding(address, after)}


def _holding(address: str, edition) -> dict | None:
    """The page of the kind `address` that holds this edition: its address and its first day."""
    if edition is None:
        return None
    when = dates.local(edition.published_at)
    parts = [when.year, when.month, when.day][: ["articles:year", "articles:month", "articles:day"].index(address) + 1]
    return {"url": reverse(address, args=parts), "day": date(*parts, *[1, 1][: 3 - len(parts)])}


def _day(year: int, month: int, day: int) -> datetime:
    """The first instant of a day on the site's clock; 404 for a day that no calendar has."""
    try:
        if year not in YEARS:
            raise ValueError(year)
        return datetime(year, month, day, tzinfo=site_zone())
    except ValueError as error:
        raise Http404("There is no such day.") from error


def _first_of_next_month(year: int, month: int) -> datetime:
    return _day(year + month // 12, month % 12 + 1, 1)


def _days(start: datetime, end: datetime):
    while start < end:
        yield start
        start += timedelta(days=1)
