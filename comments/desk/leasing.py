"""What the script says while a comment is in hand: still here, on to another, gone."""

import re

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from comments import leases, reach
from comments.desk.page import for_moderators
from comments.models import PUBLIC_ID, Comment


@require_POST
@for_moderators
def lease(request, public_id: str):
    """Takes the comment in hand, or renews that; `instead` lays another down, `drop` this one. Answers who else has it."""
    instead = public_id if request.POST.get("drop") else request.POST.get("instead", "")
    if re.fullmatch(PUBLIC_ID, instead):
        leases.drop(instead, by=request.user)
    if request.POST.get("drop"):
        return JsonResponse({"holder": ""})
    comment = get_object_or_404(Comment.objects.select_related("article", "leased_by"), public_id=public_id)
    reach.permit(request.user, comment)
    taken = leases.take(comment, by=request.user)
    return JsonResponse({"holder": "" if taken else comment.leased_by.name})
