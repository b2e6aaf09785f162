"""How the background work stands: in numbers and sentences, for the command, the checks and the desk alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.models import Worker
from newsroom.work import workers
from newsroom.work.queue import FAILED, READY, RUNNING

PATIENCE = timedelta(minutes=5)  # a due task that waits longer has no worker, or not enough of them
LONG = timedelta(hours=1)  # no task of ours runs so long
SHOWN = 50


@dataclass
class Report:
    failed: list[DBTaskResult]
    failed_count: int
    retried: list[DBTaskResult]  # failed before, to be tried again
    running: list[DBTaskResult]
    due_count: int
    later_count: int
    oldest: datetime | None  # since when the longest waiting due task has waited
    workers: list[Worker]
    now: datetime

    @property
    def late(self) -> bool:
        return self.oldest is not None and self.oldest < self.now - PATIENCE

    @property
    def stuck(self) -> list[DBTaskResult]:
        return [task for task in self.running if task.started_at < self.now - LONG]

    @property
    def faults(self) -> list[str]:
        """What is wrong, in sentences; none when all is well."""
        told = []
        if self.failed_count:
            told.append(f"{counted(self.failed_count)} failed for good.")
        if self.late:
            told.append(
                f"{counted(self.due_count)} wait{'s' if self.due_count == 1 else ''} to be done, the longest since "
                f"{timezone.localtime(self.oldest):%-d %B, %H:%M}."
            )
        if self.late and not self.workers:
            told.append("No worker is running.")
        return told + [
            f"{task.task_path} has been running since {timezone.localtime(task.started_at):%-d %B, %H:%M}."
            for task in self.stuck
        ]


def counted(number: int) -> str:
    return f"{number} {'task' if number == 1 else 'tasks'}"


def report() -> Report:
    now, tasks = timezone.now(), DBTaskResult.objects
    failed, ready = tasks.filter(status=FAILED), tasks.filter(status=READY)
    due = tasks.ready()
    return Report(
        failed=list(failed.order_by("-finished_at")[:SHOWN]),
        failed_count=failed.count(),
        retried=list(ready.exclude(exception_class_path="").order_by("run_after")[:SHOWN]),
        running=list(tasks.filter(status=RUNNING).order_by("started_at")[:SHOWN]),
        due_count=due.count(),
        later_count=ready.filter(Q(run_after__gt=now) & Q(run_after__year__lt=9999)).count(),
        oldest=_oldest(due, now),
        workers=workers.alive(),
        now=now,
    )


def _oldest(due, now: datetime) -> datetime | None:
    """Since when a task has been due: since it was made, or since the hour for which it was meant."""
    waited = [
        max(made, after) if after <= now else made for made, after in due.values_list("enqueued_at", "run_after")
    ]
    return min(waited, default=None)


def failed_count() -> int:
    return DBTaskResult.objects.filter(status=FAILED).count()
