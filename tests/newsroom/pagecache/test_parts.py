"""Parts of pages that a process keeps: never older than the database, and never a page without the keys of its parts."""

import pytest

from accounts import keys
from articles import tree
from articles.models import Section
from tests.newsroom.pagecache.readers import Reader, Stop
from tests.queries import queries_of

PAGES = ["/", "/city/", "/author/ines-calder/", "/tag/ships/", "/corrections/"]


def asks_for_sections(site, path: str) -> bool:
    return any('FROM "articles_section" ORDER BY' in sql for sql in queries_of(lambda: site.get(path)))


def rename(*sites) -> None:
    """The lease of the last answer is over at these."""
    Section.objects.filter(path="city").update(name="Town")
    for site in sites:
        site.cache.forget_answer()


@pytest.fixture
def paths(story) -> list[str]:
    return [*PAGES, story.address_id]


def test_the_sections_are_read_once_for_all_pages_which_stay_the_same(open_site, paths, client):
    site = open_site()
    assert [path for path in paths if asks_for_sections(site, path)] == ["/"]
    assert [site.get(path) for path in paths] == [open_site().get(path) for path in paths]
    assert all("sections" in site.copy(path).keys for path in paths)


def test_a_changed_menu_is_new_on_all_pages_of_all_processes(open_site, paths):
    sites = [open_site(), open_site()]
    for site in sites:
        for path in paths:
            assert ">City</a>" in site.get(path)
    rename(*sites)
    for site in sites:
        for path in paths:
            assert ">Town</a>" in site.get(path) and ">City</a>" not in site.get(path)


def test_what_changed_while_a_part_was_read_is_on_the_next_page(site, story, monkeypatch):
    read = tree._read

    def read_and_overtaken():
        monkeypatch.setattr(tree, "_read", read)
        found = read()
        Reader(rename).done()
        return found

    monkeypatch.setattr(tree, "_read", read_and_overtaken)
    assert ">City</a>" in site.get("/")
    site.cache.forget_answer()
    assert all(">Town</a>" in site.get(path) for path in ("/", "/corrections/"))


def test_a_part_of_a_render_that_was_overtaken_is_not_kept(site, story):
    held = Stop(site.cache, "after_read")
    slow = Reader(lambda: site.get("/"))
    held.reached()
    rename(site)
    assert ">Town</a>" in site.get("/corrections/")
    held.go_on()
    assert ">City</a>" in slow.done()
    assert site.copy("/") is None and ">Town</a>" in site.get("/")


def test_a_part_that_was_taken_before_it_changed_makes_no_page_that_is_kept(site, story):
    site.get("/corrections/")
    held = Stop(site.cache, "before_store")
    slow = Reader(lambda: site.get("/"))
    held.reached()
    rename(site)
    site.get("/corrections/")
    held.go_on()
    assert ">City</a>" in slow.done()
    assert site.copy("/") is None and ">Town</a>" in site.get("/")


def test_nothing_is_kept_of_a_part_that_nobody_could_drop(site, story, monkeypatch):
    read, asked = tree._read, []
    monkeypatch.setattr(tree, "_read", lambda: asked.append(1) or keys.refuse("It is for one reader.") or read())
    for _ in range(2):
        site.get("/")
    assert len(asked) == 2 and site.copy("/") is None


def test_beyond_the_door_each_request_reads_them_itself(site, story, client):
    site.get("/")
    rename()
    assert ">Town</a>" in client.get("/").text
    assert any('FROM "articles_section" ORDER BY' in sql for sql in queries_of(lambda: client.get("/")))
