"""The same move with many stories: a page that says which and asks, then the verb for each, then what became of each."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import assigning, checklist, revisions, sorting, together, workflow
from articles.admin.history import newest
from articles.forms.together import form_for
from articles.local_time import spoken
from articles.models import Article, Batch
from articles.moves import MOVES, Move
from articles.refusals import MESSAGES, Refused
from articles.state import PublicState, public_state
from articles.together import CLOSED, LeftOut
from articles.turn import PERMISSIONS
from articles.turn import may as may_move

AT_ONCE = 100  # stories in one go
RETAG = Move("retag", "Change tags", lambda a, s: True)
VERBS = {move.verb: move for move in (*MOVES, RETAG)}
DONE = {
    "assign": "assigned",
    "submit": "submitted for review",
    "approve": "approved",
    "publish": "published",
    "withdraw": "withdrawn",
    "retag": "with other tags",
    "trash": "thrown away",
}
UNDONE = {"undo_assign": "assigned as before", "undo_retag": "with the former tags", "undo_trash": "put back"}


def _action(verb: str) -> Callable:
    def action(admin, request, queryset):
        return bulk(admin, request, queryset, VERBS[verb])

    action.__name__ = f"{verb}_selected"
    action.short_description = VERBS[verb].label
    return action


ACTIONS = [_action(verb) for verb in DONE]


def may(user, name: str) -> bool:
    verb = name.removesuffix("_selected")
    return user.has_perm(f"articles.{PERMISSIONS.get(verb, verb)}")


def bulk(admin, request, queryset, move: Move):
    """Asks on the first POST; moves on the second, which carries `confirmed` and what was seen of each story."""
    stories = list(queryset.select_related("section", "assigned_to")[: AT_ONCE + 1])
    if len(stories) > AT_ONCE:
        messages.warning(request, f"Choose up to {AT_ONCE} stories at once.")
        return None
    if "confirmed" not in request.POST:
        return _ask(admin, request, stories, move, form_for(move.verb)())
    form = form_for(move.verb)(request.POST)
    if not form.is_valid():
        return _ask(admin, request, stories, move, form, 400)
    batch = _move_all(request, stories, move, form.cleaned_data)
    return HttpResponseRedirect(reverse("admin:articles_article_batch", args=[batch.pk]))


def _ask(admin, request, stories: list[Article], move: Move, form, status: int = 200):
    ready, skipped = [], []
    for story in stories:
        reason = why_not(request.user, story, move, public_state(story))
        skipped.append((story, reason)) if reason else ready.append(story)
        story.assignment = assigning.token(story)
    context = {
        "title": f"{move.label}: {counted(len(ready))}",
        "move": move,
        "form": form,
        "ready": ready,
        "skipped": skipped,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return _page(admin, request, "bulk", context, status)


def _page(admin, request, name: str, context: dict, status: int = 200):
    common = {**admin.admin_site.each_context(request), "opts": admin.opts, "media": admin.media}
    return TemplateResponse(request, f"admin/articles/article/{name}.html", common | context, status=status)


def counted(number: int) -> str:
    return f"{number} {'story' if number == 1 else 'stories'}"


def why_not(user, story: Article, move: Move, state: PublicState) -> str:
    """Why this story is left out, as a sentence; empty when it is not."""
    if not may_move(user, move.verb, story):
        return CLOSED
    if move.verb == "publish" and state.ever:
        return "It has been public before: publish it on its own page, where the kind of change is asked."
    if move.verb == "publish" and state.next:
        return "It is scheduled already."
    if move.verb == "publish" and story.under_embargo(state.at):
        return MESSAGES["embargoed"].format(when=spoken(story.embargo_until))
    if move.verb == "trash" and state.ever:
        return "Readers have seen it: it can be withdrawn, not thrown away."
    if move.open_when(story, state):
        return _stopped(story) if move.verb == "publish" else ""
    return f"Not possible now. {story.get_stage_display()}; {state.word}."


def _stopped(story: Article) -> str:
    """What the checklist says against it: many at once go out without a reason, so nothing is overridden here."""
    found = checklist.check(revisions.thaw(newest(story)))
    stops = [finding for finding in checklist.stopping(found) if not finding.fixed]  # of those the verb itself tells
    return f"The checklist stops it. {' '.join(finding.message for finding in stops)}" if stops else ""


def _move_all(request, stories: list[Article], move: Move, said: dict) -> Batch:
    seen = _seen(request)

    def call(story: Article) -> dict | None:
        if reason := why_not(request.user, story, move, public_state(story)):
            raise LeftOut(reason)
        if story.pk not in seen:
            raise LeftOut("It was not on the page that you confirmed.")
        return _call(request.user, story, move, seen[story.pk], said)

    return together.make(move.verb, stories, call, by=request.user)


def _seen(request) -> dict[int, tuple[int, int, str]]:
    """What the page showed of each story, by its id: its two versions, and who was on it and until when."""
    found = {}
    for text in request.POST.getlist("seen"):
        numbers, _, assignment = text.partition(" ")
        parts = numbers.split("-")
        if len(parts) == 3 and all(part.isdecimal() and len(part) < 19 for part in parts):
            found[int(parts[0])] = (int(parts[1]), int(parts[2]), assignment)
    return found


def _call(by, story: Article, move: Move, seen: tuple[int, int, str], said: dict) -> dict | None:
    """What the undo needs, if there is one."""
    version, public_version, assignment = seen
    if move.verb == "assign":
        assigning.assign(story, by=by, seen=assignment, **said)
        return {"was": assignment, "left": assigning.token(story)}
    if move is RETAG:
        return sorting.retag(story, by=by, seen=version, **said)
    if move.verb == "publish" and version != story.version:
        raise Refused("text_changed")
    counter = version if move.verb in {"submit", "approve"} else public_version
    getattr(workflow, move.verb)(story, by=by, seen=counter, **said)
    return {"public_version": story.public_version}


# What became of it


def batch(admin, request, key):
    """`together/<key>/`: what was done and what was left out and why, with the way back. Only for whoever did it."""
    found = get_object_or_404(Batch, pk=key, by=request.user)
    done = {**DONE, **UNDONE}[found.verb]
    context = {
        "title": f"{counted(len(found.done))} {done}",
        "batch": found,
        "undoable": found.verb in together.UNDO and found.done and not found.undone_at,
        "withdraw": found.verb == "publish" and found.done and may(request.user, "withdraw"),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return _page(admin, request, "batch", context)


def undo(admin, request, key):
    """POST `together/<key>/undo/`: takes the whole back; what somebody has changed meanwhile is left as it is, and named."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = get_object_or_404(Batch, pk=key, by=request.user)
    try:
        found = together.undo(found, by=request.user)
    except Refused as refusal:
        messages.warning(request, refusal.message)
    return HttpResponseRedirect(reverse("admin:articles_article_batch", args=[found.pk]))
