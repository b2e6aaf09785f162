"""Who has a story open, in which tab, and who has taken it over from whom. Asked for every ten seconds by each page."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles import clock, ledger
from articles.models import Article, Sitting
from articles.turn import may

HERE = timedelta(seconds=95)  # a page that nobody looks at may ask once a minute only; one that is closed says so
IDLE = timedelta(seconds=60)  # without a key
KEPT = timedelta(days=30)  # the answer to a last save: a laptop may sleep that long
TAB = re.compile(r"[0-9a-zA-Z-]{8,36}")


@dataclass
class Other:
    """Somebody else, or oneself in another tab."""

    by: object
    active: bool
    since: datetime
    yours: bool


@dataclass
class Opened:
    """A story that others have open; whoever touched a key last comes first."""

    story: Article
    people: list[Other]


def is_number(text: str) -> bool:
    """Whether this may be the number of a tab or of a save: drawn by the page, never looked into."""
    return bool(TAB.fullmatch(text or ""))


def hold(by, tab: str, article: Article | None) -> Sitting:
    """This tab's row, locked until the transaction ends: what comes from one tab is done one after the other."""
    now = clock.read()
    sitting, is_new = Sitting.objects.get_or_create(
        by=by, tab=tab, defaults={"article": article, "seen_at": now, "active_at": now}
    )
    if is_new:
        _sweep(now)
    Sitting.objects.filter(pk=sitting.pk).update(seen_at=now, left=False)
    sitting.refresh_from_db()
    return sitting


def _sweep(now: datetime) -> None:
    Sitting.objects.filter(seen_at__lt=now - KEPT).delete()


@transaction.atomic
def look_in(by, tab: str, article: Article, *, quiet_for: int, leaves: bool) -> Sitting:
    """Notes that the tab is open, since how many seconds no key was pressed in it, or that it is being closed."""
    sitting = hold(by, tab, article)
    sitting.article, sitting.left = article, leaves
    sitting.active_at = sitting.seen_at - timedelta(seconds=quiet_for)
    sitting.save(update_fields=["article", "active_at", "left"])
    return sitting


def others(article: Article, but: Sitting | None = None, user=None) -> list[Other]:
    """Who else has the story open now; one line a person, by their latest key. Own other tabs come last."""
    now = clock.read()
    rows = _here(now).filter(article=article)
    if but:
        rows = rows.exclude(pk=but.pk)
    latest: dict[int, Sitting] = {}
    for row in rows.order_by("active_at"):
        latest[row.by_id] = row
    user = but.by if but else user
    found = [Other(row.by, now - row.active_at < IDLE, row.active_at, row.by_id == user.pk) for row in latest.values()]
    return sorted(found, key=lambda other: (other.yours, str(other.by)))


def opened(user, stories) -> list[Opened]:
    """What others than `user` have open now, of these stories; the latest key first. One query."""
    now, found = clock.read(), {}
    rows = _here(now).filter(article__in=stories).exclude(by=user).select_related("article").defer("article__body")
    for row in rows.order_by("-active_at"):
        people = found.setdefault(row.article, {})
        people.setdefault(row.by_id, Other(row.by, now - row.active_at < IDLE, row.active_at, yours=False))
    return [Opened(story, list(people.values())) for story, people in found.items()]


def _here(now: datetime):
    """The tabs that are open now and that nobody has taken the story from."""
    return Sitting.objects.filter(seen_at__gt=now - HERE, left=False, taken_at=None).select_related("by")


def may_take_over(by, article: Article) -> bool:
    return may(by, "take_over", article)


@transaction.atomic
def take_over(article: Article, *, by) -> int:
    """Closes the story in everybody else's tabs: they can read it there and save nothing more. On the record."""
    if not may_take_over(by, article):
        raise PermissionDenied(f"{by} may not take this story over.")
    now = clock.read()
    theirs = article.sittings.filter(taken_at=None).exclude(by=by)
    people = sorted(
        {str(sitting.by) for sitting in theirs.filter(seen_at__gt=now - HERE, left=False).select_related("by")}
    )
    taken = theirs.update(taken_by=by, taken_at=now)
    if taken:
        ledger.append(article, "take_over", by=by, at=now, data={"from": people, "version": article.version})
    return taken


def taken(by, tab: str) -> Sitting | None:
    """The tab's row if somebody has taken the story over from it."""
    if not is_number(tab):
        return None
    return Sitting.objects.filter(by=by, tab=tab, taken_at__isnull=False).select_related("taken_by").first()
