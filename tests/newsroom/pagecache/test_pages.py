"""Every public page is kept, under keys of everything that it reads, and dropped by what it shows and by nothing else."""

import pytest
from django.db import connection
from django.http import QueryDict

from accounts import keys
from accounts.watched import WATCHED
from articles import clock, workflow
from articles.models import Edition, Section, Series, Tag
from authors.models import Author
from comments.models import Comment, State
from library.models import Picture
from newsroom.pagecache import addresses, reading
from tests import cast
from tests.comments.makers import make_comment
from tests.newsroom.addresses import public_names
from tests.newsroom.newspaper import make_newspaper

MACHINES = [
    "/feed.xml", "/feed.atom", "/corrections/feed.xml", "/corrections/feed.atom", "/author/ines-calder/feed.xml",
    "/tag/ports/feed.atom", "/harbour/feed.xml", "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-2026-03.xml",
]  # fmt: skip

JOINED = {"pictures", "series", "tags", "authors"}


def kept_pages(newspaper: dict) -> list[str]:
    found = [*newspaper.values(), *MACHINES, "/harbour"]
    return [path for path in found if addresses.canonical_query(path.partition("?")[0], "") is not None]


@pytest.fixture
def newspaper(transactional_db) -> list[str]:
    return kept_pages(make_newspaper())


def test_each_new_address_is_decided_on():
    assert set(public_names()) == set(addresses.KEPT) | set(addresses.NOT_KEPT)


def test_every_page_is_kept_under_a_key_of_each_kind_of_thing_that_it_reads(site, newspaper, monkeypatch):
    """The tables of all its statements are watched, and a key of each of their groups is on the page."""
    read: set[str] = set()
    pages = []
    original = reading.watching

    def watching(page):
        watch = original(page)
        pages.append(page)

        def also(execute, sql, params, many, context):
            read.update(reading.TABLE.findall(sql))
            return watch(execute, sql, params, many, context)

        return also

    monkeypatch.setattr(reading, "watching", watching)
    for path in newspaper:
        read.clear()
        assert site.ask(path).status in (200, 301, 404, 410), path
        copy = site.copy(path.partition("?")[0])
        assert copy is not None, path
        groups = {WATCHED[table].group for table in read}
        assert {group for group in groups if not pages[-1].knows(group)} == set(), path
        # Of what is only joined, and of which there is none, there is no key: pictures, series, tags of feeds.
        assert groups - JOINED <= {group for group in groups if has_key_of(copy, group)}, path


def has_key_of(copy, group: str) -> bool:
    words = {word for watched in WATCHED.values() if watched.group == group for word in watched.columns.values()}
    return group in copy.keys or any(key.startswith(tuple(words)) for key in copy.keys)


def test_a_table_that_is_not_watched_makes_a_page_that_is_not_kept(story):
    with keys.collecting() as page:
        list(cast.User.objects.all())
    assert "accounts_user" in " ".join(page.refusals)
    with keys.collecting() as page, connection.execute_wrapper(reading.watching(page)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
    assert "accounts_user" in " ".join(page.refusals)


def test_what_the_desk_is_working_on_is_not_watched_and_not_kept(story):
    with keys.collecting() as page:
        assert story.article.headline
        story.refresh_from_db()
        assert list(Edition.objects.values_list("article__headline"))
    assert any("headline of articles_article" in refusal for refusal in page.refusals)


def test_a_page_that_writes_is_not_kept(story):
    with keys.collecting() as page, connection.execute_wrapper(reading.watching(page)):
        Author.objects.update(name="x")
    assert page.refusals


def test_every_name_in_a_query_that_a_page_reads_is_part_of_its_name(site, newspaper, monkeypatch):
    asked: list[str] = []
    for name in ("get", "getlist", "__getitem__", "__contains__"):
        original = getattr(QueryDict, name)

        def watched(self, key, *rest, original=original):
            asked.append(key)
            return original(self, key, *rest)

        monkeypatch.setattr(QueryDict, name, watched)
    for path in newspaper:
        asked.clear()
        site.ask(path)
        allowed = addresses.names_read_by(path.partition("?")[0])
        assert set(asked) <= {*allowed}, path


# What a change concerns

CHANGES = {
    "an author is renamed": lambda: Author.objects.filter(slug="ines-calder").update(name="Ines Aaby"),
    "an author changes the page": lambda: Author.objects.get(slug="ines-calder").save(),
    "a section is renamed by hand": lambda: rename_section(),
    "a picture is drawn anew": lambda: Picture.objects.update(width=641),
    "a tag is renamed": lambda: rename(Tag, "Ports", "Havens"),
    "a series is renamed": lambda: rename(Series, "The wall", "The Wall"),
    "a reply is let through": lambda: approve(),
    "a reply is taken away": lambda: remove(),
    "a story is corrected": lambda: correct(),
    "a story is withdrawn": lambda: workflow.withdraw(story_at("long"), by=cast.editor()),
    "a story is killed": lambda: workflow.kill(story_at("older-2"), by=cast.editor(), reason="A court."),
    "a story comes": lambda: cast.make_live(
        headline="News", slug="news", section=Section.objects.get(slug="shipping")
    ),
    "a section comes": lambda: cast.make_section("Weather"),
    "a story is published anew elsewhere": lambda: move_story(),
    "a section moves": lambda: move_section(),
    "a rendered text is made anew": lambda: Edition.objects.get(address__path__contains="long").rendered.save(),
}

SHOWN = [
    "/", "/harbour/shipping/", "/2026/03/14/wall/", "/2026/03/14/mina/", "/2026/03/14/long/", "/2026/03/14/wall/history/",
    "/corrections/", "/author/ines-calder/", "/authors/", "/tag/ports/", "/series/the-wall/", "/2026/03/14/", "/feed.xml",
    "/sitemap-pages.xml", "/nothing/", "/ships/", "/2026/03/14/wall-stands/", "/weather/", "/2026/03/14/older-2/",
]  # fmt: skip


def story_at(slug: str):
    return Edition.objects.live().get(address__path__endswith=f"/{slug}/").article


def rename(model, old: str, new: str) -> None:
    thing = model.objects.get(name=old)
    thing.name = new
    thing.save()


def rename_section() -> None:
    Section.objects.filter(slug="shipping").update(name="Ships")


def move_section() -> None:
    section = Section.objects.get(slug="shipping")
    section.parent, section.slug = None, "ships"
    section.save()


def approve() -> None:
    make_comment(story_at("wall"), state=State.APPROVED)


def remove() -> None:
    Comment.objects.filter(state=State.APPROVED).update(state=State.REMOVED, decided_at=clock.read())


def correct() -> None:
    text = cast.rewrite(story_at("wall"), headline="The wall stands", slug="wall-stands")
    workflow.publish(text, by=cast.editor(), kind="correction", note="It stands.")


def move_story() -> None:
    text = cast.rewrite(story_at("mina"), section=Section.objects.get(slug="empty"))
    workflow.publish(text, by=cast.editor(), kind="update")


def test_after_any_change_every_kept_page_is_what_a_fresh_process_makes(open_site, newspaper):
    make_comment(story_at("wall"), state=State.APPROVED)
    used = open_site()
    for change in CHANGES:
        for path in SHOWN:
            used.get(path)
        CHANGES[change]()
        used.cache.forget_answer()
        fresh = open_site()
        for path in SHOWN:
            assert used.get(path) == fresh.get(path), (change, path)
        fresh.close()


UNCONCERNED = {
    "an author is renamed": ["/robots.txt", "/2026/03/14/long/", "/sitemap-2026-03.xml", "/harbour/shipping/"],
    "a tag is renamed": ["/2026/03/14/long/", "/author/ines-calder/", "/"],
    "a reply is let through": ["/", "/harbour/", "/2026/03/14/long/", "/feed.xml", "/author/ines-calder/"],
    "a story is published anew elsewhere": ["/series/the-wall/", "/robots.txt"],
}


@pytest.mark.parametrize("change", UNCONCERNED)
def test_a_change_leaves_the_pages_that_it_does_not_concern(site, newspaper, change):
    kept = {}
    for path in UNCONCERNED[change]:
        site.get(path)
        kept[path] = site.copy(path)
    assert any(kept.values())
    CHANGES[change]()
    site.cache.forget_answer()
    for path, copy in kept.items():
        site.get(path)
        assert site.copy(path) is copy or copy is None, path


def test_what_follows_the_headline_of_another_story_is_dropped_with_it(site, story):
    body = f'<p>Read on:</p><div data-story="{story.article_id}"></div><p>That is all.</p>'
    other = cast.make_live(
        headline="Another", slug="other", body=body, section=cast.make_section("Sports")
    ).editions.get()
    assert "First ship since March" in site.get(other.address_id)
    workflow.publish(cast.rewrite(story.article, headline="Second ship"), by=cast.editor(), kind="typo")
    site.cache.forget_answer()
    assert "Second ship" in site.get(other.address_id)
    workflow.withdraw(story.article, by=cast.editor())
    site.cache.forget_answer()
    assert "Second ship" not in site.get(other.address_id)


def test_a_page_with_very_many_keys_has_whole_kinds_in_their_place():
    page = keys.Page()
    page.note("pictures", [f"picture-{n}" for n in range(300)])
    page.note("authors", ["author-1"])
    assert page.keys == {"pictures", "author-1"}
