"""The production server, started for real: `manage.py serve`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command

from articles import workflow
from newsroom.management.commands.serve import host_and_port
from newsroom.models import Worker
from newsroom.serving import WorkerBeside
from tests import cast
from tests.newsroom.test_worker_process import ROOT, address_of_this_database

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 300  # seconds: four processes begin anew, on a machine that may be busy


@contextmanager
def server():
    """A running server and its port."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served_settings",
        "DATABASE_URL": address_of_this_database(),
    }
    command = [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        until(lambda: answers(port) or process.poll() is not None)
        yield process, port
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def until(condition):
    """What the condition gives once it is true."""
    end, pause = time.monotonic() + PATIENCE, Event()
    while not (found := condition()):
        assert time.monotonic() < end, "It did not come to be."
        pause.wait(0.05)
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def ask(port: int, path: str, **headers) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.text = answer.read().decode(errors="replace")
    connection.close()
    return answer


def answers(port: int) -> bool:
    try:
        return ask(port, "/healthz").status == 200
    except OSError:
        return False


def test_a_published_story_is_seen_at_once_and_new_code_refuses_nobody():
    story = cast.make_live(headline="First ship", slug="ship")
    path = story.editions.get().address_id
    with server() as (process, port):
        for _ in range(4):  # each process has its own copy
            assert "First ship" in ask(port, path).text
        first = ask(port, path)
        assert first.headers["Cache-Control"] == "no-cache"
        assert ask(port, path, **{"If-None-Match": first.headers["ETag"]}).status == 304
        workflow.publish(cast.rewrite(story, headline="Second ship"), by=cast.editor(), kind="typo")
        until(lambda: all("Second ship" in ask(port, path).text for _ in range(4)))
        until(Worker.objects.exists)
        refused = asked_while(port, lambda: take_in_new_code(process))
        assert refused == []
        process.terminate()
        assert process.wait(timeout=PATIENCE) == 0
    assert not Worker.objects.exists()


def test_no_process_is_forked_while_the_worker_is_being_started(monkeypatch):
    """It would keep a pipe of the worker's start open, and the worker could not be told to end."""
    forking, forked, seen = Event(), Event(), []

    def fork():
        forking.set()
        if (pid := os.fork()) == 0:
            os._exit(0)
        forked.set()
        os.waitpid(pid, 0)

    class Started:
        def __init__(self, command):
            Thread(target=fork).start()
            forking.wait()
            seen.append(forked.wait(0.5))

        def terminate(self): ...

        def wait(self):
            forked.wait()

    monkeypatch.setattr("newsroom.serving.subprocess.Popen", Started)
    beside = WorkerBeside()
    beside.start()
    assert forked.wait(PATIENCE)
    beside.stop()
    assert seen[0] is False


def take_in_new_code(process) -> None:
    """Until the old worker has gone and the next one is there: by then the serving processes are new, too."""
    before = Worker.objects.get().name
    process.send_signal(signal.SIGHUP)
    until(lambda: Worker.objects.exclude(name=before).exists())


def asked_while(port: int, deed) -> list:
    """What went wrong for readers who ask all the time."""
    wrong, over = [], Event()

    def read():
        while not over.is_set():
            try:
                if ask(port, "/").status != 200:
                    wrong.append("status")
            except (OSError, http.client.HTTPException) as error:
                wrong.append(repr(error))

    reader = Thread(target=read)
    reader.start()
    try:
        deed()
    finally:
        over.set()
        reader.join()
    return wrong


def test_it_is_not_for_development(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="SECRET_KEY"):
        call_command("serve")


def test_it_does_not_start_when_the_database_does_not_tell_of_changes(monkeypatch):
    monkeypatch.setattr("newsroom.management.commands.serve.missing_triggers", lambda connection: {"pages_x"})
    with pytest.raises(CommandError, match="manage.py migrate"):
        call_command("serve")


@pytest.mark.parametrize(
    ("said", "meant"),
    [("127.0.0.1:8000", ("127.0.0.1", 8000)), (":80", ("0.0.0.0", 80)), ("[::1]:8000", ("::1", 8000))],
)
def test_an_address_is_a_host_and_a_port(said, meant):
    assert host_and_port(said) == meant


@pytest.mark.parametrize("said", ["8000", "host:", "host:0", "host:65536", "host:x"])
def test_an_address_that_is_none_is_refused(said):
    with pytest.raises(CommandError, match="like"):
        host_and_port(said)
