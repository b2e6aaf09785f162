"""A picture as HTML: the best format a browser can read, in the width it needs, with its place kept free while it loads."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from library.models import Picture
from library.renditions import AVIF, JPEG, WEBP

STEPS = 10  # static/css/focal.css has a rule for each tenth


def picture_html(picture: Picture, alt: str = "", sizes: str = "100vw", eager: bool = False) -> SafeString:
    """`<picture>` with AVIF, WebP and JPEG in every width there is.

    `alt` is what is printed, so "" says that the picture only decorates. `sizes` is the attribute of that name: how wide
    the layout shows it. `eager` is for the one picture that leads a page. A crop by `object-fit: cover` keeps the focal
    point in sight: its classes set `object-position`, since the content policy allows no inline style.
    """
    by_format = {kind: _of(picture, kind) for kind in (AVIF, WEBP, JPEG)}
    if not by_format[JPEG]:
        return SafeString("")
    largest = by_format[JPEG][-1]
    return render_to_string(
        "library/_picture.html",
        {
            "sources": [
                (f"image/{kind}", _srcset(picture, by_format[kind])) for kind in (AVIF, WEBP) if by_format[kind]
            ],
            "srcset": _srcset(picture, by_format[JPEG]),
            "src": picture.url_for(960),
            "width": largest["width"],
            "height": largest["height"],
            "alt": alt,
            "sizes": sizes,
            "eager": eager,
            "focus": focus_classes(picture),
        },
    )


def focus_classes(picture: Picture) -> str:
    """“focus-x3 focus-y7”, to the nearest tenth; "" for the middle, where the browser's own rule is right."""
    x, y = (int(place * STEPS + 0.5) for place in (picture.focal_x, picture.focal_y))
    return "" if x == y == STEPS // 2 else f"focus-x{x} focus-y{y}"


def _of(picture, kind):
    return sorted((r for r in picture.renditions if r["format"] == kind), key=lambda r: r["width"])


def _srcset(picture, made):
    url = picture.original.storage.url
    return ", ".join(f"{url(r['file'])} {r['width']}w" for r in made)
