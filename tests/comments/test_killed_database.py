"""PostgreSQL itself is killed while many readers post, at any moment: what was acknowledged is there, and there once.

It is a server of this test's own, with a copy of the tests' database, so that nobody else's is ended.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import quote

import pytest
from django.db import connection

from tests import postgres
from tests.articles.served import database, process
from tests.cast import make_live
from tests.comments.test_killed_server import PATIENCE, Reader, unlimited

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 3
READERS = 4
SEED = 9
LASTING = {"synchronous_commit": "on", "full_page_writes": "on"}  # the machine goes on, so nothing need reach the disk


class Database:
    """A PostgreSQL that can be killed with all its processes, and goes on from what it has written."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.address = f"postgresql://newsroom@{quote(str(folder), safe='')}/postgres"
        self.server = postgres.start(folder, **LASTING)

    def kill_and_start(self) -> None:
        os.killpg(self.server.pid, signal.SIGKILL)  # a session of its own: nobody else is in it
        self.server.wait()
        self.server = self._started()

    def _started(self) -> subprocess.Popen:
        """The last of the killed processes may still hold what the new one needs."""
        for _ in range(20):
            with contextlib.suppress(postgres.NoPostgres):
                return postgres.start(self.folder, **LASTING)
        return postgres.start(self.folder, **LASTING)

    def fill(self) -> None:
        """With all that stands in the database of the tests."""
        user = "nobody" if os.geteuid() == 0 else None
        programs = postgres.find_programs(self.folder, user)
        dump = subprocess.run([programs / "pg_dump", "--no-owner", database()], capture_output=True, check=False)
        if dump.returncode:
            pytest.skip(f"The tests' database cannot be copied: {dump.stderr.decode()}")
        into = [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.address]
        subprocess.run(into, input=dump.stdout, capture_output=True, check=True)

    def texts(self) -> dict[str, str]:
        import psycopg

        with psycopg.connect(self.address) as asked:
            return dict(asked.execute("SELECT public_id, text FROM comments_comment").fetchall())


@pytest.fixture
def own_database():
    if connection.vendor == "sqlite":
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    try:
        found = Database(folder)
        try:
            yield found
        finally:
            postgres.stop(found.server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Listener:
    """Hears of every comment that was acknowledged; the readers go on until it is told that all is over."""

    def __init__(self):
        self.heard, self.over = Event(), Event()

    def is_at_work(self) -> None:
        self.heard.set()

    @property
    def has_killed(self) -> bool:
        return self.over.is_set()

    def wait_for_one_more(self) -> None:
        self.heard.clear()
        assert self.heard.wait(PATIENCE)


def kill_while_they_post(own: Database, readers: list[Reader], port: int) -> None:
    chance, listener = random.Random(SEED), Listener()
    with ThreadPoolExecutor(len(readers)) as pool:
        posting = [pool.submit(reader.post_until_it_dies, port, listener) for reader in readers]
        try:
            for _ in range(KILLS):
                listener.wait_for_one_more()
                listener.over.wait(chance.uniform(0.0, 0.3))  # some moment later
                own.kill_and_start()
            listener.wait_for_one_more()
        finally:
            listener.over.set()
    for each in posting:
        each.result()


def test_every_comment_that_was_acknowledged_survives_the_death_of_postgresql(own_database):
    if own_database is None:
        return  # SQLite has no process of its own: it dies with the server (test_killed_server)
    unlimited()
    story = make_live(headline="The last ferry")
    own_database.fill()
    readers = [Reader(number, story) for number in range(READERS)]
    with process(own_database.address) as (_, port):
        kill_while_they_post(own_database, readers, port)
        for reader in readers:
            reader.send_the_last_one_again(port)
    told = {receipt: words for reader in readers for receipt, words in reader.told.items()}
    stored = own_database.texts()
    assert {receipt.partition("?")[0].rpartition("/")[2]: words for receipt, words in told.items()} == stored
    assert len(set(stored.values())) == len(stored) > KILLS
