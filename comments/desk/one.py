"""One comment, with everything that was ever decided on it."""

from django.shortcuts import get_object_or_404

from comments import queue, reach
from comments.desk.page import draw, for_moderators
from comments.desk.undoing import undoable
from comments.links import paragraphs
from comments.models import Mode, Policy
from comments.picks import may_pick
from comments.policies import policy_for


@for_moderators
def one(request, public_id: str):
    return page(request, public_id)


def page(request, public_id: str, more: dict | None = None, status: int = 200):
    """`more` is what else stands there: a message to the author that was refused."""
    comment = get_object_or_404(queue.with_context(reach.within(request.user)), public_id=public_id)
    events = list(comment.events.select_related("by"))
    context = {
        "single": True,
        "title": f"Comment by {comment.name or 'somebody'}",
        "item": queue.items_for(request.user, [comment])[0],
        "events": events,
        "reported": list(comment.reports.unanswered()),
        "may_pick": may_pick(request.user, comment),
        "former": [(each, paragraphs(each.text)) for each in comment.revisions.all()],
        "received": queue.received(comment, events),
        "policy": policy_for(comment.article),
        "closed": Policy.objects.select_related("by").filter(article=comment.article_id, mode=Mode.CLOSED).first(),
    }
    return draw(request, "admin/comments/one.html", context | undoable(request) | (more or {}), status)
