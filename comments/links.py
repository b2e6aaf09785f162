"""Reader's text as paragraphs of pieces: plain words, line breaks, and links whose host is shown for what it is.

No markup is made here: a template draws the pieces, escaped like everything else.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlsplit

from comments.words import is_hidden

ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]{3,500}", re.IGNORECASE)
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
ENDS = ".,;:!?…*_~'’”»"
PAIRS = {")": "(", "]": "[", "”": "“", "»": "«"}
SHOWN = 60


@dataclass(frozen=True)
class Piece:
    text: str = ""
    href: str = ""
    is_break: bool = False
    is_marked: bool = False


class Paragraph(list[Piece]):
    """The pieces of one paragraph; `is_quote` where each line began with “>”, as in mails."""

    is_quote = False


def paragraphs(text: str) -> list[Paragraph]:
    blocks = [block.strip("\n").split("\n") for block in text.split("\n\n") if block.strip()]
    return [
        _paragraph(list(lines), is_quote) for block in blocks for is_quote, lines in groupby(block, key=_is_quoted)
    ]


def _is_quoted(line: str) -> bool:
    return line.startswith(">")


def _paragraph(lines: list[str], is_quote: bool) -> Paragraph:
    paragraph = Paragraph(_lines([line.lstrip("> ") for line in lines] if is_quote else lines))
    paragraph.is_quote = is_quote
    return paragraph


def _lines(lines: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        if number:
            pieces.append(Piece(is_break=True))
        pieces.extend(_pieces(line))
    return pieces


def _pieces(line: str):
    done = 0
    for match in ADDRESS.finditer(line):
        address = _without_end(match[0])
        if shown := shown_as(address):
            if match.start() > done:
                yield Piece(line[done : match.start()])
            yield Piece(shown, href=address)
            done = match.start() + len(address)
    if done < len(line):
        yield Piece(line[done:])


def _without_end(address: str) -> str:
    """A full stop after an address is not part of it, nor is a bracket that was opened before it."""
    while address and (
        address[-1] in ENDS
        or (address[-1] in PAIRS and address.count(address[-1]) > address.count(PAIRS[address[-1]]))
    ):
        address = address[:-1]
    return address


def shown_as(address: str) -> str:
    """An address as readers are shown it: the true host, letters of other scripts as “xn--…”; "" if it is none."""
    host = host_of(address)
    if not host:
        return ""
    parts = urlsplit(address)
    rest = f"{parts.path}{'?' + parts.query if parts.query else ''}".rstrip("/")
    full = f"{host}{f':{parts.port}' if parts.port else ''}{rest}"
    return full if len(full) <= SHOWN else f"{full[: SHOWN - 1]}…"


def ascii_host(host: str) -> str:
    """As it is looked up: “xn--bcher-kva.example” of “bücher.example”. Raises UnicodeError."""
    return ".".join(map(_ascii, host.split(".")))


def mail_domain(email: str) -> str:
    """Of an address; as it was typed where it is no domain."""
    domain = email.rpartition("@")[2].lower()
    try:
        return ascii_host(domain)
    except UnicodeError:
        return domain


def _ascii(label: str) -> str:
    """As browsers do it. ß and ς are letters of their own there (IDNA 2008), which Python's codec takes for others. Raises UnicodeError."""
    if not set(label) & set("ßς"):
        return label.encode("idna").decode("ascii")
    if unicodedata.normalize("NFKC", label) != label:
        raise UnicodeError(f"“{label}” may be read in more than one way.")
    return f"xn--{label.encode('punycode').decode('ascii')}"


def host_of(address: str) -> str:
    """The host of a web address without user, odd port or invisible letters; "" for everything else."""
    if any(is_hidden(letter) or letter.isspace() or not letter.isprintable() for letter in address):
        return ""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or "@" in parts.netloc or parts.port == 0:
            return ""
        host = ascii_host(parts.hostname or "")
    except ValueError:  # a port that is no number, brackets without an address, a label too long for IDNA
        return ""
    return host if HOST.fullmatch(host) else ""
