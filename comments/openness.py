"""Whether readers may see the numbers of moderation: said by an administrator, kept with name and time."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from articles import clock
from comments.models import NumbersSetting

RIGHT = "comments.publish_numbers"
PAGE_DAYS = 30


def is_open() -> bool:
    """One query; nobody has said anything: no."""
    newest = NumbersSetting.objects.first()
    return newest is not None and newest.shown


@transaction.atomic
def say(shown: bool, *, by) -> bool:
    """Shows the public page, or takes it away; False when it is so already. Raises PermissionDenied."""
    if not by.has_perm(RIGHT):
        raise PermissionDenied(RIGHT)
    if shown == is_open():
        return False
    NumbersSetting.objects.create(shown=shown, by=by, at=clock.now())
    audit.record("comments_numbers", by=by, note="Shown" if shown else "Hidden")
    return True
