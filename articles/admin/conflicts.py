"""Where two people wrote different words: both, side by side, with a choice for each part."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from articles.compare.words import ADDED, REMOVED, SAME, Run, runs
from articles.forms import StoryForm
from articles.forms.fields import direction
from articles.merge import BOTH, MINE, THEIRS, Conflict, Merged, plain_words
from articles.models import Article

WHAT = {"section", "series", "lead_picture", "language"}  # chosen, not written


@dataclass
class Side:
    """What one of the two wrote; `changed` marks the words that the other has not."""

    value: str
    runs: list[Run]
    changed: str
    gone: bool


@dataclass
class Choice:
    name: str
    label: str
    theirs: Side
    mine: Side
    both: bool

    @property
    def options(self) -> list[tuple[str, str]]:
        words = [(MINE, "Take mine"), (THEIRS, "Take theirs")]
        return words + ([(BOTH, "Keep both, theirs first")] if self.both else [])


def choices(story: Article, merged: Merged) -> list[Choice]:
    return [_choice(story, conflict) for conflict in merged.conflicts]


def _choice(story: Article, conflict: Conflict) -> Choice:
    mine, theirs = (_words(story, conflict, text) for text in (conflict.mine, conflict.theirs))
    found = runs(theirs, mine)
    return Choice(
        conflict.name,
        conflict.label or "A paragraph of the text",
        Side(THEIRS, [run for run in found if run.kind in (SAME, REMOVED)], REMOVED, not theirs),
        Side(MINE, [run for run in found if run.kind in (SAME, ADDED)], ADDED, not mine),
        conflict.of_body and bool(mine) and bool(theirs),
    )


def _words(story: Article, conflict: Conflict, text: str) -> list:
    if conflict.name in WHAT and text:
        return plain_words(conflict, _shown(conflict.name, text))
    return plain_words(conflict, text)


def _shown(name: str, value: str) -> str:
    """The name of what a list's value stands for."""
    field = StoryForm.base_fields[name]
    if name == "lead_picture":
        found = field.queryset.filter(pk=value).first() if value.isdecimal() else None
        return str(found) if found else value
    if not hasattr(field, "choices"):
        return value.replace("T", " ")
    return next((str(label).strip() for key, label in field.choices if str(key) == value), value)


def context(story: Article, merged: Merged) -> dict:
    newest = story.revisions.select_related("by").first()
    return {
        "choices": choices(story, merged),
        "newer": newest,
        "language": story.language,
        "direction": direction(story.language),
    }


def panel(request, story: Article, merged: Merged) -> str:
    given = context(story, merged) | {"story": story, "user": request.user, "scripted": True}
    return render_to_string("admin/articles/article/_conflict.html", given, request=request)
