"""Moulds: parts of a page that stand on it many times are drawn by their template once, with places left for the words.

A template costs a thousand times what putting words into its places costs. A mould draws its template for each *shape*
of what it shows: the `key`, which must hold everything on which the template branches or which it prints itself, and
which of the values are empty. Nothing is stored and nothing can be stale: every value is given anew with each request, and
is escaped as a template would, unless it is HTML that was made so before.

A template for moulds prints its values as they are: it asks whether one is there, and puts no filter on it.
"""

import html
import re
import secrets
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

OPEN, CLOSE = "\ue5a0", "\ue5a1"  # of the private use area: around a place
TOKEN = secrets.token_hex(8)  # nobody's words can hold a place
PLACE = re.compile(f"{OPEN}{TOKEN}-(\\d+){CLOSE}")


class NoMould(ValueError):
    """A place came out of the template cut."""


class Mould:
    """`context` makes the template's context of the values, or of what stands in their places."""

    def __init__(self, template: str, context: Callable[..., dict], shapes: int = 256):
        self.template, self.context = template, context
        self._kept = lru_cache(shapes)(self._drawn)

    def __call__(self, key: Hashable, *values: str) -> SafeString:
        """The template's HTML with these values."""
        first, rest = self._pieces(key, tuple(map(bool, values)))
        return SafeString(first + "".join([_escaped(values[number]) + text for number, text in rest]))

    def _pieces(self, key: Hashable, filled: tuple[bool, ...]) -> tuple[str, list[tuple[int, str]]]:
        return self._drawn(key, filled) if settings.DEBUG else self._kept(key, filled)

    def _drawn(self, key: Hashable, filled: tuple[bool, ...]) -> tuple[str, list[tuple[int, str]]]:
        places = [f"{OPEN}{TOKEN}-{number}{CLOSE}" if is_filled else "" for number, is_filled in enumerate(filled)]
        drawn = render_to_string(self.template, self.context(key, *places))
        first, *rest = PLACE.split(drawn)
        left = "".join([first, *rest[1::2]])
        if (OPEN in left or CLOSE in left) and ascii(OPEN)[1:4] not in ascii(key):
            raise NoMould(f"{self.template} has done something to a place but print it.")
        return first, [(int(rest[at]), rest[at + 1]) for at in range(0, len(rest), 2)]


def joined(parts: Iterable[str]) -> SafeString:
    """One after the other; what is no HTML of ours is escaped."""
    return SafeString("".join([_escaped(part) for part in parts]))


def _escaped(value: str) -> str:
    return value if isinstance(value, SafeString) else html.escape(str(value))
