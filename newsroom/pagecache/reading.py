"""What a query reads, as keys: the rows and lists that its conditions name, or a whole kind of things where they name none.

Of `WHERE author_id = 9` a page gets the key `by-author-9`, whose change is told when a row enters or leaves that list. What
is only joined is noted row by row. Where neither is certain the page gets the key of all of that kind: it is dropped more
often than it must be, never too seldom.
"""

import re
from functools import lru_cache

from django.db.models.expressions import Col
from django.db.models.sql.where import AND, OR, WhereNode

from accounts.keys import Page
from accounts.keys import page as page_of_now
from accounts.watched import WATCHED, Watched

TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?([A-Za-z_]\w*)"?', re.I)
STATEMENTS = 500  # of which it is remembered what they name


def note(compiler, page: Page) -> None:
    """What one compiled query reads; the queries within it have been noted by themselves."""
    query = compiler.query
    _settle_claims(compiler, page)
    if query.combinator:
        return
    found: dict[str, list[str]] = {}
    for alias, table in compiler.tables.items():
        watched = WATCHED.get(table)
        if watched is None:
            page.refuse(f"It reads {table}, which is not watched.")
            continue
        _check_columns(compiler, alias, watched, page)
        found.setdefault(watched.group, []).append(alias)
    for group, aliases in found.items():
        _note_group(compiler, group, aliases, page)


def _settle_claims(compiler, page: Page) -> None:
    """Queries within rely on the keys of the rows of this one: are they noted?"""
    for group, alias in compiler.claims:
        if alias not in compiler.tables or not (compiler.gives_rows and _has_its_rows(compiler, alias)):
            page.note_all(group)


def _note_group(compiler, group: str, aliases: list[str], page: Page) -> None:
    query = compiler.query
    keys = Bounds(compiler, group, page).of(query.where)
    if keys is not None:
        page.note(group, keys)
    elif query.base_table not in aliases and all(_is_noted(compiler, alias) for alias in aliases):
        page.note(group, [])  # its rows are still to come
    else:
        page.note_all(group)


def _is_noted(compiler, alias: str) -> bool:
    """A joined table whose rows come back, and which neither chooses nor sorts what comes."""
    chooses = any(col.alias == alias for col in _columns(compiler.query.where)) or any(
        "__" in str(order) for order in compiler.query.order_by
    )
    return compiler.gives_rows and not chooses and _has_its_rows(compiler, alias)


def _has_its_rows(compiler, alias: str) -> bool:
    selected = {(col.alias, col.target.column) for col in _selected(compiler)}
    watched = WATCHED.get(compiler.tables[alias])
    return watched is not None and all((alias, row) in selected for row in watched.rows)


def _selected(compiler) -> list[Col]:
    return [expression for expression, *_ in compiler.select if isinstance(expression, Col)]


def _columns(node):
    """Every column that a condition speaks of."""
    if isinstance(node, Col):
        yield node
    elif isinstance(node, WhereNode):
        for child in node.children:
            yield from _columns(child)
    elif hasattr(node, "get_source_expressions"):
        for each in node.get_source_expressions():
            yield from _columns(each)


def _check_columns(compiler, alias: str, watched: Watched, page: Page) -> None:
    """Of a table of which only some columns are watched, no others may be read."""
    if not watched.only:
        return
    read = {col.target.column for col in [*_selected(compiler), *_columns(compiler.query.where)] if col.alias == alias}
    if unwatched := read - {*watched.only, *watched.columns}:
        page.refuse(f"It reads {', '.join(sorted(unwatched))} of {watched.table}, which are not watched.")


class Bounds:
    """The keys to which the conditions of a query confine what it reads of one group; None where they confine nothing."""

    def __init__(self, compiler, group: str, page: Page):
        self.compiler, self.group, self.page = compiler, group, page

    def of(self, node) -> set[str] | None:
        if not isinstance(node, WhereNode):
            return self._of_lookup(node)
        if node.negated or node.connector not in (AND, OR):
            return None
        parts = [self.of(child) for child in node.children]
        known = [part for part in parts if part is not None]
        if not known or (node.connector == OR and len(known) < len(parts)):
            return None
        return set().union(*known)

    def _of_lookup(self, node) -> set[str] | None:
        left, name = getattr(node, "lhs", None), getattr(node, "lookup_name", "")
        watched = WATCHED.get(self.compiler.tables.get(left.alias)) if isinstance(left, Col) else None
        if watched is None or watched.group != self.group or name not in ("exact", "in"):
            return None
        word, right = watched.columns.get(left.target.column), node.rhs
        if hasattr(right, "as_sql"):
            return set() if self._is_confined_by(left, right, watched) else None
        values = right if name == "in" else [right]
        if word is None or not all(isinstance(value, int | str) for value in values):
            return None
        return {f"{word}-{value}" for value in values}

    def _is_confined_by(self, left: Col, right, watched: Watched) -> bool:
        """By a query that names rows, or by the row around a subquery, whose keys are noted themselves."""
        if isinstance(right, Col):
            return self._is_of_outer_row(right)
        # A row of a list tells all keys of the list, or its own key is noted because it comes back.
        return left.target.primary_key and (bool(watched.also) or self.compiler.gives_rows)

    def _is_of_outer_row(self, right: Col) -> bool:
        """True where it may be; the query around says at its end whether the keys of its rows are noted."""
        outer = self.page.compiling[-1] if self.page.compiling else None
        theirs = WATCHED.get(right.target.model._meta.db_table)
        if outer is None or theirs is None or theirs.group != self.group:
            return False
        outer.claims.append((self.group, right.alias))
        return True


def places(compiler) -> list[tuple[int, str, str]]:
    """(position, group, word) of each selected column whose values are keys of the rows that come back."""
    found = []
    for position, (expression, *_) in enumerate(compiler.select or ()):
        watched = _watched_of(compiler, expression)
        if watched and expression.target.column in watched.rows:
            found.append((position, watched.group, watched.columns[expression.target.column]))
    return found


def _watched_of(compiler, expression) -> Watched | None:
    return WATCHED.get(compiler.tables.get(expression.alias)) if isinstance(expression, Col) else None


def noted(rows, places: list, page: Page):
    """The same rows; of each its keys are noted as it comes."""
    for row in rows:
        for position, group, word in places:
            if row[position] is not None:
                page.note(group, [f"{word}-{row[position]}"])
        yield row


def watching(page: Page):
    """For `connection.execute_wrapper`: whatever reaches the database, also past the compiler, reads watched tables only.

    What is read for a part of this page is noted of the part.
    """
    whole = page

    def watch(execute, sql, params, many, context):
        page = page_of_now() or whole
        only_reads, tables = _named_in(sql)
        if not only_reads:
            page.refuse(f"It does more than read: {sql[:40]}")
        for table in tables:
            watched = WATCHED.get(table)
            if watched is None:
                page.refuse(f"It reads {table}, which is not watched.")
            elif not page.knows(watched.group):
                page.note_all(watched.group)
        return execute(sql, params, many, context)

    return watch


@lru_cache(STATEMENTS)
def _named_in(sql: str) -> tuple[bool, frozenset[str]]:
    """Whether a statement only reads, and the tables that it names."""
    return sql.lstrip()[:7].upper().startswith(("SELECT", "(SELECT")), frozenset(TABLE.findall(sql))
