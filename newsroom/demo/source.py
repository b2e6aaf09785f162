"""The demo newsroom as it lies in files: stories with a small header, and lists of people, pictures and comments.

A story's file has lines of `key: value`, an empty line, and the body as canonical HTML in which pictures are named by
their file. `{day:+2}` and `{date:-3}` in a text become the weekday or the date so many days after its publication.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from articles.dates import local
from articles.local_time import site_zone

FOLDER = Path(__file__).parent
PICTURES = FOLDER / "pictures"
STORIES = FOLDER / "stories"

DISTANCE = re.compile(
    r"(?P<ahead>in )?(?P<number>\d+) (?P<unit>min|minute|h|hour|day)s?( ago)?( (?P<clock>\d\d:\d\d))?"
)
UNITS = {"min": "minutes", "minute": "minutes", "h": "hours", "hour": "hours", "day": "days"}
RELATIVE = re.compile(r"\{(day|date):([+-]\d+)\}")
FIGURE = re.compile(r'data-picture="([a-z-]+)"')
CARD = re.compile(r'data-story="([a-z][a-z0-9-]+)"')  # of a story in an earlier file, by its address
KEYS = set(
    "headline kicker standfirst section series tags byline picture alt caption slug language published saved deadline"
    " planned owner state note revise".split()
) | {"seo title", "seo description"}
# What was changed in public: the line that says how, and the one with its note for readers where it has one.
CHANGES = {"typo": "", "update": "", "correct": "correction", "clarify": "clarification", "retract": "retraction"}
KEYS |= {key for pair in CHANGES.items() for key in pair if key}


class Unfit(Exception):
    """A file of the demo newsroom is not as the loader expects it; the message names the file."""


@dataclass(frozen=True)
class Story:
    """One file. `said` holds its header; everything that depends on today is computed from `now`."""

    number: int
    said: dict[str, str]
    body: str
    now: datetime

    def __getitem__(self, key: str) -> str:
        return self.said.get(key, "")

    @property
    def slug(self) -> str:
        return self["slug"]

    @property
    def state(self) -> str:
        return self["state"] or "live"

    @property
    def published_at(self) -> datetime:
        """When it went out, or is going to."""
        return moment(self["published"], self.now)

    @property
    def saved_at(self) -> datetime:
        if self["saved"]:
            return moment(self["saved"], self.now)
        return min(self.published_at, self.now) - timedelta(minutes=20)

    @property
    def tags(self) -> list[str]:
        return [tag.strip() for tag in self["tags"].split(",") if tag.strip()]

    @property
    def bylines(self) -> list[tuple[str, str]]:
        """Pairs of author and role: "marta; teo (pictures)" is marta for words, teo for pictures."""
        found = (re.fullmatch(r"\s*(\w+)(?: \((\w+)\))?\s*", part) for part in self["byline"].split(";"))
        return [(line[1], line[2] or "words") for line in found if line]

    @property
    def changes(self) -> list[str]:
        """How it was changed after it was published, in the order of the kinds."""
        return [way for way in CHANGES if self[way]]

    def told(self, text: str) -> str:
        """The text with its relative days written out."""
        start = local(self.published_at if self["published"] else self.now).date()
        forms = {"day": "{:%A}", "date": "{0.day} {0:%B}"}
        return RELATIVE.sub(lambda found: forms[found[1]].format(start + timedelta(days=int(found[2]))), text)

    def change(self, key: str) -> tuple[str, str]:
        """What is to be replaced by what, from a line like "correct: the old words => the new words"."""
        old, arrow, new = self[key].partition(" => ")
        if not arrow or old not in self.body:
            raise Unfit(f"Story {self.number}: “{old}” of “{key}” is not in the text.")
        return self.told(old), self.told(new)


def stories(now: datetime) -> list[Story]:
    """All stories, in the order of their files."""
    return [_read(path, now) for path in sorted(STORIES.glob("*.html"))]


def _read(path: Path, now: datetime) -> Story:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    if unknown := set(said) - KEYS:
        raise Unfit(f"{path.name}: unknown {', '.join(sorted(unknown))}.")
    number, _, name = path.stem.partition("-")
    return Story(int(number), {"slug": name} | said, body.strip(), now)


def moment(text: str, now: datetime) -> datetime:
    """“50 minutes ago”, “3 days ago 06:20” (on the site's clock), “in 1 day 06:30” as an instant."""
    found = DISTANCE.fullmatch(text)
    if not found:
        raise Unfit(f"“{text}” is no time.")
    away = distance(text)
    at = now + away if found["ahead"] else now - away
    if not found["clock"]:
        return at
    return datetime.combine(local(at).date(), time.fromisoformat(found["clock"]), site_zone())


def distance(text: str) -> timedelta:
    """“8 min”, “2 h”, “1 day”."""
    found = DISTANCE.fullmatch(text)
    return timedelta(**{UNITS[found["unit"]]: int(found["number"])})


@cache
def listed(name: str) -> dict:
    """The content of a TOML file beside this one."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
