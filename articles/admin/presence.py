"""Who else has the story open, and taking it over. Each open page asks every ten seconds; the answer is JSON."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import sittings
from articles.admin.autosave import refuse, sentence_of
from articles.models import Article
from articles.templatetags.desk import at_when, when


def presence(admin, request, pk: int):
    """POST `tab`, `quiet` (seconds since the last key), `leaves` → who else is here, the newest version, who took over."""
    story = _story(admin, request, pk)
    if not isinstance(story, Article):
        return story
    if refused := refuse(request):
        return refused
    quiet = request.POST.get("quiet", "")
    sitting = sittings.look_in(
        request.user,
        request.POST["tab"],
        story,
        quiet_for=min(int(quiet), 86_400) if quiet.isdecimal() and len(quiet) < 9 else 0,
        leaves=bool(request.POST.get("leaves")),
    )
    others = [] if sitting.left else sittings.others(story, but=sitting)
    return JsonResponse(
        {
            "others": [_other(other) for other in others],
            "version": story.version,
            "saved": when(story.saved_at),
            "by": "" if story.saved_by_id == request.user.pk else str(story.saved_by),
            "taken": sentence_of(sitting) if sitting.taken_at else "",
            "may_take_over": any(not other.yours for other in others) and sittings.may_take_over(request.user, story),
        }
    )


def _other(other: sittings.Other) -> dict:
    return {
        "name": str(other.by),
        "yours": other.yours,
        "active": other.active,
        "since": at_when(other.since),
    }


def take_over(admin, request, pk: int):
    """POST: from now on nobody else saves from the pages that are open. Without a script it leads back to the story."""
    story = _story(admin, request, pk)
    if not isinstance(story, Article):
        return story
    taken = sittings.take_over(story, by=request.user)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"taken": taken})
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))


def _story(admin, request, pk: int):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_change_permission(request):
        raise PermissionDenied
    return get_object_or_404(admin.get_queryset(request).select_related("saved_by"), pk=pk)
