"""The body's widget: a plain textarea of HTML, which a script turns into the editor (docs/adr/0005)."""

import json

from django import forms
from django.forms.widgets import Script
from django.urls import reverse

from articles import body, story_cards
from library.chooser import as_json
from library.models import Picture


class BodyWidget(forms.Textarea):
    """Works without script as a field for HTML. One query when there are pictures in the body."""

    template_name = "articles/widgets/body.html"

    class Media:
        css = {"all": ["css/library.css", "css/editor.css"]}
        js = [Script("js/editor/boot.js", type="module")]

    def __init__(self, attrs=None):
        super().__init__({"rows": 24, "spellcheck": "true", **(attrs or {})})

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | {
            "config": json.dumps(body.editor_config()),
            "pictures": json.dumps([as_json(picture) for picture in pictures_in(value or "")]),
            "choose": reverse("admin:library_picture_choose"),
            "upload": reverse("admin:library_picture_upload"),
            "stories": json.dumps(story_cards.known(value or "")),
            "cards": reverse("admin:articles_article_cards"),
        }


class BodyField(forms.CharField):
    """A body as typed; gives canonical HTML, or says that there is too much of it."""

    widget = BodyWidget

    def to_python(self, value):
        try:
            return body.clean(super().to_python(value))
        except body.TooLarge as error:
            raise forms.ValidationError(str(error), code="too_large") from error

    def has_changed(self, initial, data):
        """What cleans to the same text is no change, e.g. line ends that the browser added."""
        try:
            return body.clean(data or "") != (initial or "")
        except body.TooLarge:
            return True


def pictures_in(html: str) -> list[Picture]:
    """The pictures that an editor of this text has to show. What was typed may be anything: then none."""
    try:
        wanted = body.pictures_in(html) if "data-picture" in html else []
    except body.TooLarge:
        return []
    return list(Picture.objects.filter(pk__in=wanted)) if wanted else []
