"""Taking turns: of several transactions that name the same thing one goes on, and the others wait until it has ended."""

import hashlib

from django.db import connection

PATIENTLY = "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)"


def take_turn(name: str, patience: int = 0) -> None:
    """Held until the transaction ends; on SQLite a write transaction is alone anyway.

    `patience` is how many milliseconds to wait at most, then raises OperationalError; 0 is as long as it takes.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        if patience:  # one statement: what is set holds from its second half on
            cursor.execute(PATIENTLY, [str(patience), number_of(name)])
        else:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(name)])


def number_of(name: str) -> int:
    """Seven bytes: who has the same by chance waits for each other, and no more."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest())
