"""A canonical body as a flat list of blocks: paragraphs, headings, list items, table rows, pictures …"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from lxml import etree, html

from articles.compare.words import Word, words

LABELS = {
    "p": "Paragraph",
    "h2": "Heading",
    "h3": "Sub-heading",
    "li": "List item",
    "blockquote": "Quotation",
    "cite": "Source of a quotation",
    "hr": "Break",
    "tr": "Table row",
    "figure": "Picture",
    "aside": "Pull quote",
    "factbox": "Fact box",
    "pre": "Code",
    "div": "Link card",
}
CONTAINERS = {"ul", "ol", "table", "thead", "tbody", "section"}
PLAIN = {"strong": False, "em": False, "code": False, "href": ""}


@dataclass(frozen=True)
class Block:
    tag: str
    words: tuple[Word, ...]
    picture: int = 0

    @property
    def label(self) -> str:
        return LABELS[self.tag]


def likeness(a: Block, b: Block) -> float:
    """From 0 to 1: the share of words in common; the same picture is the same block."""
    if a.picture or b.picture:
        return float(a.picture == b.picture)
    if not a.words or not b.words:
        return float(a.tag == b.tag)
    common = (Counter(word.text for word in a.words) & Counter(word.text for word in b.words)).total()
    return 2 * common / (len(a.words) + len(b.words))


def blocks(body: str, pictures: Mapping[int, dict] | None = None) -> list[Block]:
    """Every block of a body in its order. `pictures` are the library's words for its pictures, as they were frozen."""
    return list(_blocks_in(_parsed(body, pictures or {})))


def changed_stretches(was: str, now: str, pictures_was=None, pictures_now=None) -> Iterator[tuple[list, list]]:
    """Pairs of the blocks that stood and that stand where two bodies differ: words are looked at nowhere else."""
    before, after = _parsed(was, pictures_was or {}), _parsed(now, pictures_now or {})
    sources = [[etree.tostring(node, with_tail=False) for node in root] for root in (before, after)]
    stretches = SequenceMatcher(None, *sources, autojunk=False).get_opcodes()
    old, new = list(before), list(after)
    for verb, i1, i2, j1, j2 in stretches:
        if verb != "equal":
            yield _blocks_of(old[i1:i2]), _blocks_of(new[j1:j2])


def _blocks_of(nodes: list) -> list[Block]:
    parent = etree.Element("body")
    parent.extend(nodes)
    return list(_blocks_in(parent))


def _parsed(body: str, pictures: Mapping[int, dict]):
    if not body.strip():
        return etree.Element("body")
    root = html.fragment_fromstring(body, create_parent="body")
    for figure in root.iter("figure"):
        _fill(figure, pictures.get(_picture_of(figure), {}))
    return root


def _fill(figure, frozen: dict) -> None:
    """Puts in what readers get from the library: the words that the story does not replace, and the credit."""
    if "data-alt" not in figure.attrib:
        figure.set("data-alt", frozen.get("alt", ""))
    if figure.find("figcaption") is None:
        etree.SubElement(figure, "figcaption").text = frozen.get("caption", "")
    etree.SubElement(figure, "figcaption").text = frozen.get("credit", "")


def _blocks_in(parent) -> Iterator[Block]:
    for node in parent.iterchildren(etree.Element):
        if node.tag in CONTAINERS:
            yield from _blocks_in(node)
        elif node.tag == "li":
            yield Block("li", _words_of(node))
            yield from (block for child in node if child.tag in CONTAINERS for block in _blocks_in(child))
        elif node.tag == "blockquote":
            yield from (block for child in node for block in _quoted(child))
        elif node.get("class") == "factbox":
            yield from (block for child in node for block in _boxed(child))
        elif node.tag in LABELS:
            yield Block(node.tag, tuple(SPECIAL.get(node.tag, _words_of)(node)), _picture_of(node))


def _quoted(node) -> Iterator[Block]:
    if node.tag in CONTAINERS:
        return _blocks_in(node)
    return iter([Block("cite" if node.tag == "cite" else "blockquote", _words_of(node))])


def _boxed(node) -> Iterator[Block]:
    return _blocks_in(node) if node.tag in CONTAINERS else iter([Block("factbox", _words_of(node))])


def _picture_of(node) -> int:
    number = node.get("data-picture", "")
    return int(number) if number.isdecimal() else 0


def _figure(node) -> list[Word]:
    alt = node.get("data-alt", "")
    width = [Word(node.get("data-size"), spaced=True)] if node.get("data-size") else []
    return [Word(f"No. {_picture_of(node)}"), *width, *_spaced([(f" {alt} ", PLAIN), *_texts(node, PLAIN)])]


def _card(node) -> Iterator[Word]:
    if node.get("data-story"):
        return iter([Word(f"Story {node.get('data-story')}")])
    return words(" ".join(filter(None, (node.get("data-title"), node.get("data-card")))))


def _row(node) -> list[Word]:
    found: list[Word] = []
    for cell in node:
        found += [Word("|", spaced=True)] if found else []
        found += _words_of(cell)
    return found


SPECIAL = {"figure": _figure, "div": _card, "tr": _row}


def _words_of(node) -> tuple[Word, ...]:
    return tuple(_spaced(_texts(node, PLAIN)))


def _spaced(texts) -> Iterator[Word]:
    """The words of texts that follow one another; the first stands apart from whatever is drawn before it."""
    blank = True
    for text, dress in texts:
        for word in words(text, **dress):
            yield replace(word, spaced=True) if blank else word
            blank = False
        blank = text[-1].isspace() or blank


def _texts(node, dress: dict) -> Iterator[tuple[str, dict]]:
    """Each text in an element, in the dress of the marks around it; lists within have blocks of their own."""
    if node.text:
        yield node.text, dress
    for child in node.iterchildren(etree.Element):
        if child.tag not in CONTAINERS:
            apart = child.tag in LABELS or child.tag in {"figcaption", "br"}
            yield from ([(" ", dress)] if apart else [])
            yield from [(f" [{child.get('data-note')}] ", dress)] if child.get("data-note") else []
            yield from _texts(child, dress | _marks(child))
        if child.tail:
            yield child.tail, dress


def _marks(node) -> dict:
    if node.tag == "a":
        return {"href": node.get("href", "")}
    return {node.tag: True} if node.tag in PLAIN else {}
