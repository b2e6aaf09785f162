"""Forgetting news of change that every process has heard: the worker does it each hour."""

from datetime import timedelta

from articles import clock
from newsroom.models import PageChange

KEPT = timedelta(hours=1)  # a process that has not asked for half as long drops all that it has


def prune() -> int:
    """Deletes what was written, and has come, more than an hour ago by the database's clock; says how many."""
    before = clock.read() - KEPT
    return PageChange.objects.filter(born__lt=before).exclude(at__gte=before).delete()[0]
