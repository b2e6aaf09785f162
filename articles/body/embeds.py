"""Players of others that a reader may start: from a link card's address to the frame that shows it, or to none.

Nothing is loaded from there before the reader asks (static/js/behaviours/embed.js). The hosts here are also all that the
content policy of a page with such a card lets into a frame.
"""

import re
from typing import NamedTuple


class Frame(NamedTuple):
    src: str
    name: str  # of the site, as readers know it


SITES = (
    (
        "YouTube",
        re.compile(
            r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|embed/|live/)|youtu\.be/)([\w-]{11})(?![\w-])"
        ),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (
        "Vimeo",
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?!\d)"),
        "https://player.vimeo.com/video/{}?dnt=1",
    ),
    (
        "Dailymotion",
        re.compile(r"https?://(?:www\.dailymotion\.com/video|dai\.ly)/([a-z0-9]{5,12})(?![a-z0-9])"),
        "https://geo.dailymotion.com/player.html?video={}",
    ),
    (
        "Spotify",
        re.compile(
            r"https?://open\.spotify\.com/((?:track|album|playlist|episode|show)/[A-Za-z0-9]{22})(?![A-Za-z0-9])"
        ),
        "https://open.spotify.com/embed/{}",
    ),
)
HOSTS = tuple("/".join(src.split("/")[:3]) for _, _, src in SITES)
MARK = ' data-frame="'  # in a page that has a frame to offer


def frame(url: str) -> Frame | None:
    """What a reader may start for this address; None for every address that is not on the list."""
    for name, pattern, src in SITES:
        if found := pattern.match(url):
            return Frame(src.format(found[1]), name)
    return None


def plays(html: str) -> bool:
    """Whether the public HTML of a body has something that a reader may start."""
    return MARK in html


def let_play(response, html: str):
    """Lets the page's content policy take the frames that a reader may start in this text, and no page else."""
    response.policy = {"frame-src": " ".join(HOSTS)} if plays(html) else {}
    return response
