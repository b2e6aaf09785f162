"""One comment at a time, with everything around it that a decision needs; after each decision comes the next one.

The script asks for the same pages as JSON, and puts them in place without a new page.
"""

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from comments import leases, queue, reach
from comments.desk import ways
from comments.desk.page import draw, for_moderators, frame
from comments.desk.undoing import undoable
from comments.folders import FOLDERS
from comments.models import Comment

TEMPLATE, PART = "admin/comments/reading.html", "admin/comments/_reading.html"


@for_moderators
def first(request):
    """`?folder=…&q=…&after=…` or `…&before=…`: leads to the next comment that is in nobody's hands, or says that there is none."""
    comment = _next(request)
    if not request.accepts("text/html"):
        return JsonResponse({"page": page_for(request, comment)})
    ways.folder_opened(request)
    if comment is None:
        return draw(request, TEMPLATE, _context(request, None) | undoable(request))
    return HttpResponseRedirect(ways.reading_address(comment, **_asked(request.GET)))


@for_moderators
def reading(request, public_id: str):
    """This comment, among those of a folder."""
    comment = get_object_or_404(queue.with_context(reach.within(request.user)), public_id=public_id)
    ways.folder_opened(request)
    return draw(request, TEMPLATE, _context(request, comment) | undoable(request))


def take(request, comment: Comment | None) -> None:
    """Takes in hand what is shown next."""
    if comment is not None:
        leases.take(comment, by=request.user)


def page_for(request, comment: Comment | None) -> dict:
    """What the script puts in place of the comment that was shown: {html, address, id}."""
    context = frame(request) | _context(request, comment)
    return {
        "html": render_to_string(PART, context, request),
        "address": ways.reading_address(comment, **_asked(_said(request))),
        "id": comment.public_id if comment else "",
    }


def _next(request) -> Comment | None:
    folder, search = ways.folder_of(request.GET), ways.search_of(request.GET)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = queue.next_of(request.user, folder, search, after or before, backwards=bool(before))
    except queue.BadCursor as error:
        raise Http404("There is no such place.") from error
    return found or queue.next_of(request.user, folder, search, backwards=bool(before))


def _context(request, comment: Comment | None) -> dict:
    asked = _said(request)
    folder = ways.folder_of(asked)
    found = {
        "title": "Comments, one by one",
        "folder": folder.name,
        "here": folder,
        "search": ways.search_of(asked),
        "waiting": folder.count(request.user),
        "list_address": ways.queue_address(**_asked(asked)),
    }
    return found | (_around(request, comment) if comment else {"others": _other_work(request, folder)})


def _around(request, comment: Comment) -> dict:
    earlier, later = queue.neighbours(comment)
    cursor, asked = queue.cursor_of(comment), _asked(_said(request))
    return {
        "item": queue.items_for(request.user, [comment])[0],
        "earlier": earlier,
        "later": later,
        "next_address": ways.reading_address(**asked, after=cursor),
        "previous_address": ways.reading_address(**asked, before=cursor),
    }


def _other_work(request, here) -> list[tuple]:
    """When a folder is through: (folder, how many wait there) for those in which something does."""
    counts = [(folder, folder.count(request.user)) for folder in FOLDERS.values() if folder.is_work]
    return [(folder, number) for folder, number in counts if number != "0"]


def _said(request):
    return request.POST if request.method == "POST" else request.GET


def _asked(asked) -> dict:
    return {"folder": ways.folder_of(asked).name, "q": ways.search_of(asked)}
