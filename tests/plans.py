"""How the database goes about a page's queries: which index it takes, and whether it has to sort."""

import re
from collections.abc import Callable

from django.db import connection

ONLY_INDEXES = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
SORTED = re.compile(r"TEMP B-TREE|(?<!Incremental )Sort  \(")


def plans_of(page: Callable, *words: str) -> list[str]:
    """The plan of each query of `page` in which all these words stand, with the figures of the tables as they are now.

    Of a handful of rows PostgreSQL would read and sort them all; here it does so only where no index leads there.
    """
    asked = []

    def listen(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        page()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(ONLY_INDEXES)
    return [_plan(sql, params) for sql, params in asked if all(each in sql for each in words)]


def _plan(sql: str, params) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", params)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def assert_walks(page: Callable, index: str, *words: str) -> None:
    """Every query of `page` with these words goes along this index, and sorts nothing."""
    plans = plans_of(page, *words)
    assert plans
    for plan in plans:
        assert index in plan and not SORTED.search(plan), plan
