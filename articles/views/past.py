"""What became of stories after their first publication: the versions of one, and all corrections of the newspaper."""

from django.http import Http404
from django.shortcuts import render

from articles import changes
from articles.models import Edition
from articles.paging import BadCursor, Page, page_of
from articles.views.article import no_page

VERSIONS = 20  # on a page of a story's history: each is compared word by word
CORRECTIONS = 20
HISTORY = "history/"


def history(request, **_parts):
    """The versions of a story, newest first; there for as long as the story itself is."""
    path = request.path_info.removesuffix(HISTORY)
    edition = Edition.objects.live().with_section().filter(address=path).order_by("-live_from").first()
    if edition is None:
        return no_page(request, path, HISTORY)
    page = _page(request, changes.history_of(edition.article_id), VERSIONS)
    return _render(
        request,
        "history",
        page,
        edition=edition,
        versions=changes.with_texts(page.items),
        hides=changes.hidden_kinds(),
    )


def corrections(request):
    """All corrections, clarifications and retractions, newest first. Of a story that is down only the day and the kind."""
    page = _page(request, changes.noted(), CORRECTIONS)
    return _render(
        request, "corrections", page, corrections=changes.with_texts(page.items, changes.live_now(page.items))
    )


def _page(request, editions, size: int) -> Page:
    try:
        return page_of(editions, request.GET.get("cursor", ""), size)
    except BadCursor as error:
        raise Http404("There is no such page.") from error


def _render(request, name: str, page: Page, **context):
    cursor = request.GET.get("cursor", "")
    context |= {"page": page, "cursor": cursor, "first_address": request.path}
    return render(request, f"articles/{name}.html", context)
