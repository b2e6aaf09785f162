"""The audit: who did what, when, about what and from where. Rows are added and never changed: the database refuses it (but for `unname`).

`record` is called where a thing is done, in the same transaction, so that what was undone was never recorded. It keeps
kind, number and name of the thing as text: this room imports nothing above it, and a thing may go while its row stays.
Rooms above say with `speak` how their actions are called.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from accounts import visit
from accounts.bulk import Row, store
from accounts.models import Audit

WORDS = {
    "sign_in": "signed in",
    "sign_in_failed": "failed to sign in",
    "sign_out": "signed out",
    "password": "set a password",
    "person_added": "added a person",
    "person_changed": "changed a person",
    "account_closed": "deactivated a person",
    "account_opened": "activated a person again",
    "roles": "changed somebody's roles",
    "permissions": "changed somebody's permissions",
    "export": "downloaded the record",
    "add": "added",
    "change": "changed",
    "delete": "deleted",
}


def record(
    action: str, *, by, about=None, note: str = "", data: dict | None = None, at: datetime | None = None
) -> Audit:
    """Adds a row: `by` did `action` to `about` (any saved object, or None). `by` is None for what nobody signed in did."""
    row = _row(action, by=by, about=about, note=note, data=data, at=at)
    row.save(force_insert=True)
    return row


def record_all(
    action: str, model: type[Model], things: Iterable[tuple[object, str, dict]], *, by, at: datetime
) -> None:
    """The same action on many things of one model, (its number or public id, its name, data) each: for what is brought in."""
    rows = (Row(about_id=str(number), about_name=name[:250], data=_text(data)) for number, name, data in things)
    same = {"action": action, "at": at, "by_id": by.pk, "who": _name(by), "address": visit.address()[:64]}
    store(Audit, rows, about_kind=model._meta.label_lower, **same)


def _row(action: str, *, by, about, note: str = "", data: dict | None, at: datetime | None) -> Audit:
    return Audit(
        at=at or timezone.now(),
        by=by,
        who=_name(by),
        action=action,
        note=note,
        data=_text(data or {}),
        address=visit.address()[:64],
        **_named(about),
    )


def _name(by) -> str:
    return str(by)[:254] if by else ""


def _text(data: dict) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)


def seldom(action: str, *, by, about, every: timedelta, **more) -> Audit | None:
    """`record`, unless this person did the same to the same thing within `every`: for what happens by itself all day."""
    rows = Audit.objects.filter(action=action, by=by, at__gt=timezone.now() - every, **key(about))
    return None if rows.exists() else record(action, by=by, about=about, **more)


def unname(thing) -> None:
    """Takes the name of `thing` from all its rows, where its name must not be kept; kind and number stay."""
    Audit.objects.filter(**key(thing)).update(about_name="")


def speak(words: dict[str, str]) -> None:
    """A room above says how its actions are called: {"publish": "published"}."""
    WORDS.update(words)


def words(action: str) -> str:
    return WORDS.get(action) or action.replace("_", " ")


def key(thing) -> dict[str, str]:
    """How rows about `thing` are found. What has a public id is known by that."""
    return {"about_kind": thing._meta.label_lower, "about_id": str(getattr(thing, "public_id", thing.pk))}


def _named(thing) -> dict[str, str]:
    if thing is None:
        return {}
    return key(thing) | {"about_name": getattr(thing, "audit_name", "") or str(thing)[:250]}
