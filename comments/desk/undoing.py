"""The line on top of a page: what was just done, or what somebody else had done before, and the button that takes it back."""

from django.urls import reverse

from comments import moderation, reach
from comments.desk.page import is_number
from comments.models import Comment, ModerationEvent
from comments.words import counted

MOST = 501


def undoable(request) -> dict:
    """For the decision that the last request took, or was too late for: {undo_sentence, undo_address, undo_label}.

    Nothing of a comment that the person may not see.
    """
    asked = request.GET
    if event := _event(request.user, asked.get("late", "")):
        return _theirs(request.user, event)
    if event := _event(request.user, asked.get("done", "")):
        return _own(event) if event.by_id == request.user.pk else {}
    batch = moderation.batch_id(asked.get("batch", ""))
    return _batch(request.user, batch) if batch else {}


def undo_address(event: ModerationEvent) -> str:
    return reverse("admin:comments_comment_undo", args=[event.pk])


def whose(comment: Comment) -> str:
    return f"“{comment.name or 'somebody'}”"


def _event(user, number: str) -> ModerationEvent | None:
    if not is_number(number):
        return None
    return reach.events_within(user).filter(pk=int(number)).select_related("comment__article", "by").first()


def _own(event: ModerationEvent) -> dict:
    did = "Looked at" if event.was == event.became else event.get_became_display()
    return {"undo_address": undo_address(event), "undo_sentence": f"{did}: {whose(event.comment)}."}


def _theirs(user, event: ModerationEvent) -> dict:
    """What somebody else did meanwhile; taken back by whoever may decide on the comment."""
    if not moderation.may_undo(user, event):
        return {}
    return {
        "undo_address": undo_address(event),
        "undo_sentence": str(moderation.Conflict(event)),
        "undo_label": "Undo theirs",
        "is_late": True,
    }


def _batch(user, batch) -> dict:
    events = list(ModerationEvent.objects.filter(batch=batch, by=user).select_related("comment").order_by("pk")[:MOST])
    if not events:
        return {}
    return {
        "undo_rows": [(event.comment, "") for event in events],
        "undo_address": reverse("admin:comments_comment_undo_all", args=[batch]),
        "undo_sentence": f"{events[0].get_became_display()}: {counted(len(events))}.",
    }
