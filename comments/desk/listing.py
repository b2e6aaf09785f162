"""The queue as a list: a folder of comments, held ones unless another is chosen."""

from django.http import Http404

from comments import queue
from comments.desk import ways
from comments.desk.page import draw, for_moderators
from comments.desk.undoing import undoable
from comments.folders import FOLDERS


@for_moderators
def listing(request):
    folder, search = ways.folder_opened(request), ways.search_of(request.GET)
    try:
        page = queue.page_of(request.user, folder, search, request.GET.get("cursor", ""))
    except queue.BadCursor as error:
        raise Http404("There is no such page.") from error
    asked = {"folder": folder.name, "q": search}
    context = {
        "title": "Comments",
        "page": page,
        "folder": folder.name,
        "here": folder,
        "search": search,
        "folders": [(each, each.count(request.user) if each.is_work else "") for each in FOLDERS.values()],
        "bulk": folder.verbs(),
        "next_address": ways.queue_address(**asked, cursor=page.next_cursor) if page.next_cursor else "",
        "first_address": ways.queue_address(**asked),
        "reading_address": ways.reading_address(**asked),
        "is_first": not request.GET.get("cursor"),
    }
    return draw(request, "admin/comments/queue.html", context | undoable(request))
