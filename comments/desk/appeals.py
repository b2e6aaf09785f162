"""Appeals: those that wait, the oldest first; and the decision of another moderator."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from comments import appeals, moderation, reach, words
from comments.desk.page import PAGE, draw, is_number, permit
from comments.links import paragraphs
from comments.models import Appeal
from comments.moderation import PERMISSION, Reason, told
from comments.querysets import headline_of

RELATED = ("event__by", "event__message", "comment__article", "decided_by")


def listing(request):
    permit(request, PERMISSION)
    return _screen(request)


def _screen(request, unsent: dict | None = None, status: int = 200):
    """`unsent` is an answer that was refused: its appeal's id `pk`, its `text`, and the `problem`."""
    which = "decided" if request.GET.get("which") == "decided" else "open"
    found, more = _page(request.user, which, request.GET.get("after", ""))
    context = {
        "title": "Appeals",
        "which": which,
        "items": [_item(request.user, each) for each in found],
        "more": more,
        "unsent": unsent,
        "is_listed": unsent and any(unsent["pk"] == each.pk for each in found),
    }
    return draw(request, "admin/comments/desk/appeals.html", context, status)


@require_POST
def decide(request, pk: int):
    """`do` is overturn or uphold."""
    permit(request, PERMISSION)
    appeal = get_object_or_404(Appeal.objects.select_related("event", "comment__article"), pk=pk)
    overturn, answer = request.POST.get("do") == "overturn", words.tidy(request.POST.get("answer", ""))
    try:
        if not overturn and request.POST.get("do") != "uphold":
            raise appeals.Refused("Choose what is to become of the comment.")
        appeals.decide(appeal, by=request.user, overturn=overturn, answer=answer)
    except (appeals.Refused, moderation.Refused) as refused:
        return _screen(request, {"pk": pk, "text": answer, "problem": refused.message}, 409)
    messages.success(request, "The comment is public." if overturn else "The decision stands.")
    return HttpResponseRedirect(reverse("admin:comments_appeals"), status=303)


def _page(user, which: str, after: str) -> tuple[list[Appeal], int]:
    """Of what `user` may see: open ones oldest first, decided ones newest first; and the number after which the next page begins."""
    rows = reach.appeals_within(user, Appeal.objects.select_related(*RELATED))
    rows = rows.annotate(headline=headline_of("comment__article"))
    if which == "open":
        rows = rows.filter(outcome=Appeal.Outcome.OPEN).order_by("pk")
        rows = rows.filter(pk__gt=int(after)) if is_number(after) else rows
    else:
        rows = rows.exclude(outcome=Appeal.Outcome.OPEN).order_by("-pk")
        rows = rows.filter(pk__lt=int(after)) if is_number(after) else rows
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0


def _item(user, appeal: Appeal) -> dict:
    return {
        "appeal": appeal,
        "text": paragraphs(appeal.comment.text),
        "decision": told(appeal.event),
        "reason": Reason(appeal.event.reason).label if appeal.event.reason else "",
        "may": appeals.may_decide(user, appeal),
    }
