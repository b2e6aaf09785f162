"""The one place where the project hears what the rooms announce."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import receiver

from articles import notices
from articles.models import Event
from articles.signals import story_moving
from comments.models import Report
from comments.signals import error_reported, letter_due
from newsroom.work import tasks

_nobody_is_told: ContextVar[bool] = ContextVar("nobody_is_told", default=False)


@receiver(story_moving)
def tell_those_concerned(sender, event: Event, **kwargs) -> None:
    """Into the outbox, in the verb's own transaction: no mail without the move, no move without its mail."""
    if _nobody_is_told.get():
        return
    tasks.tell_of_move.enqueue(event.pk)
    for number, start in notices.starts_later(event):
        tasks.tell_of_going_out.using(run_after=start).enqueue(event.pk, number)
    for kind, at in notices.reminders(event):
        tasks.remind.using(run_after=at).enqueue(event.pk, kind)


@receiver(letter_due)
def write_to_a_reader(sender, kind: str, about: int, after, more: dict, **kwargs) -> None:
    """Into the outbox, in the transaction of what causes the letter."""
    if not _nobody_is_told.get():
        tasks.write_to_reader.using(run_after=after).enqueue(kind, about, more)


@receiver(error_reported)
def tell_editors_of_error(sender, report: Report, **kwargs) -> None:
    """Into the outbox, with the report itself."""
    tasks.tell_of_error.enqueue(report.pk)


@contextmanager
def nobody_is_told() -> Iterator[None]:
    """For what is brought in from elsewhere: it happened long ago, or never."""
    token = _nobody_is_told.set(True)
    try:
        yield
    finally:
        _nobody_is_told.reset(token)
