"""What a reader may ask of search besides words."""

from django import forms
from django.db.models import Exists, OuterRef
from django.forms.models import ModelChoiceIterator
from django.utils.safestring import SafeString

from accounts.moulds import Mould
from accounts.prepared import prepared
from articles import clock, tree
from articles.forms.fields import Day
from articles.models import Edition, EditionAuthor, Section
from authors.models import Author


def with_stories(at=None):
    """Authors whom readers can know: those in the byline of something live."""
    live = Edition.objects.live(at).filter(pk=OuterRef("edition"))
    return Author.objects.filter(Exists(EditionAuthor.objects.filter(Exists(live), author=OuterRef("pk"))))


@prepared
def _named(at):
    return with_stories(at).values_list("slug", "name")


class OneOfMany(forms.Select):
    """A list of hundreds to choose from: a mould draws its lines, for each of which Django would draw two templates."""

    template_name = "shared/_one_of_many.html"

    def optgroups(self, name, value, attrs=None) -> SafeString:
        """All lines, drawn."""
        lines = tuple((str(key), words) for key, words in self.choices)
        return _LINES((lines, next((key for key, _ in lines if key in value), None)))


def _context(key: tuple) -> dict:
    lines, chosen = key
    return {"lines": lines, "chosen": chosen}


_LINES = Mould("shared/_options.html", _context, shapes=16)  # each as long as the list of authors


class SectionPaths(ModelChoiceIterator):
    """The sections as the masthead has read them."""

    def __iter__(self):
        yield "", self.field.empty_label
        yield from ((section.path, section.name) for section in tree.sections().values())


class AuthorNames(ModelChoiceIterator):
    def __iter__(self):
        yield "", self.field.empty_label
        yield from _named(clock.instant())


class SectionByPath(forms.ModelChoiceField):
    iterator, widget = SectionPaths, OneOfMany


class AuthorBySlug(forms.ModelChoiceField):
    iterator, widget = AuthorNames, OneOfMany


class SearchForm(forms.Form):
    q = forms.CharField(label="Words", max_length=200, required=False, strip=True)
    section = SectionByPath(Section.objects.all(), to_field_name="path", required=False, empty_label="All sections")
    author = AuthorBySlug(Author.objects.none(), to_field_name="slug", required=False, empty_label="All authors")
    start = Day(label="From", required=False)
    end = Day(label="Until", required=False)
    order = forms.ChoiceField(choices=[("newest", "Newest first")], required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(min_value=1, max_value=20, required=False, widget=forms.HiddenInput)
    first = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    older = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        if self.data.get("author"):
            self.fields["author"].queryset = with_stories()
        for name in ("section", "author", "start", "end"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def narrows(self) -> bool:
        """Whether anything but words was asked for."""
        return any(self.data.get(name) for name in ("section", "author", "start", "end"))
