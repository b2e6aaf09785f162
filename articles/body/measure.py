"""What one wants to know of a body without showing it: its text, length, pictures and headings.

Reading time follows M. Brysbaert, "How many words do we read per minute?" (Journal of Memory and Language 109, 2019):
238 words a minute for silent reading of English non-fiction. Scripts written without blanks are counted by letters and
set in proportion: 255 Chinese characters take as long as 158 Chinese words in the International Reading Speed Texts
(Trauzettel-Klosinski and Dietz, 2012), so 1.6 to a word; five letters to a word in Thai, Lao, Burmese and Khmer.
`static/js/editor/count.js` counts the same way while one writes.
"""

import re
from math import ceil

from articles.body.blocks import Block
from articles.body.tree import read

WORDS_A_MINUTE = 238
IDEOGRAPHS = re.compile("[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
UNSPACED = re.compile("[\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0edf\u1000-\u109f\u1780-\u17b3]")
DASHES = re.compile("[\u2014\u2026]")  # stand between words without blanks


def text(html: str) -> str:
    """Plain text: paragraphs divided by blank lines, list items and table rows by line ends."""
    blocks = read(html)
    return "\n\n".join(filter(None, [*map(_plain, blocks), *notes_of(blocks)]))


def notes_of(blocks: list[Block]) -> list[str]:
    """The footnotes of a body, in the order in which readers number them."""
    return [note for block in blocks for note in block.notes]


def excerpt(html: str, length: int) -> str:
    """The beginning of the running text in at most `length` characters, cut at a word."""
    found = " ".join(block.text.replace("\n", " ") for block in read(html) if block.tag == "p")
    if len(found) <= length:
        return found
    kept = found[:length]
    return (kept.rpartition(" ")[0] or kept[:-1]).rstrip(" ,;:–—-") + "…"


def pictures_in(html: str) -> list[int]:
    """Ids of the pictures in the order of the body, each once."""
    parts = (part for block in read(html) for part in block.walk())
    found = (part.attributes["data-picture"] for part in parts if part.tag == "figure")
    return list(dict.fromkeys(map(int, found)))


def stories_in(html: str) -> list[int]:
    """Ids of the stories whose cards stand in the body."""
    found = (block.attributes.get("data-story") for block in read(html))
    return list(dict.fromkeys(int(number) for number in found if number))


def headings(html: str) -> list[tuple[int, str]]:
    """Level and text of every heading, e.g. [(2, "What happened"), (3, "At sea")]."""
    return [(int(block.tag[1]), block.text) for block in in_order(read(html)) if block.tag in ("h2", "h3")]


def in_order(blocks: list[Block]) -> list[Block]:
    """The same blocks with no level left out: small headings before the first large one are large themselves."""
    first = next((at for at, block in enumerate(blocks) if block.tag == "h2"), len(blocks))
    return [
        Block("h2", runs=block.runs) if block.tag == "h3" and at < first else block for at, block in enumerate(blocks)
    ]


def words(html: str) -> int:
    """Words that are read in the body, captions and footnotes among them; link cards are not counted."""
    blocks = read(html)
    return count("\n".join([*(_plain(block) for block in blocks if block.tag != "div"), *notes_of(blocks)]))


def count(plain: str) -> int:
    """Whatever stands between blanks and has a letter or figure in it is a word."""
    ideographs, letters = len(IDEOGRAPHS.findall(plain)), len(UNSPACED.findall(plain))
    others = DASHES.sub(" ", UNSPACED.sub(" ", IDEOGRAPHS.sub(" ", plain))).split()
    return sum(any(map(str.isalnum, word)) for word in others) + ceil(ideographs / 1.6) + ceil(letters / 5)


def minutes(words: int) -> int:
    """Minutes of reading, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def _plain(block: Block) -> str:
    if block.tag == "div":
        return block.attributes.get("data-title", "")
    if block.runs:
        return block.text
    between = {"tr": "\t", "li": "\n", "ul": "\n", "ol": "\n", "td": " ", "th": " "}.get(block.tag, "\n")
    return between.join(filter(None, map(_plain, block.children)))
