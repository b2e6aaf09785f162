"""Finding: the newest hits of a query among what is live, the best of them first if that is asked, with their words marked."""

from dataclasses import dataclass, field

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Edition
from articles.search import postgresql, sqlite
from articles.search.query import Query

POOL = 400  # the newest hits: they are counted, and the best are looked for among them
MOST = 200  # hits that are paged through; a reader with more than that narrows the search
START, STOP = "\ue000", "\ue001"  # signs of the private use area stand for the marks until all else is escaped


@dataclass(frozen=True)
class Hit:
    """A live edition with headline and snippet, found words in `<mark>`."""

    edition: Edition
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Found:
    """A page of hits, whether a page follows, and the number of all hits; `beyond` it there are others that nobody counted."""

    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    count: int = 0
    beyond: bool = False


def find(query: Query, stories, page: int = 1, size: int = 20, newest: bool = False) -> Found:
    """A page of hits among `stories` (a queryset from the door), the best first, or the newest."""
    if not query:
        return Found()
    backend = sqlite if connection.vendor == "sqlite" else postgresql
    first = (page - 1) * size
    with connection.cursor() as cursor:
        pool = backend.newest(cursor, query, stories, POOL + 1)
        beyond, pool = len(pool) > POOL, pool[:POOL]
        ordered = pool if newest or not pool else backend.ranked(cursor, query, pool, beyond)
        rows = ordered[:MOST][first : first + size]
        marked = backend.snippets(cursor, query, rows, START, STOP) if rows else {}
    return Found(_hits(stories, rows, marked), first + size < min(len(pool), MOST), len(pool), beyond)


def _hits(stories, rows: list[int], marked: dict[int, tuple[str, str]]) -> list[Hit]:
    editions = stories.for_cards().in_bulk(rows)
    return [_hit(editions[pk], *marked.get(pk, ("", ""))) for pk in rows if pk in editions]


def _hit(edition: Edition, title: str, text: str) -> Hit:
    """The title that is searched holds more than the headline, one part a line; the headline is its first."""
    return Hit(edition, _marked(title.partition("\n")[0] or edition.headline), _marked(text))


def _marked(text: str) -> SafeString:
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
