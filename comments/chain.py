"""One chain of moderation events over the whole site: each holds the digest of the one before it.

An altered row breaks its own digest, a missing one the next row's; a cut-off end is found by an anchor that was noted
elsewhere. A note is not in the digest: it may speak of a person, and must then be emptied.
"""

import hashlib
import json
from datetime import UTC

from accounts.bulk import Row, numbered, store
from accounts.locks import take_turn
from comments.models import ModerationEvent


def hold_the_end() -> None:
    """Until the transaction ends nobody else adds to the chain. To be asked for before any row is changed."""
    take_turn("moderation")


def append(**said) -> ModerationEvent:
    """Adds an event at the end; the caller's transaction holds the end."""
    event = ModerationEvent(**said)
    event.previous = last_digest()
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def append_all(events: list[Row]) -> list[Row]:
    """Adds them in this order, and gives them with their numbers: for what is brought in by the thousand.

    The caller's transaction holds the end.
    """
    previous = last_digest()
    for event in events:
        event.previous = previous
        previous = event.digest = digest_of(event)
    store(ModerationEvent, numbered(ModerationEvent, events))
    return events


def last_digest() -> str:
    return ModerationEvent.objects.order_by("-pk").values_list("digest", flat=True).first() or ""


def anchor() -> str:
    """The day and the digest of the newest event; empty before the first."""
    last = ModerationEvent.objects.only("at", "digest").order_by("-pk").first()
    return f"{last.at.astimezone(UTC):%Y-%m-%d}:{last.digest}" if last else ""


def digest_of(event: ModerationEvent | Row) -> str:
    """SHA-256 over everything that the row says but its note, and over the digest of the row before."""
    row = [
        event.previous,
        event.comment_id,
        event.version,
        event.revision,
        event.was,
        event.became,
        event.kind,
        event.by_id,
        event.at.astimezone(UTC).isoformat(),
        event.reason,
        str(event.batch or ""),
        event.undo_of_id,
    ]
    return hashlib.sha256(json.dumps(row, separators=(",", ":")).encode()).hexdigest()
