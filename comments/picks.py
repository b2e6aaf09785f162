"""Editors' picks: comments that readers should see. A pick is shown while its comment is visible."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from articles import clock
from articles.models import Article
from comments.models import Comment, State

PERMISSION = "comments.pick"


def may_pick(user, comment: Comment) -> bool:
    """Whether the comment is one that `user` may pick, or unpick: approved, below a story that they may open."""
    if comment.state != State.APPROVED or not user.has_perm(PERMISSION):
        return False
    return Article.objects.visible_to(user).filter(pk=comment.article_id).exists()


def pick(comment: Comment, *, by) -> bool:
    """Makes it a pick; False if it is one, or is no longer approved. Raises PermissionDenied."""
    return _set(comment, "comment_picked", by, was_picked=False, at=clock.read())


def unpick(comment: Comment, *, by) -> bool:
    """Takes the pick away; False if there is none. Raises PermissionDenied."""
    return _set(comment, "comment_unpicked", by, was_picked=True, at=None)


VERBS = {"pick": pick, "unpick": unpick}


@transaction.atomic
def _set(comment: Comment, action: str, by, *, was_picked: bool, at) -> bool:
    if not may_pick(by, comment):
        raise PermissionDenied(PERMISSION)
    found = Comment.objects.filter(pk=comment.pk, state=State.APPROVED, picked_at__isnull=not was_picked)
    done = found.update(picked_at=at, picked_by=by if at else None)
    if done:
        audit.record(action, by=by, about=comment)
    return bool(done)
