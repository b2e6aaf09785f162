"""What waits at the desk for one person: the short lists of their first page. One query each, whatever there is."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery, Value

from articles import agenda, clock, sittings
from articles.local_time import on_clock
from articles.models import Article, Edition, Event, Stage
from articles.sittings import Opened

SHORT = 6
SOON = timedelta(days=2)
STEPS = ("submit", "return_to_writer", "schedule", "publish")  # of these the last says whether a story has come back


def my_stories(user) -> list[Article]:
    """What this person is working on, last saved first."""
    return list(_own(user).with_public_state().select_related("section")[:SHORT])


def _own(user):
    return Article.objects.visible_to(user).among_own(user)


def to_review(user) -> list[Article]:
    """Submitted by others, the longest waiting first; none for those who may not approve."""
    if not user.has_perm("articles.approve"):
        return []
    waiting = Article.objects.visible_to(user).filter(stage=Stage.IN_REVIEW).exclude(created_by=user)
    return list(waiting.select_related("created_by", "section").order_by("saved_at", "pk")[:SHORT])


def returned_to(user) -> list[Article]:
    """This person's stories that came back, with `note` and `returned_by`, the newest first."""
    last = Event.objects.filter(article=OuterRef("pk"), verb__in=STEPS).order_by("-pk")
    drafts = _own(user).filter(stage=Stage.DRAFT)
    back = drafts.annotate(
        last_verb=Subquery(last.values("verb")[:1]),
        note=Subquery(last.values("note")[:1]),
        returned_by=Subquery(last.values("by__name")[:1]),
    ).filter(last_verb="return_to_writer")
    return list(back[:SHORT])


def late(user) -> list[Article]:
    """Of what this person may open: its deadline has passed, the last missed first."""
    return list(_due(user).filter(deadline__lte=clock.now()).order_by("-deadline", "-pk")[:SHORT])


def due(user) -> list[Article]:
    """The same with a deadline within two days, the next first."""
    now = clock.now()
    return list(_due(user).filter(deadline__gt=now, deadline__lte=now + SOON).order_by("deadline", "pk")[:SHORT])


def _due(user):
    stories = Article.objects.visible_to(user).due().annotate(out_since_given=Value(False))  # `due` says so
    return stories.select_related("assigned_to", "section")


def opened(user) -> list[Opened]:
    """What others have open at this moment, of the stories that this person may open; the latest key first."""
    return sittings.opened(user, Article.objects.visible_to(user))[:SHORT]


def planned(user) -> list[Article]:
    """What is planned for today, and neither out nor scheduled."""
    stories = Article.objects.visible_to(user).with_open_plan().filter(planned_for=agenda.today())
    return list(stories.select_related("assigned_to").order_by("pk")[:SHORT])


def is_today(edition: Edition) -> bool:
    """Whether it goes out today, where this person is."""
    return on_clock(edition.live_from).date() == agenda.today()


def scheduled(user) -> list[Edition]:
    """What will appear, next first, of the stories that this person may open."""
    coming = Edition.objects.filter(live_from__gt=clock.now()).order_by("live_from", "pk")
    coming = coming.filter(Exists(Article.objects.visible_to(user).filter(pk=OuterRef("article"))))
    return list(coming.select_related("by")[:SHORT])


def open_to(user, editions: list[Edition]) -> set[int]:
    """The stories of these editions that this person may open at the desk."""
    if not user.has_perm("articles.view_article"):
        return set()
    stories = Article.objects.visible_to(user).filter(pk__in=[edition.article_id for edition in editions])
    return set(stories.values_list("pk", flat=True))


def just_published() -> list[Edition]:
    """What readers saw first most recently."""
    return list(Edition.objects.live().for_cards()[:SHORT])
