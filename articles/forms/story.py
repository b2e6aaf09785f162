"""The story form. A draft may be incomplete: nothing but something is required; publishing says what is missing."""

from django import forms

from accounts.numbers import OneByNumber
from articles import limits
from articles.forms.fields import OneLine, SectionChoice, Tags, languages, write_in
from articles.models import Article, Series
from articles.refusals import Refused
from articles.widgets import BodyField
from library.models import Picture
from library.widgets import PictureChooser

WRITTEN = ("kicker", "headline", "standfirst", "body")
NOT_COLUMNS = {"version", "public_version", "tags", "tab"}


class StoryForm(forms.ModelForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    public_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)  # the script says which page this is

    kicker = OneLine(required=False, max_length=60, placeholder="A word or two above the headline")
    headline = OneLine(required=False, max_length=200, placeholder="Headline")
    standfirst = OneLine(required=False, max_length=500, placeholder="One or two sentences that say what the story is")
    body = BodyField(required=False, label="Text")
    section = SectionChoice(required=False)
    series = OneByNumber(Series.objects.all(), required=False, empty_label="No series")
    tags = Tags(required=False, help_text="Separated by commas.")
    lead_picture = OneByNumber(Picture.objects.all(), required=False, widget=PictureChooser, label="Picture")
    lead_caption = OneLine(required=False, max_length=1000, label="Caption", help_text="Empty: the picture's own.")
    seo_description = OneLine(
        required=False, max_length=200, label="Description for search engines", help_text="Empty: the standfirst."
    )
    language = forms.ChoiceField(choices=languages)
    planned_words = forms.IntegerField(
        required=False, min_value=1, max_value=100_000, label="Planned length", help_text="In words."
    )

    by = None  # who saves; known wherever something is saved

    class Meta:
        model = Article
        fields = (
            "kicker",
            "headline",
            "standfirst",
            "body",
            "section",
            "tags",
            "series",
            "lead_picture",
            "lead_alt",
            "lead_caption",
            "seo_title",
            "seo_description",
            "slug",
            "language",
            "planned_words",
        )
        widgets = {
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "seo_title": forms.TextInput,
            "slug": forms.TextInput(attrs={"spellcheck": "false"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale = self.taken = False
        write_in(self.instance.language, *(self.fields[name] for name in WRITTEN))
        if not self.instance.pk:
            self.fields["headline"].widget.attrs["autofocus"] = True
        self.initial |= {name: getattr(self.instance, name) for name in ("version", "public_version", "language")}

    @property
    def columns(self) -> list[str]:
        """What a save writes: never a column that only verbs may change."""
        return [name for name in self.fields if name not in NOT_COLUMNS]

    def clean_section(self):
        section = self.cleaned_data["section"]
        if self.by and "section" in self.changed_data and limits.would_lose(self.by, self.instance, section):
            name = section.name if section else "No section"
            raise forms.ValidationError(Refused("other_section", section=name).message, code="other_section")
        return section

    def clean(self):
        super().clean()
        self._look_who_took_it()
        self._look_for_newer()
        if not self.instance.pk and not any(self.cleaned_data.get(name, "…") for name in WRITTEN):
            self.add_error(None, "There is nothing to save yet: write a headline, or begin the text.")

    def _look_for_newer(self):
        """A text that somebody else has saved over meanwhile is not saved unseen: it is kept here, and one is told."""
        self.stale = bool(self.instance.pk) and self.cleaned_data.get("version") != self.instance.version
        if self.stale and not self.taken:
            self.data = self.data.copy()
            self.data["version"] = self.instance.version  # saving again is then a decision, not an accident
        if self.stale:
            self.add_error(None, forms.ValidationError("Somebody else has saved this story meanwhile.", code="stale"))

    def _look_who_took_it(self):
        """A page from which the story was taken over saves nothing more; what is typed there stays there."""
        tab = self.cleaned_data.get("tab")
        self.taken = (
            bool(self.instance.pk and tab) and self.instance.sittings.filter(tab=tab, taken_at__isnull=False).exists()
        )
        if self.taken:
            self.add_error(None, "This story was taken over from you: nothing can be saved from this page any more.")
