"""What is asked when a preview link is made: for how long, and of which text."""

from django import forms


class ShareForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    lasts = forms.ChoiceField(
        choices=[("hour", "One hour"), ("day", "One day"), ("week", "Seven days")],
        widget=forms.RadioSelect,
        label="How long it works",
    )
