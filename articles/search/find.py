"""Finding: the best hits of a query among what is live, with their words marked."""

from dataclasses import dataclass

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Edition
from articles.search import postgresql, sqlite
from articles.search.query import Query

MOST = 200  # hits that are ranked and paged through; a reader with more than that narrows the search
START, STOP = "\ue000", "\ue001"  # signs of the private use area stand for the marks until all else is escaped


@dataclass(frozen=True)
class Hit:
    """A live edition with headline and snippet, found words in `<mark>`."""

    edition: Edition
    title: SafeString
    snippet: SafeString


def find(query: Query, stories, page: int = 1, size: int = 20) -> tuple[list[Hit], bool]:
    """A page of the best hits among `stories` (a queryset from the door), and whether there are more. Four queries."""
    if not query:
        return [], False
    backend = sqlite if connection.vendor == "sqlite" else postgresql
    door = stories.order_by().values("pk").query.sql_with_params()
    first = (page - 1) * size
    with connection.cursor() as cursor:
        found = backend.ranked(cursor, query, door, min(MOST, first + size + 1))
        rows = found[first : first + size]
        marked = backend.snippets(cursor, query, rows, START, STOP) if rows else {}
    editions = stories.for_cards().in_bulk(rows)
    hits = [_hit(editions[pk], *marked.get(pk, ("", ""))) for pk in rows if pk in editions]
    return hits, len(found) > first + size


def _hit(edition: Edition, title: str, text: str) -> Hit:
    """The title that is searched holds more than the headline, one part a line; the headline is its first."""
    return Hit(edition, _marked(title.partition("\n")[0] or edition.headline), _marked(text))


def _marked(text: str) -> SafeString:
    return mark_safe(escape(text).replace(START, "<mark>").replace(STOP, "</mark>"))
