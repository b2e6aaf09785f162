"""What is kept for how long; done by the worker each night (`NEWSROOM_KEEP_…` in docs/operators/settings.md)."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from articles import clock
from comments import network
from comments.erasing import PORTION, erase_person, forget_words
from comments.models import Comment, Commenter, ConfirmationMail, State


def erase_due() -> int:
    """Whoever asked to be erased a day ago, and has not taken it back."""
    due = Commenter.objects.filter(erase_after__lte=clock.now()).exclude(email="")
    return sum(erase_person(person.email, only_proved=True) for person in due)


def tidy() -> dict[str, int]:
    """What was done, in numbers by name."""
    return {
        "secrets destroyed": network.destroy_old_secrets(),
        "spam emptied": _forget([State.SPAM], settings.NEWSROOM_KEEP_SPAM_DAYS),
        "refused emptied": _forget([State.REJECTED, State.REMOVED], settings.NEWSROOM_KEEP_REFUSED_DAYS),
        "withdrawn emptied": _forget([State.WITHDRAWN], settings.NEWSROOM_KEEP_REFUSED_DAYS),
        "addresses emptied": _forget_addresses(),
        "unconfirmed forgotten": _forget_unconfirmed(),
    }


def _forget(states: list[str], days: int) -> int:
    if not days:
        return 0
    return forget_words(Comment.objects.filter(state__in=states, decided_at__lt=_before(days)))


def _forget_addresses() -> int:
    """The e-mail of old comments: their names stay, their authors can no longer be written to."""
    days = settings.NEWSROOM_KEEP_EMAIL_DAYS
    old = Comment.objects.filter(created_at__lt=_before(days)).exclude(email="") if days else Comment.objects.none()
    due = old.order_by("pk").values_list("pk", flat=True)
    portions = iter(lambda: list(due[:PORTION]), [])
    return sum(Comment.objects.filter(pk__in=numbers).update(email="") for numbers in portions)


def _forget_unconfirmed() -> int:
    """Addresses that were typed into a form and never proved, and the list of whom we wrote to."""
    ConfirmationMail.objects.filter(day__lt=timezone.localdate() - timedelta(days=7)).delete()
    old = Commenter.objects.filter(confirmed_at=None, created_at__lt=_before(7), comments=None)
    return old.delete()[0]


def _before(days: int):
    return clock.now() - timedelta(days=days)
