"""A scheduled story appears at its second: no worker runs, and a server that is killed and started at that very moment knows it too."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from articles import clock, workflow
from tests.cast import editor, make_article, make_live, rewrite

ROOT = Path(__file__).resolve().parents[2]
SECOND = timedelta(seconds=1)
SERVER = """
import sys
from wsgiref.simple_server import make_server
from django.core.wsgi import get_wsgi_application
server = make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application())
print("ready", flush=True)
server.serve_forever()
"""


@pytest.mark.django_db
def test_a_scheduled_story_is_not_there_one_second_before_and_there_at_its_second(client, readers_clock):
    at = (clock.read() + timedelta(hours=2)).replace(microsecond=0)
    path = workflow.schedule(make_article(), by=editor(), at=at).get_absolute_url()
    answers = []
    for instant in (at - SECOND, at - timedelta(microseconds=1), at, at + SECOND):
        readers_clock(instant)
        answers.append((client.get(path).status_code, b"First ship" in client.get("/").content))
    assert answers == [(404, False), (404, False), (200, True), (200, True)]


@pytest.mark.django_db
def test_a_scheduled_update_takes_the_place_of_what_is_live_at_its_second(client, readers_clock):
    story = rewrite(make_live(slug="ship"), headline="A second ship")
    at = (clock.read() + timedelta(hours=2)).replace(microsecond=0)
    path = workflow.schedule(story, by=editor(), at=at, kind="update").get_absolute_url()
    readers_clock(at - timedelta(microseconds=1))
    assert "First ship since March" in client.get(path).text
    readers_clock(at)
    assert "A second ship" in client.get(path).text


# With real servers


class Answer:
    """What a server answered to one request: the status, and the clock before it was asked and after it had answered."""

    def __init__(self, address: str):
        self.asked = time.time()
        self.status = status_of(address)
        self.heard = time.time()


def status_of(address: str) -> int:
    """0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


class Server:
    """A process of its own over the tests' database, that nothing runs beside."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-c", SERVER, str(self.port)]
        ways = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **ways)

    def wait(self) -> None:
        """It says so itself once it is ready; a server that dies says nothing."""
        assert self.process.stdout.readline() == "ready\n", "the server does not start"

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def database_url() -> str:
    """The tests' own database, as another process finds it."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(found['NAME']))}"
    who = f"{found['USER']}:{quote(found['PASSWORD'] or '', safe='')}@{quote(found['HOST'], safe='')}"
    return f"postgres://{who}{':' + str(found['PORT']) if found['PORT'] else ''}/{found['NAME']}"


@contextmanager
def servers(number: int):
    running = [Server() for _ in range(number)]
    try:
        for server in running:
            server.wait()
        yield running
    finally:
        for server in running:
            server.kill()


@pytest.mark.django_db(transaction=True)
def test_it_appears_at_its_second_through_the_restart_of_a_server_and_in_one_that_goes_on():
    story = make_article()
    with servers(2) as (steady, restarted):
        at = clock.read() + 4 * SECOND
        path = workflow.schedule(story, by=editor(), at=at).get_absolute_url()
        start, answers = at.timestamp(), []
        while time.time() < start - 1:
            answers.append(Answer(restarted.address(path)))
        restarted.kill()
        restarted.start()  # it is on its way up while the second comes
        while time.time() < start + 1:
            answers.append(Answer(steady.address(path)))
        restarted.wait()
        answers += [Answer(server.address(path)) for server in (restarted, steady)]
    early = {answer.status for answer in answers if answer.heard < start}
    late = {answer.status for answer in answers if answer.asked >= start + 0.5}
    assert (early, late) == ({404}, {200})
    assert [answer.status for answer in answers] == sorted((answer.status for answer in answers), reverse=True)
