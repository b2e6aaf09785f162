"""Readers' addresses: a public promise. The sections' come last because they may be any words."""

from django.urls import path, register_converter

from articles import corrections, feeds, sitemaps
from articles.views import archive, article, front, lists, past, preview, search


class Digits:
    """A number of exactly so many digits, so that each day has one address."""

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:0{self.length}d}"


class FourDigits(Digits):
    regex, length = "[0-9]{4}", 4


class TwoDigits(Digits):
    regex, length = "[0-9]{2}", 2


class SectionPath:
    """Slugs joined by slashes. Nothing with a dot, so that a probe for a file is not sent round by a redirect first."""

    regex = "[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)*"

    def to_python(self, value):
        return value

    to_url = to_python


class Word:
    """Anything between two slashes but NUL, which PostgreSQL cannot even be asked for."""

    regex = "[^/\x00]+"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "nn")
register_converter(SectionPath, "section")
register_converter(Word, "word")

app_name = "articles"


def feed(below: str, name: str, stories: type[feeds.Stories]) -> list:
    """The RSS and the Atom feed below an address."""
    return [
        path(f"{below}feed.xml", stories(), name=f"{name}-rss"),
        path(f"{below}feed.atom", feeds.atom(stories)(), name=f"{name}-atom"),
    ]


urlpatterns = [
    path("preview/<word:token>/", preview.preview, name="preview"),
    path("search/", search.search, name="search"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemap-<yyyy:year>-<nn:month>.xml", sitemaps.month, name="sitemap-month"),
    path("news-sitemap.xml", sitemaps.news, name="sitemap-news"),
    *feed("", "feed", feeds.Stories),
    *feed("corrections/", "corrections", corrections.Corrections),
    *feed("author/<slug:slug>/", "author-feed", feeds.AuthorStories),
    *feed("tag/<word:slug>/", "tag-feed", feeds.TagStories),
    path("", front.home, name="home"),
    path("corrections/", past.corrections, name="corrections"),
    path("tag/<word:slug>/", lists.tag, name="tag"),
    path("series/<slug:slug>/", lists.series, name="series"),
    path("<yyyy:year>/", archive.year, name="year"),
    path("<yyyy:year>/<nn:month>/", archive.month, name="month"),
    path("<yyyy:year>/<nn:month>/<nn:day>/", archive.day, name="day"),
    path("<yyyy:year>/<nn:month>/<nn:day>/<word:slug>/", article.article, name="article"),
    path("<yyyy:year>/<nn:month>/<nn:day>/<word:slug>/history/", past.history, name="history"),
    *feed("<section:path>/", "section-feed", feeds.SectionStories),
    path("<section:path>/", lists.section, name="section"),
]
