"""The live text itself, to be mended: every part of it that says something to readers.

Its address, language and series stay as they are: those change with a publication.
"""

import hashlib

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

from accounts.numbers import OneByNumber
from articles import checklist, revisions
from articles.amending import difference
from articles.forms.bylines import LAST
from articles.forms.fields import AuthorByName, OneLine, SectionChoice, Tags, write_in
from articles.forms.moves import MoveForm
from articles.models import Role
from articles.widgets import BodyField
from authors.models import Author
from library.models import Picture
from library.widgets import PictureChooser

WORDS = ("kicker", "headline", "standfirst", "body", "seo_title", "seo_description")
LEAD = ("lead_picture", "lead_alt", "lead_caption")
PREFIX = "bylines"
MOST_LINES = 100


class AmendForm(MoveForm):
    kicker = OneLine(required=False, max_length=60)
    headline = OneLine(max_length=200)
    standfirst = OneLine(required=False, max_length=500)
    body = BodyField(label="Text")
    section = SectionChoice()
    tags = Tags(required=False, help_text="Separated by commas.")
    lead_picture = OneByNumber(Picture.objects.all(), required=False, widget=PictureChooser, label="Picture")
    lead_alt = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}), label="Alternative text"
    )
    lead_caption = OneLine(required=False, max_length=1000, label="Caption")
    anew = forms.BooleanField(
        required=False,
        label="Take the words of the pictures from the library as they are now",
        help_text="Credits, and the captions and alternative texts that the story does not set itself.",
    )
    seo_title = forms.CharField(required=False, max_length=100, label="Title for search engines")
    seo_description = OneLine(required=False, max_length=200, label="Description for search engines")
    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, move, state, *args, **kwargs):
        self.live = revisions.thaw(state.current.revision) if state.current else revisions.blank()
        kwargs["initial"] = _shown(self.live) | kwargs.get("initial", {})
        super().__init__(move, state, *args, **kwargs)
        self.bylines = Lines(self.data if self.is_bound else None, initial=_lines(self.live), prefix=PREFIX)

    def _dress(self) -> None:
        super()._dress()
        if self.state.current:
            written = ("kicker", "headline", "standfirst", "body")
            write_in(self.state.current.language, *(self.fields[name] for name in written))

    def clean(self):
        super().clean()
        if not self.bylines.is_valid():
            wrong = [error for line in self.bylines.forms for errors in line.errors.values() for error in errors]
            self.add_error(None, [f"Byline: {message}" for message in [*wrong, *self.bylines.non_form_errors()]])
        elif not self.errors:
            self._look()

    def _look(self) -> None:
        """Nothing that the checklist finds anew goes out before somebody has seen it named."""
        found = self.findings
        seen = hashlib.sha256("".join(each.message for each in found).encode()).hexdigest()
        if found and not checklist.stopping(found) and self.cleaned_data["looked"] != seen:
            self.data = self.data.copy()
            self.data["looked"] = seen
            self.add_error(
                None, "Look at what the checklist finds in your changes. To send them out so, press the button again."
            )

    @property
    def findings(self) -> list[checklist.Finding]:
        """What the checklist finds in the text as it was typed, and had not found before; what it finds already, before anything was."""
        if not self.patch:
            return [] if self.is_bound else checklist.check(self.live)
        return checklist.added(revisions.patched(self.live, self.patch), self.live)

    @property
    def patch(self) -> dict:
        said = getattr(self, "cleaned_data", {})
        return difference(self.live, self._new(said, self.live)) if "body" in said else {}

    def typed_anew(self, state):
        """Parts that were not touched become what readers see by now: who looks at an old text does not bring it back."""
        typed, _ = super().typed_anew(state)
        if not state.current:
            return typed, []
        began, live = self._began(), revisions.thaw(state.current.revision)
        mine, theirs = difference(began, self._new(self.cleaned_data, began)), difference(began, live)
        for part in theirs.keys() - mine.keys():
            _put(typed, part, live)
        return typed, [part for part in difference(live, mine) if part in theirs]

    def _began(self) -> dict:
        """The text that the page showed."""
        shown = self.state.article.revisions.filter(pk=self.cleaned_data["revision"], redacted_at=None).first()
        return revisions.thaw(shown) if shown else self.live

    def _new(self, said: dict, old: dict) -> dict:
        new = {name: said[name] for name in WORDS if name in said}
        if section := said.get("section"):
            new["section"] = {"id": section.pk, "name": section.name}
        if "tags" in said:
            new["tags"] = [{"id": 0, "name": name} for name in said["tags"]]
        if "lead_picture" in said:
            new["lead"] = self._lead(said, old["lead"] or {})
        if self.bylines.is_valid():
            new["bylines"] = self.bylines.content()
        return new | ({"pictures": revisions.pictures_of(said["body"])} if said.get("anew") else {})

    def _lead(self, said: dict, old: dict) -> dict | None:
        picture = said["lead_picture"]
        if not picture:
            return None
        is_old = picture.pk == old.get("picture")
        return {
            "picture": picture.pk,
            "alt": said.get("lead_alt", "").replace("\r\n", "\n") or picture.alt,
            "caption": said.get("lead_caption") or picture.caption,
            "credit": old["credit"] if is_old and not said.get("anew") else picture.credit,
        }


def _shown(live: dict) -> dict:
    """What the form shows of a text."""
    lead = live["lead"] or {"picture": None, "alt": "", "caption": ""}
    return {name: live[name] for name in WORDS} | {
        "section": live["section"] and live["section"]["id"],
        "tags": ", ".join(tag["name"] for tag in live["tags"]),
        "lead_picture": lead["picture"],
        "lead_alt": lead["alt"],
        "lead_caption": lead["caption"],
    }


def _put(typed: QueryDict, part: str, live: dict) -> None:
    """Puts a part of the live text where it stands among what was typed."""
    if part == "bylines":
        return _write_lines(typed, _lines(live))
    shown = _shown(live)
    for name in LEAD if part == "lead" else {part} & shown.keys():
        typed[name] = "" if shown[name] is None else str(shown[name])


# Its bylines


class Line(forms.Form):
    id = forms.CharField(required=False, widget=forms.HiddenInput)  # says that the line stood there
    author = AuthorByName(label="Name", required=False)
    role = forms.ChoiceField(choices=Role, label="For", initial=Role.WORDS)
    position = forms.IntegerField(label="Place", required=False, min_value=0, max_value=LAST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["author"].present = self.initial.get("author")


class LineSet(BaseFormSet):
    def clean(self):
        pairs = [(line["author"], line["role"]) for line in self.content()]
        if len(set(pairs)) < len(pairs):
            raise forms.ValidationError("A name stands there twice for the same kind of work.")

    def content(self) -> list[dict]:
        """The lines in their order, in the shape of a thawed revision."""
        said = [form.cleaned_data for form in self.forms if form.is_valid() and not self._should_delete_form(form)]
        named = [line for line in said if line.get("author")]
        named.sort(key=lambda line: LAST if line["position"] is None else line["position"])
        return [{"author": line["author"].pk, "role": line["role"], "name": line["author"].name} for line in named]


Lines = formset_factory(Line, LineSet, extra=1, can_delete=True, max_num=MOST_LINES, absolute_max=MOST_LINES + 1)


def _lines(live: dict) -> list[dict]:
    found = Author.objects.in_bulk([line["author"] for line in live["bylines"]])
    lines = [line for line in live["bylines"] if line["author"] in found]
    return [
        {"id": line["author"], "author": found[line["author"]], "role": line["role"], "position": place}
        for place, line in enumerate(lines, 1)
    ]


def _write_lines(typed: QueryDict, lines: list[dict]) -> None:
    """The lines as a browser sends them, and no others."""
    for name in [name for name in typed if name.startswith(f"{PREFIX}-")]:
        del typed[name]
    typed[f"{PREFIX}-TOTAL_FORMS"], typed[f"{PREFIX}-INITIAL_FORMS"] = str(len(lines) + 1), str(len(lines))
    for number, line in enumerate(lines):
        for name, value in line.items():
            typed[f"{PREFIX}-{number}-{name}"] = str(value)
