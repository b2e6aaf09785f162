"""Planning: the day on which a story is meant to go out. A plan publishes nothing, and no reader's page knows of it.

A plan is open until the story went out after the plan was made, or is scheduled. That is derived from the editions
(`Article.objects.with_open_plan()`), so that no verb has to keep it in step and a plan comes back when a story is unscheduled.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from articles import ledger
from articles.clock import read
from articles.local_time import spoken
from articles.models import Article
from articles.refusals import Refused
from articles.state import public_state
from articles.turn import permit


def plan(article: Article, *, by, day: date | None, seen: date | None) -> None:
    """Plans the story for a day, or for none. `seen` is the plan that the person looked at.

    Refuses: conflict, day_passed, already_scheduled.
    """
    permit(by, "plan", article)
    at = read()
    if day and day < timezone.localdate(at):
        raise Refused("day_passed", day=f"{day:%-d %B %Y}")
    if day and (coming := public_state(article, at).next):
        raise Refused("already_scheduled", when=spoken(coming.live_from))
    with transaction.atomic():
        mine = Article.objects.filter(pk=article.pk, planned_for=seen)
        if not mine.update(planned_for=day, planned_at=day and at):
            raise Refused("conflict")
        ledger.append(article, "plan", by=by, at=at, data={"day": day and day.isoformat()})
    article.planned_for, article.planned_at = day, day and at
