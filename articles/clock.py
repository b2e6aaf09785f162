"""One clock: the database's, carried forward by the monotonic clock; one instant for a whole request.

The doors to what readers see use `instant()`, what is said of the day `today()`. Verbs use `read()`, after they have claimed
the article; everything else `now()`. On SQLite all are the
machine's clock. On PostgreSQL `now()` starts from the database's time *at receipt of its answer*: it may lag by
the length of a round trip, it never leads, so nothing appears early.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import keys

REFRESH = 60  # seconds after which the database is asked again

_scope: ContextVar[dict | None] = ContextVar("request_scope", default=None)
_base: dict[str, tuple[datetime, float]] = {}


def read() -> datetime:
    """The instant at this moment, asked of the database where it has a clock of its own."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def site_now() -> datetime:
    """The instant at this moment without asking the database more than once a minute."""
    if connection.vendor != "postgresql":
        return timezone.now()
    base = _base.get(connection.alias)
    if base is None or time.monotonic() - base[1] > REFRESH:
        base = _base[connection.alias] = (read(), time.monotonic())
    return base[0] + timedelta(seconds=time.monotonic() - base[1])


def now() -> datetime:
    """The instant of this request; outside a request, of this moment. A page that says anything of it is not kept."""
    keys.refuse("It depends on the instant.")
    return instant()


def today() -> date:
    """The day of this request on the newspaper's clock. A page that says it is kept until midnight."""
    zone = ZoneInfo(settings.TIME_ZONE)
    day = instant().astimezone(zone).date()
    keys.until(datetime.combine(day + timedelta(days=1), datetime.min.time(), zone), keys.TODAY)
    return day


def instant() -> datetime:
    """The same for the doors: what comes and goes by the hour tells its instants itself (`articles.watched`)."""
    scope = _scope.get()
    if scope is None:
        return site_now()
    if scope.get("now") is None:
        scope["now"] = site_now()
    return scope["now"]


def scope() -> dict:
    """What was looked up once for this request; a new dict outside of one, so that nothing outlives its request."""
    return {} if (found := _scope.get()) is None else found


@contextmanager
def one_instant(at: datetime | None = None):
    """Everything within sees the same instant, `at` or the first that is asked for."""
    token = _scope.set({"now": at})
    try:
        yield
    finally:
        _scope.reset(token)


class OneInstant:
    """Middleware: gives each request its one instant, where it has not been given one before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = scope().get("now")
        with one_instant(given):
            return self.get_response(request)
