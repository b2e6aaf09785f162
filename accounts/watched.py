"""Watched tables: whoever changes a row that public pages read, the database itself writes down which pages that concerns.

A room declares its tables (`articles.watched`, `authors.watched`, …) once. From the declaration come the triggers, which
write rows of `page_change` in the transaction of the change; the keys of a page, where its queries name a column
(`newsroom.pagecache.reading`); and the check that no trigger is missing. A table that is not declared makes no kept page.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from accounts.guards import DIFFERS, NOW, Guards
from accounts.keys import ABSENT

LOG = "page_change"
ALL = "*"
EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
PRESENT = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'pages\\_%' ESCAPE '\\'",
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND t.tgname LIKE 'pages\\_%'",
}
WATCHED: dict[str, "Watched"] = {}  # by table
WATCHES: list["Watch"] = []  # by room


@dataclass(frozen=True)
class Watched:
    """A table, and the keys that a change to one of its rows concerns.

    `group` is the kind of things, and the key of all of them: tables of one group each tell all keys of what they belong to.
    `columns` are the columns by which pages look rows up, each with the word before its value: {"id": "author"}.
    `rows` are those columns whose values are noted of each row that a page reads. `also` are further keys as SQL of one
    column, and `instants` SQL of what changes by itself at an hour; both over `{row}`, which is OLD or NEW.
    `hidden` is the condition under which readers see nothing of a row; `only` the columns that public pages read, when
    a change to others concerns nobody. `absent`: a row may come where a page has said that there is nothing.
    """

    table: str
    group: str
    columns: dict[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ("id",)
    also: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    hidden: str = ""
    only: tuple[str, ...] = ()
    absent: bool = False

    def triggers(self) -> Iterator["Telling"]:
        yield from (Telling(self, event) for event in EVENTS)

    def keys(self, row: str) -> Iterator[str]:
        """Statements that select the keys of a row."""
        yield f"SELECT '{self.group}' AS told"
        yield from (f"SELECT '{word}-' || {row}.\"{column}\"" for column, word in self.columns.items())
        yield from (also.format(row=row) for also in self.also)
        if self.absent:
            yield f"SELECT '{ABSENT}'"

    def concerns(self, event: str, vendor: str) -> str:
        """The condition under which the change of a row concerns readers; "" for always."""
        seen = " OR ".join(f"NOT ({self.hidden.format(row=row)})" for row in EVENTS[event]) if self.hidden else ""
        if not self.only or event != "UPDATE":
            return seen
        changed = " OR ".join(f'NEW."{column}" {DIFFERS[vendor]} OLD."{column}"' for column in self.only)
        return f"({seen}) AND ({changed})" if seen else changed


@dataclass(frozen=True)
class Telling:
    """The trigger that writes down what a change of one sort to one table concerns."""

    watched: Watched
    event: str

    @property
    def name(self) -> str:
        """With a digest of what it does: a trigger of a former version is not taken for this one."""
        does = "".join(self._body(vendor) + self.watched.concerns(self.event, vendor) for vendor in NOW)
        digest = hashlib.blake2b(does.encode(), digest_size=4).hexdigest()
        return f"pages_{self.watched.table}_{self.event.lower()}_{digest}"

    def creation(self, vendor: str) -> Iterator[str]:
        body, table, condition = self._body(vendor), self.watched.table, self.watched.concerns(self.event, vendor)
        head = f"CREATE TRIGGER {self.name} AFTER {self.event} ON {table} FOR EACH ROW"
        when = f" WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            yield f"{head}{when} BEGIN {body} END"
            return
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
        yield f"{head}{when} EXECUTE FUNCTION {self.name}()"

    def _body(self, vendor: str) -> str:
        rows = EVENTS[self.event]
        keys = " UNION ".join(key for row in rows for key in self.watched.keys(row))
        at_once = f'INSERT INTO {LOG} ("key") SELECT told FROM ({keys}) keys WHERE told IS NOT NULL;'
        instants = [f"SELECT {at.format(row=row)} AS at" for at in self.watched.instants for row in rows]
        if not instants:
            return at_once
        return (
            f'{at_once} INSERT INTO {LOG} ("key", "at") SELECT keys.told, hours.at FROM ({keys}) keys,'
            f" ({' UNION '.join(instants)}) hours WHERE keys.told IS NOT NULL AND hours.at > {NOW[vendor]};"
        )


@dataclass(frozen=True)
class Emptying:
    """PostgreSQL empties a table without touching its rows: that concerns every page."""

    table: str

    @property
    def name(self) -> str:
        return f"pages_{self.table}_truncate"

    def creation(self, vendor: str) -> Iterator[str]:
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN INSERT INTO {LOG} (\"key\") VALUES ('{ALL}'); RETURN NULL; END $$"
        )
        yield f"CREATE TRIGGER {self.name} AFTER TRUNCATE ON {self.table} EXECUTE FUNCTION {self.name}()"


class Watch(Guards):
    """All watched tables of a room. For `AppConfig.ready`: `WATCH.keep(self)`."""

    def __init__(self, room: str, *tables: Watched):
        super().__init__(f"{room}.pages", frozenset(each.table for each in tables) | {LOG}, lambda vendor: ())
        object.__setattr__(self, "watched", tables)
        WATCHED.update({each.table: each for each in tables})
        WATCHES.append(self)

    def keep(self, app) -> None:
        """Puts the triggers in place after each migration of the room."""
        self.survive_migrations(app)

    def install(self, connection) -> None:
        """What is missing, all at once, so that no change slips through; what was changed before concerns every page."""
        wanted = {trigger.name: trigger for trigger in self._mine(connection)}
        present = self._present(connection)
        missing = [trigger for name, trigger in wanted.items() if name not in present]
        with transaction.atomic(connection.alias):
            self._drop(connection, {name: table for name, table in present.items() if name not in wanted})
            self._run(connection, (sql for trigger in missing for sql in trigger.creation(connection.vendor)))
            self._run(connection, [f"INSERT INTO {LOG} (\"key\") VALUES ('{ALL}')"] if missing else [])

    def uninstall(self, connection) -> None:
        self._drop(connection, self._present(connection))

    def missing_or_all(self, connection) -> set[str]:
        wanted = {trigger.name for trigger in self._mine(connection)}
        return wanted - set(self._present(connection)) if self._has_tables(connection) else wanted

    def _mine(self, connection) -> list:
        found = [trigger for each in self.watched for trigger in each.triggers()]
        if connection.vendor == "postgresql":
            found += [Emptying(each.table) for each in self.watched]
        return found

    def _present(self, connection) -> dict[str, str]:
        """Table by name of the triggers that this database has on our tables, those of former versions too."""
        with connection.cursor() as cursor:
            cursor.execute(PRESENT[connection.vendor])
            return {name: table for name, table in cursor.fetchall() if table in self.tables}

    def _drop(self, connection, triggers: dict[str, str]) -> None:
        on_table = connection.vendor == "postgresql"
        for name, table in triggers.items():
            self._run(connection, [f"DROP TRIGGER {name} ON {table}" if on_table else f"DROP TRIGGER {name}"])
            self._run(connection, [f"DROP FUNCTION IF EXISTS {name}()"] if on_table else [])


@contextmanager
def told_at_once(connection) -> Iterator[None]:
    """For filling an archive, within a transaction: one row that concerns every page takes the place of one for each key."""
    for watch in WATCHES:
        watch.uninstall(connection)
    yield
    if connection.vendor == "postgresql":  # it makes no trigger while checks of the table wait
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for watch in WATCHES:
        watch.install(connection)


def missing_triggers(connection) -> set[str]:
    """The names of the triggers that this database should have and has not; all of them before it knows the log."""
    return set().union(*(watch.missing_or_all(connection) for watch in WATCHES))
