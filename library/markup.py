"""A picture as HTML: the best format a browser can read, in the width it needs, with its place kept free while it loads."""

from functools import lru_cache

from django.core.files.storage import Storage
from django.utils.safestring import SafeString

from accounts.moulds import Mould
from library.models import Picture
from library.renditions import AVIF, JPEG, WEBP

PLAIN = 960  # pixels of the picture for browsers that choose none
STEPS = 10  # static/css/focal.css has a rule for each tenth


def picture_html(picture: Picture, alt: str = "", sizes: str = "100vw", eager: bool = False) -> SafeString:
    """`<picture>` with AVIF, WebP and JPEG in every width there is.

    `alt` is what is printed, so "" says that the picture only decorates. `sizes` is the attribute of that name: how wide
    the layout shows it. `eager` is for the one picture that leads a page. A crop by `object-fit: cover` keeps the focal
    point in sight: its classes set `object-position`, since the content policy allows no inline style.
    """
    made = tuple((each["format"], each["file"], each["width"], each["height"]) for each in picture.renditions)
    sets = _kept_sets(picture.original.storage, made)
    if sets is None:
        return SafeString("")
    avif, webp, jpeg, src, width, height = sets
    return _PICTURE(eager, avif, webp, jpeg, src, width, height, alt, sizes, focus_classes(picture))


def _context(eager: bool, avif, webp, srcset, src, width, height, alt, sizes, focus) -> dict:
    sources = [(f"image/{kind}", made) for kind, made in ((AVIF, avif), (WEBP, webp)) if made]
    size = {"width": width, "height": height, "sizes": sizes}
    return size | {"sources": sources, "srcset": srcset, "src": src, "alt": alt, "focus": focus, "eager": eager}


_PICTURE = Mould("library/_picture.html", _context)


def focus_classes(picture: Picture) -> str:
    """“focus-x3 focus-y7”, to the nearest tenth; "" for the middle, where the browser's own rule is right."""
    x, y = (int(place * STEPS + 0.5) for place in (picture.focal_x, picture.focal_y))
    return "" if x == y == STEPS // 2 else f"focus-x{x} focus-y{y}"


def _kept_sets(storage: Storage, made: tuple):
    """The same as `_sets`: what files of our own disk are called by never changes."""
    base = getattr(storage, "base_url", None)
    return _sets(storage, made) if base is None else _sets_below(base, storage, made)


def _sets(storage: Storage, made: tuple) -> tuple[str, ...] | None:
    """For AVIF, WebP and JPEG what `srcset` says, then of the plain picture its address, width and height. None without JPEG."""
    by_width = {kind: sorted((each for each in made if each[0] == kind), key=_width) for kind in (AVIF, WEBP, JPEG)}
    if not by_width[JPEG]:
        return None
    sets = [", ".join(f"{storage.url(file)} {width}w" for _, file, width, _ in by_width[kind]) for kind in by_width]
    plain = next((each for each in by_width[JPEG] if each[2] >= PLAIN), by_width[JPEG][-1])
    _, _, width, height = by_width[JPEG][-1]
    return *sets, storage.url(plain[1]), str(width), str(height)


@lru_cache(maxsize=1_000)
def _sets_below(base: str, storage: Storage, made: tuple):
    return _sets(storage, made)


def _width(made: tuple) -> int:
    return made[2]
