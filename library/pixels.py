"""From whatever a file holds to one kind of picture: upright, sRGB, eight bits, no transparency, as wide as we serve."""

import io

from PIL import Image, ImageCms

from library.facts import BROKEN

WIDEST = 1920
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = {5, 6, 7, 8}


def upright(image: Image.Image) -> tuple[Image.Image, int, int]:
    """The first frame of an opened file as it should be seen, at most WIDEST pixels wide, and the file's own upright size."""
    full = image.size
    image.draft(None, (WIDEST, WIDEST))  # a large JPEG is decoded at a half or a quarter, which spares memory and time
    image.load()
    if image.format == "TIFF":
        full = image.size  # a TIFF is turned while it is decoded
    turn = _orientation(image)
    width, height = reversed(full) if turn in SIDEWAYS else full
    shrunk = _shrink(_eight_bits(image), along_height=turn in SIDEWAYS)
    seen = _flatten(_to_srgb(shrunk, image.info.get("icc_profile")))
    seen = seen.transpose(TURNS[turn]) if turn in TURNS else seen.copy()
    seen.info.clear()  # some of Pillow's writers copy profile, EXIF or XMP from here into what they write
    return seen, width, height


def fit(image: Image.Image, width: int) -> Image.Image:
    """The same picture, `width` pixels wide."""
    if width == image.width:
        return image
    return image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)


def _orientation(image):
    try:
        return image.getexif().get(0x0112, 1)
    except BROKEN:
        return 1


def _eight_bits(image):
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in ("I", "F"):
        low, high = image.getextrema()
        span = (high - low) or 1
        return image.convert("F").point(lambda level: level * (255 / span) - low * (255 / span)).convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    if image.mode in ("1", "La", "RGBa"):
        return image.convert({"1": "L", "La": "LA", "RGBa": "RGBA"}[image.mode])
    if "transparency" in image.info and image.mode in ("L", "RGB"):
        return image.convert("RGBA")
    return image


def _shrink(image, along_height):
    across = image.height if along_height else image.width
    if across <= WIDEST:
        return image
    scale = WIDEST / across
    size = [max(1, round(side * scale)) for side in image.size]
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _to_srgb(image, profile):
    if image.mode == "LAB":
        return ImageCms.profileToProfile(
            image, ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    if not profile:
        return image
    mode = "RGBA" if image.mode in ("RGBA", "LA") else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(
            image.convert("RGBA") if image.mode == "LA" else image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode=mode,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, *BROKEN):
        return (
            image  # a profile that is damaged or meant for other pixels: the plain conversion below is the best guess
        )


def _flatten(image):
    """Transparent parts become white, in every format alike: a chart drawn in black stays readable on a dark page."""
    if image.mode not in ("RGBA", "LA"):
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("RGB")
