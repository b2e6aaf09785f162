"""Whom a move concerns. Never the person who made it, and nobody who may not open the story."""

import json
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Q

from accounts.mails import wants
from articles.models import Article, Edition, Event
from articles.workflow import may_approve

ENDS = {"publish", "unschedule", "withdraw", "kill"}  # verbs that drop a scheduled version and put none in its place


def concerned(event: Event) -> dict[int, str]:
    """The people to write to, by their number, each with the kind of mail; one mail for each, whatever happened."""
    story, found = event.article, {}
    for kind, people in _rules(event):
        for person in people:
            if person.pk != event.by_id and wants(person, kind) and may_open(person, story):
                found[person.pk] = kind
    return found


def who_waited(event: Event, number: int) -> dict[int, str]:
    """Whom it concerns that the version `number`, scheduled by this event, is out now; nobody if it was taken back."""
    story = event.article
    if not story.editions.filter(number=number).exists():
        return {}
    people = [person for person in _of_story(story) if wants(person, "published") and may_open(person, story)]
    return {person.pk: "published" for person in people}


def editors_of(story: Article, kind: str) -> list:
    """Who answers for a live story, and wants mails of this kind: who published what readers see, and who is on it. Where
    none of them can be written to, whoever may approve it."""
    published = [edition.by for edition in Edition.objects.live().filter(article=story).select_related("by")]
    nearest = [*published, *([story.assigned_to] if story.assigned_to else [])]
    return _writable(nearest, story, kind) or _writable(_approvers(story), story, kind)


def _writable(people: list, story: Article, kind: str) -> list:
    found = {person.pk: person for person in people if person.is_staff and wants(person, kind)}
    return [person for person in found.values() if may_open(person, story)]


def starts_later(event: Event) -> list[tuple[int, datetime]]:
    """The versions that this event has made for the future: their numbers, and when they go out."""
    entries = json.loads(event.data).get("editions", [])
    starts = {entry["number"]: datetime.fromisoformat(entry["from"]) for entry in entries}
    return [(number, start) for number, start in starts.items() if start > event.at and not _is_known(event, number)]


def _is_known(event: Event, number: int) -> bool:
    """Whether an earlier event speaks of this version already: a later end does not make it a new one."""
    return event.article.events.filter(pk__lt=event.pk, data__contains=f'"number":{number},"path"').exists()


def _rules(event: Event):
    """What each verb means to whom; what is said last of somebody counts."""
    story = event.article
    match event.verb:
        case "submit":
            yield "review", _approvers(story)
        case "return_to_writer":
            yield "returned", _writers(story)
        case "approve":
            yield "approved", _of_story(story)
        case "publish" | "amend" | "withdraw" | "kill":
            yield "published", _of_story(story)
        case "assign":
            yield "assigned", [story.assigned_to] if story.assigned_to else []
    if event.verb in ENDS:
        yield "dropped", _schedulers(event)


def at_the_desk():
    return get_user_model().objects.filter(is_active=True, is_staff=True)


def _writers(story: Article) -> list:
    """Who began it, who is in its byline, and who submitted it."""
    submitted = story.events.filter(verb="submit").order_by("-pk").values_list("by", flat=True)[:1]
    wrote = Q(pk=story.created_by_id) | Q(author__bylines__article=story) | Q(pk__in=list(submitted))
    return list(at_the_desk().filter(wrote).distinct())


def _of_story(story: Article) -> list:
    return list({*_writers(story), *([story.assigned_to] if story.assigned_to else [])})


def _approvers(story: Article) -> list:
    """Whoever is on the story, if they may approve it; else everybody who may."""
    if story.assigned_to and may_approve(story.assigned_to, story):
        return [story.assigned_to]
    return [person for person in at_the_desk() if may_approve(person, story)]


def _schedulers(event: Event) -> list:
    """Who had scheduled what this event has dropped."""
    dropped = set(json.loads(event.data).get("dropped", []))
    earlier = event.article.events.filter(verb__in=["schedule", "reschedule", "amend"], pk__lt=event.pk)
    return [
        past.by
        for past in (earlier.select_related("by") if dropped else [])
        if dropped & {number for number, _ in starts_later(past)}
    ]


def may_open(person, story: Article) -> bool:
    return person.has_perm("articles.view_article") and Article.objects.visible_to(person).filter(pk=story.pk).exists()
