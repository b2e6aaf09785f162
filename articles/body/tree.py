"""From any HTML to blocks of the canonical form.

`read` is the only way in: guard, nh3, lxml, and then a walk that *builds* what ALLOWED knows and copies nothing. What a
place cannot hold becomes paragraphs there; a picture, table or card in such a place follows after it. No text is lost.
"""

import nh3
from lxml import etree

from articles.body import guard, structures, tables
from articles.body.addresses import address
from articles.body.blocks import Block, Sink
from articles.body.definition import FLATTENED, READ_AS, SMALL_FIGURES, read_attributes, read_tags
from articles.body.lines import Marks

MAX_TREE_DEPTH = 200  # lxml stops reading at 256
TEXTBLOCKS = {"p", "h2", "h3"}
OUT_OF_PLACE = {"li", "figcaption", "caption", "thead", "tbody", "tr", "td", "th"}
STRUCTURES = {
    "ul": structures.read_list,
    "ol": structures.read_list,
    "blockquote": structures.read_quote,
    "aside": structures.read_aside,
    "pre": structures.read_code,
    "figure": structures.read_figure,
    "section": structures.read_gallery,
    "div": structures.read_card,
    "table": tables.read,
    "hr": structures.read_rule,
}


def read(html: str) -> list[Block]:
    """The blocks of a body. Raises guard.TooLarge."""
    sane = nh3.clean(
        guard.plain(html),
        tags=read_tags(),
        attributes=read_attributes(),
        clean_content_tags=set(),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    sink = Sink("doc", walk)
    sane = guard.printable(sane)  # nh3 has decoded the entities
    if sane.strip():
        sink.walk(_parsed(sane), Marks())
    return sink.result()


def _parsed(sane: str):
    if _depth(sane) > MAX_TREE_DEPTH:
        raise guard.TooLarge("The text is nested too deeply. Please paste it as plain text.")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(f"<html><body>{sane}</body></html>".encode(), parser).find("body")


def _depth(sane: str) -> int:
    """How deep the sanitiser's output is nested; there every element but the void ones is closed."""
    deepest = depth = 0
    for match in guard.TAG.finditer(sane):
        if match["name"] not in guard.VOID:
            depth += -1 if match["end"] else 1
            deepest = max(deepest, depth)
    return deepest


def walk(element, marks: Marks, sink: Sink) -> None:
    sink.text(element.text, marks)
    for child in element:
        step(child, marks, sink)
        sink.text(child.tail, marks)


def step(element, marks: Marks, sink: Sink) -> None:
    tag = READ_AS.get(element.tag, element.tag)
    if tag in MARKING:
        walk(element, MARKING[tag](element, marks), sink)
    elif tag == "sup" and (note := structures.words(element.get("data-note") or "", structures.LONGEST_NOTE)):
        sink.note(note)
        walk(element, marks, sink)
    elif tag in SMALL_FIGURES:
        read_small(tag, element, marks, sink)
    elif tag == "br":
        sink.line_break()
    elif tag in TEXTBLOCKS:
        read_textblock(tag, element, marks, sink)
    elif tag in STRUCTURES:
        sink.close()
        STRUCTURES[tag](element, marks, sink)
    elif tag in FLATTENED or tag in OUT_OF_PLACE:
        sink.take(element, marks)
    else:
        walk(element, marks, sink)


def read_textblock(tag: str, element, marks: Marks, sink: Sink) -> None:
    sink.close()
    outer, sink.tag = sink.tag, sink.tag if sink.tag != "p" else tag
    walk(element, marks, sink)
    sink.close()
    sink.tag = outer


def read_small(tag: str, element, marks: Marks, sink: Sink) -> None:
    plain, small = SMALL_FIGURES[tag]
    text = (element.text or "").replace("\u2212", "-").strip()
    if not len(element) and text and set(text) <= set(plain):
        return sink.text(text.translate(str.maketrans(plain, small)), marks)
    walk(element, marks, sink)


def bold(element, marks: Marks) -> Marks:
    """Google Docs wraps all that it puts on the clipboard in a bold element that is not bold."""
    is_wrapper = (element.get("id") or "").startswith("docs-internal-guid")
    return marks if is_wrapper else marks._replace(strong=True)


def italic(element, marks: Marks) -> Marks:
    """Also a `cite` that is not at the end of a quotation: there it is the title of a work."""
    return marks._replace(em=True)


def code(element, marks: Marks) -> Marks:
    return marks._replace(code=True)


def link(element, marks: Marks) -> Marks:
    return marks._replace(href=address(element.get("href") or ""))


MARKING = {"strong": bold, "em": italic, "cite": italic, "code": code, "a": link}
