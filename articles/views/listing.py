"""What all pages of many stories share: a page of thirty by keyset, and one redirect from an earlier address."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles.loading import page_after
from articles.paging import BadCursor, Page, page_of


def page_or_404(request, stories, size: int = 30) -> Page:
    """The stories that the address asks for by `?cursor=`, ready for cards; 404 for a cursor that we never wrote."""
    try:
        return page_of(stories.for_cards(), request.GET.get("cursor", ""), size)
    except BadCursor as error:
        raise Http404("There is no such page.") from error


def list_page(request, template: str, stories, **context):
    """A page of `stories`, with its neighbours: `page`, and `cursor` when it is not the first one."""
    return show(request, template, page_or_404(request, stories), **context)


def behind(request, door: str, of) -> Page:
    """The page that the address asks for of what is live behind a door (`loading.LISTS`); 404 for a cursor that we never wrote."""
    try:
        return page_after(door, of.pk, request.GET.get("cursor", ""))
    except BadCursor as error:
        raise Http404("There is no such page.") from error


def show(request, template: str, page: Page, **context):
    cursor = request.GET.get("cursor", "")
    return render(request, template, {"page": page, "cursor": cursor, "first_address": request.path, **context})


def moved(request, thing):
    """One redirect to where `thing` is now; the way to older stories is kept."""
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{thing.get_absolute_url()}{f'?{query}' if query else ''}")
