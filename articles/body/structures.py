"""How each structure is read: lists, quotations, boxes, pictures, code, link cards. Tables have a file of their own."""

from collections.abc import Iterator

from lxml import etree

from articles.body import lines
from articles.body.addresses import web
from articles.body.blocks import Block, Sink
from articles.body.definition import SIZES
from articles.body.lines import Marks, Run

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LONGEST_NOTE = 2000


def read_list(element, marks: Marks, sink: Sink) -> None:
    items = []
    for child in _as_items(element):
        blocks = sink.inside("listItem", child, marks)
        if items and blocks and blocks[0].tag != "p":  # a list directly in a list belongs to the item before it
            items[-1].children += blocks
        else:
            items += _items(blocks)
    if items:
        sink.add(Block(element.tag, children=items))


def _as_items(element) -> Iterator:
    """Children of a list; text and other elements that stand between its items become items too."""
    for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
        if child is not None:
            child.tail = None
            yield child if child.tag == "li" else _item(child)
        if text and text.strip():
            yield _item(text)


def _item(content):
    item = etree.Element("li")
    if isinstance(content, str):
        item.text = content
    else:
        item.append(content)
    return item


def _items(blocks: list[Block]) -> list[Block]:
    """One item; when it begins with a list, that list's items come first."""
    if not blocks:
        return []
    if blocks[0].tag == "p":
        return [Block("li", children=blocks)]
    return [*blocks[0].children, *_items(blocks[1:])]


def read_aside(element, marks: Marks, sink: Sink) -> None:
    """A pull quote or a fact box by its class; of any other only the text stays."""
    kinds = (element.get("class") or "").split()
    read = read_quote if "pullquote" in kinds else read_box if "factbox" in kinds else _take
    read(element, marks, sink)


def _take(element, marks: Marks, sink: Sink) -> None:
    sink.take(element, marks)


def read_box(element, marks: Marks, sink: Sink) -> None:
    if len(element) and element[0].tag in HEADINGS and not (element.text or "").strip():
        element[0].tag = "h3"
    title, *others = sink.inside("factbox", element, marks) or [None]
    facts = [Block("p", runs=block.runs) if block.tag == "h3" else block for block in others]
    if facts:
        sink.add(Block("aside", attributes={"class": "factbox"}, children=[title, *facts]))
    elif title:
        sink.add(title if title.tag == "h3" else Block("aside", attributes={"class": "factbox"}, children=[title]))


def read_code(element, marks: Marks, sink: Sink) -> None:
    """A `pre` without `code` in it is mostly a letter or a page layout: its text becomes paragraphs."""
    if element.find(".//code") is None:
        return sink.take(element, marks)
    for line_break in element.iter("br"):
        line_break.text = "\n"
    text = "".join(element.itertext()).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    lines_of_code = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if lines_of_code.strip():
        sink.add(Block("pre", runs=[Run(lines_of_code)]))


def read_quote(element, marks: Marks, sink: Sink) -> None:
    is_pullquote = element.tag == "aside"
    sayings = Block("aside", attributes={"class": "pullquote"}) if is_pullquote else Block("blockquote")
    sayer = []
    for source in element.xpath("./cite | ./footer"):
        etree.strip_tags(source, "cite")
        sayer += [*sink.one_line(source, marks), Run(" ")]
        _take_out(source)
    sayings.children = sink.inside("pullquote" if is_pullquote else "blockquote", element, marks)
    said_by = lines.without_dash(sayer)
    if said_by:
        sayings.children.append(Block("cite" if sayings.children else "p", runs=said_by))
    if said_by and len(sayings.children) == 1:
        sink.add(sayings.children[0])
    elif sayings.children:
        sink.add(sayings)


def _take_out(element) -> None:
    """Removes an element and keeps the text behind it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def read_figure(element, marks: Marks, sink: Sink) -> None:
    number = number_in(element, "data-picture")
    if not number:
        return sink.take(element, marks)
    attributes = {"data-picture": str(number)}
    if element.get("data-alt") is not None:
        attributes["data-alt"] = words(element.get("data-alt"), 500)
    if element.get("data-size") in SIZES:
        attributes["data-size"] = element.get("data-size")
    figure = Block("figure", attributes=attributes)
    caption = sink.one_line(element, marks)
    if caption or element.find("figcaption") is not None:
        figure.children = [Block("figcaption", runs=caption)]
    sink.add(figure)


def read_gallery(element, marks: Marks, sink: Sink) -> None:
    """Pictures side by side; whatever else stands among them follows after. One picture alone is no gallery."""
    if "gallery" not in (element.get("class") or "").split():
        return sink.take(element, marks)
    found = sink.apart(element, marks)
    pictures = [block for block in found if block.tag == "figure"]
    for picture in pictures if len(pictures) > 1 else []:
        picture.attributes.pop("data-size", None)
    if len(pictures) > 1:
        pictures = [Block("section", attributes={"class": "gallery"}, children=pictures)]
    for block in [*pictures, *(block for block in found if block.tag != "figure")]:
        sink.add(block)


def number_in(element, name: str) -> int:
    """The number of a thing of ours that an attribute names; 0 when it names none."""
    text = (element.get(name) or "").strip()
    is_one = text.isascii() and text.isdigit() and len(text) < 20 and int(text) < 2**63
    return int(text) if is_one else 0


def read_card(element, marks: Marks, sink: Sink) -> None:
    if number := number_in(element, "data-story"):
        sink.add(Block("div", attributes={"data-story": str(number)}))
        return sink.take(element, marks)
    url = web(element.get("data-card") or "")
    if url:
        titles = {name: words(element.get(name) or "", 300) for name in ("data-title", "data-site")}
        sink.add(Block("div", attributes={"data-card": url, **titles}))
    sink.take(element, marks)


def read_rule(element, marks: Marks, sink: Sink) -> None:
    sink.add(Block("hr"))


def words(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit].strip()
