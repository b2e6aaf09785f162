"""What a worker does all day: the next task, once a minute the tick, and an orderly end when it is told to stop."""

import os
import signal
import sys
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone

from newsroom.purging import telling
from newsroom.work import queue, workers
from newsroom.work.periodic import tick

Say = Callable[[str], None]  # one line for each thing that happened
MINUTE, SECOND, WITHOUT_DATABASE = 60, 1, 5  # seconds


class Loop:
    def __init__(self, say: Say, interval: float = 1, with_parent: bool = False):
        self.say, self.interval = say, interval
        self.parent = os.getppid() if with_parent else None
        self.stopping = False
        self.ticked = self.told = -MINUTE
        self.begun = False

    def run(self, once: bool = False) -> None:
        """Until it is told to stop; with `once` until nothing is due."""
        with workers.at_work() as worker:
            self.say(f"at work as {worker}")
            self.begun = once
            while not self.stopping and not self._is_orphan():
                busy = self._look(worker.name)
                if once and not busy:
                    break
                if not busy and not self.stopping:
                    time.sleep(self.interval)
        self.say("stopped")

    def _look(self, worker: str) -> bool:
        """One look for something to do; without a database it waits and goes on."""
        close_old_connections()
        try:
            self._tick(worker)
            self._tell()
            return self._work(worker)
        except (OperationalError, InterfaceError) as error:
            self.say(f"the database does not answer, trying again: {str(error).strip().splitlines()[0]}")
            connection.close()
            time.sleep(WITHOUT_DATABASE)
            return True

    def _tick(self, worker: str) -> None:
        if time.monotonic() - self.ticked < MINUTE:
            return
        self.ticked = time.monotonic()
        for line in every_minute(idle=worker):
            self.say(line)

    def _tell(self) -> None:
        """A worker that begins does not know what came with it (new code, a backup put back): everything is told anew."""
        if time.monotonic() - self.told < SECOND:
            return
        if line := telling.tell(anew=not self.begun):
            self.say(line)
        self.told, self.begun = time.monotonic(), True

    def _work(self, worker: str) -> bool:
        task = queue.take(worker)
        if task is None:
            return False
        started = time.monotonic()
        outcome = queue.do(task)
        self.say(f"{named(task)} {outcome} ({(time.monotonic() - started) * 1000:.0f} ms)")
        return True

    def _is_orphan(self) -> bool:
        return self.parent is not None and os.getppid() != self.parent

    def stop(self, signum, frame) -> None:
        """The first signal lets the present task end; the second does not wait (another worker will do it again)."""
        if self.stopping:
            sys.exit(1)
        self.stopping = True
        self.say("stopping after the present task")


def every_minute(idle: str = "") -> list[str]:
    """What the minute asks for, in lines: tasks given back, jobs that are due. `idle` is the worker that asks, if one does."""
    given = [f"{named(task)} {outcome}" for task, outcome in workers.reap(idle)]
    return [*given, *(f"{name} is due" for name in tick())]


def named(task) -> str:
    return f"{task.task_path} {str(task.pk)[:8]}"


def listen(loop: Loop) -> None:
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, loop.stop)


def stamped(write: Callable[[str], None]) -> Say:
    """Lines with the time before them."""
    return lambda line: write(f"{timezone.localtime():%H:%M:%S} {line}")
