"""Walking through the desk as a browser does: open a page, take its form as it stands, change something, send it."""

from django.test import Client
from django.urls import reverse
from lxml import html


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, story=None, **query) -> str:
    """The address of one of the story's screens: change, add, publish, history …"""
    address = reverse(f"admin:articles_article_{name}", args=[story.pk] if story else [])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def form_of(response, which: str = "story") -> dict:
    """The values that a browser would send from this page: of the form with this id, or of the one that POSTs."""
    document = html.fromstring(response.content)
    forms = [form for form in document.forms if form.get("id") == which] or [
        form for form in document.forms if form.method == "POST" and form.get("id") != "logout-form"
    ]
    found: dict[str, list[str]] = {}
    for name, value in forms[0].form_values():
        found.setdefault(name, []).append(value.removeprefix("\n"))  # the one after <textarea>, which browsers drop
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def save(client, story, **changes):
    """Opens the story, changes something, saves."""
    return client.post(page("change", story), form_of(client.get(page("change", story))) | changes)


def make(client, story, verb: str, **typed):
    """Opens the page of a move, fills it in, presses its button."""
    return client.post(page(verb, story), form_of(client.get(page(verb, story)), "move") | typed)


def text_of(response) -> str:
    """What a person reads on the page."""
    document = html.fromstring(response.content)
    return " ".join(document.find("body").text_content().split())
