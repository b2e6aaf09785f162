"""What a file says of itself in EXIF, IPTC and XMP, by the precedence of the Metadata Working Group (guidelines 2.0).

Files lie, break off and contradict themselves: each block is bounded, each text is cleaned and cut, and a block that
cannot be read is a block that says nothing. The place where a picture was taken is never read.
"""

import hashlib
import re
import struct
import unicodedata
from dataclasses import dataclass
from datetime import date

from lxml import etree
from PIL import Image

BLOCK = 256 * 1024
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    ZeroDivisionError,
    RuntimeError,
    struct.error,
)
# What cameras write into the caption of every picture they take.
CAMERA_TALK = re.compile(
    r"^(olympus digital camera|sony dsc|minolta dsc|konica.*|digital camera|samsung.*|dcim.*|untitled)$", re.I
)

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)


@dataclass(frozen=True)
class Facts:
    """Plain, bounded text; "" where the file says nothing."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    creator: str = ""
    agency: str = ""
    copyright: str = ""
    source: str = ""
    taken_on: date | None = None

    @property
    def credit(self) -> str:
        """As a newspaper prints it: “Photographer / Agency”, or else whoever holds the copyright."""
        names = [self.creator, self.agency]
        if self.creator.casefold() in self.agency.casefold():
            names = [self.agency]
        holder = re.sub(r"^(copyright|\(c\)|©|\s|\d{4}[,\s])*", "", self.copyright, flags=re.I)
        return (" / ".join(name for name in names if name) or holder)[:200]


def read(image: Image.Image) -> Facts:
    """The facts in an opened file. Never raises because of what the file holds."""
    exif, iptc, xmp = _exif(image), _iptc(image), _xmp(image)
    later = [iptc, xmp] if _iptc_is_newer(image) else [xmp, iptc]

    def first(name, limit, *blocks):
        return next((text for block in blocks if (text := clean(block.get(name, ""), limit))), "")

    caption = first("caption", 1000, exif, *later)
    return Facts(
        title=first("title", 200, *later),
        caption="" if CAMERA_TALK.match(caption) else caption,
        alt=first("alt", 500, xmp),
        creator=first("creator", 200, exif, *later).replace("; ", ", "),
        agency=first("agency", 200, *later),
        copyright=first("copyright", 300, exif, *later),
        source=first("source", 300, *later),
        taken_on=_day(first("taken", 40, exif, *later)),
    )


def clean(text: str, limit: int) -> str:
    """Plain text on one line per paragraph: no control or direction characters, no runs of blanks, at most `limit` long."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    lines = (" ".join(line.split()) for line in kept.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


# EXIF


def _exif(image):
    try:
        exif = image.getexif()
        taken = exif.get_ifd(0x8769).get(0x9003)
        found = {
            "caption": exif.get(0x010E),
            "creator": exif.get(0x013B),
            "copyright": exif.get(0x8298),
            "taken": taken,
        }
    except BROKEN:
        return {}
    return {name: _exif_text(value) for name, value in found.items() if isinstance(value, str | bytes)}


def _exif_text(value):
    raw = value if isinstance(value, bytes) else value.encode("latin-1", "replace")
    return _decode(raw[:BLOCK].partition(b"\0")[0]).strip()


def _decode(raw):
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


# IPTC (IIM 4.2), kept in Photoshop's resource 0x0404

IIM = {
    5: "title",
    55: "taken",
    80: "creator",
    105: "headline",
    110: "agency",
    115: "source",
    116: "copyright",
    120: "caption",
}


def _photoshop(image, resource):
    blocks = image.info.get("photoshop")
    block = blocks.get(resource) if isinstance(blocks, dict) else None
    return block if isinstance(block, bytes) else b""


def _iptc(image):
    found = {}
    for number, value in _iim_fields(_photoshop(image, 0x0404)[:BLOCK]):
        if name := IIM.get(number):
            found.setdefault(name, []).append(_decode(value))
    words = {name: ", ".join(values) if name == "creator" else values[0] for name, values in found.items()}
    return words | {"title": words.get("headline") or words.get("title", "")}


def _iim_fields(block):
    at = 0
    while at + 5 <= len(block) and block[at] == 0x1C:
        record, number, length = block[at + 1], block[at + 2], int.from_bytes(block[at + 3 : at + 5], "big")
        if length & 0x8000:  # the extended form is for objects, never for words
            return
        if record == 2:
            yield number, block[at + 5 : at + 5 + length]
        at += 5 + length


def _iptc_is_newer(image):
    """Somebody changed IPTC after XMP was written, if the digest that XMP's writer left is not the one of the IPTC block."""
    left = _photoshop(image, 0x0425)
    return bool(left) and left != hashlib.md5(_photoshop(image, 0x0404), usedforsecurity=False).digest()


# XMP

XMP = {
    "title": ("photoshop:Headline", "dc:title"),
    "caption": ("dc:description",),
    "alt": ("iptc:AltTextAccessibility",),
    "creator": ("dc:creator",),
    "agency": ("photoshop:Credit",),
    "copyright": ("dc:rights",),
    "source": ("photoshop:Source", "dc:source"),
    "taken": ("photoshop:DateCreated",),
}


def _xmp(image):
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else bytes(packet)
    if not packet or len(packet) > BLOCK or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return {}
    try:
        root = etree.fromstring(packet.strip(b"\0 \r\n\t"), PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    return {name: next(filter(None, (_property(root, key) for key in keys)), "") for name, keys in XMP.items()}


def _property(root, key):
    prefix, _, local = key.partition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}"
    for description in root.iter(f"{{{NAMESPACES['rdf']}}}Description"):
        if attribute := description.get(tag):
            return attribute
        element = description.find(tag)
        if element is not None:
            return _value(element)
    return ""


def _value(element):
    items = element.findall(".//rdf:li", NAMESPACES)
    if not items:
        return element.text or ""
    if element.find("rdf:Alt", NAMESPACES) is not None:
        plain = f"{{{NAMESPACES['xml']}}}lang"
        items = [next((i for i in items if i.get(plain) == "x-default"), items[0])]
    return ", ".join(item.text for item in items[:20] if item.text)


def _day(text):
    found = re.match(r"(\d{4})[:\-]?(\d{2})[:\-]?(\d{2})", text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and 1826 <= day.year < 2200 else None  # from the first photograph on
