"""The trash at the desk: its list, the way back, and the page that stands where a story was."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import body, trash, workflow
from articles.admin.history import _instant, _number
from articles.models import Article, Event
from articles.refusals import Refused
from articles.turn import may

SHOWN = 50
TYPED = ("kicker", "headline", "standfirst", "body")


def trashed(admin, request):
    """GET `trash/`: what was thrown away and can be put back, the newest first; `?before=` goes on."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    before = _instant(request.GET.get("before", ""))
    rows = _in_trash(request.user).order_by("-trashed_at", "-pk")
    stories = list((rows.filter(trashed_at__lt=before) if before else rows)[: SHOWN + 1])
    context = {
        "title": "Trash",
        "stories": stories[:SHOWN],
        "older": stories[SHOWN - 1].trashed_at.isoformat() if len(stories) > SHOWN else "",
        "days": trash.DAYS,
        "may_put_back": request.user.has_perm("articles.trash"),
    }
    return _page(admin, request, "trash", context)


def put_back(admin, request, pk: int):
    """POST `<id>/put-back/` with the public version that was seen."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    story = get_object_or_404(_in_trash(request.user), pk=pk)
    if not admin.has_view_permission(request) or not may(request.user, "put_back", story):
        raise PermissionDenied
    try:
        workflow.put_back(story, by=request.user, seen=_number(request.POST.get("seen")))
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("admin:articles_article_trashed"))
    messages.success(request, "The story is back, as it was.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))


def in_its_place(admin, request, pk):
    """What the address of a story in the trash answers. Somebody who was writing finds what they typed, to be copied."""
    story = _in_trash(request.user).filter(pk=_number(pk)).first()
    if story is None:
        raise Http404("There is no such story, or it is not yours.")
    typed = [(name, request.POST[name]) for name in TYPED if request.POST.get(name)]
    context = {
        "title": str(story),
        "story": story,
        "typed": typed,
        "opening": body.text(story.body)[:600],
        "until": trash.until(story),
        "may_put_back": may(request.user, "put_back", story),
    }
    return _page(admin, request, "in_trash", context, 409 if request.method == "POST" else 200)


def _in_trash(user):
    last = Event.objects.filter(article=OuterRef("pk"), verb="trash").order_by("-pk")
    return (
        Article.objects.in_trash(user)
        .select_related("section", "created_by")
        .annotate(trashed_by=Subquery(last.values("by__name")[:1]), why=Subquery(last.values("note")[:1]))
    )


def _page(admin, request, name: str, context: dict, status: int = 200):
    common = {**admin.admin_site.each_context(request), "opts": admin.opts, "media": admin.media}
    return TemplateResponse(request, f"admin/articles/article/{name}.html", common | context, status=status)
