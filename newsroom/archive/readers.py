"""Readers of an archive and what they say below its stories. The same seed gives the same words."""

import hashlib
import random
from dataclasses import dataclass
from functools import cache, lru_cache

from newsroom.archive.words import DID, FIRST_NAMES, PLACES, SUBJECTS, WHAT, WHEN, WHO, split

OPENINGS = """I was there when it began.|Thank you for this.|With respect, I see it otherwise.|My grandmother would have laughed.
|Nobody asked us.|This has been coming for years.|A fair account, but half of it.|At last somebody says it.|I read this twice."""
CLAIMS = """{who} never {did} {what}, whatever they say|I have waited in {place} {number} minutes for less|{place} will pay for it
|ask anybody in {place} about {what}|the figure was {number} and not a tenth of that|{number} of us signed a letter {when}
|you should write about {subject} instead|it was {what} then and it will be {what} again"""
SELLING = """Cheap {subject} at https://bargain-{number}.example/ now|Earn {number} crowns a day from home: https://win-{number}.example/"""
SENTENCES = (1, 1, 2, 2, 3, 5, 9)
LISTS = {"who": WHO, "did": DID, "what": WHAT, "when": WHEN, "place": PLACES, "subject": SUBJECTS}
lists_of = cache(split)


@dataclass(frozen=True)
class Reader:
    """Somebody who comments; `key` is what stands for the network address."""

    name: str
    email: str
    key: str


@lru_cache(maxsize=200_000)
def reader(number: int) -> Reader:
    """“Finn of Kiln Lane”: no author of an archive is called so."""
    names, places = lists_of(FIRST_NAMES), lists_of(PLACES)
    name, place = names[number % len(names)], places[number // len(names) % len(places)]
    key = hashlib.sha256(f"archive reader {number}".encode()).hexdigest()
    return Reader(f"{name} of {place}", f"{name.lower()}-{number}@readers.example", key)


@cache
def named_in(template: str) -> list[str]:
    """The lists whose words it wants."""
    return [name for name in LISTS if f"{{{name}}}" in template]


class Talk:
    """Says one comment after another. A few of the `readers` say most."""

    def __init__(self, seed: str, readers: int):
        self.random, self.readers = random.Random(seed), readers  # noqa: S311  words, not secrets

    def who(self) -> Reader:
        return reader(int(self.readers * self.random.random() ** 1.5))

    def say(self) -> str:
        claims = [self._filled(CLAIMS) for _ in range(self.random.choice(SENTENCES))]
        return " ".join([self._filled(OPENINGS), *(f"{claim[0].upper()}{claim[1:]}." for claim in claims)])

    def sell(self) -> str:
        return self._filled(SELLING)

    def length(self, mean: float, most: int) -> int:
        """How many comments a story has: most have none or one, a few have hundreds."""
        if not mean:
            return 0
        return min(most, int(self.random.random() + mean * self.random.lognormvariate(-2, 2)))

    def _filled(self, templates: str) -> str:
        said, place = self._one(templates), self._one(PLACES)
        words = {name: self._one(LISTS[name]).replace("{place}", place) for name in named_in(said)}
        return said.format(**words, number=self.random.randrange(2, 90_000))

    def _one(self, of: str) -> str:
        return self.random.choice(lists_of(of))
