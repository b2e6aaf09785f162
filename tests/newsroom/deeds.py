"""Tasks for tests of the worker. What they do can be seen from outside: they add a line to a file."""

import time
from pathlib import Path

from newsroom.work import queue
from newsroom.work.compat import task


def work(name: str = "a worker") -> list[str]:
    """Does all tasks that are due now, as a worker would; how each ended."""
    ended = []
    while found := queue.take(name):
        ended.append(queue.do(found))
    return ended


@task
def note(path: str, word: str) -> None:
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@task
def fail(path: str) -> None:
    note.call(path, "tried")
    raise ValueError("The mail server is down.")


@task
def begin_and_wait(path: str, gate: str) -> None:
    """Says that it has begun, then waits for the file `gate`, then says that it is done."""
    note.call(path, "begun")
    while not Path(gate).exists():
        time.sleep(0.02)
    note.call(path, "done")
