"""The verb of tidying up: other tags. Nothing that readers see changes.

It gives what is needed to take it back, and takes it back only where nobody has changed the same thing since.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from articles import ledger, revisions
from articles.models import Article
from articles.refusals import Refused
from articles.revisions import Stale
from articles.turn import as_it_was_if_refused, permit


def retag(
    article: Article, *, by, add: Iterable[str] = (), remove: Iterable[str] = (), seen: int | None = None
) -> dict:
    """Adds and removes tags by name, as a new revision. Gives those really added and removed.

    Refuses: text_changed, nothing_changed.
    """
    permit(by, "retag", article)
    with _claimed(article, seen):
        had = {tag.name.casefold(): tag.name for tag in article.tags.all()}
        added = [name for name in add if name.casefold() not in had]
        removed = [had[name.casefold()] for name in remove if name.casefold() in had and name not in added]
        if not added and not removed:
            raise Refused("nothing_changed")
        article.tags.remove(*removed)
        article.tags.add(*added)
        kept = revisions.keep(article, by)
        told = {"added": added, "removed": removed}
        ledger.append(article, "retag", by=by, at=kept.at, data=told | {"revision": kept.pk})
    return told


def undo_retag(article: Article, *, by, added: list[str], removed: list[str]) -> None:
    """Takes a `retag` back. Refuses: changed_since, text_changed."""
    now = {tag.name.casefold() for tag in article.tags.all()}
    as_left = all(name.casefold() in now for name in added) and not any(name.casefold() in now for name in removed)
    if not as_left:
        raise Refused("changed_since")
    retag(article, by=by, add=removed, remove=added)


@contextmanager
def _claimed(article: Article, seen: int | None) -> Iterator[None]:
    """A transaction that begins with the claim on the text: a form that was opened before will not write the old state back."""
    try:
        with as_it_was_if_refused(article), transaction.atomic(durable=True):
            revisions.claim_text(article, article.version if seen is None else seen)
            yield
    except Stale as error:
        raise Refused("text_changed") from error
