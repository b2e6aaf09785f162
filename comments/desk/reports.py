"""What readers reported and nobody has answered: comments for moderators, errors in stories for editors."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.models import Article, Edition
from comments import reach, reports
from comments.desk.page import draw, for_moderators
from comments.links import paragraphs
from comments.models import Comment, Report
from comments.moderation import PERMISSION
from comments.querysets import headline_of

MOST = 100  # reports on one screen; what is answered makes room for the next
ANSWERS = {"corrected": Report.Outcome.UPHELD, "dismissed": Report.Outcome.DISMISSED}
THERE = "admin:comments_reports"


def may_open(user) -> bool:
    return user.has_perm(PERMISSION) or user.has_perm(reports.CORRECTING)


def screen(request):
    """Both lists, each for whom it concerns."""
    if not may_open(request.user):
        raise PermissionDenied(PERMISSION)
    context = {
        "title": "Reports",
        "comments": reported_comments(request.user),
        "errors": reported_errors(request.user),
        "most": MOST,
    }
    return draw(request, "admin/comments/reports.html", context)


def reported_comments(user) -> list[tuple[Comment, list[Report], list]] | None:
    """Each reported comment with its open reports and its text; None for whom it does not concern. Two queries."""
    if not user.has_perm(PERMISSION):
        return None
    found = reach.reports_within(
        user, Report.objects.for_moderators().unanswered().select_related("comment").annotate(headline=headline_of())
    )
    found = sorted(found[:MOST], key=lambda report: report.comment_id)
    grouped = [list(each) for _, each in groupby(found, key=lambda report: report.comment_id)]
    grouped.sort(key=lambda each: (-len(each), each[0].pk))
    return [(each[0].comment, each, paragraphs(each[0].comment.text)) for each in grouped]


def reported_errors(user) -> list[tuple[Report, Edition | None]] | None:
    """Each reported error with its story as readers see it; None for whom it does not concern. Two queries."""
    if not user.has_perm(reports.CORRECTING):
        return None
    mine = Article.objects.visible_to(user)
    found = Report.objects.for_editors().unanswered().filter(article__in=mine).select_related("article", "comment")
    found = list(found[:MOST])
    live = {each.article_id: each for each in Edition.objects.live().filter(article__in={r.article_id for r in found})}
    return [(report, live.get(report.article_id)) for report in found]


@require_POST
@for_moderators
def keep(request, public_id: str):
    """The moderator has looked: the comment stays as it is."""
    comment = get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
    reach.permit(request.user, comment)
    answered = reports.keep(comment, by=request.user)
    told = "The comment stays as it is." if answered else "These reports had been answered already."
    (messages.success if answered else messages.warning)(request, told)
    return HttpResponseRedirect(reverse(THERE), status=303)


@require_POST
def answer(request, report: int, verb: str):
    """`verb` is `corrected` or `dismissed`."""
    error = get_object_or_404(Report.objects.for_editors(), pk=report)
    if not reports.may_answer(request.user, error):
        raise PermissionDenied(reports.CORRECTING)
    if verb not in ANSWERS:
        raise Http404("There is no such answer.")
    done = reports.answer(error, by=request.user, outcome=ANSWERS[verb])
    (messages.success if done else messages.warning)(
        request, "Answered." if done else "A colleague has answered this report already."
    )
    return HttpResponseRedirect(reverse(THERE), status=303)
