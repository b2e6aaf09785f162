"""A real worker in a process of its own: killed in mid-task, told to stop in mid-task, left by its parent."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from newsroom.models import Worker
from tests.newsroom import deeds

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds


def address_of_this_database() -> str:
    """`DATABASE_URL` of the database that this test is using."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(known['NAME']))}"
    where = {"host": known["HOST"], "port": known["PORT"]}
    return f"postgres://{known['USER']}@/{known['NAME']}?" + urlencode({k: v for k, v in where.items() if v})


@contextmanager
def worker(*options: str):
    command = [sys.executable, "manage.py", "worker", "--interval", "0.05", *options]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_this_database(),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until(condition) -> None:
    """Waits until it is so: a process takes its time to start."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "It did not come to be."
        time.sleep(0.02)


def begin(tmp_path) -> tuple[Path, Path]:
    paper, gate = tmp_path / "paper", tmp_path / "gate"
    deeds.begin_and_wait.enqueue(str(paper), str(gate))
    return paper, gate


def words(paper: Path) -> list[str]:
    return paper.read_text().split() if paper.exists() else []


def status() -> str:
    return DBTaskResult.objects.get(task_path=deeds.begin_and_wait.module_path).status


def test_a_task_whose_worker_is_killed_in_the_middle_is_done_by_the_next(tmp_path):
    paper, gate = begin(tmp_path)
    with worker() as first:
        until(lambda: words(paper) == ["begun"])
        os.kill(first.pid, signal.SIGKILL)
        first.wait(PATIENCE)
    assert status() == "RUNNING"
    gate.touch()
    with worker("--once") as second:
        said, _ = second.communicate(timeout=PATIENCE)
    assert words(paper) == ["begun", "begun", "done"]
    assert status() == "SUCCESSFUL"
    assert "given back, its worker is gone" in said
    assert not Worker.objects.exists()


def test_a_worker_that_is_told_to_stop_ends_its_task_first(tmp_path):
    paper, gate = begin(tmp_path)
    with worker() as process:
        until(lambda: words(paper) == ["begun"])
        process.send_signal(signal.SIGTERM)
        deeds.note.enqueue(str(paper), "afterwards")
        gate.touch()
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert words(paper) == ["begun", "done"]
    assert status() == "SUCCESSFUL"
    assert said.strip().endswith("stopped")


def test_two_workers_do_each_task_once(tmp_path):
    paper = tmp_path / "paper"
    for number in range(30):
        deeds.note.enqueue(str(paper), f"{number}")
    with worker("--once") as one, worker("--once") as other:
        one.communicate(timeout=PATIENCE)
        other.communicate(timeout=PATIENCE)
    assert sorted(words(paper), key=int) == [str(number) for number in range(30)]


def test_a_worker_beside_the_development_server_ends_with_it():
    script = f"{sys.executable} manage.py worker --interval 0.05 --with-parent & echo $!; sleep 60"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address_of_this_database()}
    with subprocess.Popen(
        ["sh", "-c", script], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as parent:
        try:
            until(Worker.objects.exists)
        finally:
            parent.kill()
        until(lambda: not Worker.objects.exists())
