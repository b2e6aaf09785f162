"""Links within the site: would readers find something there? One question for each kind of page, however many links."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from articles import clock
from articles.checklist.text import Link
from articles.models import Edition, EditionAuthor, EditionTag, Section, SectionAlias, TagAlias
from authors.models import AuthorAlias


def is_ours(href: str) -> bool:
    return href.startswith("/") or urlsplit(href).netloc == urlsplit(settings.SITE_URL).netloc != ""


def broken(links: Iterable[Link], at: datetime | None = None) -> Iterator[Link]:
    """Those that lead to nothing for readers at the instant `at`, each address once."""
    ours = {link.href: link for link in reversed(list(links)) if is_ours(link.href)}
    pages = {href: page_at(href) for href in reversed(ours)}
    dead = _dead([page for page in pages.values() if page], at or clock.now())
    yield from (ours[href] for href, page in pages.items() if page is None or page in dead)


def page_at(href: str) -> tuple[str, str] | None:
    """(name of the page, what it is of) for an address of the site; None where there is no page for readers."""
    path = unquote(urlsplit(href).path) or "/"
    found = _resolved(path) or _resolved(f"{path}/")
    if found is None or found.namespace == "admin":
        return None
    if found.view_name == "articles:article":
        return found.view_name, path if path.endswith("/") else f"{path}/"
    return found.view_name, found.kwargs.get("path") or found.kwargs.get("slug") or ""


def _resolved(path: str):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _dead(pages: list[tuple[str, str]], at: datetime) -> set[tuple[str, str]]:
    dead = set()
    for name, there in FIND.items():
        wanted = {what for page, what in pages if page == name}
        if wanted:
            dead |= {(name, what) for what in wanted - set(there(wanted, at))}
    return dead


def _stories(paths: set[str], at: datetime) -> Iterable[str]:
    """A path that readers have seen leads on to its story as long as that is live."""
    seen = Edition.objects.filter(address__in=paths, live_from__lte=at)
    return seen.filter(article__in=Edition.objects.live(at).order_by().values("article")).values_list(
        "address", flat=True
    )


def _sections(paths: set[str], at: datetime) -> Iterable[str]:
    present = Section.objects.filter(path__in=paths).values_list("path", flat=True)
    return {*present, *SectionAlias.objects.filter(path__in=paths).values_list("path", flat=True)}


def _tags(slugs: set[str], at: datetime) -> Iterable[str]:
    """A tag is a page once readers have a story in it."""
    live = EditionTag.objects.filter(edition__in=Edition.objects.live(at).order_by().values("pk"))
    former = dict(TagAlias.objects.filter(slug__in=slugs).values_list("slug", "tag__slug"))
    found = set(live.filter(tag__slug__in=slugs | set(former.values())).values_list("tag__slug", flat=True))
    return found | {slug for slug, now in former.items() if now in found}


def _series(slugs: set[str], at: datetime) -> Iterable[str]:
    return Edition.objects.live(at).order_by().filter(series__slug__in=slugs).values_list("series__slug", flat=True)


def _authors(slugs: set[str], at: datetime) -> Iterable[str]:
    """An author is a page once readers have a story by them."""
    live = EditionAuthor.objects.filter(edition__in=Edition.objects.live(at).order_by().values("pk"))
    former = dict(AuthorAlias.objects.filter(slug__in=slugs).values_list("slug", "author__slug"))
    found = set(live.filter(author__slug__in=slugs | set(former.values())).values_list("author__slug", flat=True))
    return found | {slug for slug, now in former.items() if now in found}


FIND: dict[str, Callable] = {
    "articles:article": _stories,
    "articles:section": _sections,
    "articles:tag": _tags,
    "articles:series": _series,
    "authors:author": _authors,
}
