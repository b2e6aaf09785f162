"""Finding: the newest hits of a query among what is live, the best of them first if that is asked, with their words marked.

The newest hits are one *window*, which is counted, sorted and shown by pages with a number. Older hits follow without end,
the newest first, each page from a key on. The window keeps its key, too, from its first page to the last: what is published
meanwhile moves nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.prepared import filled, prepared
from articles import clock
from articles.loading import with_bylines
from articles.models import Edition
from articles.search import postgresql, sqlite
from articles.search.query import Query

POOL = 400  # the newest hits: they are counted, and the best are looked for among them
START, STOP = "\ue000", "\ue001"  # signs of the private use area stand for the marks until all else is escaped


@dataclass(frozen=True)
class Hit:
    """A live edition with headline and snippet, found words in `<mark>`."""

    edition: Edition
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Place:
    """A page of the window that begins at the hit with this key, or the page of `older` hits that does."""

    key: tuple[datetime, int] | None = None
    page: int = 1
    older: bool = False


@dataclass(frozen=True)
class Found:
    """A page of hits, the place of the next, and the number of all hits; `beyond` it there are others that nobody counted."""

    hits: list[Hit] = field(default_factory=list)
    more: Place | None = None
    count: int = 0
    beyond: bool = False


def backend():
    return sqlite if connection.vendor == "sqlite" else postgresql


def find(query: Query, stories, place: Place = Place(), size: int = 20, newest: bool = False) -> Found:
    """A page of hits among `stories` (a queryset from the door), the best first, or the newest."""
    if not query:
        return Found()
    with connection.cursor() as cursor:
        query = backend().settled(cursor, query, POOL)
        if place.older:
            return _older(cursor, query, stories, place, size)
        return _of_window(cursor, query, stories, place, size, newest)


def _of_window(cursor, query: Query, stories, place: Place, size: int, newest: bool) -> Found:
    walked = backend().newest(cursor, query, stories, POOL + 1, place.key)
    pool, first = walked[:POOL], (place.page - 1) * size
    ordered = _ordered(cursor, query, pool, newest, beyond=len(walked) > POOL)
    rest = bool(pool[first + size :])
    more = Place(place.key or backend().key_of(pool[0]), place.page + 1) if rest else _from(walked[POOL:])
    return Found(_hits(cursor, query, ordered[first : first + size]), more, len(pool), len(walked) > POOL)


def _ordered(cursor, query: Query, pool: list[int], newest: bool, beyond: bool) -> list[int]:
    by_date = backend().by_date(cursor, pool) if pool else []
    return by_date if newest or not pool else backend().ranked(cursor, query, by_date, beyond)


def _older(cursor, query: Query, stories, place: Place, size: int) -> Found:
    walked = backend().newest(cursor, query, stories, size + 1, place.key)
    rows = backend().by_date(cursor, walked[:size]) if walked else []
    return Found(_hits(cursor, query, rows), _from(walked[size:]))


def _from(rest: list[int]) -> Place | None:
    return Place(backend().key_of(rest[0]), older=True) if rest else None


def _hits(cursor, query: Query, rows: list[int]) -> list[Hit]:
    """Through the door once more: what has been taken down since it was found is not shown."""
    if not rows:
        return []
    marked = backend().snippets(cursor, query, rows, START, STOP)
    editions = {edition.pk: edition for edition in with_bylines(_live(clock.instant(), filled(rows)))}
    return [_hit(editions[pk], *marked.get(pk, ("", ""))) for pk in rows if pk in editions]


@prepared
def _live(at, rows):
    return Edition.objects.live(at).filter(pk__in=rows).with_section()


def _hit(edition: Edition, title: str, text: str) -> Hit:
    """The title that is searched holds more than the headline, one part a line; the headline is its first."""
    return Hit(edition, _marked(title.partition("\n")[0] or edition.headline), _marked(text))


def _marked(text: str) -> SafeString:
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
