"""Deadlines: when whoever is on a story is reminded of one, by mail, and whether there is still reason to."""

import json
from datetime import datetime, timedelta

from accounts.mails import wants
from articles import clock
from articles.models import Article, Event
from articles.notices.people import may_open

BEFORE = timedelta(hours=2)


def reminders(event: Event) -> list[tuple[str, datetime]]:
    """The kinds of mail that the giving of a story will ask for, and when: “due” before its deadline, “late” once it is over."""
    data = json.loads(event.data) if event.verb == "assign" else {}
    if not data.get("to") or not data.get("due"):
        return []
    due = datetime.fromisoformat(data["due"])
    return [(kind, at) for kind, at in (("due", due - BEFORE), ("late", due)) if at > event.at]


def who_is_reminded(event: Event, kind: str) -> dict[int, str]:
    """Nobody if the story was given anew since, is out or scheduled, or lies in the trash; nor “due” once it is late."""
    story = event.article
    person, given_since = story.assigned_to, story.events.filter(verb="assign", pk__gt=event.pk).exists()
    if given_since or story.trashed_at or not Article.objects.due().filter(pk=story.pk).exists():
        return {}
    if kind == "due" and story.deadline <= clock.now():
        return {}
    return {person.pk: kind} if person and wants(person, kind) and may_open(person, story) else {}
