"""A newsroom of named people, and makers of what they work on. Plain functions; each may be called twice."""

from io import BytesIO

from django.contrib.auth.models import Group
from PIL import Image

from accounts.models import User
from articles import limits, revisions, workflow
from articles.models import Article, Section
from authors.models import Author
from library.models import Picture

PASSWORD = "a long word for tests"
BODY = "<p>The first cargo ship since March came in at dawn.</p><p>Dockers waved from the quay.</p>"


def person(email: str, name: str, *roles: str, **fields) -> User:
    """A user with these roles; the one that exists already, if so."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name, **fields)
        user.groups.set(Group.objects.filter(name__in=roles))
    return User.objects.get(pk=user.pk)


def reporter() -> User:
    return person("rita@news.example", "Rita Reporter", "Reporter")


def other_reporter() -> User:
    return person("ron@news.example", "Ron Reporter", "Reporter")


def editor() -> User:
    return person("edith@news.example", "Edith Editor", "Editor")


def other_editor() -> User:
    return person("edgar@news.example", "Edgar Editor", "Editor")


def limited(user: User, *sections: Section) -> User:
    """The same person, whose roles hold in these sections only."""
    limits.set_sections(user, sections, by=administrator())
    return User.objects.get(pk=user.pk)


def sports_editor() -> User:
    return limited(person("sophie@news.example", "Sophie Sports", "Editor"), make_section("Sports"))


def photo_editor() -> User:
    return person("paula@news.example", "Paula Photo", "Photo editor")


def moderator() -> User:
    return person("mona@news.example", "Mona Moderator", "Moderator")


def other_moderator() -> User:
    return person("max@news.example", "Max Moderator", "Moderator")


def administrator() -> User:
    return person("ada@news.example", "Ada Administrator", "Administrator")


def make_section(name: str = "City", parent: Section | None = None) -> Section:
    slug = name.lower().replace(" ", "-")
    return Section.objects.filter(slug=slug, parent=parent).first() or Section.objects.create(
        name=name, slug=slug, parent=parent
    )


def make_author(name: str = "Ines Calder", **fields) -> Author:
    slug = name.lower().replace(" ", "-")
    return Author.objects.get_or_create(slug=slug, defaults={"name": name} | fields)[0]


def picture_file(width: int = 640, height: int = 400, colour: str = "teal", format: str = "JPEG") -> BytesIO:
    """An uploaded file, as a form hands it over."""
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, format)
    file.seek(0)
    file.name = f"{colour}.{format.lower()}"
    file.size = len(file.getvalue())
    return file


def make_picture(colour: str = "teal", **fields) -> Picture:
    words = {"title": f"A {colour} wall", "alt": f"A wall painted {colour}", "credit": "Paula Photo"}
    return Picture.objects.take_in(picture_file(colour=colour), by=photo_editor(), **(words | fields))


def make_article(*, by: User | None = None, bylines=(), tags=(), **fields) -> Article:
    """A complete draft, saved once. `bylines` are authors or (author, role) pairs; `tags` are words."""
    words = {
        "headline": "First ship since March",
        "standfirst": "The harbour opened again at dawn.",
        "body": BODY,
        "section": fields.pop("section", None) or make_section(),
    }
    by = by or reporter()
    article = Article.objects.create(created_by=by, **(words | fields))
    for position, line in enumerate(bylines):
        author, role = line if isinstance(line, tuple) else (line, "words")
        article.bylines.create(author=author, role=role, position=position)
    article.tags.add(*tags)
    revisions.keep(article, by)
    return article


def rewrite(article: Article, by: User | None = None, **fields) -> Article:
    """A save at the desk."""
    revisions.claim_text(article, article.version)
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    revisions.keep(article, by or editor())
    return article


def make_live(**fields) -> Article:
    """A story that readers see."""
    article = make_article(**fields)
    workflow.publish(article, by=editor())
    return article
