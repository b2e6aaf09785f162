"""System checks of the background work: `manage.py check --database default` says what failed and what is stuck."""

from django.core.checks import Tags, Warning, register
from django.db import Error, transaction

from newsroom.work.report import report


@register(Tags.database)
def tasks_are_done(app_configs, databases, **kwargs):
    if "default" not in (databases or []):
        return []
    try:
        with transaction.atomic():
            faults = report().faults
    except Error:  # before the first `migrate` there is no table, and so no task
        return []
    return [
        Warning(
            f"Work in the background: {fault}",
            hint="See `python manage.py worker --status`, or the page Tasks at the desk; docs/operators/worker.md.",
            id="newsroom.W004",
        )
        for fault in faults
    ]
