"""Readers without an account: each has one voice for a comment, and not too many in a short time.

A reader is a household's network address, as a hash whose key changes each month: whoever shares an address shares the
voice. It is known again by the hashes of the months before, as long as their keys are left.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.db.models import F

from accounts.addresses import address_of, network_of
from articles import clock
from comments.models import Comment, Recommendation
from comments.network import address_key, known_address_keys
from comments.posting import Refused, wait_for_turn

MOST, WINDOW = 30, timedelta(minutes=10)  # recommendations of one reader


@dataclass(frozen=True)
class Reader:
    """Whoever shares this household's network. Who only asks gets no secret made: `key` may make it, `keys` does not."""

    network: str

    @property
    def key(self) -> str:
        """The hash of this month."""
        return address_key(self.network)

    @property
    def keys(self) -> list[str]:
        """All hashes by which this reader is known."""
        return known_address_keys(self.network)


def reader_of(request) -> Reader:
    return Reader(network_of(address_of(request)))


def has_recommended(comment: Comment, reader: Reader) -> bool:
    return _voices(reader).filter(comment=comment).exists()


def _voices(reader: Reader) -> models.QuerySet:
    return Recommendation.objects.filter(reader_key__in=reader.keys)


@transaction.atomic
def recommend(comment: Comment, reader: Reader) -> bool:
    """Adds this reader's voice; False if it was there. Refuses `hasty`."""
    wait_for_turn(reader.key)
    if has_recommended(comment, reader):
        return False
    refuse_many(_voices(reader), MOST, WINDOW)
    Recommendation.objects.create(comment=comment, reader_key=reader.key, at=clock.now())
    Comment.objects.filter(pk=comment.pk).update(recommended=F("recommended") + 1)
    return True


@transaction.atomic
def take_back(comment: Comment, reader: Reader) -> bool:
    """Takes this reader's voice away again; False if there was none."""
    wait_for_turn(reader.key)
    gone, _ = _voices(reader).filter(comment=comment).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(recommended=F("recommended") - gone)
    return bool(gone)


def refuse_many(rows: models.QuerySet, most: int, window: timedelta) -> None:
    """Refuses `hasty` if `most` of these were made within the window."""
    if rows.filter(at__gt=clock.now() - window).order_by()[:most].count() >= most:
        raise Refused("hasty", wait=int(window.total_seconds()))
