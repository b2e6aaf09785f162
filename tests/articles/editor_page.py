"""A page with nothing but the body editor, for its tests: a headline that is required, a language, a text."""

from django import forms
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from articles.widgets import BodyField

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Write</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{% load static %}<link rel="stylesheet" href="{% static 'css/desk/desk.css' %}">{{ form.media }}</head>
<body class="desk"><main id="content"><h1>Write</h1>
<form method="post" novalidate>{% csrf_token %}
{{ form.errors.headline }}
<p>{{ form.headline.label_tag }} {{ form.headline }}</p>
<p>{{ form.language.label_tag }} {{ form.language }}</p>
{{ form.body.errors }}
<div>{{ form.body.label_tag }} {{ form.body }}</div>
<button class="button default">Save</button></form>
{% if saved %}<pre id="saved">{{ saved }}</pre>{% endif %}</main></body></html>"""


class WriteForm(forms.Form):
    headline = forms.CharField()
    language = forms.ChoiceField(choices=[("en", "English"), ("ar", "Arabic")])
    body = BodyField(required=False, label="Text")


@csrf_protect
def write(request):
    """Shows the form; `?body=` fills it. What was accepted is shown below it."""
    form = WriteForm(request.POST or None, initial={"headline": "A headline", "body": request.GET.get("body", "")})
    saved = form.cleaned_data["body"] if form.is_valid() else None
    get_token(request)
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form, "saved": saved}, request))


urlpatterns = [path("write/", write), path("", include("newsroom.urls"))]
