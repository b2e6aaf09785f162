"""Rows stored by one statement that is put together once in a process: for what is stored with each request of many readers.

As `bulk_create` does, without its transaction of its own; no signal tells of it.
"""

from functools import cache

from django.db import connection
from django.db.models import Model

INSERT = "INSERT INTO {} ({}) VALUES {} {} RETURNING {}"


def inserted(rows: list[Model], unless: tuple[str, ...] = ()) -> list[Model]:
    """Stores new rows of one model and gives them, each with its number.

    `unless`, for one row alone, names the fields of a unique constraint: a row that meets it is not stored, and none is given.
    """
    if not rows:
        return []
    model, fields = type(rows[0]), _fields(type(rows[0]))
    values = [_value(field, row) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows), unless, connection.vendor), values)
        numbers = [number for (number,) in cursor.fetchall()]
    if not numbers:
        return []
    for row, number in zip(rows, numbers, strict=True):
        row.pk, row._state.adding, row._state.db = number, False, connection.alias
    return rows


def _value(field, row: Model):
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)


@cache
def _fields(model: type[Model]) -> list:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _statement(model: type[Model], rows: int, unless: tuple[str, ...], vendor: str) -> str:
    named, quote = model._meta, connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _fields(model))
    values = ", ".join([f"({', '.join(['%s'] * len(_fields(model)))})"] * rows)
    key = ", ".join(quote(named.get_field(name).column) for name in unless)
    ignoring = f"ON CONFLICT ({key}) DO NOTHING" if unless else ""
    return INSERT.format(quote(named.db_table), columns, values, ignoring, quote(named.pk.column))
