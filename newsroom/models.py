"""What the project itself keeps: which workers are alive, so that the task of a killed one is given to another; and the
news of change, which tell every process what pages it must not show any more.
"""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class Worker(models.Model):
    """A running `manage.py worker`. It says every few seconds that it lives; see `newsroom.work.workers`."""

    name = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        permissions = [("look_after_tasks", "Can see what is done in the background, and repeat it")]

    def __str__(self):
        return self.name


class PageChange(models.Model):
    """What a change concerns, written by triggers in its own transaction (`accounts.watched`); append-only, pruned by the hour.

    On PostgreSQL a column `xid` says which transaction wrote it (migration 0002): ids are given before the commit, so
    only that tells whether a row was seen before. `at` is the instant at which the pages change, where that is to come.
    """

    key = models.TextField()
    at = models.DateTimeField(null=True)
    born = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "page_change"
        default_permissions = ()
        indexes = [
            models.Index(fields=["born"], name="page_change_by_age"),
            models.Index(fields=["at"], name="page_change_to_come", condition=models.Q(at__isnull=False)),
        ]

    def __str__(self):
        return self.key


class Told(models.Model):
    """Up to where a shared cache in front of the site was told what changed (`newsroom.purging`); one row for each."""

    cache = models.CharField(max_length=255, primary_key=True)
    place = models.TextField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.cache
