"""The sizes that readers are served: each width in AVIF, WebP and JPEG, drawn from the pixels and not from the file.

Nothing of the upload's own metadata gets in; who made the picture and who holds the rights is written anew.
"""

import io
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from PIL import Image

from library.facts import Facts
from library.intake import NotStored, Upload
from library.pixels import WIDEST, fit

WIDTHS = (320, 480, 720, 960, 1280, WIDEST)  # 720: the whole width of most phones, whose screens are twice as fine
AVIF, WEBP, JPEG = "avif", "webp", "jpeg"
EXTENSION = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}
QUALITY = {
    AVIF: {"quality": 62, "speed": 8},
    WEBP: {"quality": 78, "method": 4},
    JPEG: {"quality": 80, "progressive": True, "optimize": True},
}


@dataclass(frozen=True)
class Rendition:
    """One file that readers may be served. `as_json` is how `Picture.renditions` holds it."""

    format: str
    width: int
    height: int
    data: bytes

    def as_json(self, file: str) -> dict:
        return {
            "format": self.format,
            "width": self.width,
            "height": self.height,
            "file": file,
            "bytes": len(self.data),
        }


def widths_for(width: int) -> list[int]:
    """Which widths a picture gets: never more than it has, always at least one."""
    return [w for w in WIDTHS if w < width] + [min(width, WIDEST)]


def draw(image: Image.Image, width: int, facts: Facts) -> Iterator[Rendition]:
    """Every rendition of an upright sRGB picture whose file is `width` pixels wide, largest first."""
    notes = rights_notes(facts)
    for wide in reversed(widths_for(width)):
        image = fit(image, wide)
        for kind in (AVIF, WEBP, JPEG):
            yield Rendition(kind, image.width, image.height, _encode(image, kind, notes))


def keep_all(upload: Upload, keep: Callable[[str, bytes], str]) -> list[dict]:
    """Draws and stores every rendition in a new folder; what `Picture.renditions` holds."""
    folder = new_folder()
    drawn = draw(upload.image, upload.width, upload.facts)
    return [r.as_json(keep(file_name(folder, r), r.data)) for r in drawn]


def lost(held: list[dict], width: int, storage) -> set[tuple[str, int]]:
    """(format, width) of what ought to be there and is not: files that are gone, sizes that were never drawn."""
    wanted = {(kind, wide) for wide in widths_for(width) for kind in EXTENSION}
    there = {(r["format"], r["width"]) for r in held if storage.exists(r["file"])}
    return (wanted | {(r["format"], r["width"]) for r in held}) - there


def restore(upload: Upload, held: list[dict], gone: set[tuple[str, int]], keep) -> list[dict]:
    """Draws what is gone under the name that it had, because published pages know that name; what is there stays."""
    names = {(r["format"], r["width"]): r["file"] for r in held}
    folder = held[0]["file"].rpartition("/")[0] if held else new_folder()
    rows = [r for r in held if (r["format"], r["width"]) not in gone]
    for r in draw(upload.image, upload.width, upload.facts):
        if (r.format, r.width) in gone:
            rows.append(r.as_json(keep(names.get((r.format, r.width)) or file_name(folder, r), r.data)))
    return sorted(rows, key=lambda row: (-row["width"], list(EXTENSION).index(row["format"])))


def new_folder() -> str:
    """A place that nobody can guess, and that says nothing of where the original is kept."""
    token = secrets.token_hex(16)
    return f"pictures/{token[:2]}/{token}"


def file_name(folder: str, rendition: Rendition) -> str:
    return f"{folder}/{rendition.width}.{EXTENSION[rendition.format]}"


@contextmanager
def all_or_nothing(storage) -> Iterator[Callable[[str, bytes], str]]:
    """Gives `keep(name, data) -> name as stored`; if anything fails inside, whatever was kept is removed again."""
    kept: list[str] = []

    def keep(name, data):
        try:
            kept.append(storage.save(name, ContentFile(data)))
        except OSError as full:
            raise NotStored from full
        return kept[-1]

    try:
        yield keep
    except BaseException:
        discard(storage, kept)
        raise


def discard(storage, names: Iterable[str]) -> None:
    for name in names:
        storage.delete(name)


def rights_notes(facts: Facts) -> dict:
    """EXIF and XMP that name the maker and the holder of the rights, and nothing else; {} when the file named neither."""
    if not (facts.creator or facts.agency or facts.copyright):
        return {}
    exif = Image.Exif()
    if facts.creator:
        exif[0x013B] = facts.creator.encode()
    if facts.copyright:
        exif[0x8298] = facts.copyright.encode()
    return {"exif": exif.tobytes(), "xmp": _xmp(facts).encode()}


def _encode(image, kind, notes):
    out = io.BytesIO()
    image.save(out, kind, **QUALITY[kind], **notes)
    return out.getvalue()


def _xmp(facts):
    creator = f"<dc:creator><rdf:Seq><rdf:li>{escape(facts.creator)}</rdf:li></rdf:Seq></dc:creator>"
    rights = (
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.copyright)}</rdf:li></rdf:Alt></dc:rights>'
    )
    agency = f"<photoshop:Credit>{escape(facts.agency)}</photoshop:Credit>"
    said = (creator * bool(facts.creator)) + (rights * bool(facts.copyright)) + (agency * bool(facts.agency))
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{said}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
