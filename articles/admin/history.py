"""What happened to a story, what changed between two of its texts, and bringing one of them back."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import compare as comparing
from articles import revisions, workflow
from articles.admin import amendments
from articles.admin.records import records_of
from articles.forms.fields import direction
from articles.models import Article, Revision
from articles.refusals import Refused
from articles.state import public_state
from articles.turn import may
from library.models import Picture

SHOWN = 60
CHOICE = 200  # revisions in the two lists to choose from


def history(admin, request, pk):
    """`<id>/history/`, newest first; `?before=` goes on with older records."""
    story = _story(admin, request, pk)
    records = records_of(story, SHOWN + 1, _instant(request.GET.get("before", "")))
    older = records[SHOWN - 1].at.isoformat() if len(records) > SHOWN else ""
    context = {
        "title": f"History: {story}",
        "records": records[:SHOWN],
        "older": older,
        "choice": _choice(story),
        "state": public_state(story),
    }
    return _page(admin, request, story, "history", context)


def compare(admin, request, pk: int, refusal: Refused | None = None):
    """`<id>/compare/?a=&b=`: what changed from the revision `a` to `b`. Without `b` to the newest; without `a` from the one before `b`."""
    story = _story(admin, request, pk)
    now = asked_revision(story, request.GET.get("b")) or newest(story)
    was = asked_revision(story, request.GET.get("a")) or _before(now) or now
    context = {
        "title": f"Compare: {story}",
        "was": was,
        "now": now,
        "difference": with_pictures(comparing.compare(revisions.thaw(was), revisions.thaw(now))),
        "choice": _choice(story, was, now),
        "may_restore": may(request.user, "restore", story),
        "refusal": refusal,
        "language": story.language,
        "direction": direction(story.language),
    }
    return _page(admin, request, story, "compare", context, 409 if refusal else 200)


def with_pictures(difference: comparing.Comparison) -> comparing.Comparison:
    """Each row that is about pictures gets them: the one that went, the one that came. One query, if there are any."""
    rows = [*difference.parts, *(row for stretch in difference.body for row in stretch.rows)]
    wanted = {pk for row in rows for pk in (row.went, row.came) if pk}
    found = Picture.objects.in_bulk(wanted) if wanted else {}
    for row in rows:
        row.images = [(kind, found[pk]) for kind, pk in (("went", row.went), ("came", row.came)) if pk in found]
    return difference


def restore(admin, request, pk: int):
    """POST `<id>/restore/` with `revision` and the `version` seen: makes that text the working copy."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    story = _story(admin, request, pk)
    if not may(request.user, "restore", story):
        raise PermissionDenied
    revision = asked_revision(story, request.POST.get("revision"))
    if revision is None:
        raise Http404("There is no such text of this story.")
    try:
        workflow.restore(story, by=request.user, revision=revision, seen=_number(request.POST.get("version")))
    except Refused as refusal:
        return compare(admin, request, pk, refusal)
    messages.success(request, "The earlier text is back. The one that it replaced is still in the history.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[story.pk]))


def _story(admin, request, pk) -> Article:
    if not admin.has_view_permission(request):
        raise PermissionDenied
    return get_object_or_404(admin.get_queryset(request).select_related("saved_by"), pk=_number(pk))


def newest(story: Article) -> Revision:
    """The working copy as it was saved last. An amendment of the live text may be newer, and is not it."""
    kept = story.revisions.select_related("by")
    found = kept.filter(digest=story.content_digest).first() or kept.first()
    if found is None:
        raise Http404("Nothing of this story has been saved yet.")
    return found


def _number(text) -> int:
    """A whole number that somebody sent; -1, which nothing has, for anything else."""
    return int(text) if str(text).isdecimal() and len(str(text)) < 18 else -1


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):  # no instant, or one before the first or after the last of all days
        return None


def asked_revision(story: Article, pk) -> Revision | None:
    """The revision of this very story; None when none is asked for; 404 for any other."""
    texts = Revision.every.filter(article=story).select_related("by")
    return get_object_or_404(texts, pk=_number(pk)) if pk else None


def _before(revision: Revision) -> Revision | None:
    older = Revision.objects.filter(article=revision.article_id, at__lte=revision.at, pk__lt=revision.pk)
    return older.select_related("by").first()


def _choice(story: Article, *shown: Revision) -> list[Revision]:
    found = list(Revision.every.filter(article=story).select_related("by").defer("content")[:CHOICE])
    found += [revision for revision in shown if revision not in found]
    made = amendments.texts_of(story)
    for each in found:
        each.what = f"amended: {made[each.pk].label}" if each.pk in made else each.get_kind_display().lower()
    return found


def _page(admin, request, story: Article, name: str, context: dict, status: int = 200):
    common = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "story": story,
        "media": admin.media,
    }
    return TemplateResponse(request, f"admin/articles/article/{name}.html", common | context, status=status)
