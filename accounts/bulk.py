"""Rows by the hundred thousand, without an object of its model for each: for what is brought in.

Nothing is validated and no signal tells of it; the database's own checks and guards hold as ever. PostgreSQL copies the rows in,
SQLite takes as many as fit into one statement. Values are what both take as they are: text, numbers, None, and datetimes.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from types import SimpleNamespace

from django.db import connection
from django.db.models import DateTimeField, Field, Model

INSERT = "INSERT INTO {} ({}) VALUES {}"
VALUES = 32_000  # that one statement may have on SQLite, which fills the index of search once for each statement
COPY = "COPY {} ({}) FROM STDIN"
LAST = "SELECT seq FROM sqlite_sequence WHERE name = %s"
NEXT = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


class Row(SimpleNamespace):
    """What one row says, by the names of its columns; whatever else it holds is not stored."""


def store(model: type[Model], rows: Iterable[Row], **same) -> None:
    """Stores rows that all name the same columns. What is the `same` in all is said once; what nobody names has the model's default."""
    rows = list(rows)
    if not rows:
        return
    varied = [field for field in model._meta.concrete_fields if field.attname in vars(rows[0])]
    fixed = [field for field in model._meta.concrete_fields if field not in varied and not field.primary_key]
    more = [_prepared(field, same.get(field.attname, field.get_default())) for field in fixed]
    _write(model, varied + fixed, ([*said, *more] for said in _said(rows, varied)))


def numbered(model: type[Model], rows: Iterable[Row]) -> list[Row]:
    """The same rows, each with a number that no other row of the model gets. Within a transaction that writes."""
    rows = list(rows)
    for row, number in zip(rows, _numbers(model, len(rows)), strict=True):
        row.id = number
    return rows


def _numbers(model: type[Model], count: int) -> Iterable[int]:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEXT, [table, model._meta.pk.column, count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute(LAST, [table])
        last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + count + 1)


def _said(rows: list[Row], fields: list[Field]) -> Iterator[list]:
    names, moments, adapted = _names(fields), _moments(fields), connection.ops.adapt_datetimefield_value
    for row in rows:
        said = [vars(row)[name] for name in names]
        for place in moments:
            said[place] = adapted(said[place])
        yield said


def _names(fields: list[Field]) -> list[str]:
    return [field.attname for field in fields]


def _moments(fields: list[Field]) -> list[int]:
    return [place for place, field in enumerate(fields) if isinstance(field, DateTimeField)]


def _prepared(field: Field, value):
    return field.get_db_prep_save(value, connection)


def _write(model: type[Model], fields: list[Field], rows: Iterator[list]) -> None:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(COPY.format(table, columns)) as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            while many := list(islice(rows, VALUES // len(fields))):
                places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(many))
                cursor.execute(INSERT.format(table, columns, places), [value for row in many for value in row])
