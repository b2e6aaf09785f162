"""Counting what comes from one place, exactly, over any number of processes and on both databases.

One row for each place, all changed by one statement that adds one or changes nothing. The rows stay locked until the
transaction ends: who comes at the same moment waits, and counts what was stored. A window begins with its first comment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import F

from articles import clock
from comments.models import Counter

KEPT = timedelta(days=2)  # longer than the longest window
ADD = """
INSERT INTO comments_counter (key, began_at, number, refused) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  number = CASE WHEN comments_counter.began_at > {each} THEN comments_counter.number + 1 ELSE 1 END,
  refused = CASE WHEN comments_counter.began_at > {each} THEN comments_counter.refused ELSE 0 END,
  began_at = CASE WHEN comments_counter.began_at > {each} THEN comments_counter.began_at ELSE excluded.began_at END
WHERE comments_counter.number < {each} OR comments_counter.began_at <= {each}
RETURNING key
"""


@dataclass(frozen=True)
class Limit:
    """`number` comments from the place `key` within `window`."""

    rule: str
    key: str
    number: int
    window: timedelta

    @property
    def row(self) -> str:
        return f"{self.rule}:{self.key}"


class Full(Exception):
    """No more from there until `until`."""

    def __init__(self, limit: Limit, until: datetime | None):
        self.limit, self.until = limit, until
        super().__init__(limit.row)

    def wait(self) -> int:
        """Seconds."""
        left = (self.until - clock.now()) if self.until else self.limit.window
        return max(1, int(left.total_seconds()))


def add(*groups: list[Limit]) -> None:
    """Adds one to each, in this order, which must be the same for all. Raises Full; then the caller rolls back.

    A statement for each group: whoever finds no room in one takes nothing of the next, and holds up nobody there.
    """
    for limits in filter(None, groups):
        added = _added(limits, clock.now())
        for limit in limits:
            if limit.row not in added:
                began = Counter.objects.filter(pk=limit.row).values_list("began_at", flat=True).first()
                raise Full(limit, began and began + limit.window)


def _added(limits: list[Limit], now: datetime) -> set[str]:
    """The rows in which there was room for one more."""
    at = _written(now)
    rows = [each for limit in limits for each in (limit.row, at)]
    since = [each for limit in limits for each in (limit.row, _written(now - limit.window))]
    most = [each for limit in limits for each in (limit.row, limit.number)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(limits)), [*rows, *since, *since, *since, *most, *since])
        return {row for (row,) in cursor.fetchall()}


@cache
def _statement(limits: int) -> str:
    """For so many limits; `each` is the value of the one whose row it is."""
    each = f"(CASE excluded.key {' '.join(['WHEN %s THEN %s'] * limits)} END)"
    return ADD.format(rows=", ".join(["(%s, %s, 1, 0)"] * limits), each=each)


def _written(at: datetime):
    """As Django writes it on this database."""
    return connection.ops.adapt_datetimefield_value(at)


def note_refusal(limit: Limit) -> None:
    """For the screen of the rules; outside of the transaction that was rolled back."""
    Counter.objects.filter(pk=limit.row).update(refused=F("refused") + 1)


def forget_old() -> int:
    return Counter.objects.filter(began_at__lt=clock.now() - KEPT).delete()[0]
