"""Closes or opens the replies to the story of a comment."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from comments import moderation
from comments.desk.page import for_moderators
from comments.models import Comment

VERBS = {"close": (moderation.close_thread, "closed"), "open": (moderation.open_thread, "open again")}


@require_POST
@for_moderators
def thread(request, public_id: str, verb: str):
    if verb not in VERBS:
        raise Http404("There is no such verb.")
    comment = get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
    decision, done = VERBS[verb]
    decision(comment.article, by=request.user)
    messages.success(request, f"Replies to this story are {done}.")
    return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[public_id]), status=303)
