"""The rules, one function each: what it finds, in words that say what to do, with the field in which that is done."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from articles.body.addresses import host_of
from articles.checklist import links
from articles.checklist.text import Text
from articles.models import Level

LONGEST = 110  # letters of a headline; search engines and shared cards cut what is longer
# In capitals anywhere; in small letters not as a part of an address ("example.tk").
TK = re.compile(r"(?<!\w)(?:TK)+(?!\w)|(?<![\w./@:-])(?i:tk)+(?![\w/@:-]|\.\w)")
TK_IN_ADDRESS = re.compile(r"(?:^|-)(?:tk)+(?:-|$)", re.IGNORECASE)

Fault = tuple  # (message, field), (message, field, picture) or (message, field, picture, extent)


@dataclass(frozen=True)
class Rule:
    code: str
    label: str
    help: str
    default: str
    find: Callable[[Text], Iterator[Fault]]


def tk(text: Text) -> Iterator[Fault]:
    seen = set()
    for words, field, place in text.written():
        found = (TK_IN_ADDRESS if field == "slug" else TK).search(words)
        if found and place not in seen:
            seen.add(place)
            yield f"“{found[0].strip('-')}” is left in {place}.", field


def standfirst(text: Text) -> Iterator[Fault]:
    if not text.content["standfirst"]:
        yield "There is no standfirst.", "standfirst"


def byline(text: Text) -> Iterator[Fault]:
    if not text.content["bylines"]:
        yield "There is no byline.", "bylines"


def headline_length(text: Text) -> Iterator[Fault]:
    length = len(text.content["headline"])
    if length > LONGEST:
        yield (
            f"The headline has {length} letters; after {LONGEST} it is cut off in many places.",
            "headline",
            None,
            length,
        )


def lead_alt(text: Text) -> Iterator[Fault]:
    if text.content["lead"] and not text.content["lead"]["alt"].strip():
        yield "The lead picture has no alternative text.", "lead_alt"


def lead_credit(text: Text) -> Iterator[Fault]:
    lead = text.content["lead"]
    if lead and not lead["credit"].strip():
        yield "The lead picture has no credit. Add it in the library, then save the story.", "credit", lead["picture"]


def body_alt(text: Text) -> Iterator[Fault]:
    """An empty text in the body itself was chosen: that picture only decorates."""
    without = [each for each, words in text.figures if "data-alt" not in each and not words["alt"].strip()]
    if len(without) == 1:
        yield "A picture in the text has no alternative text.", "body", None, 1
    elif without:
        yield f"{len(without)} pictures in the text have no alternative text.", "body", None, len(without)


def heading_order(text: Text) -> Iterator[Fault]:
    headings = [block for block in text.outline if block.tag in {"h2", "h3"}]
    if headings and headings[0].tag == "h3":
        yield f"The small heading “{headings[0].text}” stands before any large one.", "body"
    for block, following in pairwise([*text.outline, None]):
        if block.tag in {"h2", "h3"} and (following is None or following.tag in {"h2", block.tag}):
            yield f"There is nothing below the heading “{block.text}”.", "body"


def empty_link(text: Text) -> Iterator[Fault]:
    for href, words in text.links:
        if not any(map(str.isalnum, words)):
            yield f"The link to {href} has no words.", "body"
        elif href.startswith("http") and "." not in host_of(href) and not links.is_ours(href):
            yield f"The link “{words}” leads to {href}, which is no address of the web.", "body"


def broken_link(text: Text) -> Iterator[Fault]:
    for link in links.broken(text.links, text.at):
        yield f"The link “{link.words}” leads to {link.href}, where readers would find nothing.", "body"


WARN, BLOCK = Level.WARN, Level.BLOCK
RULES = (
    Rule("tk", "“TK” is left", "As a whole word in any field: headline, text, captions, tags, search engines.", BLOCK, tk),
    Rule("byline", "No byline", "Nobody's name stands above the story.", WARN, byline),
    Rule("standfirst", "No standfirst", "Lists, feeds and search engines show it.", WARN, standfirst),
    Rule("headline_length", "A very long headline", f"More than {LONGEST} letters.", WARN, headline_length),
    Rule("lead_alt", "Lead picture without alternative text", "Who cannot see it is told nothing.", WARN, lead_alt),
    Rule("lead_credit", "Lead picture without a credit", "Whose picture it is.", WARN, lead_credit),
    Rule("body_alt", "Picture in the text without alternative text", "Unless it is said to be mere decoration.", WARN, body_alt),
    Rule("heading_order", "Headings out of order", "A small one before any large one; one with nothing below it.", WARN, heading_order),
    Rule("empty_link", "Empty link", "A link without words, or to no address of the web.", WARN, empty_link),
    Rule("broken_link", "Broken link within the site", "To a story that is not public then, or to no page at all.", WARN, broken_link),
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}
