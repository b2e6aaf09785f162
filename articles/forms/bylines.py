"""The bylines of a story: who, for what kind of work, in which order."""

from django import forms
from django.forms.models import BaseInlineFormSet

from articles.forms.fields import AuthorByName
from articles.models import Byline

LAST = 30_000  # sorts after every place that people type


class BylineForm(forms.ModelForm):
    author = AuthorByName(label="Name", required=False)
    position = forms.IntegerField(label="Place", required=False, min_value=0, max_value=LAST)

    class Meta:
        model = Byline
        fields = ("author", "role", "position")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["author"].present = self.initial["author"] = self.instance.author
            self.initial["position"] = self.instance.position + 1

    def clean_position(self):
        typed = self.cleaned_data["position"]
        return LAST if typed is None else typed

    def has_changed(self):
        """A place or a kind of work without a name is no line yet."""
        return super().has_changed() and (bool(self.instance.pk) or "author" in self.changed_data)


class BylineFormSet(BaseInlineFormSet):
    def clean(self):
        super().clean()
        seen = set()
        for form in self.lines():
            line = (form.cleaned_data["author"].pk, form.cleaned_data.get("role"))
            if line in seen:
                form.add_error("author", "This name stands here twice for the same kind of work.")
            seen.add(line)

    def validate_unique(self):
        """`clean` says it in better words, and the database holds it."""

    def save(self, commit=True):
        """Numbers the lines from the first one on, whatever was typed."""
        lines = self.lines()
        for place, form in enumerate(lines):
            form.instance.position = place
        saved = super().save(commit)
        Byline.objects.bulk_update([form.instance for form in lines if form.instance.pk], ["position"])
        return saved

    def lines(self) -> list[BylineForm]:
        """The forms that name somebody and are to stay, in their order."""
        named = [form for form in self.forms if form.is_bound and form.is_valid() and form.cleaned_data.get("author")]
        staying = [form for form in named if not self._should_delete_form(form)]
        return sorted(staying, key=lambda form: form.cleaned_data["position"])

    def _should_delete_form(self, form):
        """A name that was emptied is as good as one that was ticked."""
        emptied = form.instance.pk and "author" in form.cleaned_data and not form.cleaned_data["author"]
        return super()._should_delete_form(form) or bool(emptied)
