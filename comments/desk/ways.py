"""Where a decision leads: back to the list, to the page of one comment, or on to the next comment to be read."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.urls import reverse

from comments import queue
from comments.folders import FOLDERS, HELD, Folder
from comments.models import PUBLIC_ID, Comment
from comments.words import tidy_line

KEPT = ("folder", "q", "cursor")  # what of the queue's address outlives a decision


def folder_of(asked) -> Folder:
    """The folder that a query or a form names; held comments if it names none that there is."""
    return FOLDERS.get(asked.get("folder"), HELD)


def folder_opened(request) -> Folder:
    """The folder that the address names; says so where there is none of that name."""
    name = request.GET.get("folder") or HELD.name
    if name not in FOLDERS:
        messages.warning(request, f"There is no folder “{tidy_line(name)[:40]}”. These are the held comments.")
    return folder_of(request.GET)


def search_of(asked) -> str:
    return tidy_line(asked.get("q", ""))[:100]


def queue_address(**parts) -> str:
    return f"{reverse('admin:comments_comment_changelist')}{_query(parts)}"


def reading_address(comment: Comment | None = None, **parts) -> str:
    """The page of one comment among others of its folder; without a comment that of the first one."""
    name, of = ("reading", [comment.public_id]) if comment else ("first", [])
    return f"{reverse(f'admin:comments_comment_{name}', args=of)}{_query(parts)}"


def is_reading(request) -> bool:
    """Whether the form was sent by somebody who reads one comment after the other."""
    return bool(request.POST.get("reading"))


def way_back(request, **added) -> str:
    """Where the form came from, with what was `added` to its address."""
    if re.fullmatch(PUBLIC_ID, request.POST.get("one", "")):
        return f"{reverse('admin:comments_comment_change', args=[request.POST['one']])}{_query(added)}"
    return queue_address(**{name: request.POST.get(name, "") for name in KEPT}, **added)


def way_on(request, after: Comment) -> Comment | None:
    """The next comment of the folder that is being read; from its beginning again once the last one is through."""
    folder, search = folder_of(request.POST), search_of(request.POST)
    next_one = queue.next_of(request.user, folder, search, queue.cursor_of(after))
    return next_one or queue.next_of(request.user, folder, search)


def _query(parts: dict) -> str:
    parts = {name: value for name, value in parts.items() if value and (name, value) != ("folder", "pending")}
    return f"{'?' if parts else ''}{urlencode(parts)}"
