"""To whom a story is given, until when, and how urgent it is: for one story, and for many at once."""

from django import forms

from accounts.numbers import OneByNumber
from articles.assigning import colleagues
from articles.forms.fields import ZonedTime
from articles.forms.moves import MoveForm, clock_sentence
from articles.models import Priority


class AssignmentForm(forms.Form):
    assigned_to = OneByNumber(
        None,
        required=False,
        empty_label="Nobody",
        label="Who",
        error_messages={"invalid_choice": "Choose a colleague."},
    )
    due = ZonedTime(required=False, label="Due")
    priority = forms.ChoiceField(choices=Priority.choices, initial=Priority.NORMAL, label="How urgent")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = colleagues()
        self.fields["due"].help_text = f"{clock_sentence()} Empty: no deadline."


class AssignForm(AssignmentForm, MoveForm):
    assignment = forms.CharField(widget=forms.HiddenInput, required=False)
