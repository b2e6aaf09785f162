"""Who has a comment in hand: for three minutes, renewed while their page is open. It never stops anybody's decision."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from articles import clock
from comments.models import Comment

LASTS = timedelta(minutes=3)


def take(comment: Comment, *, by) -> bool:
    """Takes the comment in hand, or keeps it there; False when somebody else has it."""
    until = clock.now() + LASTS
    taken = _free(Comment.objects.filter(pk=comment.pk), by).update(leased_by=by, leased_until=until)
    if taken:
        comment.leased_by, comment.leased_until = by, until
    return bool(taken)


def drop(public_id: str, *, by) -> None:
    """Lays it down again; nothing happens to what somebody else has in hand."""
    Comment.objects.filter(public_id=public_id, leased_by=by).update(leased_by=None, leased_until=None)


def free_for(user, comments: QuerySet) -> QuerySet:
    """Those that nobody else has in hand."""
    return _free(comments, user)


def holder(comment: Comment, user) -> tuple[str, datetime] | None:
    """Who else has it in hand, and until when unless they go on."""
    if comment.leased_by_id in (None, user.pk) or comment.leased_until <= clock.now():
        return None
    return comment.leased_by.name, comment.leased_until


def _free(comments: QuerySet, user) -> QuerySet:
    return comments.filter(Q(leased_by=None) | Q(leased_by=user) | Q(leased_until__lte=clock.now()))
