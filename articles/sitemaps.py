"""What search engines are told: the sitemap by months, the news sitemap of the last 48 hours, robots.txt.

https://www.sitemaps.org/protocol.html; news: https://www.google.com/schemas/sitemap-news/0.9 (48 hours, 1,000 stories).
"""

from datetime import datetime, timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from articles import clock, tree
from articles.forms.search import with_stories
from articles.local_time import YEARS, site_zone
from articles.models import Edition

NEWS_HOURS = 48
MOST_NEWS = 1000
XML = "application/xml; charset=utf-8"


def index(request):
    """One sitemap a month that has stories, and one of all lists."""
    months = Edition.objects.live().order_by().datetimes("published_at", "month", tzinfo=site_zone())
    return render(request, "articles/sitemap_index.xml", {"months": months}, content_type=XML)


def month(request, year: int, month: int):
    """The stories first published in a month, with the instant of their last substantive change."""
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404("There is no such month.")
    start = datetime(year, month, 1, tzinfo=site_zone())
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=site_zone())
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
