"""What size costs: every public and desk page in a small archive and in large ones: `python -m bench.growth 1000 100000`.

Each size has a database of its own, made by `make_archive` on the server that DATABASE_URL names (on SQLite a file beside
the one that it names), and deleted at the end; with `--keep` it stays, and the next run finds it made. All are measured in one
process and in turns, so that whatever else this machine does falls on each alike: of each page the median of its rounds counts,
in CPU of this process and of the database's that works for it, which must be on this machine.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

ROUNDS, DEEP = 15, 30_000  # stories: page 1,000
TALK = 3_000  # comments below one story
HELD = 100_000
SECTIONS = ("City", "Harbour", "Politics", "Business", "Culture", "Sport", "Science", "Opinion")
YEARS = {1_000: 1}  # of a small archive, so that its lists are as long as those of a large one
DESK = {
    "first page": "/admin/",
    "stories": "/admin/articles/article/",
    "stories by headline": "/admin/articles/article/?o=1",
    "stories, page 20": "/admin/articles/article/?p=20",
    "stories of a section": "/admin/articles/article/?section={section}",
    "stories that are ready": "/admin/articles/article/?stage=ready",
    "stories never published": "/admin/articles/article/?public=never",
    "stories with changes": "/admin/articles/article/?public=changed",
    "stories of an author": "/admin/articles/article/?author={author}",
    "stories searched": "/admin/articles/article/?q=bridge",
    "stories searched, none": "/admin/articles/article/?q=zyzzyva",
    "calendar": "/admin/articles/article/calendar/",
    "what was changed": "/admin/articles/article/changes/",
    "trash": "/admin/articles/article/trash/",
    "a story": "/admin/articles/article/{story}/change/",
    "queue": "/admin/comments/comment/",
    "queue, later": "/admin/comments/comment/?cursor={held}",
    "comments approved": "/admin/comments/comment/?folder=approved",
    "comments unread": "/admin/comments/comment/?folder=unread",
    "comments, all": "/admin/comments/comment/?folder=all",
    "comments read one by one": "/admin/comments/comment/read/{waiting}/",
    "comments in numbers": "/admin/comments/comment/numbers/",
    "authors": "/admin/authors/author/",
    "tags": "/admin/articles/tag/",
    "pictures": "/admin/library/picture/",
    "record": "/admin/record/",
}


# Databases


def database(size: int) -> str:
    """Its name, or on SQLite its file."""
    name = connection.settings_dict["NAME"]
    return str(Path(name).with_name(f"growth_{size}.sqlite3")) if connection.vendor == "sqlite" else f"growth_{size}"


@contextmanager
def on(name: str) -> Iterator[None]:
    """Everything asks this database; what was remembered of another is forgotten."""
    before = connection.settings_dict["NAME"]
    _turn_to(name)
    try:
        yield
    finally:
        _turn_to(before)


def _turn_to(name: str) -> None:
    connection.close()
    connections["default"].settings_dict["NAME"] = name
    ContentType.objects.clear_cache()
    cache.clear()


def create(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}"')


def drop(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
    else:
        for file in Path(name).parent.glob(f"{Path(name).name}*"):
            file.unlink()


def fill(size: int, comments: float) -> None:
    call_command("migrate", verbosity=0)
    _sections()
    more = {"years": YEARS.get(size, 20), "comments": comments, "held": min(HELD, size)}
    call_command("make_archive", size, with_debug_off=True, **more)
    _long_talk()
    _people()


def _sections() -> None:
    from articles.models import Section

    for name in SECTIONS:
        main, _ = Section.objects.get_or_create(name=name, defaults={"slug": name.lower()})
        for part in ("Views", "Reports"):
            Section.objects.get_or_create(name=f"{name} {part}", defaults={"slug": part.lower(), "parent": main})


def _long_talk() -> None:
    """As many comments on one story of each archive: a page of them must not know how many there are elsewhere."""
    from newsroom.archive import talk

    talk.lengthen(_most_talked(), TALK)


def _people() -> None:
    from tests import cast

    cast.person("growth@example.org", "Gro Growth", "Administrator", "Editor", "Moderator")


# Pages


def addresses() -> dict[str, str]:
    """Of this database: by the name of the page."""
    from articles.models import Edition, Section

    city = Section.objects.get(slug="city")
    newest = Edition.objects.live().order_by("-published_at").first()
    line = newest.bylines.select_related("author").first()
    found = _of_comments() | {
        "section": str(city.pk),
        "author": str(line.author_id),
        "story": str(newest.article_id),
    }
    desk = {f"desk: {name}": address.format(**found) for name, address in DESK.items()}
    return _public(newest, line, city) | _talked() | desk


def _of_comments() -> dict[str, str]:
    from comments.models import Comment
    from comments.queue import cursor_of

    held = Comment.objects.held()
    return {"held": cursor_of(held[held.count() // 2]), "waiting": held[held.count() // 3].public_id}


def _talked() -> dict[str, str]:
    from articles.models import Edition

    talked = _most_talked()
    path = talked.comments.filter(state="approved").order_by("-thread", "path")[TALK // 2].path
    below = Edition.objects.live().get(article=talked).address_id
    return {"article with comments": below, "its comments, deep": f"{below}?replies={path}"}


def _public(newest, line, city) -> dict[str, str]:
    from articles.models import Edition
    from articles.paging import cursor_after

    stories = Edition.objects.live().in_section(city)
    deep = stories[min(DEEP, stories.count() // 2)]
    day, link = newest.published_at, newest.tag_links.select_related("tag").first()
    return {
        "home": "/",
        "section": "/city/",
        "section, page 1,000": f"/city/?cursor={cursor_after(deep)}",
        "author": line.author.get_absolute_url(),
        "authors": "/authors/",
        "tag": link.tag.get_absolute_url(),
        "year": f"/{day:%Y}/",
        "month": f"/{day:%Y/%m}/",
        "day": f"/{day:%Y/%m/%d}/",
        "feed": "/feed.xml",
        "feed of a section": "/city/feed.xml",
        "feed of comments": "/comments/feed.xml",
        "sitemap index": "/sitemap.xml",
        "sitemap of a month": f"/sitemap-{day:%Y-%m}.xml",
        "sitemap of lists": "/sitemap-pages.xml",
        "news sitemap": "/news-sitemap.xml",
        "corrections": "/corrections/",
        "article": newest.get_absolute_url(),
    }


def _most_talked():
    from newsroom.archive.surroundings import stories

    return stories().select_related("created_by").order_by("pk")[100]


class Archive:
    """One database with its pages, and the CPU that each of them took."""

    def __init__(self, size: int):
        self.size, self.name = size, database(size)
        self.costs: dict[str, list[float]] = {}
        self.queries: dict[str, int] = {}
        self.bytes: dict[str, int] = {}

    def make(self, comments: float) -> None:
        create(self.name)
        with on(self.name):
            fill(self.size, comments)
            self.addresses = addresses()

    def round(self) -> None:
        with on(self.name):
            client, backend = _signed_in(), _backend()
            for name, address in self.addresses.items():
                asker = client if name.startswith("desk") else Client()
                if name not in self.queries:
                    self._look(name, asker, address)
                cost = _cost(lambda asker=asker, address=address: asker.get(address), backend)
                self.costs.setdefault(name, []).append(cost)

    def _look(self, name: str, client: Client, address: str) -> None:
        """The first time warms up what is read once, and is counted."""
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        self.queries[name], self.bytes[name] = len(captured), len(answer.content)

    def median(self, name: str) -> float:
        return statistics.median(self.costs[name])


def _signed_in() -> Client:
    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="growth@example.org"))
    client.get("/admin/")
    return client


def _backend() -> Path | None:
    """Where the system says how long PostgreSQL's process for this connection has run; None on SQLite, which is in ours."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def _spent(backend: Path | None) -> float:
    """Seconds of CPU so far, in this process and in the database's."""
    return time.process_time() + (int(backend.read_text().split()[0]) / 1e9 if backend else 0)


def _cost(page: Callable, backend: Path | None) -> float:
    began = _spent(backend)
    page()
    return _spent(backend) - began


# The report


def report(archives: list[Archive]) -> Iterator[str]:
    """What each page costs, in the largest archive as a multiple of the smallest; the page's bytes likewise, and its queries in each."""
    yield f"{connection.vendor}; CPU of Django and the database, median of {len(archives[0].costs['home'])} rounds in turns"
    sizes = "".join(f"{each.size:>12,}" for each in archives)
    yield f"{'':34}{sizes}   grew by  bytes by  queries"
    for name in archives[0].addresses:
        yield _line(name, archives)


def _line(name: str, archives: list[Archive]) -> str:
    small, large = archives[0], archives[-1]
    times = "".join(f"{each.median(name) * 1000:9.1f} ms" for each in archives)
    grew, more = large.median(name) / small.median(name), large.bytes[name] / small.bytes[name]
    queries = ", ".join(str(each.queries[name]) for each in archives)
    return f"{name:34}{times} {grew:7.2f} × {more:7.2f} ×  {queries}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    asked.add_argument("sizes", type=int, nargs="*", default=[1_000, 100_000], help="numbers of stories")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--comments", type=float, default=1.4, help="on each story in the mean")
    asked.add_argument("--keep", action="store_true", help="leave the databases, and go on with them the next time")
    asked = asked.parse_args()
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    archives = [Archive(size) for size in sorted(asked.sizes)]
    try:
        for archive in archives:
            archive.make(asked.comments)
        for _ in range(asked.rounds):
            for archive in archives:
                archive.round()
        sys.stdout.write("\n".join(report(archives)) + "\n")
    finally:
        if not asked.keep:
            for archive in archives:
                drop(archive.name)


if __name__ == "__main__":
    main()
