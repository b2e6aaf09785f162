"""A decision on one comment, and taking it back."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from comments import moderation, queue, words
from comments.desk import answers
from comments.desk.page import for_moderators
from comments.desk.undoing import whose
from comments.models import Comment, ModerationEvent


@require_POST
@for_moderators
def act(request, public_id: str, verb: str):
    comment = get_object_or_404(queue.with_context(Comment.objects), public_id=public_id)
    known = verb_called(verb)
    more = {"reason": request.POST.get("reason", ""), "note": words.tidy(request.POST.get("note", ""))}
    try:
        event = moderation.act(verb, comment, by=request.user, seen=version_seen(request.POST.get("seen")), **more)
    except moderation.Refused as refusal:
        return answers.refused(request, comment, refusal)
    return answers.decided(request, event, f"{known.done.capitalize()}: {whose(comment)}.")


@require_POST
@for_moderators
def undo(request, event: int):
    undone = get_object_or_404(ModerationEvent.objects.select_related("comment__article"), pk=event)
    try:
        made = moderation.undo(undone, by=request.user)
    except moderation.Refused as refusal:
        return answers.refused(request, undone.comment, refusal)
    now = made.get_became_display().lower()
    return answers.undone(request, made, f"Undone: {whose(made.comment)} is {now} again.")


def verb_called(name: str) -> moderation.Verb:
    """Raises Http404."""
    if name not in moderation.VERBS:
        raise Http404("There is no such verb.")
    return moderation.VERBS[name]


def version_seen(value: str | None) -> int:
    """The version that the moderator saw; 0, which no comment has, for anything else."""
    return int(value) if value and value.isdecimal() and len(value) < 10 else 0
