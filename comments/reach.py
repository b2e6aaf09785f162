"""Whose comments somebody may moderate: all, or those below the stories of the sections in which their roles hold.

The same sections that limit an editor (`articles.limits`): where the story is *and* where readers have it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from accounts import audit
from articles import clock, limits
from articles.models import Article
from comments.models import Comment, ModerationEvent

MOST = 1_000  # stories that a query names one by one
# The stories below which something waits: in steps along the index, past all that waits below each
WITH_HELD = RawSQL(
    """
    WITH RECURSIVE story (id) AS (
      SELECT MIN(article_id) FROM comments_comment WHERE state = 'pending'
      UNION ALL
      SELECT (SELECT MIN(article_id) FROM comments_comment WHERE state = 'pending' AND article_id > story.id)
      FROM story WHERE story.id IS NOT NULL
    ) SELECT id FROM story WHERE id IS NOT NULL
    """,
    (),
)
FOREIGN = "This comment belongs to a section that is not yours."


class Foreign(PermissionDenied):
    """A comment of a section in which the roles of this person do not hold. `sentence` is what they read."""

    sentence = FOREIGN


def within(user, comments: QuerySet | None = None) -> QuerySet:
    """Those of `comments` (all, if none are given) that `user` may see and decide on."""
    comments = Comment.objects.all() if comments is None else comments
    held = limits.sections_of(user)
    return comments if held is None else comments.filter(limits.covered(held, "article"))


def held_within(user) -> QuerySet:
    """What `user` may see, for a folder of comments that wait: below the stories with such comments, each of them named.

    So the database knows from its statistics how much of the queue is theirs: of a large part it walks along the queue, of
    a small one it fetches what waits below each story. Joined to their stories it cannot know, and reads the whole queue.
    """
    held = limits.sections_of(user)
    if held is None:
        return Comment.objects.all()
    stories = _with_held(user, held)
    return within(user) if len(stories) > MOST else Comment.objects.filter(article__in=stories)


def _with_held(user, held: frozenset[int]) -> list[int]:
    """The stories in these sections below which something waits, or the first MOST + 1; asked once for a request."""
    scope, key = clock.scope(), f"stories with held comments for {user.pk}"
    if key not in scope:
        stories = Article.objects.filter(limits.covered(held), pk__in=WITH_HELD).order_by()
        scope[key] = list(stories.values_list("pk", flat=True)[: MOST + 1])
    return scope[key]


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
