"""Replays the ledger and compares it with the editions: names every altered, missing or unrecorded row."""

import json
from collections.abc import Iterator
from datetime import datetime

from articles import ledger
from articles.grammar import joined
from articles.local_time import spoken
from articles.models import Edition, Event
from articles.revisions import digest_of
from articles.triggers import WORDS


def faults(*anchors: str) -> Iterator[str]:
    """Sentences, one for each fault; none means that all is as it was recorded. Anchors were noted on earlier days."""
    expected: dict[tuple[int, int], dict] = {}
    yield from _replay(expected, anchors)
    yield from _compare(expected)


def _replay(expected: dict, anchors: tuple[str, ...]) -> Iterator[str]:
    previous, missing = "", {each.rpartition(":")[2]: each for each in anchors}
    for event in Event.objects.order_by("pk").iterator(chunk_size=500):
        if event.previous != previous:
            yield f"Event {event.pk} does not follow the one before it: a row is missing or was put in between."
        if ledger.digest_of(event) != event.digest:
            yield f"Event {event.pk} ({event.verb}, article {event.article_id}) was altered."
        previous = event.digest
        missing.pop(event.digest, None)
        _apply(event, expected)
    for anchor in missing.values():
        yield f"The anchor {anchor} is not in the ledger: its end was cut off or rewritten."


def _apply(event: Event, expected: dict) -> None:
    data = json.loads(event.data)
    for number in data.get("dropped", []):
        expected.pop((event.article_id, number), None)
    for entry in data.get("editions", []):
        expected[event.article_id, entry["number"]] = entry
    for number in data.get("redacted", []):
        expected[event.article_id, number] |= {"redacted": True}


def _compare(expected: dict) -> Iterator[str]:
    rows = Edition.objects.select_related("revision").order_by("pk")
    for edition in rows.iterator(chunk_size=200):
        entry = expected.pop((edition.article_id, edition.number), None)
        name = f"Edition {edition.number} of article {edition.article_id}"
        if entry is None:
            yield f"{name} is not in the ledger."
            continue
        yield from _differences(name, edition, entry)
    for article, number in expected:
        yield f"Edition {number} of article {article} is missing."


def _differences(name: str, edition: Edition, entry: dict) -> Iterator[str]:
    if entry.get("redacted"):
        if not _says_nothing(edition):
            yield f"{name}: it was redacted, and yet it says something."
    elif edition.redacted_at or digest_of(edition.revision.content) != edition.revision.digest:
        yield f"{name}: its text was altered."
    if not edition.digest == edition.revision.digest == entry["digest"]:
        yield f"{name}: it points to another text than the one that went out."
    if edition.address_id != entry["path"]:
        yield f"{name}: its address was altered."
    if edition.live_from != datetime.fromisoformat(entry["from"]):
        yield f"{name}: its start was altered."
    until = entry["until"] and datetime.fromisoformat(entry["until"])
    if edition.live_until != until or edition.end != entry["end"]:
        yield f"{name}: its end was altered."


def _says_nothing(edition: Edition) -> bool:
    words = [edition.revision.content, *(getattr(edition, name) for name in WORDS)]
    return bool(edition.redacted_at) and not any(words)


def redactions() -> Iterator[str]:
    """A sentence for each redaction on record: those editions are empty by right."""
    for event in Event.objects.filter(verb="redact").select_related("by").order_by("pk"):
        numbers = joined([str(number) for number in json.loads(event.data)["redacted"]])
        yield f"Redacted {spoken(event.at)} by {event.by}: article {event.article_id}, edition {numbers}. {event.note}"
