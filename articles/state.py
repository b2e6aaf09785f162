"""The public side of an article at an instant: derived from its editions, never stored."""

from dataclasses import dataclass
from datetime import datetime

from articles import clock
from articles.local_time import spoken
from articles.models import Article, Edition, End


@dataclass(frozen=True)
class PublicState:
    """`current` readers see now; `next` they will see; `last` is the newest that they could ever see."""

    article: Article
    at: datetime
    last: Edition | None
    next: Edition | None

    @property
    def current(self) -> Edition | None:
        still = self.last and (self.last.live_until is None or self.last.live_until > self.at)
        return self.last if still else None

    @property
    def ever(self) -> bool:
        return self.last is not None

    @property
    def has_changes(self) -> bool:
        """The working copy differs from the text that went out or is going out."""
        newest = self.next or self.last
        return bool(newest) and newest.digest != self.article.content_digest

    @property
    def word(self) -> str:
        """The state in words for the desk."""
        if self.next:
            return f"{'Live, update scheduled' if self.current else 'Scheduled'} for {spoken(self.next.live_from)}"
        if self.current:
            return "Live, with unpublished changes" if self.has_changes else "Live"
        return down(self.article.killed_at, self.last.end) if self.last else "Never published"


ENDED = {
    End.WITHDRAWN: "Withdrawn",
    End.EXPIRY: "Expired",
    End.KILLED: "Reinstated, not public",
    End.SUPERSEDED: "Ended",
    End.OPEN: "Live",
}


def down(killed_at: datetime | None, end: str) -> str:
    """In words why readers no longer see a story that they once saw."""
    return "Killed" if killed_at else ENDED[end]


def public_state(article: Article, at: datetime | None = None) -> PublicState:
    """One query: an article has at most one future edition, so the last two by start tell everything."""
    at = at or clock.now()
    newest = list(article.editions.select_related("address", "rendered").order_by("-live_from")[:2])
    coming = newest.pop(0) if newest and newest[0].live_from > at else None
    return PublicState(article, at, newest[0] if newest else None, coming)
