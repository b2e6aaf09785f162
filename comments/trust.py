"""Whom we know: by proof of an address, or by a login. A typed name or address is worth nothing."""

from datetime import timedelta

from articles import clock
from comments import keys
from comments.models import Comment, Commenter, State

ENOUGH = 3  # approved comments after which somebody is known to write well
LATELY = timedelta(days=90)
BAD = (State.REJECTED, State.REMOVED, State.SPAM)


def is_trusted(comment: Comment, enough: int = ENOUGH) -> bool:
    """Whether its author is signed in, or proved the address, has enough approved comments and none refused lately."""
    if comment.user_id:
        return True
    if not comment.commenter_id or not comment.proved_at:
        return False
    others = Comment.objects.filter(commenter=comment.commenter_id, proved_at__isnull=False).exclude(pk=comment.pk)
    if others.filter(state__in=BAD, decided_at__gt=clock.now() - LATELY).exists():
        return False
    return others.filter(state=State.APPROVED).order_by()[:enough].count() >= enough


def proved_by(key: str) -> Commenter | None:
    """Whose proof a browser has sent along; None for none that holds."""
    if not key:
        return None
    try:
        person, _ = keys.read(keys.PROOF, key)
    except keys.BadKey:
        return None
    return person if person.confirmed_at else None
