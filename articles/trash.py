"""The trash: where a story goes that readers never could see. For thirty days it can be put back; then it is emptied.

Emptying takes every word, picture and revision away and leaves the row: the ledger is one chain over the whole site
and names it. The database itself refuses to empty what an edition was ever made of (`articles.triggers`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import CASCADE

from articles import clock, ledger
from articles.local_time import spoken
from articles.models import Article, Revision
from articles.turn import turn

DAYS = 30
KEPT = {  # what stays of an emptied story: that there was one, who began it, and the counters
    "id", "created_by", "created_at", "saved_by", "saved_at", "version", "public_version", "last_number", "trashed_at",
    "emptied_at",
}  # fmt: skip


def trash(article: Article, *, by, note: str = "", seen: int | None = None) -> None:
    """Puts the story away. Refuses: conflict, was_public, is_scheduled, in_trash."""
    with turn(article, "trash", by=by, seen=seen, note=note) as mine:
        coming = mine.state.next
        mine.refuse_if(mine.state.ever, "was_public")
        mine.refuse_if(coming, "is_scheduled", when=coming and spoken(coming.live_from))
        mine.refuse_if(article.trashed_at, "in_trash")
        article.trashed_at = mine.at
        article.save(update_fields=["trashed_at"])


def put_back(article: Article, *, by, seen: int | None = None) -> None:
    """Takes the story out of the trash, as it was. Refuses: conflict, not_in_trash."""
    with turn(article, "put_back", by=by, seen=seen) as mine:
        mine.refuse_if(article.trashed_at is None or article.emptied_at, "not_in_trash")
        article.trashed_at = None
        article.save(update_fields=["trashed_at"])


def until(article: Article) -> datetime:
    """The instant from which the story may be emptied."""
    return article.trashed_at + timedelta(days=DAYS)


def due(at: datetime | None = None) -> Iterator[Article]:
    """The stories whose time in the trash is over, the longest there first."""
    before = (at or clock.read()) - timedelta(days=DAYS)
    return Article.objects.filter(trashed_at__lte=before, emptied_at=None).order_by("trashed_at", "pk").iterator()


def empty(article: Article) -> bool:
    """Takes everything of the story away for good; False when somebody put it back meanwhile. The event names who threw it away."""
    with transaction.atomic(durable=True):
        at = clock.read()
        still = Article.objects.filter(pk=article.pk, trashed_at=article.trashed_at, emptied_at=None)
        if not still.update(emptied_at=at, **_nothing()):
            return False
        for relation in Article._meta.related_objects:
            if relation.on_delete is CASCADE:  # what would have gone with the row: bylines, tags, placed pictures …
                relation.related_model._base_manager.filter(**{relation.field.name: article.pk}).delete()
        Revision.every.filter(article=article).delete()  # with those that were kept aside
        by = article.events.filter(verb="trash").select_related("by").first().by
        ledger.append(article, "empty", by=by, at=at, note=f"After {DAYS} days in the trash.")
    return True


def empty_due() -> tuple[int, dict[Article, DatabaseError]]:
    """Empties whatever is due: how many were, and which could not be and why. One that fails holds no other up."""
    emptied, failed = 0, {}
    for story in list(due()):
        try:
            emptied += empty(story)
        except DatabaseError as error:
            failed[story] = error
    return emptied, failed


def _nothing() -> dict:
    """Every other column as it is in a story that was never written."""
    fields = [field for field in Article._meta.concrete_fields if field.name not in KEPT]
    return {field.name: field.get_default() for field in fields}
