"""The week's changes to live stories: who changed what, of which kind, with the words and the way to both texts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from articles import changes as changing
from articles import limits, weekly
from articles.models import Change
from articles.paging import BadCursor, page_of
from articles.weekly import Week

SHOWN = 40


def changes(admin, request):
    """`changes/?week=2026-W48&kind=correction`: this week and all kinds, if nothing is asked for.

    Whose roles hold in some sections only sees the changes of stories that they may open.
    """
    if not request.user.has_perm("articles.review_changes"):
        raise PermissionDenied
    week, kind = _week(request), request.GET.get("kind", "")
    stories = None if limits.sections_of(request.user) is None else admin.get_queryset(request)
    editions = changing.between(*week.span, stories).select_related("by", "article")
    if kind in Change.values:
        editions = editions.filter(change=kind)
    page = _page(request, editions)
    found = changing.with_texts(page.items)
    counts = weekly.counts(week, stories)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "media": admin.media,
        "title": "Changes to live stories",
        "week": week,
        "kind": kind if kind in Change.values else "",
        "counts": [(each, weekly.counted(each, many), many) for each, many in counts],
        "total": sum(many for _, many in counts),
        "people": weekly.people(week, stories),
        "changes": [(change, weekly.compare_address(change)) for change in found],
        "page": page,
        "cursor": request.GET.get("cursor", ""),
    }
    return TemplateResponse(request, "admin/articles/changes.html", context)


def _week(request) -> Week:
    try:
        return weekly.week_called(request.GET["week"]) if request.GET.get("week") else weekly.this_week()
    except ValueError as error:
        raise Http404(str(error)) from error


def _page(request, editions):
    try:
        return page_of(editions, request.GET.get("cursor", ""), SHOWN)
    except BadCursor as error:
        raise Http404("There is no such page.") from error
