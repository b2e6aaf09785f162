"""Rows that a form chooses by their numbers: what no database knows as a number is no choice, and never an error of the server."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

LONGEST = 18  # digits; databases count further, but not to the end of 19


def is_number(value) -> bool:
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST


class OneByNumber(forms.ModelChoiceField):
    def to_python(self, value):
        if value not in self.empty_values and not isinstance(value, Model) and not is_number(value):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super().to_python(value)


class ManyByNumber(forms.ModelMultipleChoiceField):
    def clean(self, value):
        if not all(map(is_number, value or [])):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": "…"})
        return super().clean(value)
