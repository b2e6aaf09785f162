"""Counting queries: a page's number of them must not grow with what is on it."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

CLOCK = "SELECT clock_timestamp()"


def queries_of(page: Callable) -> list[str]:
    """The SQL that calling `page` runs, without the clock's question of once a minute: on which page it falls is chance."""
    with CaptureQueriesContext(connection) as captured:
        page()
    return [query["sql"] for query in captured if query["sql"] != CLOCK]


def assert_queries_do_not_grow(page: Callable, add: Callable[[int], None]) -> list[str]:
    """Calls `page` with a little content and with much more; both must take the same number. Returns the queries."""
    add(2)
    page()  # what is looked up once per process is looked up now
    few = queries_of(page)
    add(8)
    many = queries_of(page)
    assert len(few) == len(many), "\n".join([f"{len(few)} grew to {len(many)}:", *many])
    return many
