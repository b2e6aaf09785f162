"""What a move with many stories asks for."""

from django import forms

from articles.forms.assigning import AssignmentForm
from articles.forms.fields import Tags
from articles.forms.moves import NOTES


class NoteForm(forms.Form):
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Not shown to readers. It stays in the history of each story.",
    )


class RetagForm(forms.Form):
    add = Tags(label="Add", required=False, help_text="Tags between commas.")
    remove = Tags(
        label="Remove", required=False, help_text="Tags between commas. A story without them stays as it is."
    )

    def clean(self):
        cleaned = super().clean()
        add, remove = cleaned.get("add") or [], cleaned.get("remove") or []
        if not self.errors and not add and not remove:
            raise forms.ValidationError("Name at least one tag to add or to remove.")
        if both := {name.casefold() for name in add} & {name.casefold() for name in remove}:
            raise forms.ValidationError(f"“{both.pop()}” cannot be added and removed at once.")
        return cleaned


class AssignManyForm(NoteForm, AssignmentForm):
    """The note comes last and goes into the mail, as on the page of one story."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = NOTES["assign"]

    def clean(self):
        cleaned = super().clean()
        return cleaned | {"to": cleaned.pop("assigned_to", None)}


FORMS = {"publish": forms.Form, "retag": RetagForm, "assign": AssignManyForm}


def form_for(verb: str) -> type[forms.Form]:
    return FORMS.get(verb, NoteForm)
