"""The Save button, where others saved meanwhile: what can stand together is saved, the rest is put before its writer.

Autosave does the same for pages with a script. Here it happens to the form that a browser sends, before the form is
looked at; so the page that shows a conflict is the form itself, with a choice for each part.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from articles import compare, merge, revisions, saving, sittings
from articles.admin.autosave import choices_of
from articles.forms import said
from articles.models import Article


def bring_together(admin, request, pk) -> None:
    """Puts the merged text in the place of what was sent. A conflict leaves the form stale, which says so (409)."""
    story = _story(admin, request, pk)
    if story is None:
        return
    request.__dict__.pop("outcome", None)
    typed = request.__dict__.setdefault("typed", request.POST)  # as it came: a second look begins from it again
    base, stale = said.read_base(typed.get("base", "")), typed.get("version") != str(story.version)
    if stale or base:
        request.POST = _merged(request, story, typed, base)
    elif not said.lines_fit(typed, story):
        request.POST = _with(typed, said.lines_as_post(said.read(typed)["bylines"], story))


def _story(admin, request, pk) -> Article | None:
    if request.method != "POST" or not str(pk or "").isdecimal() or len(str(pk)) > 18:
        return None
    if not admin.has_change_permission(request) or sittings.taken(request.user, request.POST.get("tab", "")):
        return None
    return admin.get_queryset(request).filter(pk=pk).first()


def _merged(request, story: Article, typed: QueryDict, base: dict | None) -> QueryDict:
    mine = said.read(typed)
    base = base or _base(story, typed.get("version", ""))
    merged = merge.merge(base, mine, said.of(story), choices_of(typed), said.LABELS)
    if merged.conflicts:
        return _undecided(request, story, typed, base)
    return _with(typed, said.as_post(merged.values, story))


def _undecided(request, story: Article, typed: QueryDict, base: dict | None) -> QueryDict:
    """Saves what can be saved, keeps the whole text aside, and leaves the form stale: the page then asks."""
    with transaction.atomic():
        outcome = saving.save(
            story,
            request.user,
            said.read(typed),
            version=None,
            base=base,
            base_lost=base is None,
            choices=choices_of(typed),
        )
    request.outcome = outcome
    return _with(typed, said.as_post(outcome.merged.mine, story) | {"version": "-1"})


def _base(story: Article, version: str) -> dict | None:
    """What the page began from, if that text is in the history still."""
    if not version.isdecimal() or len(version) > 9:
        return None
    revision = story.revisions.filter(version=version).first()
    return revision and said.of_content(revisions.thaw(revision), story)


def _with(typed: QueryDict, values: dict) -> QueryDict:
    data = typed.copy()
    for name in [name for name in data if name.startswith(f"{said.PREFIX}-")]:
        del data[name]
    for name, value in values.items():
        data[name] = str(value)
    return data


def unsaved(admin, request):
    """POST …/unsaved/: what a text found in the browser would change in the story as it is now. Reads only.

    `story` is its number, none for a new one; `tab` and `key` of a save that was not answered say whether it came.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_view_permission(request):
        raise PermissionDenied
    pk = request.POST.get("story", "")
    story = get_object_or_404(admin.get_queryset(request), pk=pk) if pk.isdecimal() and len(pk) < 19 else Article()
    found, now = said.read(request.POST), said.of(story)
    difference = compare.compare(saving.content_of(now, story), saving.content_of(found, story))
    html = render_to_string("admin/articles/article/_difference.html", {"difference": difference})
    return JsonResponse({"same": not said.changed(found, now), "html": html, "version": story.version})
