"""Making tasks of what changed: the worker looks every second (`newsroom.work.loop`)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.locks import take_turn
from accounts.watched import ALL
from newsroom.models import Told
from newsroom.purging import news
from newsroom.purging.caches import shared_cache
from newsroom.work import tasks
from newsroom.work.queue import READY

LONGEST_RENDER = timedelta(
    seconds=30
)  # until a page arrives at the shared cache; the samples in docs/operators wait no longer
AGAIN = LONGEST_RENDER + timedelta(seconds=1)
FIRST = 50  # before mails
NOTED = timedelta(minutes=5)  # so often the place is written down when nothing changes
MOST_WAITING = 20


def tell(anew: bool = False) -> str:
    """Tasks for what changed since the last look, and a line about it; `anew` for everything, e.g. after an upgrade."""
    name = str(shared_cache() or "")
    if not name or not (anew or _is_worth_a_look(name)):
        return ""
    with transaction.atomic():
        take_turn("purging")  # of several workers one tells
        told = None if anew else _told(name)
        found = news.since(told)
        if found.keys:
            enqueue(found.keys)
        if ALL in found.keys:
            news.forget_another_life()
        Told.objects.update_or_create(cache=name, defaults={"place": found.place, "at": found.at})
    return (
        f"{name} is told of {'everything' if ALL in found.keys else f'{len(found.keys)} keys'}" if found.keys else ""
    )


def _is_worth_a_look(name: str) -> bool:
    """Asked without a lock: most looks find nothing."""
    told = _told(name)
    found = news.since(told)
    return bool(found.keys) or told is None or found.at - told.at > NOTED


def _told(name: str) -> Told | None:
    return Told.objects.filter(cache=name).first()


def enqueue(keys: set[str]) -> None:
    """At once, and again when a page that was begun before the change must have arrived."""
    keys = {ALL} if _gives_up_counting() else keys
    now = timezone.now()
    for at in (now, now + AGAIN):
        tasks.purge.using(run_after=at, priority=FIRST).enqueue(sorted(keys))


def _gives_up_counting() -> bool:
    """While the shared cache is away its tasks pile up: many of them become one that drops everything."""
    failed = DBTaskResult.objects.filter(task_path=tasks.purge.module_path, status=READY).exclude(
        exception_class_path=""
    )
    if failed.count() < MOST_WAITING:
        return False
    failed.delete()
    return True
