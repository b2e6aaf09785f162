"""What planning a story asks for: a day, or none."""

from django import forms
from django.http import QueryDict

from articles.forms.fields import Day
from articles.local_time import TYPED_YEARS
from articles.refusals import Refused

PLACES = {"day_passed": "day", "already_scheduled": "day"}


class ComesBack(forms.Form):
    """`back` is what the calendar was asked for, to return to it."""

    back = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)

    def clean_back(self) -> str:
        return QueryDict(self.cleaned_data["back"].encode("ascii", "ignore")).urlencode()


class PlanForm(ComesBack):
    """`seen` is the plan that the page showed."""

    day = Day(
        years=TYPED_YEARS,
        required=False,
        label="Planned for",
        help_text="Empty: no day. A plan publishes nothing.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Type a day, like 2027-03-28."},
    )
    seen = forms.DateField(required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])

    def refuse(self, refusal: Refused) -> None:
        self.add_error(PLACES.get(refusal.code), forms.ValidationError(refusal.message, refusal.code))
