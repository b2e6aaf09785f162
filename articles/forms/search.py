"""What a reader may ask of search besides words."""

from django import forms
from django.db.models import Exists, OuterRef

from articles.forms.fields import Day
from articles.models import Edition, EditionAuthor, Section
from authors.models import Author


def with_stories():
    """Authors whom readers can know: those in the byline of something live."""
    live = Edition.objects.live().filter(pk=OuterRef("edition"))
    return Author.objects.filter(Exists(EditionAuthor.objects.filter(Exists(live), author=OuterRef("pk"))))


class SearchForm(forms.Form):
    q = forms.CharField(label="Words", max_length=200, required=False, strip=True)
    section = forms.ModelChoiceField(
        Section.objects.all(), to_field_name="path", required=False, empty_label="All sections"
    )
    author = forms.ModelChoiceField(
        Author.objects.none(), to_field_name="slug", required=False, empty_label="All authors"
    )
    start = Day(label="From", required=False)
    end = Day(label="Until", required=False)
    order = forms.ChoiceField(choices=[("newest", "Newest first")], required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(min_value=1, max_value=20, required=False, widget=forms.HiddenInput)
    first = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    older = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["author"].queryset = with_stories()
        for name in ("section", "author", "start", "end"):
            self.fields[name].widget.attrs["class"] = "input"

    @property
    def narrows(self) -> bool:
        """Whether anything but words was asked for."""
        return any(self.data.get(name) for name in ("section", "author", "start", "end"))
