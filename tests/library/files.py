"""Picture files of every kind, made in memory: what cameras, telephones, agencies and vandals send."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageOps

PLACE = b"GPS-canary-51.5"  # a word that only the place of a picture holds


def photo(width=800, height=600, mode="RGB") -> Image.Image:
    """Smooth colours, with a red corner at the top left so that a turn can be seen."""
    image = ImageOps.colorize(Image.linear_gradient("L").resize((width, height)), "navy", "wheat")
    ImageDraw.Draw(image).rectangle((0, 0, width // 3, height // 3), fill="red")
    return image.convert(mode)


def encode(image: Image.Image, kind="JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes, name="photo.jpg") -> SimpleUploadedFile:
    """As a form hands it over. What the browser calls it is a lie as often as not."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def jpeg(width=800, height=600, **options) -> bytes:
    return encode(photo(width, height), **options)


def turned(orientation: int) -> bytes:
    """A 60 × 40 photograph stored so that `orientation` (EXIF 2.3) makes it upright: red is then at the top left."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = photo(60, 40)
    return encode(image.transpose(undo[orientation]) if orientation in undo else image, exif=exif, quality=95)


def with_everything(kind="JPEG") -> bytes:
    """EXIF with a place, an artist and a caption; XMP with the place once more."""
    exif = Image.Exif()
    exif[0x010E] = "Fishing boats leave the harbour."
    exif[0x013B] = "Ines Calder"
    exif[0x8298] = "Copyright 2026 Harbour Agency"
    exif[0x0110] = "Camera-canary"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:14 06:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0), 29: PLACE.decode()})
    xmp = f'<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{PLACE.decode()}"/>'
    return encode(photo(), kind, exif=exif, xmp=xmpmeta(xmp))


def xmpmeta(inside: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"{inside}</rdf:RDF></x:xmpmeta>"
    ).encode()


def with_xmp(inside: str) -> bytes:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:iptc="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
    )
    return encode(photo(), xmp=xmpmeta(f'<rdf:Description rdf:about="" {names}>{inside}</rdf:Description>'))


def with_iptc(fields: dict[int, bytes], data: bytes | None = None, digest: bytes | None = None) -> bytes:
    """A JPEG whose IPTC block (IIM record 2) holds the fields; `digest` is what an XMP writer left beside it."""
    block = b"".join(b"\x1c\x02" + bytes([n]) + struct.pack(">H", len(text)) + text for n, text in fields.items())
    resources = _resource(0x0404, block) + (_resource(0x0425, digest) if digest else b"")
    segment = b"Photoshop 3.0\0" + resources
    data = data or jpeg()
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]


def _resource(number, data):
    return (
        b"8BIM" + struct.pack(">H", number) + b"\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    )


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def animation(frames: int, kind="GIF") -> bytes:
    """Its first frame is red, the others blue."""
    pictures = [Image.new("RGB", (40, 30), "red" if n == 0 else (0, n % 200, 255)) for n in range(frames)]
    return encode(pictures[0], kind, save_all=True, append_images=pictures[1:])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
HEIF = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
