"""One page for every move: GET says what would happen and asks what it must, POST calls the verb."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from articles import assigning, body, checklist, clock, revisions
from articles.admin import amendments
from articles.admin.calendar import way_back
from articles.admin.calls import call, done
from articles.admin.consequences import consequences
from articles.admin.history import newest
from articles.admin.kept import typed_words
from articles.admin.outlook import amended, outlook
from articles.editions import NEEDED
from articles.forms import MoveForm, form_for
from articles.local_time import spoken
from articles.models import Article, Edition, Revision
from articles.moves import MOVES, Move
from articles.refusals import Refused
from articles.state import PublicState, public_state
from articles.turn import may

VERBS = {move.verb: move for move in MOVES}
COLLISIONS = {"conflict", "text_changed", "busy", "going_out", "already_scheduled", "nothing_scheduled", "wrong_stage"}
PARTS = {
    "body": "text",
    "lead": "lead picture",
    "bylines": "byline",
    "pictures": "words of the pictures",
    "seo_title": "title for search engines",
    "seo_description": "description for search engines",
}  # what people call a part of the story
FROZEN_NOW = {"submit", "approve", "publish", "schedule"}  # moves of the newest text


def move(admin, request, pk: int, verb: str):
    """`<id>/<verb>/`: 403 without the right, 400 or 409 when the verb refuses, with all that was typed."""
    asked, was_typed = VERBS[verb], request.method == "POST" and "text" in VERBS[verb].asks
    if was_typed and not admin.get_queryset(request).filter(pk=pk).exists():
        return typed_words(admin, request, 404)
    story = _story(admin, request, pk)
    if not may(request.user, verb, story):
        if was_typed:
            return typed_words(admin, request, 403)
        raise PermissionDenied
    state = public_state(story)
    if request.method != "POST":
        return _page(
            admin, request, story, state, _form(request, story, asked, state, initial=_seen(story, asked, state))
        )
    form = _form(request, story, asked, state, request.POST)
    if not form.is_valid():
        return _page(admin, request, story, state, form, 400)
    try:
        result = call(story, request.user, asked, form.cleaned_data, form.patch)
    except Refused as refusal:
        return _refused(admin, request, pk, form, refusal)
    _tell(request, asked, story, state, result)
    return HttpResponseRedirect(way_back(story, form.cleaned_data.get("back", "")))


def _form(request, story: Article, move: Move, state: PublicState, *args, **kwargs) -> MoveForm:
    """Who may not override the checklist is not asked for a reason."""
    form = form_for(move)(move, state, *args, **kwargs)
    if not may(request.user, "override", story):
        form.fields.pop("override", None)
    return form


def _story(admin, request, pk: int) -> Article:
    return get_object_or_404(admin.get_queryset(request).select_related("section", "saved_by"), pk=pk)


def _seen(story: Article, move: Move, state: PublicState) -> dict:
    """What this person decides on: the counters, the newest text, the end as it is."""
    seen = {"version": story.version, "public_version": story.public_version, "revision": newest(story).pk}
    if move.verb == "amend" and state.current:
        seen["revision"] = state.current.revision_id
    if move.verb == "expire" and (last := state.next or state.current):
        seen["at"] = last.live_until
    if move.verb in {"set_embargo", "schedule"} and story.under_embargo(state.at):
        seen["at"] = story.embargo_until
    if move.verb == "reschedule" and state.next:
        seen["at"] = state.next.live_from
    if "who" in move.asks:
        seen |= assigning.as_it_is(story)
    return seen


def _refused(admin, request, pk: int, sent: MoveForm, refusal: Refused):
    """The page anew, with the story as it is at this moment: pressing the button again decides on that."""
    story, move = _story(admin, request, pk), sent.move
    state = public_state(story, clock.read())
    (typed, crossed), seen = sent.typed_anew(state), _seen(story, move, state)
    for counter in {"version", "public_version", "revision", "assignment"} & set(seen):
        typed[counter] = seen[counter]
    form = _form(request, story, move, state, typed)
    form.refuse(refusal)
    if crossed:
        form.add_error(None, _crossed(story, crossed, sent.cleaned_data["revision"], seen["revision"]))
    return _page(admin, request, story, state, form, 409 if refusal.code in COLLISIONS else 400)


def _crossed(story: Article, parts: list[str], began: int, live: int):
    """What two people amended at a time, with a look at what the other one did."""
    named = ", ".join(PARTS.get(part, part) for part in parts)
    address = f"{reverse('admin:articles_article_compare', args=[story.pk])}?a={began}&b={live}"
    sentence = 'Somebody else has amended this meanwhile: {}. What you typed there would replace it. <a href="{}">See what they changed</a>'
    return format_html(sentence, named, address)


def _tell(request, move: Move, story: Article, before: PublicState, result) -> None:
    if move.verb == "unschedule":
        return messages.success(request, _unscheduled(request, story, before.next))
    messages.success(request, done(move, story, result))
    if move.verb == "amend":
        _tell_of_the_scheduled(request, story)
        for place, part in result:
            messages.warning(request, _not_carried(story, place, part))


def _tell_of_the_scheduled(request, story: Article) -> None:
    """Where an amendment was carried into what is scheduled: what the checklist finds in that now."""
    coming = public_state(story, clock.read()).next
    if not coming or coming.revision_id not in amendments.texts_of(story):
        return
    found = checklist.check(revisions.thaw(coming.revision), coming.live_from)
    sentence = f"The same change is in the version that is scheduled for {spoken(coming.live_from)}."
    words = " ".join(finding.message for finding in found)
    if words:
        messages.warning(request, f"{sentence} The checklist finds in it: {words}")
    else:
        messages.success(request, f"{sentence} The checklist finds nothing in it.")


def _unscheduled(request, story: Article, dropped: Edition) -> str:
    """The sentence, with the button that schedules the same text for the same time again."""
    return render_to_string("admin/articles/article/_unscheduled.html", {"story": story, "was": dropped}, request)


def _not_carried(story: Article, place: str, part: str):
    """A part of an amendment that stands otherwise elsewhere, with a look at both texts."""
    state = public_state(story, clock.read())
    other = state.next.revision_id if place == "scheduled" else newest(story).pk
    where = "scheduled version" if place == "scheduled" else place
    address = f"{reverse('admin:articles_article_compare', args=[story.pk])}?a={state.current.revision_id}&b={other}"
    sentence = 'The {} has another {}: the change was not carried over there. <a href="{}">See both</a>'
    return format_html(sentence, where, PARTS.get(part, part), address)


def _page(admin, request, story: Article, state: PublicState, form: MoveForm, status: int = 200):
    revision, move = newest(story), form.move
    content = about(move, state, revision)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": f"{move.label}: {story}",
        "story": story,
        "move": move,
        "state": state,
        "form": form,
        "media": admin.media + form.media,
        "open": move.open_when(story, state),
        "goes_out": content,
        "revision": revision if move.verb in FROZEN_NOW else None,
        "words": body.words(content["body"]) if content else 0,
        "missing": [word for name, word in NEEDED.items() if content and not content[name]],
        "since": state.last,
        "consequences": consequences(move, state),
        "later": _later(request, story, state, move),
        "live_language": state.current.language if state.current else story.language,
    }
    if content:
        context |= outlook(request.user, story, move, state, content, form.starts_at)
    elif "text" in move.asks:
        context |= amended(request.user, story, form)
    return TemplateResponse(request, "admin/articles/article/move.html", context, status=status)


def _later(request, story: Article, state: PublicState, move: Move) -> MoveForm | None:
    """The fields of *schedule* on the page of *publish*, if the text may as well go out at a time of its own."""
    schedule = VERBS["schedule"]
    if move.verb != "publish" or not schedule.open_when(story, state) or not may(request.user, "schedule", story):
        return None
    return _form(request, story, schedule, state, initial=_seen(story, schedule, state))


def about(move: Move, state: PublicState, revision: Revision) -> dict | None:
    """The text that the move is about, as it was frozen; None for a move that is about no text."""
    if move.verb in FROZEN_NOW:
        return revisions.thaw(revision)
    if move.verb in {"reschedule", "unschedule"} and state.next:
        return revisions.thaw(state.next.revision)
    return None
