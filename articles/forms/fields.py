"""Fields of the desk's own: one line of text, tags and authors by name, the section tree, a time on a known clock."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import get_language_info

from accounts.numbers import OneByNumber
from articles import tree
from articles.letters import legible
from articles.local_time import TYPED_YEARS, YEARS, instant, on_clock
from articles.models import Section, Tag
from articles.refusals import Refused
from authors.models import Author

MANY_TAGS = 30
MANY_ALIKE = 50  # authors of one name that are looked at


def one_line(text: str) -> str:
    """Without line breaks, and without blanks and controls that nobody sees."""
    return " ".join(legible(text).split())


class OneLine(forms.CharField):
    """A line of text in a box that grows. No `maxlength` in the page: a browser would cut off what is pasted."""

    widget = forms.Textarea(attrs={"rows": 1})

    def __init__(self, *, placeholder: str = "", **options):
        self.placeholder = placeholder
        super().__init__(**options)

    def to_python(self, value):
        return one_line(super().to_python(value))

    def widget_attrs(self, widget):
        return {"data-most": self.max_length} | ({"placeholder": self.placeholder} if self.placeholder else {})


class Tags(forms.CharField):
    """Names between commas. Known tags are found without regard to case by taggit itself."""

    widget = forms.Textarea(attrs={"rows": 1, "spellcheck": "false"})

    def prepare_value(self, value):
        return ", ".join(tag.name for tag in value) if isinstance(value, list) else value

    def to_python(self, value):
        names = [one_line(name) for name in (value or "").replace("\n", ",").split(",")]
        return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]

    def validate(self, value):
        super().validate(value)
        longest = Tag._meta.get_field("name").max_length
        for name in value:
            if len(name) > longest:
                raise forms.ValidationError(f"A tag has at most {longest} letters; “{name[:40]}…” has {len(name)}.")
        if len(value) > MANY_TAGS:
            raise forms.ValidationError(f"A story has at most {MANY_TAGS} tags; these are {len(value)}.")

    def run_validators(self, value):
        """Those of a CharField look at text; this is a list by now."""

    def has_changed(self, initial, data):
        return {tag.name.casefold() for tag in initial or []} != {name.casefold() for name in self.to_python(data)}


class SectionTree(ModelChoiceIterator):
    def __iter__(self):
        yield "", self.field.empty_label
        yield from branches(tree.main_sections())


class SectionChoice(OneByNumber):
    """The section tree as one list, each below its parent and indented by its depth."""

    iterator = SectionTree

    def __init__(self, **options):
        super().__init__(Section.objects.all(), empty_label="No section yet", **options)


def branches(sections: list[Section], depth: int = 0):
    """(id, indented name) of each section and of those below it, in menu order."""
    for section in sections:
        yield section.pk, "\N{EM SPACE}" * depth + section.name
        yield from branches(tree.below(section), depth + 1)


def languages() -> list[tuple[str, str]]:
    """Every language that a story may be in, by its English name."""
    return sorted(
        ((code, get_language_info(code)["name"]) for code, _ in settings.LANGUAGES), key=lambda pair: pair[1]
    )


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def write_in(language: str, *fields: forms.Field) -> None:
    """Tells the browser in which language, and from which side, these fields are written."""
    for field in fields:
        field.widget.attrs |= {"lang": language, "dir": direction(language)}


class AuthorByName(forms.CharField):
    """An author as people know them: by name. Where two are called the same, “Name (address)” tells them apart."""

    widget = forms.TextInput(attrs={"list": "author-names", "autocomplete": "off", "spellcheck": "false"})
    present: Author | None = None  # who stands there already: needs no telling apart

    def prepare_value(self, value):
        return value.name if isinstance(value, Author) else value

    def to_python(self, value):
        name = one_line(value or "")
        if self.present and name == self.present.name:
            return self.present
        return _author_called(name) if name else None

    def has_changed(self, initial, data):
        return one_line(data or "") != (initial.name if initial else "")

    def run_validators(self, value):
        """Those of a CharField look at text; this is an author by now."""


def _author_called(name: str) -> Author:
    called, _, slug = name.removesuffix(")").rpartition(" (")
    known = Author.objects.select_related("merged_into")
    if name.endswith(")") and (author := known.filter(slug=slug, name__iexact=called).first()):
        return author.proper
    found = list({author.proper for author in known.filter(name__iexact=name)[:MANY_ALIKE]})
    if len(found) == 1:
        return found[0]
    if found:
        raise forms.ValidationError(f"There are several authors called “{name}”: choose one from the list.")
    raise forms.ValidationError(f"There is no author called “{name}”. Choose from the list, or add the author first.")


class Day(forms.DateField):
    """A day of years that make sense: a browser offers any of 275,760."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, *, years: range = YEARS, **options):
        self.years = years
        super().__init__(**options)

    def to_python(self, value):
        day = super().to_python(value)
        if day and day.year not in self.years:
            raise forms.ValidationError(f"Choose a day between the years {self.years[0]} and {self.years[-1]}.")
        return day


class ZonedTime(forms.Field):
    """A day and time on the clock of the person who types it. An hour that is missing or comes twice is explained."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value):
        return on_clock(value) if isinstance(value, datetime) else value

    def to_python(self, value):
        if not value:
            return None
        try:
            wall = datetime.fromisoformat(value.strip()).replace(tzinfo=None)
        except ValueError as error:
            raise forms.ValidationError("Type a day and a time, like 2027-03-28 14:30.") from error
        return self._instant(wall)

    def _instant(self, wall: datetime) -> datetime:
        if wall.year not in TYPED_YEARS:
            raise forms.ValidationError(f"Type a day between the years {TYPED_YEARS[0]} and {TYPED_YEARS[-1]}.")
        try:
            return instant(wall, timezone.get_current_timezone())
        except Refused as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal

    def has_changed(self, initial, data):
        shown = self.widget.format_value(on_clock(initial)) if initial else ""
        return (data or "")[:16] != shown
