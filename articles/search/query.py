"""What a reader typed, taken apart: words, “phrases”, and what shall -not be in it.

Nothing that a reader types can be an error: signs that mean nothing to us are passed over.
"""

import re
from dataclasses import dataclass

LONGEST = 200  # characters
MOST_TERMS = 12
TERM = re.compile(r'(-?)(?:["“„«]([^"“”„«»]*)["”»]?|([^\s"“”„«»]+))')
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Query:
    """Each term is a tuple of words: one word, or a phrase. A last word that is `unfinished` finds what begins with it, too."""

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()
    unfinished: bool = True

    def __bool__(self):
        return bool(self.wanted)


def parse(typed: str) -> Query:
    """The first dozen terms of what was typed."""
    wanted, unwanted = [], []
    for sign, phrase, word in TERM.findall(typed[:LONGEST].replace("\0", " "))[:MOST_TERMS]:
        words = tuple(WORD.findall(phrase or word))
        if words:
            (unwanted if sign else wanted).append(words)
    return Query(tuple(wanted), tuple(unwanted))
