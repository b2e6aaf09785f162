"""Readers without an account: each has one voice for a comment, and not too many in a short time.

A reader is a household's network address, as a hash whose key changes: whoever shares an address shares the voice.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F

from accounts.addresses import address_of, network_of
from articles import clock
from comments.models import Comment, Recommendation
from comments.network import address_key
from comments.posting import Refused, wait_for_turn

MOST, WINDOW = 30, timedelta(minutes=10)  # recommendations of one reader


def reader_key(request) -> str:
    return address_key(network_of(address_of(request)))


def has_recommended(comment: Comment, reader: str) -> bool:
    return Recommendation.objects.filter(comment=comment, reader_key=reader).exists()


@transaction.atomic
def recommend(comment: Comment, reader: str) -> bool:
    """Adds this reader's voice; False if it was there. Refuses `hasty`."""
    wait_for_turn(reader)
    if has_recommended(comment, reader):
        return False
    refuse_many(Recommendation.objects.filter(reader_key=reader), MOST, WINDOW)
    Recommendation.objects.create(comment=comment, reader_key=reader, at=clock.now())
    Comment.objects.filter(pk=comment.pk).update(recommended=F("recommended") + 1)
    return True


@transaction.atomic
def take_back(comment: Comment, reader: str) -> bool:
    """Takes this reader's voice away again; False if there was none."""
    wait_for_turn(reader)
    gone, _ = Recommendation.objects.filter(comment=comment, reader_key=reader).delete()
    if gone:
        Comment.objects.filter(pk=comment.pk).update(recommended=F("recommended") - 1)
    return bool(gone)


def refuse_many(rows: models.QuerySet, most: int, window: timedelta) -> None:
    """Refuses `hasty` if `most` of these were made within the window."""
    if rows.filter(at__gt=clock.now() - window).order_by()[:most].count() >= most:
        raise Refused("hasty", wait=int(window.total_seconds()))
