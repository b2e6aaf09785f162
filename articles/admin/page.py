"""What the page of a story shows around its form, and the suggestions that it asks for."""

import json

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.loader import render_to_string

from articles import body, compare, revisions, saving, sittings, story_cards
from articles.admin import conflicts, notes
from articles.admin.names import author_names
from articles.admin.outlook import before_it_goes_out
from articles.admin.records import Record, records_of
from articles.forms import StoryForm, said
from articles.forms.moves import clock_sentence
from articles.forms.typed import typed
from articles.models import Article, Stage, Tag
from articles.moves import Move, moves_open_to
from articles.state import public_state
from articles.turn import may

TAKE_TEXT = {"submit", "approve", "publish", "schedule"}  # their buttons save first, so that what is typed goes along
NEXT = {"preview", *TAKE_TEXT}
LIKELY = {
    Stage.DRAFT: ["publish", "submit"],
    Stage.IN_REVIEW: ["approve", "publish"],
    Stage.READY: ["publish", "schedule"],
}
IN_PLACE = {"reschedule", "unschedule"}  # made in the bar itself
RECENT = 5
PANELS = {
    "place": {"section", "tags", "series"},
    "picture": {"lead_picture", "lead_alt", "lead_caption"},
    "search": {"seo_title", "seo_description"},
    "address": {"slug", "language"},
    "people": {"planned_words"},
}
OPEN = {"place", "bylines", "picture"}
SUGGESTED = 10


def context(request, context: dict, story: Article | None) -> dict:
    """For `change_form.html`. `story` is None on the page of a new one."""
    form, bylines = context["adminform"].form, context["inline_admin_formsets"][0].formset
    words = body.words(form.instance.body)
    shown = {
        "form": form,
        "bylines": bylines,
        "author_names": author_names(),
        "words": words,
        "minutes": body.minutes(words),
        "refused": refused(form, bylines),
        "open": OPEN | {panel for panel, fields in PANELS.items() if fields & set(form.errors)},
    }
    shown |= of_story(request.user, story) if story else {}
    return shown | (newer(request, form, bylines) if form.stale else {})


def of_story(user, story: Article) -> dict:
    """Where the story stands, what this person may do with it, and what happened last."""
    shown = standing(user, story)
    return shown | {
        "records": recent(story),
        "threads": json.dumps(notes.as_json(story)),
        "others": sittings.others(story, user=user),
        "planned": story.has_open_plan,
        "may_share": may(user, "share_preview", story),
        "may_assign": may(user, "assign", story),
        **before_it_goes_out(story, shown["state"]),
    }


def standing(user, story: Article) -> dict:
    """What the bar shows."""
    state = public_state(story)
    moves = moves_open_to(user, story, state)
    first = first_of(moves, story)
    moving = first and first.verb == "reschedule"
    return {
        "story": story,
        "state": state,
        "first_move": first,
        "other_moves": [move for move in moves if move is not first and not (moving and move.verb in IN_PLACE)],
        "clock": clock_sentence() if moving else "",
        "take_text": TAKE_TEXT,
        "may_take_over": sittings.may_take_over(user, story),
    }


def fields_anew(story: Article, values: dict, names: list[str]) -> dict[str, str]:
    """The HTML of those parts of the page that are more than a box with a text in it."""
    html = {}
    if "lead_picture" in names:
        html["lead_picture"] = str(StoryForm(initial={"lead_picture": values["lead_picture"]})["lead_picture"])
    if "bylines" in names:
        lines = saving.Bylines(instance=story, prefix=said.PREFIX, queryset=story.bylines.select_related("author"))
        html["bylines"] = render_to_string("admin/articles/article/_byline_rows.html", {"bylines": lines})
    return html


def first_of(moves: list[Move], story: Article) -> Move | None:
    """The move that most people are after at this stage; the others stand in the menu."""
    open_moves = {move.verb: move for move in moves}
    likely = ["reschedule", *LIKELY[story.stage]]  # open only while something is scheduled
    return next((open_moves[verb] for verb in likely if verb in open_moves), None)


def recent(story: Article) -> list[Record]:
    return records_of(story, most=RECENT)[:RECENT]


def refused(form, bylines) -> list[dict]:
    """Every error of the page with the field that it belongs to, for the summary on top; a newer text is told apart."""
    found = [
        {"field": part[name], "message": message}
        for part in [form, *bylines.forms]
        for name, errors in part.errors.items()
        if name != "__all__"
        for message in errors
    ]
    whole = [error for error in form.non_field_errors().data if error.code != "stale"]
    told = [message for error in whole for message in error.messages] + list(bylines.non_form_errors())
    return [*found, *({"field": None, "message": message} for message in told)]


def newer(request, form, bylines) -> dict:
    """What somebody else has saved meanwhile: what differs, and what must be decided."""
    latest = form.instance.revisions.select_related("by").first()
    difference = compare.compare(revisions.thaw(latest), typed(form, bylines))
    shown = {"newer": latest, "difference": difference}
    if outcome := getattr(request, "outcome", None):
        shown |= conflicts.context(form.instance, outcome.merged) | {"base": json.dumps(outcome.base)}
    return shown


def cards(admin, request):
    """GET ?q= → {"stories": [{id, headline, live}…]}: stories that a card in a text can stand for."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100].replace("\0", "")
    return JsonResponse({"stories": story_cards.suggested(admin.get_queryset(request), words, SUGGESTED)})


def tags(admin, request):
    """GET ?q= → {"tags": [name…]}: tags whose name, or another word for them, begins with, else contains, what was typed."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    typed_so_far = request.GET.get("q", "").strip()[:100]
    like = Tag.objects.filter(name__icontains=typed_so_far).select_related("merged_into")
    found = sorted(
        like[: SUGGESTED * 5] if typed_so_far else [],
        key=lambda tag: not tag.name.casefold().startswith(typed_so_far.casefold()),
    )
    return JsonResponse({"tags": list(dict.fromkeys(tag.proper.name for tag in found))[:SUGGESTED]})
