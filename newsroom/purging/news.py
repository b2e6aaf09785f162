"""What changed since the shared cache was told last, asked of the same table as the page cache asks.

The place up to which was told is text that only this file reads: the database that it belongs to, and what of it was seen.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.watched import ALL
from articles import clock
from newsroom.models import PageChange, Told
from newsroom.pagecache.cache import ASLEEP, MOST_KEYS
from newsroom.pagecache.log import STEP, PostgresLog

LONGEST_SILENCE = timedelta(seconds=ASLEEP)
SAME_SERVER = "SELECT concat_ws(' ', 'page_change'::regclass::oid, pg_postmaster_start_time())"


@dataclass(frozen=True)
class News:
    keys: set[str]
    place: str  # up to which this tells
    at: datetime  # by the database's clock


def since(told: Told | None) -> News:
    """All of it; where that is not certain (nothing was told yet, another database, too long ago), that everything changed."""
    before = json.loads(told.place) if told else {}
    here = _here()
    keys, seen, at = (_of_postgres if connection.vendor == "postgresql" else _of_sqlite)(before.get("seen"))
    joins = before.get("here") == here and told.at - timedelta(seconds=STEP) <= at <= told.at + LONGEST_SILENCE
    keys = keys | _come(told.at, at) if joins else {ALL}
    return News({ALL} if len(keys) > MOST_KEYS else keys, json.dumps({"here": here, "seen": seen}), at)


def forget_another_life() -> None:
    """Rows that a dump brought from another server would be doubted at each look."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(PostgresLog.OF_ANOTHER_LIFE)


def _come(since: datetime, until: datetime) -> set[str]:
    """What changed by itself, because its hour has come."""
    return set(PageChange.objects.filter(at__gt=since, at__lte=until).values_list("key", flat=True))


def _here() -> str:
    """Another one after a backup was put back: a file has a new number, a table too, and a server was started."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SAME_SERVER)
            return cursor.fetchone()[0]
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:  # in memory
        return ""
    return f"{found.st_dev} {found.st_ino}"


def _of_postgres(seen: str | None) -> tuple[set[str], str, datetime]:
    """By transactions, not by number: numbers are given before the commit."""
    with connection.cursor() as cursor:
        if seen is None:
            cursor.execute(PostgresLog.STATE)
            seen, at, _ = cursor.fetchone()
            return set(), seen, at
        cursor.execute(PostgresLog.NEWS, [seen, seen])
        rows = cursor.fetchall()
        if any(row[5] for row in rows):
            return {ALL}, *rows[0][:2]
    return {row[3] for row in rows if row[3] is not None}, *rows[0][:2]


def _of_sqlite(seen: int | None) -> tuple[set[str], int, datetime]:
    at, last = clock.read(), _last()
    if seen is None:
        return set(), last, at
    if last < seen:
        return {ALL}, last, at
    rows = dict(PageChange.objects.filter(id__gt=seen).values_list("id", "key"))
    return set(rows.values()), max(rows, default=seen), at


def _last() -> int:
    """The last number that was ever given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'page_change'")
        row = cursor.fetchone()
    return row[0] if row else 0
