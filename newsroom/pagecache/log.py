"""Asking the database what changed since it was last asked, on a connection of its own that is in no transaction.

`begin()` takes a token and then reads what is to come; `ask()` tells what was committed since the token. On SQLite a
counter says whether anything was committed at all, and ids come in the order of commits. On PostgreSQL ids are given
before the commit, so that rows are chosen by transactions: those that the snapshot of the last answer could not see.

Both raise `Silent` when there is no answer. Raises `Doubt` when an answer cannot be joined to the last one (a database that was
restored, a clock that was set): the caller forgets everything and begins anew.
"""

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import Error, connections
from django.utils import timezone

from accounts.watched import missing_triggers

STATEMENT_LIMIT = 250  # milliseconds
STEP = 1.0  # seconds; a clock that is off by more was set
Change = tuple[str, datetime | None]  # a key, and the hour at which its pages change once more


class Silent(Exception):
    """The database gives no answer, or cannot tell of every change."""


class Doubt(Exception):
    """Something may have changed of which the log does not tell."""


@dataclass
class Clock:
    """The database's time, carried on by the monotonic clock from when an answer was received: it lags, and never leads."""

    monotonic: object = time.monotonic
    base: tuple[datetime, float] | None = field(default=None, init=False)
    latest: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    def heard(self, at: datetime) -> None:
        """Raises Doubt when the clock was set since."""
        received = self.monotonic()
        before, self.base = self.base, (at, received)
        if before and abs((at - before[0]).total_seconds() - (received - before[1])) > STEP:
            raise Doubt("The clock was set.")

    def begin(self, at: datetime) -> None:
        self.base, self.latest = (at, self.monotonic()), at

    def now(self) -> datetime:
        """Never earlier than it has been."""
        at, received = self.base
        now = at + timedelta(0, self.monotonic() - received)
        if now > self.latest:
            self.latest = now
        return self.latest


class Log:
    """What both databases have in common."""

    lease = 0.0  # seconds for which an answer holds

    def __init__(self, alias: str = "default"):
        self.alias, self.clock = alias, Clock()
        self.wrapper = None

    def begin(self) -> list[Change]:
        """A new token; gives all changes that are to come."""
        self.close()
        try:
            self.wrapper = connections.create_connection(self.alias)
            self.wrapper.inc_thread_sharing()  # whoever asks holds the cache's lock
            self.wrapper.ensure_connection()
            self._check_triggers()
            return self._begin(self.wrapper.connection)
        except self.errors() as error:
            self.close()
            raise Silent(str(error)) from error

    def ask(self) -> list[Change]:
        if self.wrapper is None:
            raise Doubt("There is no connection.")
        try:
            return self._ask(self.wrapper.connection)
        except self.errors() as error:
            self.close()
            raise Silent(str(error)) from error

    def close(self) -> None:
        wrapper, self.wrapper = self.wrapper, None
        if wrapper:
            with suppress(*self.errors(wrapper)):
                wrapper.close()

    def now(self) -> datetime:
        return self.clock.now()

    def sees_latest(self, connection) -> bool:
        """Whether a connection reads what this log has told of already, and not an older state."""
        return not connection.in_atomic_block

    def errors(self, wrapper=None) -> tuple:
        wrapper = wrapper or self.wrapper or connections[self.alias]
        return (Error, OSError, wrapper.Database.Error)

    def _check_triggers(self) -> None:
        if missing := missing_triggers(self.wrapper):
            raise Silent(f"{len(missing)} triggers are missing: type `python manage.py migrate`.")


class SqliteLog(Log):
    def _begin(self, database) -> list[Change]:
        self.file = self._file()
        self.version, self.last = self._version(database), self._last(database)
        self.clock.begin(timezone.now())
        rows = database.execute('SELECT "key", "at" FROM page_change WHERE "at" > ?', [str(self._utc(timezone.now()))])
        return [(key, aware(at)) for key, at in rows.fetchall()]

    def _ask(self, database) -> list[Change]:
        self.clock.heard(timezone.now())
        version = self._version(database)
        if version == self.version:
            return []
        if self._file() != self.file or self._last(database) < self.last:
            raise Doubt("The database is another one.")
        self.version = version
        rows = database.execute('SELECT id, "key", "at" FROM page_change WHERE id > ? ORDER BY id', [self.last])
        found = rows.fetchall()
        if found:
            self.last = found[-1][0]
        return [(key, aware(at)) for _, key, at in found]

    def sees_latest(self, connection) -> bool:
        """A result that is read half keeps a connection at the state in which it began."""
        if connection.in_atomic_block:
            return False
        try:
            connection.ensure_connection()
            return self._last(connection.connection) >= self.last
        except self.errors(connection):
            return False

    def _version(self, database) -> int:
        return database.execute("PRAGMA data_version").fetchone()[0]

    def _last(self, database) -> int:
        """The last id that was ever given: rows are pruned, this stays."""
        row = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'page_change'").fetchone()
        return row[0] if row else 0

    def _file(self) -> tuple:
        try:
            found = os.stat(self.wrapper.settings_dict["NAME"])
        except OSError:  # in memory
            return ()
        return found.st_dev, found.st_ino

    def _utc(self, at: datetime) -> datetime:
        return at.astimezone(UTC).replace(tzinfo=None)


def aware(at: datetime | None) -> datetime | None:
    """An instant as Django's connection gives it from SQLite."""
    return at and at.replace(tzinfo=UTC)


class PostgresLog(Log):
    lease = 0.05

    STATE = "SELECT pg_current_snapshot()::text, clock_timestamp(), 'page_change'::regclass::oid"
    NEWS = (
        STATE + ', c."key", c."at", c.xid >= pg_snapshot_xmax(pg_current_snapshot())'
        " FROM (SELECT 1) one LEFT JOIN page_change c ON c.xid >= pg_snapshot_xmin(%s::pg_snapshot)"
        " AND NOT pg_visible_in_snapshot(c.xid, %s::pg_snapshot)"
    )
    OF_ANOTHER_LIFE = "DELETE FROM page_change WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())"
    TO_COME = 'SELECT "key", "at" FROM page_change WHERE "at" > clock_timestamp()'

    def _begin(self, database) -> list[Change]:
        database.execute(f"SET statement_timeout = {STATEMENT_LIMIT}")
        database.execute(self.OF_ANOTHER_LIFE)  # a dump brings rows with the numbers of another server's transactions
        self.token, at, self.table = database.execute(self.STATE).fetchone()
        self.clock.begin(at)
        return database.execute(self.TO_COME).fetchall()

    def _ask(self, database) -> list[Change]:
        rows = database.execute(self.NEWS, [self.token, self.token]).fetchall()
        token, at, table = rows[0][:3]
        if table != self.table or any(row[5] for row in rows):
            raise Doubt("The database was restored.")
        self.token = token
        self.clock.heard(at)
        return [(key, at) for *_, key, at, _ in rows if key is not None]


def log_of(alias: str = "default") -> Log:
    return PostgresLog(alias) if connections[alias].vendor == "postgresql" else SqliteLog(alias)
