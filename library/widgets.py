"""Choosing a picture in somebody else's form: its number, which a script turns into a picture with a chooser."""

from django import forms
from django.forms.widgets import Script
from django.urls import reverse

from library.models import Picture


class PictureChooser(forms.NumberInput):
    """Works without script as a number, which the library shows with each picture. One query when a picture is set."""

    template_name = "library/chooser.html"

    class Media:
        css = {"all": ["css/library.css"]}
        js = [Script("js/library/field.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"min": 1, "inputmode": "numeric", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {
            "picture": self._picture(value),
            "choose": reverse("admin:library_picture_choose"),
            "upload": reverse("admin:library_picture_upload"),
            "library": reverse("admin:library_picture_changelist"),
        }

    def _picture(self, value):
        typed = str(value or "")  # by anybody: digits enough to be no number that a database knows
        return Picture.objects.filter(pk=typed).first() if typed.isdecimal() and len(typed) < 19 else None


class ChoosesPictures:
    """For an admin class or inline whose model points to pictures: each such field gets the chooser."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.is_relation and db_field.related_model is Picture and db_field.many_to_one:
            return db_field.formfield(widget=PictureChooser())
        return super().formfield_for_dbfield(db_field, request, **kwargs)
