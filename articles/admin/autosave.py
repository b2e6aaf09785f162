"""Autosave: the story's page sends what it says about a second after the last key, and is answered in JSON.

POST …/<id>/autosave/, for a new story POST …/autosave/: the form's fields, and
  person  whose page it is; another one is signed in by now → 409 {"code": "person"}
  tab     number of the open page;  key: number of this save. The same key again gets the same answer, and saves nothing
  version from which the page began;  base: what it said then, wanted when others have saved since → 409 {"code": "base"}
  choose-<conflict>  “mine”, “theirs” or “both”
Taken over by somebody else → 423. Otherwise 200 with `version`, `saved`, `by`, `errors`, and after a merge what the page
should show now (`form`, `html`), what a next save begins from (`base`, `unseen`), and the `conflict` to put before its writer.
"""

import json

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from articles import saving, sittings
from articles.admin import page
from articles.admin.conflicts import panel
from articles.forms import said
from articles.models import Article, Sitting
from articles.revisions import Stale
from articles.templatetags.desk import at_when, when
from articles.widgets import pictures_in
from library.chooser import as_json

TRIES = 5  # against others who save this story at the same moment


def autosave(admin, request, pk: int | None = None):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not (admin.has_change_permission(request) if pk else admin.has_add_permission(request)):
        raise PermissionDenied
    if pk:
        get_object_or_404(admin.get_queryset(request), pk=pk)
    if refused := refuse(request):
        return refused
    return _tried(request, pk)


def refuse(request) -> JsonResponse | None:
    """A request that is not what our page sends, or that comes from somebody else's page."""
    if request.POST.get("person", str(request.user.pk)) != str(request.user.pk):
        return _no("person", f"You are signed in as {request.user} now, and this page is somebody else's.", 409)
    if not sittings.is_number(request.POST.get("tab")):
        return _no("tab", "This page does not say which it is. Load it again.", 400)
    return None


def _no(code: str, message: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


def _tried(request, pk: int | None) -> JsonResponse:
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _one(request, pk)
        except Stale:
            if not left:
                return _no("busy", "The story is being saved by somebody else at this moment.", 503)
        except saving.BaseWanted:
            return _no("base", "Somebody else has saved this story meanwhile.", 409)
    raise AssertionError("unreachable")


def _one(request, pk: int | None) -> JsonResponse:
    """What one tab sends, in its order: the row of the sitting is held until all is written."""
    key = request.POST.get("key", "")
    story = Article.objects.get(pk=pk) if pk else None
    sitting = sittings.hold(request.user, request.POST["tab"], story)
    if sitting.taken_at:
        return taken_over(sitting)
    if key and sitting.key == key:
        return JsonResponse(json.loads(sitting.answer))
    story = story or sitting.article or Article()
    if story.trashed_at:
        raise Http404("This story is in the trash.")
    answer = _saved(request, story)
    if "version" in answer and sittings.is_number(key):
        Sitting.objects.filter(pk=sitting.pk).update(
            article=answer["story"], key=key, answer=json.dumps(answer), active_at=sitting.seen_at
        )
    return JsonResponse(answer)


def taken_over(sitting: Sitting) -> JsonResponse:
    return _no("taken", sentence_of(sitting), 423)


def sentence_of(sitting: Sitting) -> str:
    who = sitting.taken_by or "Somebody"
    return f"{who} took this story over {at_when(sitting.taken_at)}. Nothing more can be saved from this page."


def _saved(request, story: Article) -> dict:
    mine, version = said.read(request.POST), request.POST.get("version", "")
    outcome = saving.save(
        story,
        request.user,
        mine,
        version=int(version) if version.isdecimal() and len(version) < 10 else None,
        base=said.read_base(request.POST.get("base", "")),
        base_lost=request.POST.get("base") == '"lost"',
        choices=choices_of(request.POST),
    )
    if not story.pk:
        return {"code": "empty", "errors": outcome.errors}
    return _standing(request, story) | _told(request, outcome, mine)


def choices_of(data) -> dict[str, str]:
    return {name.removeprefix("choose-"): value for name, value in data.items() if name.startswith("choose-")}


def _standing(request, story: Article) -> dict:
    context = page.standing(request.user, story) | {"user": request.user}
    return {
        "story": story.pk,
        "url": reverse("admin:articles_article_change", args=[story.pk]),
        "version": story.version,
        "public_version": story.public_version,
        "saved": when(story.saved_at),
        "by": "" if story.saved_by_id == request.user.pk else str(story.saved_by),
        "bar": {
            name: render_to_string(f"admin/articles/article/_bar_{name}.html", context) for name in ("state", "moves")
        },
    }


def _told(request, outcome: saving.Outcome, mine: dict) -> dict:
    merged, answer = outcome.merged, {"errors": outcome.errors}
    if outcome.base is not None:
        answer |= {"base": outcome.base, "unseen": outcome.unseen}
    if not merged:
        return answer
    refused = {error["name"] for error in outcome.errors}
    news = [name for name in said.changed(merged.mine, mine) if name not in refused]
    answer |= {
        "form": {name: merged.mine[name] for name in news if name != "bylines"},
        "html": page.fields_anew(outcome.story, merged.mine, news),
        "pictures": [as_json(picture) for picture in pictures_in(merged.mine["body"])] if "body" in news else [],
    }
    if merged.conflicts:
        answer["conflict"] = panel(request, outcome.story, merged)
    return answer
