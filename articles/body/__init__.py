"""The body of a story: what it may hold, how it is made safe, and how readers see it (docs/adr/0005)."""

from articles.body import guard, tree, write
from articles.body.definition import ALLOWED, editor_config
from articles.body.embeds import let_play, plays
from articles.body.guard import TooLarge
from articles.body.measure import count, excerpt, headings, minutes, pictures_in, stories_in, text, words
from articles.body.render import STORY_PLACE, render

__all__ = [
    "ALLOWED",
    "STORY_PLACE",
    "TooLarge",
    "clean",
    "count",
    "editor_config",
    "excerpt",
    "headings",
    "let_play",
    "minutes",
    "pictures_in",
    "plays",
    "render",
    "stories_in",
    "text",
    "words",
]


def clean(html: str) -> str:
    """Canonical HTML of anything: safe, and the same when cleaned again. Raises TooLarge."""
    found = write.canonical(tree.read(html))
    guard.plain(found)  # what is stored must be readable later
    return found
