"""The notes of a story: a page of them, which works without script, and the same as JSON for the page of the story."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles import notes
from articles.forms.notes import NoteForm
from articles.models import Article, Note
from articles.refusals import Refused
from articles.templatetags.desk import when


def page(admin, request, pk: int):
    """`<id>/notes/`: every thread; a POST adds a note or an answer."""
    story = _story(admin, request, pk)
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm()
    try:
        if form.is_bound and form.is_valid():
            _add(story, request.user, form.cleaned_data)
            return _told(request, story)
    except Refused as refusal:
        form.add_error(None, refusal.message)
    if form.is_bound and _wants_json(request):
        return JsonResponse(
            {"error": " ".join(message for errors in form.errors.values() for message in errors)}, status=400
        )
    if _wants_json(request):
        return _told(request, story)
    context = {**admin.admin_site.each_context(request), "story": story, "threads": notes.threads(story), "form": form}
    return render(
        request,
        "admin/articles/article/notes.html",
        context | {"media": admin.media},
        status=400 if form.is_bound else 200,
    )


def settle(admin, request, pk: int, note: int):
    """`<id>/notes/<note>/settle/`: resolves a thread, or opens it again with `reopen`."""
    story = _story(admin, request, pk)
    thread = get_object_or_404(story.notes, pk=note)
    (notes.reopen if "reopen" in request.POST else notes.resolve)(thread, by=request.user)
    return _told(request, story)


settle_by_post = require_POST(lambda request, admin, pk, note: settle(admin, request, pk, note))


def as_json(story: Article) -> list[dict]:
    """Every thread as the page of the story shows it."""
    return [_one(thread) | {"answers": [_one(answer) for answer in thread.said]} for thread in notes.threads(story)]


def _one(note: Note) -> dict:
    resolved = {"by": str(note.resolved_by), "at": when(note.resolved_at)} if note.resolved_at else None
    words = {name: getattr(note, name) for name in ("text", "quote", "before", "after")}
    return {"id": note.pk, "by": str(note.by), "at": when(note.at), "resolved": resolved, **words}


def _story(admin, request, pk: int) -> Article:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(admin.get_queryset(request), pk=pk)


def _add(story: Article, by, said: dict) -> Note:
    answers = get_object_or_404(story.notes, pk=said["answers"]) if said["answers"] else None
    return notes.add(
        story, by=by, answers=answers, **{name: said[name] for name in ("text", "quote", "before", "after")}
    )


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _told(request, story: Article):
    if _wants_json(request):
        return JsonResponse({"threads": as_json(story)})
    return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[story.pk]))
