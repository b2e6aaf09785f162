"""What became of stories in public: each edition beside the one that readers saw before it, with the changed words.

The public history, the list of corrections and the weekly list of the desk are made of these. Nothing here is stored:
what a law takes out of a text is out of every comparison at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Subquery

from articles import compare, revisions
from articles.models import NOTED, Change, Edition, Revision
from articles.paging import cursor_after


@dataclass
class Changed:
    """An edition and the text before it; `live` is what readers see of the story now, None when it is down."""

    edition: Edition
    before: Revision | None
    live: Edition | None = None

    @property
    def key(self) -> str:
        """Names this change in addresses and feeds, and tells nothing about others."""
        return cursor_after(self.edition)

    @property
    def after(self) -> Revision:
        return self.edition.revision

    @property
    def is_redacted(self) -> bool:
        """The text was taken away: no words can be shown, nor what they replaced."""
        return not self.after.content

    @property
    def is_comparable(self) -> bool:
        return bool(self.before and self.before.content and self.after.content)

    @cached_property
    def rows(self) -> list[compare.Row]:
        """What changed, for readers. Empty where there is nothing to compare with."""
        return compare.for_readers(*self._texts()) if self.is_comparable else []

    @cached_property
    def desk_rows(self) -> list[compare.Row]:
        """The same for the desk, which also sees addresses, numbers of pictures, words for search engines."""
        return compare.changed(*self._texts()) if self.is_comparable else []

    def _texts(self) -> tuple[dict, dict]:
        return revisions.thaw(self.before), revisions.thaw(self.after)


def history_of(article_id: int):
    """The editions of a story that readers could see and may read about, each with its ordinal among all that went live."""
    mine = Edition.objects.ever_live().filter(article=OuterRef("article"), live_from__lte=OuterRef("live_from"))
    rank = mine.order_by().values("article").annotate(many=Count("pk")).values("many")
    return _sorted(Edition.objects.ever_live().filter(article=article_id).exclude(change__in=hidden_kinds())).annotate(
        ordinal=Subquery(rank)
    )


def noted():
    """Every correction, clarification and retraction that was public, newest first."""
    return _sorted(Edition.objects.ever_live().filter(change__in=NOTED, note__gt=""))  # as all have: by their index


def between(start, end, stories=None):
    """Every change to what was public already that took effect in `[start, end)`, newest first; of `stories`, or of all."""
    editions = Edition.objects.ever_live().exclude(change=Change.FIRST)
    if stories is not None:
        editions = editions.filter(article__in=stories.order_by().values("pk"))
    return _sorted(editions.filter(live_from__gte=start, live_from__lt=end))


def _sorted(editions):
    """By the instant at which each went out, as `paging` wants its keys; with the text that it replaced."""
    earlier = Edition.objects.filter(article=OuterRef("article"), live_from__lt=OuterRef("live_from"))
    return editions.annotate(
        sort_at=F("live_from"),
        sort_id=F("article_id"),
        before_id=Subquery(earlier.order_by("-live_from").values("revision")[:1]),
    ).order_by("-sort_at", "-sort_id")


def with_texts(editions: Iterable[Edition], live: dict[int, Edition] | None = None) -> list[Changed]:
    """Each with its text and the one before. One query; with `live` (by article) no text of a story that is down."""
    editions = list(editions)
    readable = [each for each in editions if live is None or each.article_id in live]
    texts = Revision.objects.in_bulk({pk for each in readable for pk in (each.revision_id, each.before_id) if pk})
    for edition in readable:
        edition.revision = texts[edition.revision_id]
    return [
        Changed(each, texts.get(each.before_id), live.get(each.article_id) if live is not None else None)
        for each in editions
    ]


def live_now(editions: Iterable[Edition]) -> dict[int, Edition]:
    """What readers see now of the stories of `editions`, by article."""
    found = Edition.objects.live().filter(article__in={each.article_id for each in editions}).order_by()
    return {edition.article_id: edition for edition in found}


def hidden_kinds() -> set[str]:
    """The kinds of change that this newsroom leaves out of the public history."""
    return {Change.TYPO} if settings.NEWSROOM_HISTORY_HIDES_TYPOS else set()


def has_history(at=None, left_out=None):
    """For an annotation of editions: is there more than one version that the public history lists?"""
    others = Edition.objects.ever_live(at).filter(article=OuterRef("article"))
    return Exists(others.exclude(change__in=left_out or no_versions()))


def no_versions() -> tuple[str, ...]:
    """The kinds of change that make no further version of the public history."""
    return (Change.FIRST.value, *sorted(hidden_kinds()))
