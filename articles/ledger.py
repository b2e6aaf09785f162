"""The ledger: one chain of events over the whole site, each holding the digest of the one before it.

An altered row breaks its own digest, a missing one the next row's. A cut-off end is found with an anchor: the digest
that was the newest on a day, noted elsewhere. The first move of a day writes the anchor of the day before into the log, and
`manage.py print_anchor` prints one at any time.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from accounts import audit
from accounts.bulk import Row, numbered, store
from accounts.locks import take_turn
from articles.local_time import site_zone
from articles.models import Article, Event

logger = logging.getLogger(__name__)


def append(article: Article, verb: str, *, by, at: datetime, note: str = "", data: dict | None = None) -> Event:
    """Adds an event at the end of the chain, in the caller's transaction, which holds the end until it commits.

    The audit gets a row too, so every verb stands there.
    """
    take_turn("ledger")
    event = Event(article=article, verb=verb, by=by, at=at, note=note, data=_text(data or {}))
    last = Event.objects.only("at", "digest").order_by("-pk").first()
    event.previous = last.digest if last else ""
    event.digest = digest_of(event)
    event.save(force_insert=True)
    audit.record(verb, by=by, about=article, note=note, data={"event": event.pk}, at=at)
    if last and _day(last) < _day(event):
        transaction.on_commit(lambda: logger.info("The anchor of the ledger is %s", anchor_of(last)))
    return event


def append_all(verb: str, happened: Iterable[tuple[int, str, dict]], *, by, at: datetime, note: str = "") -> None:
    """The same verb on many stories at once, (number, headline, data) each: for what is brought in by the thousand."""
    take_turn("ledger")
    happened, same = list(happened), {"verb": verb, "by_id": by.pk, "at": at, "note": note}
    events = [Row(article_id=number, data=_text(data), **same) for number, _, data in happened]
    store(Event, numbered(Event, _chained(events)))
    about = [(number, name, {"event": event.id}) for (number, name, _), event in zip(happened, events, strict=True)]
    audit.record_all(verb, Article, about, by=by, at=at)


def _chained(events: list[Row]) -> list[Row]:
    previous = anchor().rpartition(":")[2]
    for event in events:
        event.previous = previous
        previous = event.digest = digest_of(event)
    return events


def anchor() -> str:
    """The anchor of this moment, “2026-11-26:3f…”; empty before the first event."""
    last = Event.objects.only("at", "digest").order_by("-pk").first()
    return anchor_of(last) if last else ""


def anchor_of(event: Event) -> str:
    """The day of the event, on the site's clock, and its digest."""
    return f"{_day(event)}:{event.digest}"


def _day(event: Event) -> str:
    return f"{event.at.astimezone(site_zone()):%Y-%m-%d}"


def digest_of(event: Event | Row) -> str:
    """SHA-256 over everything that the row says, and over the digest of the row before."""
    row = [event.article_id, event.verb, event.by_id, event.at.astimezone(UTC).isoformat(), event.note, event.data]
    return hashlib.sha256(_text([event.previous, *row]).encode()).hexdigest()


def _text(data) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
