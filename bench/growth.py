"""What size costs: every public and desk page in a small archive and in large ones: `python -m bench.growth 1000 100000`."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client

from bench import sizes

ROUNDS, DEEP, PAGE = 15, 30_000, 30  # stories: page 1,000, and what stands on it
TALK = 3_000  # comments below one story
HELD = 100_000
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
    many = stories.count()
    deep = stories[DEEP if many > DEEP + PAGE else many // 2]
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


class Archive(sizes.Archive):
    def fill(self) -> None:
        super().fill(comments=self.asked.comments, held=min(HELD, self.size))
        _long_talk()
        _people()

    def pages(self) -> dict[str, str]:
        return addresses()

    def askers(self) -> Callable[[str], Client]:
        desk = _signed_in()
        return lambda name: desk if name.startswith("desk") else Client()


def _signed_in() -> Client:
    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email="growth@example.org"))
    client.get("/admin/")
    return client


def report(archives: list[Archive]) -> Iterator[str]:
    """What each page costs, in the largest archive as a multiple of the smallest; the page's bytes likewise, and its queries in each."""
    yield f"{connection.vendor}; CPU of Django and the database, median of {len(archives[0].costs['home'])} rounds in turns"
    head = "".join(f"{each.size:>12,}" for each in archives)
    yield f"{'':34}{head}   grew by  bytes by  queries"
    for name in archives[0].addresses:
        yield _line(name, archives)


def _line(name: str, archives: list[Archive]) -> str:
    small, large = archives[0], archives[-1]
    times = "".join(f"{each.median(name) * 1000:9.1f} ms" for each in archives)
    grew, more = large.median(name) / small.median(name), large.bytes[name] / small.bytes[name]
    queries = ", ".join(str(each.queries[name]) for each in archives)
    return f"{name:34}{times} {grew:7.2f} × {more:7.2f} ×  {queries}"


def main() -> None:
    asked = sizes.asking(__doc__, ROUNDS)
    asked.add_argument("--comments", type=float, default=1.4, help="on each story in the mean")
    sizes.measure(Archive, asked.parse_args(), report)


if __name__ == "__main__":
    main()
