"""What the stories of an archive share: whom they belong to, sections, authors, tags, pictures, and long texts."""

import random
from datetime import datetime, timedelta
from itertools import product

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils.text import slugify

from accounts.models import User
from articles import body, clock, rendering, revisions
from articles.models import Article, Section, Tag
from authors.models import Author
from library.models import Picture
from newsroom.archive.words import FIRST_NAMES, LAST_NAMES, split, tag_names
from newsroom.demo import source

ARCHIVIST = "archive@example.org"
BODIES = 300
PARAGRAPHS = (6, 16)
PICTURES = 100


def made() -> int:
    """How many stories the archive has so far."""
    return stories().count()


def stories() -> QuerySet[Article]:
    """Those of the archive."""
    return Article.objects.filter(created_by__email=ARCHIVIST)


class Surroundings:
    """`total` stories over `years`; the same `seed` gives the same stories."""

    def __init__(self, total: int, years: int, seed: int):
        self.total, self.seed = total, seed
        self.years, self.end = timedelta(days=365 * years), clock.read() - timedelta(days=1)
        self.by = archivist()
        self.sections = list(Section.objects.order_by("pk")) or [Section.objects.create(name="News", slug="news")]
        self.lines = {section.pk: section.line() for section in self.sections}
        self.names = {section.pk: {"id": section.pk, "name": section.name} for section in self.sections}
        self.pictures = list(Picture.objects.order_by("pk")[:PICTURES])
        self.leads = {picture.pk: revisions.lead_of(Article(lead_picture=picture)) for picture in self.pictures}
        self.authors = _authors()
        self.tags = _tags(max(50, min(5_000, total // 20)))
        self.known: set[str] = set()  # words that search has learnt
        self.bodies = _bodies(random.Random(seed))  # noqa: S311  words, not secrets

    def published_at(self, number: int) -> datetime:
        """Evenly over the years."""
        return (self.end - self.years + self.years * ((number + 1) / (self.total + 1))).replace(microsecond=0)


def archivist() -> User:
    """Whom the stories belong to. Nobody can sign in with this name."""
    user = User.objects.filter(email=ARCHIVIST).first()
    if user is None:
        user = User.objects.create_user(ARCHIVIST, None, name="Archive", is_active=False)
        user.groups.add(Group.objects.get(name="Editor"))
    return user


def _authors() -> list[Author]:
    names = [" ".join(pair) for pair in product(split(FIRST_NAMES), split(LAST_NAMES))]
    known = Author.objects.in_bulk(map(slugify, names), field_name="slug")
    new = [Author(name=name, slug=slugify(name)) for name in names if slugify(name) not in known]
    return [*known.values(), *Author.objects.bulk_create(new)]


def _tags(count: int) -> list[Tag]:
    names = tag_names(count)
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names, merged_into=None)}
    new = [Tag(name=name, slug=slugify(name)) for name in names if name not in known]
    known |= {tag.name: tag for tag in Tag.objects.bulk_create(new)}
    return [known[name] for name in names]


def _bodies(by_chance: random.Random) -> list[dict]:
    """Texts of paragraphs from the demo newsroom, each rendered once: {body, and what `rendering.of` gives}."""
    stories = source.stories(clock.read())
    said = [line for story in stories for line in story.told(story.body).split("\n") if line.startswith("<p>")]
    texts = (body.clean("".join(by_chance.sample(said, by_chance.randint(*PARAGRAPHS)))) for _ in range(BODIES))
    return [
        {"source": text, **rendering.of(revisions.blank() | {"body": text}, body.render(text, {}))} for text in texts
    ]
