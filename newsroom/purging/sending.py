"""The requests to a shared cache: short, without following where an answer leads, so that no secret goes elsewhere."""

import time
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from newsroom.purging.caches import Order, SharedCache, shared_cache

TIMEOUT = 5  # seconds, as for a mail
MOST = 100_000  # bytes of an answer that are read
SETTLED = 0.2  # seconds after which no process shows, and none has still under way, what it kept before the change
HINTS = {
    401: "it does not know PURGE_TOKEN",
    403: "PURGE_TOKEN does not allow it",
    404: "the name in PURGE_URL is not known there",
    405: "its configuration does not let this machine ban pages",
    429: "it was asked too often",
}


class NotPurged(Exception):
    """The shared cache may still show old pages; the message says why, and holds no secret."""


def purge(keys: Iterable[str]) -> int:
    """Drops the pages with these keys; says how many requests that took."""
    cache = shared_cache()
    if cache is None:
        return 0
    time.sleep(SETTLED)
    orders = list(cache.orders(set(keys)))
    for order in orders:
        _carry_out(cache, order)
    return len(orders)


def _carry_out(cache: SharedCache, order: Order) -> None:
    try:
        status, body = send(order)
    except (OSError, HTTPException) as error:
        raise NotPurged(f"{cache} gives no answer: {error}") from error
    if not cache.has_obeyed(status, body):
        hint = f" ({HINTS[status]})" if status in HINTS else ""
        raise NotPurged(f"{cache} has not dropped the pages: it answered {status}{hint}.")


def send(order: Order) -> tuple[int, bytes]:
    """The status and the beginning of the body."""
    parts = urlsplit(order.address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT)
    try:
        connection.request(order.method, parts.path, order.body or None, order.headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MOST)
    finally:
        connection.close()
