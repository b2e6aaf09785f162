"""Signed, single-use permission to post: minted for one article and one parent, never part of a cached page.

A token is “<key>.<when>.<signature>”, with an “s” after the time when the words had been sent before it was minted.
The key becomes the comment's `client_key`, which is unique: that is what makes a second use harmless. Age alone only
asks for a new one.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

from articles import clock

AGE = timedelta(hours=24)
SKEW = timedelta(seconds=60)
SHAPE = re.compile(r"(?P<key>[0-9a-f]{32})\.(?P<when>\d{10,12})(?P<sent>s?)\.(?P<signature>[\w-]{20,60})", re.ASCII)


class BadToken(Exception):
    """Not minted by us for this reply, or too old."""


@dataclass(frozen=True)
class Token:
    key: str
    age: timedelta
    sent: bool = False  # minted when the words came, for the page that shows them once more: its age says nothing


def mint(article_id: int, parent: str = "", *, sent: bool = False) -> str:
    key, when = secrets.token_hex(16), f"{int(clock.now().timestamp())}{'s' if sent else ''}"
    return f"{key}.{when}.{_signature(article_id, parent, key, when)}"


def read(value: str, article_id: int, parent: str = "") -> Token:
    """The token that `value` is; raises BadToken."""
    match = SHAPE.fullmatch(value)
    if not match:
        raise BadToken("It has not the shape of a token.")
    try:
        _signer().unsign(
            f"{_bound(article_id, parent, match['key'], match['when'] + match['sent'])}:{match['signature']}"
        )
    except BadSignature as error:
        raise BadToken("It was minted for something else.") from error
    age = clock.now() - datetime.fromtimestamp(int(match["when"]), UTC)
    if not -SKEW <= age <= AGE:
        raise BadToken("It is too old.")
    return Token(match["key"], age, sent=bool(match["sent"]))


def _signer() -> Signer:
    return Signer(salt="comments.posting")


def _signature(*parts) -> str:
    return _signer().signature(_bound(*parts))


def _bound(article_id: int, parent: str, key: str, when) -> str:
    return f"{article_id}/{parent}/{key}/{when}"


def receipt_key(public_id: str) -> str:
    """What the reader who wrote a comment has, and nobody else."""
    return Signer(salt="comments.receipt").signature(public_id)


def is_receipt_key(public_id: str, key: str) -> bool:
    try:
        Signer(salt="comments.receipt").unsign(f"{public_id}:{key}")
    except BadSignature:
        return False
    return True
