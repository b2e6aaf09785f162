"""Queries that stand on every page: built and compiled once in a process, and after that only given their values.

`@prepared` stands above a function that makes a queryset of its arguments: numbers, words, instants, or tuples of those.
It is called once for each number of values (`filled`), with stand-ins. What a page reads of the query (`accounts.keys`) is learnt
from the same compilation, so a prepared query has the same keys as the one that it stands for.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import update_wrapper

from django.db import connection, connections
from django.db.models import QuerySet

from accounts import keys

NUMBER = 1_987_600_000
INSTANT = datetime(2999, 1, 1, tzinfo=UTC)
WORD = "stand-in-{}-for-a-word"


class NotPrepared(ValueError):
    """A value went into the query in another shape than it was given: ask this one anew each time."""


class prepared:
    """Called with the values, it gives the rows of the query as a list."""

    def __init__(self, build: Callable[..., QuerySet]):
        self.build = build
        self.known: dict[tuple, Statement] = {}
        update_wrapper(self, build)

    def __call__(self, *values) -> list:
        return list(self.statement(values, gives_rows=True).queryset(_flat(values)))

    def sql(self, *values) -> tuple[str, list]:
        """For a query that becomes part of another: its SQL and parameters; the page's keys are noted."""
        return self.statement(values, gives_rows=False).given(_flat(values))

    def statement(self, values: tuple, gives_rows: bool) -> "Statement":
        kinds = (len(each) if isinstance(each, tuple) else type(each) for each in values)
        shape = (connection.alias, gives_rows, *kinds)
        if shape not in self.known:
            self.known[shape] = Statement(self.build, values, gives_rows)
        return self.known[shape]


class Statement:
    """A compiled query, the places of its values, and the keys that a page has of it."""

    def __init__(self, build: Callable[..., QuerySet], values: tuple, gives_rows: bool):
        stand_ins, self.known_converters = _stand_ins(values), None
        with keys.collecting() as self.read:
            self.of = build(*stand_ins)
            self.compiler = self.of.query.get_compiler(self.of.db)
            self.compiler.gives_rows = gives_rows
            self.text, self.params = self.compiler.as_sql()
        if self.read.ends:
            raise NotPrepared(f"{build.__name__} depends on an instant that is none of its values.")
        numbers = {_adapted(each): number for number, each in enumerate(_flat(stand_ins))}
        self.places = list(_places(self.params, numbers))
        self.keys = [_key(group, key, numbers) for group, found in self.read.narrow.items() for key in found]
        if {number for _, number, _ in self.places} != set(numbers.values()):
            raise NotPrepared(f"{build.__name__} does not have its values as they were given.")

    def given(self, values: list) -> tuple[str, list]:
        """The SQL and its parameters, with these values; the page's keys are noted."""
        if page := keys.page():
            self._note(page, values)
        params = list(self.params)
        for at, number, kind in self.places:
            params[at] = kind(values[number])
        return self.text, params

    def queryset(self, values: list) -> QuerySet:
        """The query as Django knows it, to be asked once."""
        found = self.of.__class__(self.of.model, query=_Given(self, values), using=self.of._db)
        found._prefetch_related_lookups = self.of._prefetch_related_lookups
        found._iterable_class, found._fields = self.of._iterable_class, self.of._fields
        return found

    def converters(self, compiler, expressions) -> dict:
        """What makes Python's values of the database's: found once for each connection."""
        known = self.known_converters
        if known is None or known[0] is not compiler.connection:
            known = compiler.connection, type(compiler).get_converters(compiler, expressions)
            self.known_converters = known
        return known[1]

    def _note(self, page: keys.Page, values: list) -> None:
        for reason in self.read.refusals:
            page.refuse(reason)
        for group in self.read.broad:
            page.note_all(group)
        for group in self.read.narrow:
            page.note(group, [])
        for group, key, number in self.keys:
            page.note(group, [key if number is None else f"{key}{values[number]}"])


class _Given:
    """In the place of a `Query`: it needs no compiling any more."""

    def __init__(self, statement: Statement, values: list):
        self.statement, self.values = statement, values

    def __getattr__(self, name: str):
        return getattr(self.statement.of.query, name)

    def get_compiler(self, using: str, *args, **kwargs):
        known = self.statement.compiler
        compiler = known.__class__.__new__(known.__class__)
        compiler.__dict__.update(known.__dict__)
        compiler.connection = connections[using]
        compiler.get_converters = lambda expressions: self.statement.converters(compiler, expressions)
        compiler.as_sql = lambda *args, **kwargs: self.statement.given(self.values)
        return compiler


def filled(values: Iterable) -> tuple:
    """The last one repeated up to a power of two: lists of any length need few statements."""
    found = tuple(values)
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found)) if found else ()


def hang(thing, name: str, rows: Iterable) -> None:
    """Rows of a relation that were read already, as Django's own prefetching leaves them."""
    known = thing._meta.get_field(name).related_model.objects.all()
    known._result_cache, known._prefetch_done = list(rows), True
    thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def _flat(values: Iterable) -> list:
    return [one for each in values for one in (each if isinstance(each, tuple) else (each,))]


def _stand_ins(values: tuple) -> list:
    """Values of the same kinds that stand nowhere else, so that they are found again in what was compiled."""
    numbers = iter(range(10_000, 99_999))
    return [
        tuple(_stand_in(one, next(numbers)) for one in each)
        if isinstance(each, tuple)
        else _stand_in(each, next(numbers))
        for each in values
    ]


def _stand_in(value, number: int):
    if isinstance(value, datetime):
        return INSTANT + timedelta(seconds=number)
    return NUMBER + number if isinstance(value, int) else WORD.format(number)


def _places(params: Iterable, numbers: dict) -> Iterator[tuple[int, int, Callable]]:
    """(place among the parameters, number of the value, what makes it a parameter)."""
    for at, param in enumerate(params):
        if isinstance(param, int | str | datetime) and param in numbers:
            yield at, numbers[param], type(param) if isinstance(param, int) else _adapted


def _key(group: str, key: str, numbers: dict) -> tuple[str, str, int | None]:
    """(group, key, None), or the key's beginning and the number of the value that ends it."""
    for stand_in, number in numbers.items():
        if key.endswith(f"-{stand_in}"):
            return group, key.removesuffix(str(stand_in)), number
    return group, key, None


def _adapted(value):
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
