"""Archives of several sizes, measured in one process and in turns, so that whatever else this machine does falls on each alike.

Each size has a database of its own, `archive_SIZE`, made by `make_archive` on the server that DATABASE_URL names (on SQLite a
file beside the one that it names), and deleted at the end; with `--keep` it stays, and the next run of whichever table finds it
made. Of each page the median of its rounds counts, in CPU of this process and of the database's that works for it, which must be
on this machine.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

SECTIONS = ("City", "Harbour", "Politics", "Business", "Culture", "Sport", "Science", "Opinion")
SIZES = [1_000, 100_000]
YEARS = {1_000: 1}  # of a small archive, so that its lists are as long as those of a large one


class Archive:
    """One database with its pages, and what each of them took. A table says in its own class how it is filled, and with what pages."""

    def __init__(self, size: int, asked: argparse.Namespace):
        self.size, self.asked, self.name = size, asked, _database(f"archive_{size}")
        self.addresses: dict[str, str] = {}
        self.costs: dict[str, list[float]] = {}
        self.waits: dict[str, list[float]] = {}
        self.queries: dict[str, int] = {}
        self.bytes: dict[str, int] = {}

    def fill(self, **more) -> None:
        """With stories, unless they are there already."""
        call_command("make_archive", self.size, years=YEARS.get(self.size, 20), with_debug_off=True, **more)

    def pages(self) -> dict[str, str]:
        """Addresses in this database, by the name of the page."""
        raise NotImplementedError

    def askers(self) -> Callable[[str], Client]:
        """Who asks for the page of this name."""
        client = Client()
        return lambda name: client

    def make(self) -> None:
        _create(self.name)
        with on(self.name):
            call_command("migrate", verbosity=0)
            _sections()
            self.fill()
            self.addresses = self.pages()

    def round(self) -> None:
        with on(self.name):
            asker, backend = self.askers(), _backend()
            for name, address in self.addresses.items():
                client = asker(name)
                if name not in self.queries:
                    self._look(name, client, address)
                self._take(name, partial(client.get, address), backend)

    def _take(self, name: str, page: Callable, backend: Path | None) -> None:
        began, spent = time.perf_counter(), _spent(backend)
        page()
        self.costs.setdefault(name, []).append(_spent(backend) - spent)
        self.waits.setdefault(name, []).append(time.perf_counter() - began)

    def _look(self, name: str, client: Client, address: str) -> None:
        """The first time warms up what is read once, and is counted."""
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        self.queries[name], self.bytes[name] = len(captured), len(answer.content)

    def median(self, name: str) -> float:
        return statistics.median(self.costs[name])


def asking(description: str, rounds: int) -> argparse.ArgumentParser:
    """What every table with sizes takes."""
    parser = argparse.ArgumentParser(description=description.partition(":")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="numbers of stories")
    parser.add_argument("--rounds", type=int, default=rounds)
    parser.add_argument("--keep", action="store_true", help="leave the databases, and go on with them the next time")
    return parser


def measure(kind: type[Archive], asked: argparse.Namespace, report: Callable[[list], Iterator[str]]) -> None:
    """Makes the archives, measures them in turns, and prints the report."""
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    archives = [kind(size, asked) for size in sorted(asked.sizes)]
    try:
        for archive in archives:
            archive.make()
        for _ in range(asked.rounds):
            for archive in archives:
                archive.round()
        sys.stdout.write("\n".join(report(archives)) + "\n")
    finally:
        if not asked.keep:
            for archive in archives:
                _drop(archive.name)


# Databases


def _database(name: str) -> str:
    """Its name, or on SQLite its file."""
    ours = connection.settings_dict["NAME"]
    return str(Path(ours).with_name(f"{name}.sqlite3")) if connection.vendor == "sqlite" else name


@contextmanager
def on(name: str) -> Iterator[None]:
    """Everything asks this database; what was remembered of another is forgotten."""
    before = connection.settings_dict["NAME"]
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(before)


def _turn_to(name: str) -> None:
    connection.close()
    connections["default"].settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    cache.clear()


def _create(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')


def _drop(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
    else:
        for file in Path(name).parent.glob(f"{Path(name).name}*"):
            file.unlink()


def _sections() -> None:
    from articles.models import Section

    for name in SECTIONS:
        main, _ = Section.objects.get_or_create(name=name, defaults={"slug": name.lower()})
        for part in ("Views", "Reports"):
            Section.objects.get_or_create(name=f"{name} {part}", defaults={"slug": part.lower(), "parent": main})


# Costs


def _backend() -> Path | None:
    """Where the system says how long PostgreSQL's process for this connection has run; None on SQLite, which is in ours."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def _spent(backend: Path | None) -> float:
    """Seconds of CPU so far, in this process and in the database's."""
    return time.process_time() + (int(backend.read_text().split()[0]) / 1e9 if backend else 0)
