"""Signed keys of a person: in links that are mailed, and in the browser of a reader who wants to be known again.

A key is “<purpose>.<person>.<generation>.<minted>[.<more>…].<signature>”. It opens what its purpose names and nothing
else, for as long as `AGES` says; all of a person's keys end at once when the person's generation is raised.
"""

import re
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer

from articles import clock
from comments.models import Commenter

CONFIRM, YOU, PROOF, STOP = "confirm", "you", "proof", "stop"
AGES = {CONFIRM: timedelta(days=3), YOU: timedelta(days=30), PROOF: timedelta(days=400), STOP: timedelta(days=3650)}
OUTLIVES = {STOP}  # a letter can be stopped, whatever was ended since
SHAPE = re.compile(r"[a-z]{3,8}\.[a-z2-7]{12}\.\d{1,9}\.\d{10,12}(?:\.[a-z2-7]{0,12}){0,2}\.[\w-]{43}", re.ASCII)


class BadKey(Exception):
    """Not made by us for this, too old, or ended by its owner."""


def mint(purpose: str, commenter: Commenter, *more: str) -> str:
    parts = [purpose, commenter.public_id, str(commenter.generation), str(int(clock.now().timestamp())), *more]
    said = ".".join(parts)
    return f"{said}.{_signer().signature(said)}"


def read(purpose: str, key: str) -> tuple[Commenter, list[str]]:
    """Whose key it is, and what more it says. Raises BadKey. One query."""
    said = _checked(key)
    named, person, generation, minted, *more = said.split(".")
    age = clock.now() - datetime.fromtimestamp(int(minted), UTC)
    if named != purpose or age > AGES[purpose]:
        raise BadKey("It is for something else, or too old.")
    commenter = Commenter.objects.filter(public_id=person).exclude(email="").first()
    if commenter is None or commenter.generation != int(generation) and purpose not in OUTLIVES:
        raise BadKey("Its owner has ended it, or is gone.")
    return commenter, more


def _checked(key: str) -> str:
    if not SHAPE.fullmatch(key):
        raise BadKey("It has not the shape of a key.")
    said, _, signature = key.rpartition(".")
    try:
        _signer().unsign(f"{said}:{signature}")
    except BadSignature as error:
        raise BadKey("We have not signed it.") from error
    return said


def _signer() -> Signer:
    return Signer(salt="comments.person")
