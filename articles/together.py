"""One move with many stories: the verb for each, what became of each, and taking the whole back as one.

Each story is a transaction of its own, so one that is refused holds no other up. What was published is not in here to
be undone: taking it back is a withdrawal, which readers see and which is asked for by itself.
"""

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied

from articles import assigning, clock, sorting, trash
from articles.models import Article, Batch
from articles.refusals import Refused

CLOSED = "This is not open to you."
UNDO: dict[str, Callable] = {
    "assign": lambda story, by, entry: assigning.undo(story, by=by, was=entry["was"], left=entry["left"]),
    "retag": lambda story, by, entry: sorting.undo_retag(story, by=by, added=entry["added"], removed=entry["removed"]),
    "trash": lambda story, by, entry: trash.put_back(story, by=by, seen=entry["public_version"]),
}


def make(verb: str, stories: Iterable[Article], call: Callable[[Article], dict | None], *, by) -> Batch:
    """Calls `call` for each story, which gives what the undo needs, or refuses. The batch says what became of each."""
    batch = Batch(verb=verb, by=by, at=clock.read())
    for story in stories:
        _try(batch, story, lambda story=story: batch.done.append(_named(story) | (call(story) or {})))
    batch.save(force_insert=True)
    return batch


def undo(batch: Batch, *, by) -> Batch:
    """Takes back what can be taken back; a new batch says what became of each. Refuses: undone, not_undoable."""
    if batch.verb not in UNDO or not batch.done:
        raise Refused("not_undoable")
    if not Batch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=clock.read()):
        raise Refused("undone")
    entries = {entry["story"]: entry for entry in batch.done}
    stories = Article.objects.in_bulk(entries)
    take_back = UNDO[batch.verb]

    def call(story: Article) -> None:
        take_back(story, by, entries[story.pk])

    return make(f"undo_{batch.verb}", [stories[pk] for pk in entries if pk in stories], call, by=by)


def _try(batch: Batch, story: Article, call: Callable[[], None]) -> None:
    try:
        call()
    except (Refused, LeftOut) as refusal:
        batch.left_out.append(_named(story) | {"why": refusal.message})
    except PermissionDenied:
        batch.left_out.append(_named(story) | {"why": CLOSED})


class LeftOut(Exception):
    """A story that the verb is not even asked about; `message` says why."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


def _named(story: Article) -> dict:
    return {"story": story.pk, "name": str(story)}
