"""The tasks: what the rooms offer as plain functions, done in the background."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from articles import notices, trash, weekly
from articles.models import Event
from comments import counters, errors, letters, retention, valves
from comments.models import Report
from newsroom.pagecache.prune import prune
from newsroom.purging import sending
from newsroom.work.compat import task
from newsroom.work.queue import FAILED, SUCCESSFUL

KEPT = {SUCCESSFUL: timedelta(days=14), FAILED: timedelta(days=90)}  # longer than the longest period of a job


@task
def forget_old_tasks() -> int:
    """What was done a fortnight ago is forgotten; what failed stays three months for somebody to look at."""
    now = timezone.now()
    return sum(
        DBTaskResult.objects.filter(status=status, finished_at__lt=now - age).delete()[0]
        for status, age in KEPT.items()
    )


@task
def forget_old_changes() -> int:
    """News of change that every process that serves pages has heard."""
    return prune()


@task
def purge(keys: list[str]) -> int:
    """The shared cache in front drops the pages with these keys."""
    return sending.purge(keys)


@task
def empty_trash() -> int:
    """Stories that have been in the trash for thirty days are gone; a task that failed says which could not be emptied."""
    emptied, failed = trash.empty_due()
    if failed:
        raise RuntimeError(", ".join(f"Story {story.pk} stays in the trash: {why}" for story, why in failed.items()))
    return emptied


@task
def mind_valves() -> int:
    """Where more comments wait than the desk clears, sections hold or close by themselves, and open again."""
    return valves.mind_all()


@task
def forget_counters() -> int:
    """What came from one network address is counted for minutes, and forgotten after two days."""
    return counters.forget_old()


@task
def tell_of_move(event: int) -> int:
    """One task for each mail, so that one that fails holds up no other."""
    return _write_to_all(event, notices.concerned(_event(event)))


@task
def tell_of_going_out(event: int, number: int) -> int:
    """The version that the event has scheduled is out now, unless it was taken back."""
    return _write_to_all(event, notices.who_waited(_event(event), number), number)


@task
def remind(event: int, kind: str) -> int:
    """Of the deadline that was given with the story, if there is still reason to."""
    return _write_to_all(event, notices.who_is_reminded(_event(event), kind))


@task
def write_to(event: int, person: int, kind: str, number: int | None) -> None:
    notices.send(_event(event), User.objects.get(pk=person), kind, number)


@task
@transaction.atomic
def tell_of_error(report: int) -> int:
    """A reader has found an error in a story: to its editors, one task for each mail."""
    people = errors.who_hears(Report.objects.get(pk=report))
    for person in people:
        write_of_error.enqueue(report, person.pk)
    return len(people)


@task
def write_of_error(report: int, person: int) -> None:
    errors.send(Report.objects.get(pk=report), User.objects.get(pk=person))


@task
def tell_the_week() -> int:
    """On Mondays: what was changed in public in the week that is over. A week without a change is not told."""
    week = weekly.this_week().before
    people = notices.who_reads_the_week() if weekly.counts(week) else []
    for person in people:
        write_week_to.enqueue(week.name, person.pk)
    return len(people)


@task
def write_week_to(week: str, person: int) -> None:
    notices.send_week(week, User.objects.get(pk=person))


@task
def write_to_reader(kind: str, about: int, more: dict) -> bool:
    """One letter to somebody who comments; what is not true any more is not told."""
    return letters.write(kind, about, **more)


@task
def send_digests() -> int:
    """Once a day to those who want it so: the replies to their comments."""
    people = letters.due_digests()
    for person in people:
        write_to_reader.enqueue("replies", person, {})
    return len(people)


@task
def tidy_comments() -> dict[str, int]:
    """What is not to be kept any longer: secrets of network addresses, words of spam, addresses never proved."""
    return retention.tidy()


@task
def erase_commenters() -> int:
    """Whoever asked for it a day ago."""
    return retention.erase_due()


def _event(pk: int) -> Event:
    return Event.objects.select_related("article__assigned_to", "by").get(pk=pk)


@transaction.atomic
def _write_to_all(event: int, people: dict[int, str], number: int | None = None) -> int:
    for person, kind in people.items():
        write_to.enqueue(event, person, kind, number)
    return len(people)
