"""What happened to a story: saves and moves in one line of time, each as a sentence."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from articles.admin import amendments
from articles.checklist.rules import BY_CODE
from articles.grammar import joined
from articles.local_time import spoken
from articles.models import Article, Change, Event, Revision


@dataclass
class Record:
    """`revision` is the text that was saved or moved, where there is one; `verb` is "save" or the move's."""

    at: datetime
    by: str
    verb: str
    sentence: str
    note: str = ""
    revision: Revision | None = None
    texts: list[amendments.Text] = field(default_factory=list)


def records_of(story: Article, most: int, before: datetime | None = None) -> list[Record]:
    """Up to `most` records, newest first, those before an instant if it is given. Three queries.

    The texts that an amendment made stand with it, and not for themselves.
    """
    made = amendments.texts_of(story)
    texts = Revision.every.filter(article=story).exclude(pk__in=made).select_related("by").defer("content")
    revisions = _newest(texts, most, before)
    events = _newest(story.events.select_related("by"), most, before)
    found = [*_moves(events), *(_save(revision) for revision in revisions)]
    return sorted(found, key=lambda record: record.at, reverse=True)[:most]


def _newest(rows, most: int, before: datetime | None) -> list:
    return list((rows.filter(at__lt=before) if before else rows)[:most])


def _save(revision: Revision) -> Record:
    return Record(revision.at, str(revision.by), "save", SAVES.get(revision.kind, "saved the text"), revision=revision)


def _moves(events: list[Event]) -> Iterator[Record]:
    for event in events:
        sentence, data = SENTENCES.get(event.verb, event.verb), json.loads(event.data)
        yield Record(
            event.at,
            str(event.by),
            event.verb,
            sentence.format(**_details(data, event)) + _despite(data),
            _note(event, data),
            texts=amendments.of_event(event),
        )


def _despite(data: dict) -> str:
    """Which rules of the checklist were overridden."""
    rules = [BY_CODE[code].label for code in data.get("overrode", []) if code in BY_CODE]
    return f", although the checklist stopped it ({joined(rules)})" if rules else ""


def _note(event: Event, data: dict) -> str:
    return "\n".join(filter(None, [event.note, data.get("reason", "")]))


def _details(data: dict, event: Event) -> dict:
    """What a sentence may mention: the kind of change, when it goes out, when it ends."""
    entries, embargo = data.get("editions", []), data.get("embargo")
    newest = entries[-1] if entries else {}
    began = [each for each in entries if datetime.fromisoformat(each["from"]) == event.at]  # at the move itself
    until = newest.get("until")
    return {
        "plan": f"planned it for {date.fromisoformat(data['day']):%-d %B %Y}"
        if data.get("day")
        else "planned it for no day",
        "kind": KINDS.get((began or [newest])[0].get("change"), "a new version"),
        "start": spoken(datetime.fromisoformat(newest["from"])) if newest else "",
        "embargo": spoken(datetime.fromisoformat(embargo)) if embargo else "",
        "redacted": joined([f"edition {number}" for number in data.get("redacted", [])]),
        "assigned": _assigned(data),
        "until": spoken(datetime.fromisoformat(data["until"])) if data.get("until") else "",
        "end": f"set its end to {spoken(datetime.fromisoformat(until))}"
        if until
        else "let it stay until further notice",
    }


def _assigned(data: dict) -> str:
    due = f", due {spoken(datetime.fromisoformat(data['due']))}" if data.get("due") else ""
    priority = {"urgent": ", urgent", "low": ", when there is time"}.get(data.get("priority"), "")
    return f"gave it to {data.get('name') or 'nobody'}{due}{priority}"


KINDS = {
    Change.FIRST: "it for the first time",
    Change.TYPO: "a corrected spelling",
    Change.UPDATE: "an update",
    Change.CORRECTION: "a correction",
    Change.CLARIFICATION: "a clarification",
    Change.RETRACTION: "a retraction",
    Change.REPUBLICATION: "it again",
}
SAVES = {
    Revision.Kind.ROLLING: "worked on the text",
    Revision.Kind.ASIDE: "wrote this while somebody else changed the same words: it was kept aside",
}
SENTENCES = {
    "submit": "submitted it for review",
    "approve": "approved it",
    "void_approval": "changed the text after it had been approved: the approval is void",
    "return_to_writer": "returned it to its writer",
    "publish": "published {kind}",
    "amend": "amended the live text: {kind}",
    "schedule": "scheduled it for {start}",
    "reschedule": "moved it to {start}",
    "unschedule": "took the scheduled version back",
    "expire": "{end}",
    "set_embargo": "put it under embargo until {embargo}",
    "lift_embargo": "lifted its embargo",
    "withdraw": "withdrew it",
    "kill": "killed it, with this reason for readers",
    "reinstate": "reinstated it",
    "redact": "redacted {redacted}, with this reason",
    "plan": "{plan}",
    "assign": "{assigned}",
    "share_preview": "made a preview link that works until {until}",
    "revoke_preview": "revoked a preview link",
    "retag": "changed the tags",
    "trash": "threw it away",
    "put_back": "put it back out of the trash",
    "empty": "had thrown it away: it was emptied",
    "restore": "brought an earlier text back",
    "take_over": "took the story over",
}
