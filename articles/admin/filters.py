"""The filters of the story list. Each has a parameter and answers of its own; no column is asked for by its name."""

from datetime import timedelta

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.numbers import is_number
from articles import clock, tree
from articles.forms.fields import branches
from articles.models import Article, Byline, Edition, Priority, Section, Stage
from authors.models import Author as AuthorModel

LISTED = 500  # authors in a list to choose from; the stories saved last of which they are chosen when there are more


class Mine(SimpleListFilter):
    title = "whose"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", "Mine"), ("on-me", "I am on it")]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.own(request.user)
        return queryset.filter(assigned_to=request.user) if self.value() == "on-me" else queryset


class Due(SimpleListFilter):
    """By deadline, of stories that have not gone out since they were given to somebody."""

    title = "due"
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("late", "Late"), ("today", "Today"), ("all", "With a deadline"), ("urgent", "Urgent")]

    def queryset(self, request, queryset):
        choose = {
            "late": lambda: queryset.due().filter(deadline__lte=clock.now()),
            "today": lambda: queryset.due().filter(deadline__lt=_midnight()),
            "all": lambda: queryset.due(),
            "urgent": lambda: queryset.filter(priority=Priority.URGENT),
        }.get(self.value())
        return choose() if choose else queryset


def _midnight():
    """When the day of whoever looks is over; what is late is due today, too."""
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)


class StageFilter(SimpleListFilter):
    title = "stage"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return Stage.choices

    def queryset(self, request, queryset):
        return queryset.filter(stage=self.value()) if self.value() in Stage.values else queryset


class PublicStatus(SimpleListFilter):
    title = "public"
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [
            ("live", "Live"),
            ("changed", "Live, with unpublished changes"),
            ("scheduled", "Scheduled"),
            ("ending", "With an end"),
            ("down", "Withdrawn or ended"),
            ("embargo", "Under embargo"),
            ("killed", "Killed"),
            ("never", "Never published"),
        ]

    def queryset(self, request, queryset):
        choose = {
            "live": lambda: queryset.filter(Exists(_live())),
            "changed": lambda: (
                queryset.unsent()
                .filter(Exists(_live()))
                .exclude(content_digest=Subquery(_live().values("digest")[:1]))
            ),
            "scheduled": lambda: queryset.filter(
                pk__in=Edition.objects.filter(live_from__gt=clock.now()).values("article")
            ),
            "ending": lambda: queryset.filter(
                pk__in=Edition.objects.filter(live_until__gt=clock.now(), end="expiry").values("article")
            ),
            "down": lambda: queryset.filter(Exists(_ever())).exclude(Exists(_live())),
            "embargo": lambda: queryset.filter(embargo_until__gt=clock.now()),
            "killed": lambda: queryset.filter(killed_at__isnull=False),
            "never": lambda: queryset.unsent().exclude(Exists(_ever())),
        }.get(self.value())
        return choose() if choose else queryset


def _live():
    return Edition.objects.live().filter(article=OuterRef("pk")).order_by()


def _ever():
    return Edition.objects.filter(article=OuterRef("pk"), live_from__lte=clock.now()).order_by()


def _is_offered(filter: SimpleListFilter) -> bool:
    """Whether the answer is one of ours: anybody may type anything into an address."""
    return filter.value() in {value for value, _ in filter.lookup_choices}


class SectionFilter(SimpleListFilter):
    """A section and all below it, from the request's tree."""

    title = "section"
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in branches(tree.main_sections())]

    def queryset(self, request, queryset):
        chosen = tree.sections().get(int(self.value())) if _is_offered(self) else None
        return queryset.filter(section__in=sections_below(chosen)) if chosen else queryset


def sections_below(section: Section) -> list[int]:
    return [section.pk, *(pk for child in tree.below(section) for pk in sections_below(child))]


def _of_late():
    return Byline.objects.filter(
        article__in=Article.objects.order_by("-saved_at", "-pk").values("pk")[:LISTED]
    ).values("author")


class Author(SimpleListFilter):
    """By the name in the byline: chosen in a row, or from the list."""

    title = "author"
    parameter_name = "author"

    def lookups(self, request, model_admin):
        """All; where they are more than anybody reads, those of the stories saved last and the one who is chosen."""
        authors = AuthorModel.objects.order_by("name", "pk")
        found = list(authors.values_list("pk", "name")[: LISTED + 1])
        if len(found) > LISTED:
            chosen = request.GET.get(self.parameter_name, "")
            listed = Q(pk__in=_of_late()) | Q(pk=chosen if is_number(chosen) else None)
            found = authors.filter(listed).values_list("pk", "name")
        return [(str(pk), name) for pk, name in found]

    def queryset(self, request, queryset):
        if not _is_offered(self):
            return queryset
        return queryset.filter(pk__in=Byline.objects.filter(author=int(self.value())).order_by().values("article"))
