"""Picking a comment, from its own page at the desk."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from comments import picks, reach
from comments.desk.page import permit
from comments.models import Comment

DONE = {"pick": "Readers see it among the editors’ picks.", "unpick": "It is no pick any more."}
NOT_DONE = "Nothing was changed: somebody else was faster, or it is no longer approved."


@require_POST
def pick(request, public_id: str, verb: str):
    """`verb` is `pick` or `unpick`."""
    permit(request, picks.PERMISSION)
    comment = get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
    reach.permit(request.user, comment)
    if verb not in picks.VERBS:
        raise Http404("There is no such verb.")
    if comment.state == "approved" and picks.VERBS[verb](comment, by=request.user):
        messages.success(request, DONE[verb])
    else:
        messages.warning(request, NOT_DONE)
    return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[public_id]), status=303)
