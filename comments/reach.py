"""Whose comments somebody may moderate: all, or those below the stories of the sections in which their roles hold.

The same sections that limit an editor (`articles.limits`): where the story is *and* where readers have it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts import audit
from articles import limits
from articles.models import Article
from comments.models import Comment, ModerationEvent

FOREIGN = "This comment belongs to a section that is not yours."


class Foreign(PermissionDenied):
    """A comment of a section in which the roles of this person do not hold. `sentence` is what they read."""

    sentence = FOREIGN


def within(user, comments: QuerySet | None = None) -> QuerySet:
    """Those of `comments` (all, if none are given) that `user` may see and decide on."""
    comments = Comment.objects.all() if comments is None else comments
    held = limits.sections_of(user)
    return comments if held is None else comments.filter(limits.covered(held, "article"))


def events_within(user) -> QuerySet:
    """The decisions on what `user` may see."""
    held = limits.sections_of(user)
    events = ModerationEvent.objects.all()
    return events if held is None else events.filter(limits.covered(held, "comment__article"))


def reports_within(user, reports: QuerySet) -> QuerySet:
    """Those of `reports` that are about what `user` may see."""
    held = limits.sections_of(user)
    return reports if held is None else reports.filter(limits.covered(held, "article"))


def appeals_within(user, appeals: QuerySet) -> QuerySet:
    """Those of `appeals` that are about comments which `user` may see."""
    held = limits.sections_of(user)
    return appeals if held is None else appeals.filter(limits.covered(held, "comment__article"))


def permit(user, thing: Comment | Article) -> None:
    """A comment, or a story whose conversation is meant. Raises Foreign, and leaves a trace of the attempt in the record."""
    article = thing.article if isinstance(thing, Comment) else thing
    if not limits.cover(user, article):
        audit.record("comment_foreign", by=user, about=thing, note=str(article.section or "No section"))
        raise Foreign(FOREIGN)
