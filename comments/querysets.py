"""The doors: which comments readers may see, which wait for a moderator, and one page of a thread."""

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, When
from django.db.models.functions import Length, Lower

from accounts.prepared import prepared
from articles import clock
from articles.models import Article, Edition

PAGE = 60  # comments on one page of a thread, give or take the rest of its last thread
STEP = 16  # digits of one level of a path: microseconds since 1970
SHOWN = ("id", "public_id", "path", "thread", "name", "website", "text", "created_at", "user_id", "edited_at")
SHOWN += ("recommended", "picked_at")
RANKS = {  # of a thread: what its comments say of it
    "recommended": Max("recommended"),
    "picks": Max(Case(When(picked_at__isnull=False, then=1), default=0)),
}
ABOVE = ("public_id", "path", "state", "name")


class CommentQuerySet(models.QuerySet):
    def visible(self, at=None):
        """What readers see: approved, and the story is live at the instant `at` (this request's by default)."""
        return self.filter(Exists(Edition.objects.live(at).filter(article=OuterRef("article"))), state="approved")

    def held(self):
        """What waits for a moderator, the oldest first."""
        return self.filter(state="pending").order_by("created_at", "pk")

    def unseen(self):
        """What is public and nobody has looked at yet, the oldest first."""
        return self.filter(state="approved", reviewed_at=None).order_by("created_at", "pk")

    def signed_with(self, email: str):
        """What somebody signed with this address, proved or not; by its index."""
        return self.alias(signed=Lower("email")).filter(signed=email.lower())

    def latest(self, size: int = 20, **of):
        """The newest visible comments of the site, or of `article=`, each with `story_headline` and `story_path`. One query."""
        story = Edition.objects.live().filter(article=OuterRef("article")).order_by()
        return (
            self.visible()
            .filter(**of)
            .annotate(
                story_headline=Subquery(story.values("headline")[:1]),
                story_path=Subquery(story.values("address_id")[:1]),
            )
            .order_by("-created_at", "-pk")[:size]
        )

    def counts(self, article_ids) -> dict[int, int]:
        """How many comments readers see below each of these articles. One query; articles without any are left out."""
        found = (
            self.visible().filter(article__in=article_ids).order_by().values("article").annotate(number=Count("pk"))
        )
        return {row["article"]: row["number"] for row in found}

    def for_thread(self, article_id: int, cursor: str = "", size: int = PAGE, *, sort: str = "newest") -> list:
        """The visible comments after `cursor` (a path), by threads, replies oldest first. One query.

        `sort` is “newest” or “oldest”. At most `size` + 1, the last one telling that there is more. Each has `total` of the
        whole conversation and `above_…` of its parent; a story without comments gives one whose `public_id` is None, a
        story that is not live gives none.
        """
        if not cursor and size == PAGE:
            return self._together(article_id, FIRST_PAGES[sort].sql(article_id), sort)
        return self._with_head(article_id, _page(self._visible_in(article_id), cursor, sort)[: size + 1], sort)

    def of_threads(self, article_id: int, threads: list[str], after: str = "", size: int = PAGE) -> list:
        """The same of these threads alone, after the path `after`. One query."""
        page = (
            self._visible_in(article_id).filter(thread__in=threads or [""], path__gt=after).order_by("-thread", "path")
        )
        return self._with_head(article_id, page[: size + 1], "newest")

    def ranked_threads(self, article_id: int, by: str, after: tuple[int, str] | None, size: int = PAGE) -> list[dict]:
        """The threads after `after` (rank, thread) by a rank of `RANKS`, the highest first: {thread, rank, number}.

        One query along an index that holds all it needs; the thread of `after` itself comes first.
        """
        found = self._visible_in(article_id).order_by().values("thread").annotate(rank=RANKS[by], number=Count("pk"))
        if after:
            rank, thread = after
            found = found.filter(Q(rank__lt=rank) | Q(rank=rank, thread__lt=thread))
        return list(found.order_by("-rank", "-thread")[: size + 1])

    def outline(self, article_id: int, cursor: str = "", size: int = PAGE) -> list[tuple[str, int, str]]:
        """Of a page as `for_thread` gives it: each comment's thread, its letters, its path. One query."""
        page = _page(self._visible_in(article_id), cursor, "newest")
        return list(page.values_list("thread", Length("text"), "path")[: size + 1])

    def _visible_in(self, article_id: int):
        """Of a story of which the caller knows, or asks in the same query, that it is live."""
        return self.filter(article=article_id, state="approved")

    def _with_head(self, article_id: int, page: models.QuerySet, sort: str) -> list:
        # The page is cut by its index before it meets the rest: joined by the ORM, 10,000 comments took a second.
        return self._together(article_id, _shown(page).query.sql_with_params(), sort)

    def _together(self, article_id: int, page: tuple, sort: str) -> list:
        head, of_head = _whole.sql(article_id, clock.instant())
        page, of_page = page
        way = "ASC" if sort == "oldest" else "DESC"
        together = "SELECT * FROM ({}) head LEFT JOIN ({}) page ON TRUE ORDER BY page.thread {}, page.path"
        return list(self.model.objects.raw(together.format(head, page, way), (*of_head, *of_page)))


def _shown(page: models.QuerySet) -> models.QuerySet:
    """What readers see of the comments, each with what it answers."""
    above = {f"above_{name}": F(f"parent__{name}") for name in ABOVE}
    return page.annotate(**above).values(*SHOWN, *above)


def headline_of(article: str = "article") -> Subquery:
    """For an annotation: the headline that readers see; what the desk is writing meanwhile concerns no moderator."""
    live = Edition.objects.live().filter(article=OuterRef(article)).order_by()
    return Subquery(live.values("headline")[:1])


def _comments():
    return Article._meta.get_field("comments").related_model.objects


def _first_page(sort: str) -> prepared:
    def first(article_id):
        return _shown(_page(_comments().all()._visible_in(article_id), "", sort)[: PAGE + 1])

    return prepared(first)


FIRST_PAGES = {sort: _first_page(sort) for sort in ("newest", "oldest")}


@prepared
def _whole(article_id, at):
    """Of the conversation below a live story: how many are visible."""
    counted = _comments().filter(article=article_id, state="approved").order_by().values("article")
    return (
        Article.objects.filter(Exists(Edition.objects.live(at).filter(article=article_id)), pk=article_id)
        .annotate(total=Subquery(counted.annotate(number=Count("pk")).values("number")))
        .order_by()
        .values("total")
    )


def _page(found: models.QuerySet, cursor: str, sort: str) -> models.QuerySet:
    """The comments after `cursor`, by one walk along the index of threads."""
    way = "gt" if sort == "oldest" else "lt"
    if cursor:
        thread = cursor[:STEP]
        later = Q(**{f"thread__{way}": thread}) | Q(thread=thread, path__gt=cursor)
        found = found.filter(later, **{f"thread__{way}e": thread})
    return found.order_by("thread" if sort == "oldest" else "-thread", "path")
