"""How a decision is answered: the script asks for JSON, everybody else is led on, or back to where they were."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string

from comments import moderation, queue, reach
from comments.desk import reading, ways
from comments.desk.undoing import undo_address
from comments.models import Comment, ModerationEvent
from comments.words import counted


def decided(request, event: ModerationEvent, sentence: str):
    """A decision was taken; `sentence` says which. Who reads one by one is given the next comment."""
    if ways.is_reading(request):
        comment = ways.way_on(request, event.comment)
        reading.take(request, comment)
    else:
        comment = None
    return _done(request, event, sentence, comment, undo_address(event), done=event.pk)


def undone(request, event: ModerationEvent, sentence: str):
    """A decision was taken back; who reads one by one sees its comment again."""
    comment = event.comment if ways.is_reading(request) else None
    return _done(request, event, sentence, comment, "")


def _done(request, event: ModerationEvent, sentence: str, comment: Comment | None, undo: str, **added):
    if not request.accepts("text/html"):
        answer = {"message": sentence, "undo": undo, "version": event.version, "held": queue.held_count(request.user)}
        if ways.is_reading(request):
            return JsonResponse(answer | {"page": reading.page_for(request, comment)})
        return JsonResponse(answer | {"back": ways.way_back(request, **added)})
    if not undo:
        messages.success(request, sentence)
    return _led(request, comment, **added)


def refused(request, comment: Comment, refusal: moderation.Refused):
    """It was not taken, and nothing was changed."""
    event = getattr(refusal, "event", None)
    theirs = event if moderation.may_undo(request.user, event) else None
    if request.accepts("text/html"):
        if theirs is None:
            messages.error(request, refusal.message)
        return _led(request, comment, late=theirs.pk if theirs else "")
    status = 409 if isinstance(refusal, moderation.Conflict | moderation.NotOpen) else 422
    answer = {"message": refusal.message, "undo": undo_address(theirs) if theirs else ""}
    if ways.is_reading(request):
        comment.refresh_from_db()
        answer["page"] = reading.page_for(request, comment)
    return JsonResponse(answer, status=status)


def told(request, outcome: moderation.Outcome, done: str, *, undoable: bool):
    """Of a decision on many: each one that it took, and each one left alone with the reason."""
    say_skipped(request, outcome)
    if undoable and outcome.done:
        return HttpResponseRedirect(ways.way_back(request, batch=outcome.batch), status=303)
    rows = [(event.comment, "") for event in outcome.done]
    messages.success(request, _listed(f"{done}: {counted(len(rows))}.", rows) if rows else f"{done}: nothing.")
    return HttpResponseRedirect(ways.way_back(request), status=303)


def say_skipped(request, outcome: moderation.Outcome) -> None:
    if outcome.skipped:
        rows = [(_shown(comment, why), why) for comment, why in outcome.skipped]
        messages.warning(request, _listed(f"Skipped: {counted(len(rows))}.", rows))


def _shown(comment: Comment, why: str) -> Comment:
    """Of a comment in a section that is not theirs nobody reads the name."""
    return Comment(public_id=comment.public_id) if why == reach.FOREIGN else comment


def _listed(sentence: str, rows: list[tuple[Comment, str]]) -> str:
    """HTML: the sentence, and behind it each comment with why."""
    return render_to_string("admin/comments/_outcome.html", {"sentence": sentence, "rows": rows})


def _led(request, comment: Comment | None, **added) -> HttpResponseRedirect:
    if not ways.is_reading(request):
        return HttpResponseRedirect(ways.way_back(request, **added), status=303)
    kept = {"folder": ways.folder_of(request.POST).name, "q": ways.search_of(request.POST)}
    return HttpResponseRedirect(ways.reading_address(comment, **kept, **added), status=303)
