"""Django's compilers; the one for reading tells the page that is being made what it reads."""

from django.db.models.sql import compiler
from django.db.models.sql.compiler import (  # noqa: F401  Django asks this module for them
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

from accounts import keys
from newsroom.pagecache import reading


class SQLCompiler(compiler.SQLCompiler):
    gives_rows = False  # whether what is selected comes back to Python, and does not only serve another query

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.claims: list[tuple[str, str]] = []  # (group, alias) of rows of this query on which queries within it rely
        self.tables: dict[str, str] = {}  # by alias; Django knows what is joined only while it compiles
        self.places: list[tuple[int, str, str]] = []  # of the values that are keys, in each row

    def as_sql(self, *args, **kwargs):
        page = keys.page()
        if page is None:
            return super().as_sql(*args, **kwargs)
        page.compiling.append(self)
        try:
            found = super().as_sql(*args, **kwargs)
        finally:
            page.compiling.pop()
        reading.note(self, page)
        self.places = reading.places(self)
        return found

    def get_from_clause(self):
        joined = self.query.alias_map.items()
        self.tables = {alias: join.table_name for alias, join in joined if self.query.alias_refcount[alias]}
        return super().get_from_clause()

    def execute_sql(self, *args, **kwargs):
        self.gives_rows = True
        return super().execute_sql(*args, **kwargs)

    def results_iter(self, *args, **kwargs):
        rows = super().results_iter(*args, **kwargs)
        page = keys.page()
        return reading.noted(rows, self.places, page) if page and self.places else rows
