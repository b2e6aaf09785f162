"""Saving as one writes: whatever can be taken is, and what cannot is named. Nothing typed is thrown away.

`save` takes what a page says (`forms.said`), brings it together with what others saved meanwhile, leaves out the fields
that the form refuses, and writes the rest as the person's working revision. Where the same words were changed by two
people, theirs stand, and the whole text of this page is kept aside.
"""

from dataclasses import dataclass, field

from django.forms.models import inlineformset_factory

from articles import merge, revisions, rolling, tagging
from articles.forms import BylineForm, BylineFormSet, StoryForm, said
from articles.forms.typed import typed
from articles.merge import Merged
from articles.models import Article, Byline

Bylines = inlineformset_factory(Article, Byline, form=BylineForm, formset=BylineFormSet, extra=0)
ROUNDS = 4  # a field that is left out may show another mistake


class BaseWanted(Exception):
    """Others have saved meanwhile, and the page did not say from what it began."""


@dataclass
class Outcome:
    """What became of a save. `errors` are of fields that were not taken; `merged` is None when nobody else had saved.

    `base` and `unseen` are there when the page says something else than the story now (see `merge.Merged`).
    """

    story: Article
    errors: list[dict] = field(default_factory=list)
    merged: Merged | None = None
    base: dict | None = None
    unseen: dict | None = None


def save(story: Article, by, mine: dict, *, version: int | None, base=None, base_lost=False, choices=None) -> Outcome:
    """One autosave of an existing or a new story. Raises BaseWanted, and Stale when somebody is faster at this moment.

    `base_lost`: the page does not know any more from what it began; then each difference is put before its writer.
    """
    outcome = Outcome(story)
    theirs = said.of(story)
    values = mine
    if story.pk and (base is not None or version != story.version):
        if base is None and not base_lost:
            raise BaseWanted
        outcome.merged = merge.merge(base, mine, theirs, choices, said.LABELS)
        values = outcome.merged.values
    form, bylines, values = _fitting(outcome, values, theirs, by)
    fits = form.is_valid() and bylines.is_valid()  # a new story without a word does not
    if fits and (not story.pk or said.changed(values, theirs)):
        _write(story, by, form, bylines)
    conflicts = outcome.merged and outcome.merged.conflicts
    if conflicts:
        set_aside(story, by, mine)
    if conflicts or outcome.errors:
        _note_base(outcome, values, theirs)
    return outcome


def _note_base(outcome: Outcome, values: dict, theirs: dict) -> None:
    """What was refused is still to be saved: for that, a later save begins from what the story has."""
    refused = {error["name"]: theirs[error["name"]] for error in outcome.errors}
    outcome.base = (outcome.merged.base if outcome.merged else values) | refused
    outcome.unseen = (outcome.merged.unseen if outcome.merged else values) | refused


def _fitting(outcome: Outcome, values: dict, theirs: dict, by) -> tuple[StoryForm, BylineFormSet, dict]:
    """The forms and values without what is refused: that goes to the outcome's errors. A byline counts as a whole."""
    values = dict(values)
    for _ in range(ROUNDS):
        form, bylines = _forms(values, outcome.story)
        form.by = by
        wrong = [name for name in form.errors if name in said.PARTS]
        lines = [line for line in bylines.forms if line.errors] if not bylines.is_valid() else []
        if not wrong and not lines:
            break
        outcome.errors += [_error(form[name], form.errors[name]) for name in wrong]
        outcome.errors += [_error(line["author"], errors) for line in lines for errors in line.errors.values()]
        values |= {name: theirs[name] for name in wrong}
        values |= {"bylines": theirs["bylines"]} if lines else {}
    return form, bylines, values


def _forms(values: dict, story: Article) -> tuple[StoryForm, BylineFormSet]:
    data = said.as_post(values, story)
    return StoryForm(data, instance=story), Bylines(data, instance=story, prefix=said.PREFIX)


def _error(bound, messages) -> dict:
    return {
        "field": bound.id_for_label,
        "name": bound.name if bound.name in said.PARTS else "bylines",
        "label": str(bound.label),
        "message": " ".join(messages),
    }


def _write(story: Article, by, form: StoryForm, bylines: BylineFormSet) -> None:
    """Text, tags and bylines under one claim, then one working revision of them all."""
    form.save(commit=False)
    if story.pk:
        revisions.claim_text(story, story.version)
        story.refresh_from_db(fields=["stage", "approved_revision", "content_digest"])
        story.save(update_fields=form.columns)
    else:
        story.created_by = story.saved_by = by
        story.save()
    former = list(story.tags.all()) if "tags" in form.changed_data else []
    form.save_m2m()
    tagging.drop_beginnings(former, form.cleaned_data["tags"])
    bylines.instance = story
    bylines.save()
    rolling.roll(story, by)


def set_aside(story: Article, by, mine: dict) -> None:
    """Keeps the whole text of a page whose words could not all be taken."""
    rolling.set_aside(story, revisions.canonical(content_of(mine, story)), by)


def content_of(values: dict, story: Article) -> dict:
    """What a page says, in the shape of a thawed revision. A form writes into the object that it is given: into a copy."""
    copy = Article.objects.get(pk=story.pk) if story.pk else Article()
    form, bylines = _forms(values, copy)
    form.is_valid()
    bylines.is_valid()
    content = typed(form, bylines)
    return content | {"pictures": revisions.pictures_of(content["body"])}
