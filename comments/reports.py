"""Reports of readers: on a comment to its moderators, an error in the story to the story's editors.

A report hides nothing: it moves the comment up in the eyes of moderators. Any decision of a moderator answers what was
reported until then (`moderation.decide`); the verbs here are for what no decision answers.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from accounts import audit
from articles import clock
from articles.models import Article
from comments.models import Comment, Report, Wrong
from comments.moderation import PERMISSION
from comments.posting import wait_for_turn
from comments.signals import error_reported
from comments.voices import Reader, refuse_many

CORRECTING = "articles.amend"  # who may mend a story answers what readers say of its errors
MOST, WINDOW = 10, timedelta(hours=1)
Outcome = Report.Outcome


@transaction.atomic
def report(article: Article, comment: Comment | None, *, reason: str, text: str, reader: Reader) -> Report:
    """Keeps what a reader finds wrong with a comment, or with the story. Of one reader the first report on a comment
    counts, one for moderators and one for editors. Refuses `hasty`."""
    wait_for_turn(reader.key)
    earlier = Report.objects.beside(reason).filter(article=article, comment=comment, reporter_key__in=reader.keys)
    if found := earlier.filter(text=text).first() if comment is None else earlier.first():
        return found
    refuse_many(Report.objects.filter(reporter_key__in=reader.keys), MOST, WINDOW)
    made = Report.objects.create(
        article=article, comment=comment, reason=reason, text=text, reporter_key=reader.key, at=clock.now()
    )
    if reason == Wrong.ERROR:
        error_reported.send(Report, report=made)
    else:
        Comment.objects.filter(pk=comment.pk).update(reported=F("reported") + 1)
    return made


@transaction.atomic
def keep(comment: Comment, *, by) -> int:
    """A moderator has looked and found nothing wrong: how many reports that answers."""
    if not by.has_perm(PERMISSION):
        raise PermissionDenied(PERMISSION)
    Comment.objects.select_for_update().get(pk=comment.pk)
    open_ones = Report.objects.for_moderators().unanswered().filter(comment=comment)
    answered = open_ones.order_by().update(answered_at=clock.read(), answered_by=by, outcome=Outcome.DISMISSED)
    if answered:
        Report.objects.recount(comment.pk)
        audit.record("reports_dismissed", by=by, about=comment)
    return answered


@transaction.atomic
def answer(error: Report, *, by, outcome: str) -> bool:
    """An editor says whether it was an error; False if somebody has said so already."""
    if not may_answer(by, error):
        raise PermissionDenied(CORRECTING)
    answer = {"answered_at": clock.read(), "answered_by": by, "outcome": Outcome(outcome)}
    answered = Report.objects.for_editors().filter(pk=error.pk, answered_at=None).update(**answer)
    if answered:
        audit.record("error_answered", by=by, about=error, note=Outcome(outcome).label)
    return bool(answered)


def may_answer(user, error: Report) -> bool:
    return user.has_perm(CORRECTING) and Article.objects.visible_to(user).filter(pk=error.article_id).exists()
