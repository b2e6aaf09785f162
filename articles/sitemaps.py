"""What search engines are told: the sitemap by months, the news sitemap of the last 48 hours, robots.txt.

https://www.sitemaps.org/protocol.html; news: https://www.google.com/schemas/sitemap-news/0.9 (48 hours, 1,000 stories).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from articles import clock, tree
from articles.forms.search import with_stories
from articles.local_time import YEARS, site_zone
from articles.models import Edition

NEWS_HOURS = 48
MOST_NEWS = 1000
FOUND = "SELECT span.column1 FROM (VALUES {rows}) AS span WHERE EXISTS ({sql}) ORDER BY span.column1"
XML = "application/xml; charset=utf-8"


def index(request):
    """One sitemap a month that has stories, and one of all lists."""
    return render(request, "articles/sitemap_index.xml", {"months": _months_with_stories()}, content_type=XML)


def _months_with_stories() -> list[datetime]:
    """By as many looks into the index of dates as there are months, however many stories. Three queries."""
    live = Edition.objects.live().order_by("published_at").values_list("published_at", flat=True)
    ends = live.first(), live.last()
    months = list(_months(*(at.astimezone(site_zone()) for at in ends))) if all(ends) else []
    return [months[number][0] for number in _with_stories(months)] if months else []


def _with_stories(spans: list[tuple[datetime, datetime]]) -> list[int]:
    """The places of those in which a story was published."""
    within = Edition.objects.live().published_between(RawSQL("span.column2", ()), RawSQL("span.column3", ()))
    sql, of_sql = within.order_by().values("pk").query.sql_with_params()
    instant = connection.ops.adapt_datetimefield_value
    given = [value for place, span in enumerate(spans) for value in (place, *map(instant, span))]
    rows = ", ".join(["(%s, %s, %s)"] * len(spans))
    with connection.cursor() as cursor:
        cursor.execute(FOUND.format(rows=rows, sql=sql), [*given, *of_sql])
        return [place for (place,) in cursor.fetchall()]


def _months(first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Each from its first instant to that of the next."""
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield _first_of(number), _first_of(number + 1)


def _first_of(number: int) -> datetime:
    """The first instant of a month on the site's clock, by its number since the year 0."""
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=site_zone())


def month(request, year: int, month: int):
    """The stories first published in a month, with the instant of their last substantive change."""
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404("There is no such month.")
    number = year * 12 + month - 1
    start, end = _first_of(number), _first_of(number + 1)
    stories = Edition.objects.live().published_between(start, end).order_by("-published_at", "-article_id")
    stories = list(stories.only("address_id", "updated_at"))
    if not stories:
        raise Http404("Nothing was published then.")
    return render(request, "articles/sitemap.xml", {"stories": stories}, content_type=XML)


def pages(request):
    """The lists: home, corrections, sections, authors."""
    found = [reverse("articles:home"), reverse("articles:corrections")]
    found += [each.get_absolute_url() for each in tree.sections().values()]
    found += [author.get_absolute_url() for author in with_stories()]
    return render(request, "articles/sitemap.xml", {"pages": found}, content_type=XML)


def news(request):
    """The last two days for news search."""
    since = clock.now() - timedelta(hours=NEWS_HOURS)
    stories = Edition.objects.live().filter(published_at__gte=since).order_by("-published_at", "-article_id")
    return render(request, "articles/sitemap_news.xml", {"stories": stories[:MOST_NEWS]}, content_type=XML)


def robots(request):
    return render(request, "articles/robots.txt", content_type="text/plain; charset=utf-8")
