"""The tasks: taking the next one, doing it, putting it off when it failed, giving it back when its worker is gone."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

FAILED, READY, RUNNING, SUCCESSFUL = "FAILED", "READY", "RUNNING", "SUCCESSFUL"
WAITS = [
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
]
TRIES = len(WAITS) + 1  # over some ten hours: a mail server that is down overnight loses nothing
logger = logging.getLogger(__name__)


class WorkerGone(Exception):
    """The worker of a task was killed, or lost sight of, in the middle of it."""


def take(worker: str) -> DBTaskResult | None:
    """The next task that is due, now this worker's own; of several workers exactly one gets it."""
    due = DBTaskResult.objects.ready()
    if not due.exists():  # most looks find nothing, and lock nothing
        return None
    with exclusive_transaction():
        found = due.get_locked()
        if found:
            found.claim(worker)
    return found


def do(task: DBTaskResult) -> str:
    """Does a task that was taken, and says in words how it ended."""
    try:
        arguments = task.args_kwargs
        value = task.task.call(*arguments["args"], **arguments["kwargs"])
    except Exception as error:  # noqa: BLE001  whatever a task does must not end the worker
        return put_off(task, error)
    if _is_still_ours(task):
        task.set_successful(value)
    return "done"


def put_off(task: DBTaskResult, error: Exception) -> str:
    """After a failure: to be tried again later, or, after the last try, failed."""
    if not _is_still_ours(task):
        return "taken over by another worker"
    task.set_failed(error)  # keeps the error with its traceback
    tries = len(task.worker_ids)
    if tries >= TRIES:
        logger.error("Task %s failed for good after %d tries.", task.task_path, tries, exc_info=error)
        return f"failed for good, {tries} tries: {error}"
    try_again(task, after=WAITS[tries - 1])
    return f"failed, try {tries} of {TRIES}, again {task.run_after:%H:%M:%S} UTC: {error}"


def _is_still_ours(task: DBTaskResult) -> bool:
    """A worker that was thought dead (a machine that slept) must not undo what the next one did."""
    return DBTaskResult.objects.filter(pk=task.pk, status=RUNNING, started_at=task.started_at).exists()


def try_again(task: DBTaskResult, after: timedelta = timedelta()) -> None:
    task.status, task.finished_at, task.run_after = READY, None, timezone.now() + after
    task.save(update_fields=["status", "finished_at", "run_after"])


def give_back(task: DBTaskResult) -> str:
    """The task of a worker that is gone: to be done at once by the next, unless it keeps taking workers down with it."""
    error = WorkerGone(f"The worker {task.worker_ids[-1]} was gone before the task was done.")
    with transaction.atomic():
        if not DBTaskResult.objects.select_for_update().filter(pk=task.pk, started_at=task.started_at, status=RUNNING):
            return "done meanwhile"
        task.set_failed(error)
        if len(task.worker_ids) >= TRIES:
            return f"failed for good, {TRIES} workers gone"
        try_again(task)
    return "given back, its worker is gone"


def repeat(pk) -> bool:
    """An administrator wants a failed task done after all: from the first try on. False when it is no longer failed."""
    again = DBTaskResult.objects.filter(pk=pk, status=FAILED)
    return bool(again.update(status=READY, worker_ids=[], finished_at=None, run_after=timezone.now()))


def drop(pk) -> bool:
    """An administrator wants a failed task forgotten."""
    return bool(DBTaskResult.objects.filter(pk=pk, status=FAILED).delete()[0])
