"""A content as the rules look at it: its body read once, each of its words with the field in which it stands."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from articles.body.blocks import Block
from articles.body.tree import read

LINES = ("kicker", "headline", "standfirst", "slug", "seo_title", "seo_description")


class Written(NamedTuple):
    """Some words, the field of the form in which they are mended, and what people call the place."""

    words: str
    field: str
    place: str


class Link(NamedTuple):
    href: str
    words: str


class Text:
    def __init__(self, content: dict, at: datetime | None = None):
        self.content, self.at = content, at

    @cached_property
    def blocks(self) -> list[Block]:
        """Every block of the body, in the order of reading."""
        return [each for block in read(self.content["body"]) for each in block.walk()]

    @cached_property
    def outline(self) -> list[Block]:
        """The blocks among which headings have an order: those in a box have a title of their own there, which is none."""
        return [each for block in read(self.content["body"]) for each in _outside_boxes(block)]

    @cached_property
    def links(self) -> list[Link]:
        """What can be followed in the body; neighbouring pieces of one link are one."""
        found = [
            Link(href, "".join(run.text for run in runs))
            for block in self.blocks
            for href, runs in groupby(block.runs, key=lambda run: run.marks.href)
            if href
        ]
        cards = [block.attributes for block in self.blocks if "data-card" in block.attributes]
        return found + [Link(card["data-card"], card.get("data-title") or card["data-card"]) for card in cards]

    @cached_property
    def figures(self) -> list[tuple[dict, dict]]:
        """(attributes in the body, the words frozen beside it) of each picture in the body that is still there."""
        frozen = {each["picture"]: each for each in self.content["pictures"]}
        placed = [block.attributes for block in self.blocks if "data-picture" in block.attributes]
        return [(each, frozen[pk]) for each in placed if (pk := int(each["data-picture"])) in frozen]

    def written(self) -> Iterator[Written]:
        """All that somebody has written and readers would see."""
        for name in LINES:
            yield Written(self.content[name], name, PLACES[name])
        yield Written("\n".join(block.text for block in self.blocks), "body", "the text")
        for block in self.blocks:
            yield from (Written(block.attributes.get(name, ""), "body", "the text") for name in SAID)
        for _, words in self.figures:
            yield from (
                Written(words[name], "body", f"the {said} of a picture in the text") for name, said in WORDS.items()
            )
        for name in WORDS:
            yield Written((self.content["lead"] or {}).get(name, ""), *LEAD[name])
        yield from (Written(tag["name"], "tags", "the tags") for tag in self.content["tags"])


def _outside_boxes(block: Block) -> Iterator[Block]:
    yield block
    for child in [] if block.tag == "aside" else block.children:
        yield from _outside_boxes(child)


PLACES = {
    "kicker": "the kicker",
    "headline": "the headline",
    "standfirst": "the standfirst",
    "slug": "the address",
    "seo_title": "the title for search engines",
    "seo_description": "the description for search engines",
}
SAID = ("data-alt", "data-title", "data-site")  # attributes of the body that hold words
WORDS = {"alt": "alternative text", "caption": "caption", "credit": "credit"}
LEAD = {
    "alt": ("lead_alt", "the alternative text of the lead picture"),
    "caption": ("lead_caption", "the caption of the lead picture"),
    "credit": ("lead_picture", "the credit of the lead picture"),
}
