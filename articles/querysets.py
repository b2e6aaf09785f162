"""The doors: what readers may see, and which stories a person at the desk may see and edit."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, NullIf

from articles import clock, limits, passed  # noqa: F401  whose lookup the doors ask by

GOING_OUT = ("first", "update", "republication")  # kinds of change that are what a plan was made for


def _given_at():
    return Coalesce("assigned_at", "created_at")


class EditionQuerySet(models.QuerySet):
    def live(self, at=None):
        """What readers see at the instant `at` (this request's by default). The one door to everything public."""
        at = at or clock.instant()
        return self.filter(live_from__passed=at).filter(Q(live_until=None) | Q(live_until__gt=at))

    def ever_live(self, at=None):
        """What readers see or could see before: the past of a live story, and what was corrected. Not for its text."""
        return self.filter(live_from__passed=at or clock.instant())

    def in_section(self, section):
        """Those of the section and of every section below it, newest first."""
        return self.filter(section_links__section=section)._along("section_links")

    def tagged(self, tag):
        return self.filter(tag_links__tag=tag)._along("tag_links")

    def by_author(self, author):
        """Those with the author in the byline, once each, whatever the role."""
        links = self.model._meta.get_field("bylines").related_model
        first = links.objects.filter(edition=OuterRef("pk"), author=author).order_by("position", "pk").values("pk")[:1]
        return self.filter(bylines__author=author, bylines__pk=Subquery(first))._along("bylines")

    def in_series(self, series):
        return self.filter(series=series)

    def published_between(self, start, end):
        """Those first published in `[start, end)`."""
        return self.filter(published_at__gte=start, published_at__lt=end)

    def for_cards(self):
        """With all that a card shows: picture, section, bylines. Two queries, whatever their number."""
        return self.with_pictures().prefetch_related("bylines")

    def with_pictures(self):
        """With all that a card shows but its bylines (`articles.loading.with_bylines`)."""
        return self.with_section().select_related("lead_picture")

    def with_section(self):
        """With `section_id`, so that the section comes from the request's tree without a query."""
        links = self.model._meta.get_field("section_links").related_model.objects
        return self.annotate(
            section_id=Subquery(links.filter(edition=OuterRef("pk"), primary=True).values("section_id")[:1])
        )

    def _along(self, link: str):
        """Sorted by the key that stands on the link rows: one walk along their index."""
        keys = {"sort_at": F(f"{link}__published_at"), "sort_id": F(f"{link}__article_id")}
        return self.annotate(**keys).order_by("-sort_at", "-sort_id")


class ArticleQuerySet(models.QuerySet):
    def own(self, user):
        """The stories of a reporter: started by them, given to them, or with their byline."""
        return self.filter(self._is_own(user))

    def among_own(self, user):
        """The same as `own`, by the numbers of these stories: where few of very many are theirs, no index leads to all three."""
        bylines = self.model._meta.get_field("bylines").related_model.objects
        begun, given = (self.model.objects.filter(**{name: user}) for name in ("created_by", "assigned_to"))
        numbers = [stories.order_by().values("pk") for stories in (begun, given)]
        return self.filter(
            pk__in=numbers[0].union(numbers[1], bylines.filter(author__user=user).order_by().values("article"))
        )

    def _is_own(self, user) -> Q:
        bylines = self.model._meta.get_field("bylines").related_model.objects
        with_byline = Exists(bylines.filter(article=OuterRef("pk"), author__user=user))
        return Q(created_by=user) | Q(assigned_to=user) | with_byline

    def visible_to(self, user):
        """The stories that `user` may open at the desk; the same that they may edit."""
        return self.filter(trashed_at=None)._open_to(user)

    def in_trash(self, user):
        """Those that were thrown away and can be put back, of the stories that `user` could open before."""
        return self.filter(trashed_at__isnull=False, emptied_at=None)._open_to(user)

    def _open_to(self, user):
        if not user.has_perm("articles.edit_any"):
            return self.own(user)
        held = limits.sections_of(user)
        return self if held is None else self.filter(Q(section__in=held) | self._is_own(user))

    def unsent(self):
        """Those whose working copy is not the newest edition, and those of which one is to come: few, however large the archive.

        Whatever is live with changes, or was never public, is among them.
        """
        coming = self.model._meta.get_field("editions").related_model.objects.filter(live_from__gt=clock.now())
        changed = self.model.objects.alias(unsent=NullIf("content_digest", "sent_digest")).filter(unsent__gte="")
        changed = changed.order_by().values("pk")  # by their index, whose figures tell PostgreSQL that they are few
        return self.filter(pk__in=changed.union(coming.order_by().values("article")))

    def with_open_plan(self):
        """Planned for a day, not scheduled, and not gone out since the plan was made. A mended word is no going out."""
        editions = self.model._meta.get_field("editions").related_model.objects
        out = editions.filter(article=OuterRef("pk"), live_from__gt=OuterRef("planned_at"), change__in=GOING_OUT)
        return self.filter(planned_for__isnull=False).exclude(Exists(out))

    def due(self):
        """Those with a deadline that have not gone out, and are not scheduled, since they were given to somebody."""
        editions = self.model._meta.get_field("editions").related_model.objects
        since = editions.filter(article=OuterRef("pk"), live_from__gte=OuterRef("given_at"))
        return self.exclude(deadline=None).annotate(given_at=_given_at()).exclude(Exists(since))

    def with_public_state(self, at=None):
        """With what the desk's lists say of the public side, by subqueries on the rows shown only."""
        at = at or clock.now()
        editions = self.model._meta.get_field("editions").related_model.objects.filter(article=OuterRef("pk"))
        last = editions.filter(live_from__lte=at).order_by("-live_from")
        planned = editions.filter(live_from__gt=at).order_by("live_from")
        return self.annotate(given_at=_given_at()).annotate(
            last_digest=Subquery(last.values("digest")[:1]),
            last_end=Subquery(last.values("end")[:1]),
            last_until=Subquery(last.values("live_until")[:1]),
            last_from=Subquery(last.values("live_from")[:1]),
            out_since_given=Exists(editions.filter(live_from__gte=OuterRef("given_at"))),
            planned_from=Subquery(planned.values("live_from")[:1]),
        )
