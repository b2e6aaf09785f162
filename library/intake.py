"""The door for files: what may come in, and the sentence that a person reads when it may not.

Nothing in a file is believed before it is checked: its size before it is read, its declared pixels and frames before
they are decoded, its format by its bytes and never by its name. What readers are served is drawn anew from the pixels.
"""

import hashlib
import io
import logging
import warnings
import zlib
from dataclasses import dataclass

from django.core.files import File
from PIL import Image

from library import facts, pixels

MEGABYTES = 20
MEGAPIXELS = 40
FRAMES = 100
SIDE = 16_000  # WebP ends at 16,383 pixels
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif", "TIFF": "tif"}
OPENED = [name for name in EXTENSIONS if name != "MPO"]  # which Pillow opens as JPEG
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
KNOWN = "JPEG, PNG, WebP, AVIF, GIF or TIFF"

# What Pillow's decoders raise on damaged and hostile files (found by feeding them thousands of both).
BROKEN = (
    *facts.BROKEN,
    EOFError,
    MemoryError,
    NotImplementedError,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
warnings.simplefilter("error", Image.DecompressionBombWarning)
Image.init()  # Pillow loads its less common formats, AVIF among them, only when asked

log = logging.getLogger(__name__)


class Unacceptable(Exception):
    """A file that is not taken in. `str()` is a sentence for the person who sent it; `code` names the reason."""

    def __init__(self, code: str, sentence: str):
        super().__init__(sentence)
        self.code = code


class NotStored(Unacceptable):
    """The file is fine, but the server could not keep it. Nothing of it was left behind."""

    def __init__(self):
        super().__init__(
            "not-stored",
            "The picture is fine, but the server could not store it; its disk may be full. "
            "Nothing was kept. Tell your administrator, then upload it again.",
        )


@dataclass(frozen=True)
class Upload:
    """A file that passed the door: its bytes, the upright sRGB image (never wider than is served) and what it says of itself."""

    data: bytes
    extension: str
    width: int
    height: int
    image: Image.Image
    facts: facts.Facts


def read(file: File) -> bytes:
    """The bytes of an uploaded file; raises Unacceptable when it is empty or too large."""
    file.seek(0)
    data = file.read(MEGABYTES * 1024 * 1024 + 1)
    if not data:
        raise Unacceptable("empty", "The file is empty. Export it once more, or choose another one.")
    if len(data) > MEGABYTES * 1024 * 1024:
        raise Unacceptable(
            "too-large",
            f"The file is larger than {MEGABYTES} MB. Save it as a JPEG, or with fewer pixels, and upload it again.",
        )
    return data


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def examine(data: bytes) -> Upload:
    """Decodes the picture and reads its facts; raises Unacceptable, and nothing else, for any file that is not fit."""
    try:
        with Image.open(io.BytesIO(data), formats=OPENED) as image:
            return _examine(data, image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels() from bomb
    except Image.UnidentifiedImageError as unknown:
        raise (_damaged() if data.startswith(SIGNATURES) else _unknown(data)) from unknown
    except BROKEN as broken:
        log.info("An upload could not be decoded.", exc_info=True)
        raise _damaged() from broken


def _examine(data, image):
    _check_size(*image.size)
    _check_frames(image)
    known = facts.read(image)
    upright, width, height = pixels.upright(image)
    return Upload(data, EXTENSIONS[image.format], width, height, upright, known)


def _check_size(width, height):
    if width * height > MEGAPIXELS * 1_000_000:
        raise _too_many_pixels(f"{width:,} × {height:,} pixels")
    if max(width, height) > SIDE:
        raise Unacceptable(
            "too-long",
            f"The picture has {width:,} × {height:,} pixels; no side may have more than {SIDE:,}. Crop it or scale it down.",
        )


def _check_frames(image):
    # A TIFF's chain of pages is walked only as far as the limit; the other formats know their number.
    frames = _pages(image) if image.format == "TIFF" else getattr(image, "n_frames", 1)
    if frames > FRAMES:
        raise Unacceptable(
            "too-many-frames",
            f"The file holds more than {FRAMES} pictures. Readers see the first one only: export that and upload it.",
        )


def _pages(image):
    try:
        image.seek(FRAMES)
    except EOFError:
        image.seek(0)
        return 1
    return FRAMES + 1


def _too_many_pixels(size="too many pixels"):
    return Unacceptable(
        "too-many-pixels",
        f"The picture has {size}; up to {MEGAPIXELS} million are taken. Scale it down (3,000 pixels wide is plenty) and upload it again.",
    )


def _damaged():
    return Unacceptable(
        "damaged",
        "The file is damaged: the picture in it cannot be read to its end. "
        "Copy or export it once more and upload it again.",
    )


def _unknown(data):
    start = data[:1024].lstrip().lower()
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        return Unacceptable(
            "heif",
            "This is an HEIC or HEIF picture, as telephones make them; browsers cannot show it. "
            "Export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible) and upload that.",
        )
    if b"<svg" in start or start.startswith(b"<?xml"):
        return Unacceptable(
            "svg",
            "SVG drawings may hold programs and are not taken. Export the drawing as PNG, 1,920 pixels wide, and upload that.",
        )
    if not data.strip(b"\0"):
        return Unacceptable("damaged", "The file holds no picture, only zeros. Copy it once more from where it came.")
    return Unacceptable(
        "not-a-picture", f"This file is not a picture in a format that we can read. Upload it as {KNOWN}."
    )
