"""The mails: plain text, in our voice, with a link to the story, and headers by which a mail program can sort them."""

import json
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.mails import KINDS
from articles.forms.fields import one_line
from articles.models import Change, Event

SUBJECTS = {
    "review": "To be approved",
    "returned": "Back to you",
    "approved": "Approved",
    "assigned": "Given to you",
    "dropped": "Will not go out",
    "due": "Due soon",
    "late": "Late",
}
REMINDERS = {"due", "late"}  # mails of an event that come long after it
OUT = {Change.FIRST: "Published", Change.REPUBLICATION: "Published again", Change.TYPO: "Spelling corrected"}


def send(event: Event, person, kind: str, number: int | None = None) -> None:
    """Writes to one person about one event; `number` is the scheduled version that is out now, if that is the news."""
    with timezone.override(person.zone):
        letter(event, person, kind, number).send()


def letter(event: Event, person, kind: str, number: int | None = None) -> EmailMessage:
    story = event.article
    edition = _edition(event, number)
    context = {
        "person": person, "story": story, "event": event, "kind": kind, "edition": edition, "by_itself": number is not None,
        "what": edition.get_change_display().lower() if edition else "",
        "assignment": json.loads(event.data) if event.verb == "assign" else {},
        "why": dict(KINDS)[kind], "site_name": settings.SITE_NAME,
        "address": settings.SITE_URL + reverse("admin:articles_article_change", args=[story.pk]),
        "public": settings.SITE_URL + edition.get_absolute_url() if edition else "",
        "profile": settings.SITE_URL + reverse("admin:profile"),
    }  # fmt: skip
    return EmailMessage(
        subject=f"{_subject(event, kind, edition)}: {one_line(str(story))}",
        body=render_to_string(f"articles/mail/{kind}.txt", context),
        to=[person.email],
        headers=_headers(event, person, kind, number),
    )


def _edition(event: Event, number: int | None):
    """What went out with this event, or later because of it; None for any other event."""
    went_out = event.verb in {"publish", "amend"}
    asked = {"number": number} if number else {"live_from": event.at}
    return event.article.editions.select_related("address").filter(**asked).first() if number or went_out else None


def _subject(event: Event, kind: str, edition) -> str:
    if kind == "assigned" and _had_it(event):
        return "Changed for you"
    if kind != "published":
        return SUBJECTS[kind]
    if edition:
        return OUT.get(edition.change, f"{edition.get_change_display()} published")
    return "Killed" if event.verb == "kill" else "Withdrawn"


def _had_it(event: Event) -> bool:
    """Whether the story was theirs before, so that only the deadline or the priority is new."""
    data = json.loads(event.data)
    return data["was"] == data["to"]


def _headers(event: Event, person, kind: str, number: int | None) -> dict[str, str]:
    """Mails about one story form one thread; a second copy of a mail has the name of the first."""
    host = urlsplit(settings.SITE_URL).hostname
    which = kind if kind in REMINDERS else number or 0
    return {
        "Message-ID": f"<event-{event.pk}-{which}-{person.pk}@{host}>",
        "References": f"<story-{event.article_id}@{host}>",
        "List-Id": f"{one_line(settings.SITE_NAME)} stories <stories.{host}>",
        "List-Unsubscribe": f"<{settings.SITE_URL}{reverse('admin:profile')}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
