"""What is to be done every ten minutes, each hour, day or week. `JOBS` is the whole list.

`tick`, once a minute, makes tasks of what is due.

A job is due when no task of it was made since its ten minutes, hour, day or week began, on the clock of the publication. So nothing
is kept beside the tasks, several workers make one task between them, and what a night without a worker missed is made up
once in the morning.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.locks import take_turn
from articles.local_time import site_zone
from newsroom.work import tasks
from newsroom.work.compat import Task

TEN_MINUTES, HOUR, DAY, WEEK = "ten minutes", "hour", "day", "week"


@dataclass(frozen=True)
class Job:
    """A task without arguments, and how often. `at` is the hour of a day; a week begins on Monday at that hour."""

    task: Task
    every: str
    at: int = 0

    def began(self, now: datetime) -> datetime:
        """When the present ten minutes, hour, day or week of this job began."""
        if self.every == TEN_MINUTES:
            return now.replace(minute=now.minute // 10 * 10, second=0, microsecond=0)
        here = now.astimezone(site_zone()).replace(minute=0, second=0, microsecond=0)
        if self.every == HOUR:
            return here
        day = here.replace(hour=self.at) - timedelta(days=1 if here.hour < self.at else 0)
        return day - timedelta(days=day.weekday() if self.every == WEEK else 0)


JOBS = (
    Job(tasks.forget_old_changes, HOUR),
    Job(tasks.forget_old_tasks, DAY, at=4),
    Job(tasks.empty_trash, DAY, at=4),
    Job(tasks.tidy_comments, DAY, at=4),
    Job(tasks.erase_commenters, HOUR),
    Job(tasks.send_digests, DAY, at=17),
    Job(tasks.tell_the_week, WEEK, at=7),
    Job(tasks.mind_valves, TEN_MINUTES),
    Job(tasks.forget_counters, DAY, at=4),
)


def tick(now: datetime | None = None, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Makes a task of each job that is due; gives their names."""
    now = now or timezone.now()
    with transaction.atomic():
        take_turn("periodic")  # of several that tick at once one looks first
        due = [job for job in jobs if not _was_made(job, job.began(now))]
        for job in due:
            job.task.enqueue()
    return [job.task.name for job in due]


def _was_made(job: Job, since: datetime) -> bool:
    return DBTaskResult.objects.filter(task_path=job.task.module_path, enqueued_at__gte=since).exists()
