"""Brings in what stories point to: people, pictures, authors, sections, series. What is there already stays as it is."""

from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction

from accounts.models import User
from articles.models import Section, Series
from authors.models import Author, AuthorLink
from library.models import Picture
from newsroom.demo.source import PICTURES, listed

PASSWORD = "harbour-post-demo"  # noqa: S105  known to everybody; that is what it is for
CREDIT, SOURCE = "Teo Vanterloo / The Harbour Post", "Drawn for the demo newsroom"


def people() -> list[dict]:
    return listed("newsroom")["person"]


def bring_people() -> dict[str, User]:
    """By e-mail address, one of each role."""
    return {said["email"]: _user(said) for said in people()}


@transaction.atomic
def _user(said: dict) -> User:
    user = User.objects.filter(email__iexact=said["email"]).first()
    if user is None:
        user = User.objects.create_user(said["email"], PASSWORD, name=said["name"])
        user.groups.add(Group.objects.get(name=said["role"]))
    return user


def bring_pictures(by: User) -> Iterator[tuple[str, Picture]]:
    """Name and picture, one after the other: drawing the sizes of each takes a second."""
    for name, said in listed("pictures").items():
        with (PICTURES / f"{name}.jpg").open("rb") as file:
            yield name, Picture.objects.take_in(File(file, f"{name}.jpg"), by=by, **_words(said))


def _words(said: dict) -> dict:
    x, y = said.get("focal", (0.5, 0.4))
    words = {"licence": "own", "credit": CREDIT, "source": SOURCE, "focal_x": x, "focal_y": y}
    return words | {name: said[name] for name in said if name != "focal"}


def bring_sections() -> None:
    for position, said in enumerate(listed("newsroom")["section"]):
        section = _section(said, None, position)
        for below, child in enumerate(said.get("below", [])):
            _section(child, section, below)


def _section(said: dict, parent: Section | None, position: int) -> Section:
    words = {"name": said["name"], "description": said["description"], "position": position}
    return Section.objects.get_or_create(slug=said["slug"], parent=parent, defaults=words)[0]


def section_paths() -> set[str]:
    """The addresses of the demo's sections."""
    found = listed("newsroom")["section"]
    return {said["slug"] for said in found} | {
        f"{said['slug']}/{child['slug']}" for said in found for child in said.get("below", [])
    }


def bring_series() -> None:
    for said in listed("newsroom")["series"]:
        Series.objects.get_or_create(slug=said["slug"], defaults=said)


def bring_authors(users: dict[str, User], pictures: dict[str, Picture]) -> dict[str, Author]:
    """By their short names, as stories have them in their bylines."""
    return {said["key"]: _author(said, users, pictures) for said in listed("newsroom")["author"]}


@transaction.atomic
def _author(said: dict, users: dict[str, User], pictures: dict[str, Picture]) -> Author:
    words = {name: said[name].strip() for name in ("name", "job_title", "email", "biography", "about")}
    linked = {"user": users.get(said.get("user")), "picture": pictures[said["picture"]]}
    author, is_new = Author.objects.get_or_create(slug=said["slug"], defaults=words | linked)
    if is_new:
        AuthorLink.objects.bulk_create(
            AuthorLink(author=author, position=place, **link) for place, link in enumerate(said["links"])
        )
    return author
