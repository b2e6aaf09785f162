"""The list of stories: rows that say where each stands, read in a constant number of queries."""

from dataclasses import dataclass

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from articles import clock, grammar
from articles.local_time import spoken
from articles.models import Article, Stage
from articles.state import down

COUNTED = 2_000


class BoundedPaginator(Paginator):
    """Counts no further than COUNTED: nobody turns that many pages, and a long list need not be counted to be shown."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[:COUNTED].count()

    def page(self, number):
        """The numbers of its stories come first: what is sorted, or passed over, for a page is not read whole."""
        number = self.validate_number(number)
        begun = (number - 1) * self.per_page
        shown = list(self.object_list.values_list("pk", flat=True)[begun : begun + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=shown), number, self)


class StoryList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        rows = super().get_queryset(request, exclude_parameters)
        return (
            rows.with_public_state()
            .defer("body")
            .select_related("section", "saved_by", "assigned_to")
            .prefetch_related("bylines__author")
        )

    def get_results(self, request):
        super().get_results(request)
        may_schedule = request.user.has_perm("articles.schedule")
        self.rows = [Row(story, *standing(story), may_schedule) for story in self.result_list]
        self.has_more_than_counted = self.result_count >= COUNTED


@dataclass
class Row:
    """A story with its public side in words; `public` is what the style goes by."""

    story: Article
    public: str
    words: str
    may_schedule: bool = False

    @property
    def shows_stage(self) -> bool:
        """Of a story that readers see as it is, “Draft” would only puzzle."""
        return self.public != "live" or self.story.stage != Stage.DRAFT

    @property
    def ways(self) -> list[str]:
        """The verbs of scheduling that are one press away: of what waits for its hour, or could."""
        if not self.may_schedule or self.story.killed_at:
            return []
        if self.public == "scheduled":
            return ["reschedule", "unschedule"]
        return ["schedule"] if self.story.stage == Stage.READY and self.public != "live" else []

    @property
    def byline(self) -> str:
        return grammar.byline([(line.role, line.author.name) for line in self.story.bylines.all()])


def standing(story: Article) -> tuple[str, str]:
    """Of a story loaded `with_public_state`: (never | live | changed | scheduled | down | killed, the words for it)."""
    live = story.last_from and (story.last_until is None or story.last_until > clock.now())
    if story.planned_from:
        return "scheduled", f"{'Live, update scheduled' if live else 'Scheduled'} for {spoken(story.planned_from)}"
    if live:
        changed = story.last_digest != story.content_digest
        return ("changed", "Live, with unpublished changes") if changed else ("live", "Live")
    if not story.last_from:
        return "never", "Never published"
    return "killed" if story.killed_at else "down", down(story.killed_at, story.last_end)
