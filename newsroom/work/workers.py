"""Who is at work: a worker says every few seconds that it lives; the tasks of one that no longer does are given back."""

import os
import socket
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.db import Error, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from newsroom.models import Worker
from newsroom.work.queue import RUNNING, give_back

BEAT = 10  # seconds
SILENT = timedelta(seconds=60)  # who says nothing for so long is taken for dead


def here() -> str:
    """This machine, or this container: where a process number means the same process."""
    space = Path("/proc/self/ns/pid")
    return f"{socket.gethostname()[:200]} {os.readlink(space) if space.is_symlink() else ''}".strip()


@contextmanager
def at_work():
    """A worker of this process, known to the others for as long as it runs, busy or not."""
    worker = Worker.objects.create(
        name=f"{socket.gethostname()[:30]}-{os.getpid()}-{get_random_string(6)}", host=here(), pid=os.getpid()
    )
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(worker, stop), daemon=True)
    heart.start()
    try:
        yield worker
    finally:
        stop.set()
        heart.join()
        with suppress(Error):  # without a database nobody can be told; silence says it
            Worker.objects.filter(name=worker.name).delete()


def _beat(worker: Worker, stop: threading.Event) -> None:
    while not stop.wait(BEAT):
        try:
            say_alive(worker)
        except Error:
            connection.close()  # the next beat asks for a new one
    connection.close()


def say_alive(worker: Worker) -> None:
    """Also once the others have given it up: a machine that slept is at work again."""
    Worker.objects.update_or_create(
        name=worker.name, defaults={"host": worker.host, "pid": worker.pid, "seen_at": timezone.now()}
    )


def is_gone(worker: Worker) -> bool:
    if worker.seen_at < timezone.now() - SILENT:
        return True
    return worker.host == here() and not _runs(worker)


def _runs(worker: Worker) -> bool:
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it runs, as another user
        return True
    return True


def alive() -> list[Worker]:
    return [worker for worker in Worker.objects.order_by("started_at") if not is_gone(worker)]


def reap(idle: str = "") -> list[tuple[DBTaskResult, str]]:
    """Gives back the tasks of workers that are gone, and those that the worker `idle` has lost sight of.

    Tasks are read first: a worker is known before it takes one.
    """
    running = list(DBTaskResult.objects.filter(status=RUNNING))
    known = list(Worker.objects.all())
    gone = {worker.name for worker in known if is_gone(worker)}
    living = {worker.name for worker in known} - gone - {idle}
    given = [(task, give_back(task)) for task in running if task.worker_ids[-1] not in living]
    Worker.objects.filter(name__in=gone).delete()
    return given
