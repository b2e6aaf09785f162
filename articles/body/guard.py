"""The guard before the parsers: refuses what is too large, and hands on only plain, well-written known tags.

HTML parsers take quadratic time and memory on some hostile input (deep nesting, unclosed bold before many paragraphs,
thousands of attributes), so size, depth and number must be known before one of them runs. To count honestly one has to
see the tags as the parser will; therefore the guard writes them anew: no comment, no declaration, no unknown element,
no raw-text element and no `<` inside an attribute reaches the parser. It runs in linear time.
It is not the sanitiser: `tree.read` passes its result through nh3 and then keeps only what it builds itself.
"""

import re

from articles.body.definition import DROPPED, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, read_attributes, read_tags

KNOWN, ATTRIBUTES = read_tags(), read_attributes()
MAX_ENTITIES = 80_000  # nh3 takes quadratic time over them too
TOO_BUSY = "The text holds more elements than a story can. Please split it, or paste it as plain text."
VOID = {"br", "hr"}
CLOSE_THEMSELVES = VOID | set("p li dt dd tr td th thead tbody tfoot".split())

# Possessive and bounded: no input makes these look at a character more than a few times.
TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>"'=]{0,60}+)
        (?P<rest>(?:=\s*+"[^"]{0,9000}+"|=\s*+'[^']{0,9000}+'|[^<>])*+)>""",
    re.VERBOSE,
)
ATTRIBUTE = re.compile(
    r"""(?<![\w:-])(?P<name>[a-zA-Z][\w:-]*+)\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'<>`=]++))"""
)
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff]")
ODD_BLANKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;"})


class TooLarge(ValueError):
    """The body is larger, deeper or busier than a story is; the message is a sentence for the person who wrote it."""


def plain(html: str) -> str:
    """The same content in plain known tags. Raises TooLarge."""
    refuse_size(html)
    return _Rewriter(printable(html)).result()


def printable(text: str) -> str:
    """Without control characters, byte order marks and halves of characters; every kind of line end a plain one."""
    return UNPRINTABLE.sub("", ODD_BLANKS.sub(" ", text))


def refuse_size(html: str) -> None:
    if len(html) > MAX_BYTES or len(html.encode("utf-8", "replace")) > MAX_BYTES:
        raise TooLarge(f"The text is longer than {MAX_BYTES // 1000} kilobytes. Please split the story.")
    if html.count("<") > 4 * MAX_ELEMENTS or html.count("&") + html.count("\u00a0") > MAX_ENTITIES:
        raise TooLarge(TOO_BUSY)


class _Rewriter:
    def __init__(self, html: str):
        self.html, self.parts, self.open, self.elements = html, [], [], 0
        self.never_closed = set()

    def result(self) -> str:
        html, at = self.html, 0
        while (found := html.find("<", at)) >= 0:
            self.parts.append(html[at:found])
            at = self.after(found)
        self.parts.append(html[at:])
        return "".join(self.parts)

    def after(self, found: int) -> int:
        """Handles what begins at this `<` and tells where to read on."""
        if self.html.startswith("<!--", found):
            return self.beyond("-->", found + 4)
        if self.html.startswith(("<!", "<?"), found):
            return self.beyond(">", found + 2)
        if match := TAG.match(self.html, found):
            return self.tag(match)
        self.parts.append("&lt;")
        return found + 1

    def beyond(self, mark: str, start: int) -> int:
        """The place after the next `mark`; where there is none, `start`, so that the text behind it is kept."""
        if mark in self.never_closed:
            return start
        found = self.html.find(mark, start)
        if found < 0:
            self.never_closed.add(mark)
            return start
        return found + len(mark)

    def tag(self, match: re.Match) -> int:
        name = match["name"].lower()
        if name in KNOWN:
            self.write_end(name) if match["end"] else self.write_start(name, match["rest"])
        elif name in DROPPED and not match["end"]:
            return self.beyond_element(name, match.end())
        return match.end()

    def beyond_element(self, name: str, start: int) -> int:
        if name in self.never_closed:
            return start
        found = re.compile(rf"</{name}\b[^<>]*+>", re.IGNORECASE).search(self.html, start)
        if not found:
            self.never_closed.add(name)
        return found.end() if found else start

    def write_start(self, name: str, rest: str) -> None:
        self.elements += 1
        if name not in CLOSE_THEMSELVES:
            self.open.append(name)
        if self.elements > MAX_ELEMENTS:
            raise TooLarge(
                "The text holds more elements than a story can. Please split it, or paste it as plain text."
            )
        if len(self.open) > MAX_DEPTH:
            raise TooLarge("The text is nested too deeply. Please paste it as plain text.")
        self.parts.append(f"<{name}{''.join(attributes(name, rest))}>")

    def write_end(self, name: str) -> None:
        """Only an end that fits makes the depth smaller: a wrong guess must not hide an element that stays open."""
        if self.open and self.open[-1] == name:
            self.open.pop()
        if name not in VOID:
            self.parts.append(f"</{name}>")


def attributes(name: str, rest: str):
    wanted = ATTRIBUTES.get(name)
    for match in ATTRIBUTE.finditer(rest[:20_000]) if wanted else ():
        if match["name"].lower() in wanted:
            value = match["double"] or match["single"] or match["bare"] or ""
            yield f' {match["name"].lower()}="{value.translate(ESCAPES)}"'
