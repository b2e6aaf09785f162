"""Guards: what the database itself refuses, on PostgreSQL and on SQLite, whoever writes.

A room names its guards (`accounts.triggers`, `articles.triggers`, `comments.triggers`); here is how they are put in place after
every migration (SQLite drops triggers when Django rebuilds a table), how a lost one is found, and how tests that empty tables do without.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

NOW = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')"}
DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    " UNION SELECT conname FROM pg_constraint WHERE contype = 'x'",
}


@dataclass(frozen=True)
class Guard:
    """A row is refused with `message` when `condition` (SQL over OLD and NEW) holds before `event` on `table`."""

    name: str
    table: str
    event: str
    condition: str
    message: str

    def creation(self, vendor: str) -> Iterator[str]:
        if vendor == "sqlite":
            yield (
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.condition}"
                f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return
        yield (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.condition} THEN"
            f" RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            f" IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )

    def removal(self, vendor: str) -> Iterator[str]:
        if vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {self.name}"
            return
        yield f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}"
        yield f"DROP FUNCTION IF EXISTS {self.name}()"


@dataclass(frozen=True)
class Exclusion:
    """A constraint that PostgreSQL has and Django's migrations cannot write for both databases."""

    name: str
    table: str
    definition: str

    def creation(self, vendor: str) -> Iterator[str]:
        yield f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE {self.definition}"

    def removal(self, vendor: str) -> Iterator[str]:
        yield f"ALTER TABLE {self.table} DROP CONSTRAINT IF EXISTS {self.name}"


@dataclass(frozen=True)
class Guards:
    """All guards of a room. `of` gives them for a vendor: “postgresql” or “sqlite”."""

    room: str
    tables: frozenset[str]
    of: Callable[[str], Iterable[Guard | Exclusion]] = field(repr=False)

    def keep(self, app) -> None:
        """Puts the guards in place after each migration of the room, and has them checked. For `AppConfig.ready`."""
        self.survive_migrations(app)
        checks.register(partial(self.check), checks.Tags.database)  # Django marks what it registers: no method

    def survive_migrations(self, app) -> None:
        pre_migrate.connect(self.make_way, sender=app, dispatch_uid=f"{self.room}.guards")
        post_migrate.connect(self.put_in_place, sender=app, dispatch_uid=f"{self.room}.guards")

    def install(self, connection) -> None:
        """Puts every guard in place, anew; safe to call at any time."""
        self.uninstall(connection)
        self._run(connection, (sql for guard in self._mine(connection) for sql in guard.creation(connection.vendor)))

    def uninstall(self, connection) -> None:
        """Takes every guard away: for tests that empty the tables."""
        self._run(connection, (sql for guard in self._mine(connection) for sql in guard.removal(connection.vendor)))

    def missing(self, connection) -> set[str]:
        """The names of the guards that this database should have and has not; empty before the first migration."""
        if not self._has_tables(connection):
            return set()
        with connection.cursor() as cursor:
            cursor.execute(PRESENT[connection.vendor])
            present = {name for (name,) in cursor.fetchall()}
        return {guard.name for guard in self._mine(connection)} - present

    def make_way(self, sender, using="default", plan=(), **kwargs) -> None:
        """Heard before each migration of the room: SQLite renames no table that a trigger of another table names."""
        if plan and connections[using].vendor == "sqlite" and self._has_tables(connections[using]):
            self.uninstall(connections[using])

    def put_in_place(self, sender, using="default", **kwargs) -> None:
        """Heard after each migration of the room."""
        if self._has_tables(connections[using]):
            self.install(connections[using])

    def check(self, app_configs, databases, **kwargs) -> list:
        """A warning, not an error, for each database that lost a guard: an error would keep `migrate` from mending it."""
        return [
            checks.Warning(
                f"The database “{alias}” has lost its guards: {', '.join(sorted(lost))}.",
                hint="Type `python manage.py migrate`: it puts them back. Then find out who took them away.",
                id=f"{self.room}.W001",
            )
            for alias in databases or []
            if (lost := self.missing(connections[alias]))
        ]

    def _mine(self, connection) -> list[Guard | Exclusion]:
        return list(self.of(connection.vendor))

    def _has_tables(self, connection) -> bool:
        return self.tables <= set(connection.introspection.table_names())

    def _run(self, connection, statements: Iterable[str]) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
