"""What a shared cache is allowed to keep, and by which words it may be told to drop it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import keys
from articles import clock, workflow
from newsroom.pagecache.wire import MOST_LABELS, Answer
from newsroom.purging.caches import Cloudflare, Varnish, word
from tests import cast
from tests.newsroom.pagecache.readers import Reader, Stop
from tests.newsroom.purging.shared import in_front

pytest_plugins = ["tests.newsroom.pagecache.conftest"]
SHARED = "public, max-age=0, must-revalidate, s-maxage=3600"
CLOSED = "private, no-cache"


@pytest.fixture
def shared(settings):
    in_front(settings, "varnish")


def test_a_shared_cache_is_spoken_to_only_where_there_is_one(open_site, story, settings):
    alone = open_site().ask(story.address_id)
    assert "Surrogate-Key" not in alone.headers
    assert alone.headers["Cache-Control"] == "no-cache"
    in_front(settings, "fastly")
    answer = open_site().ask(story.address_id)
    assert answer.headers["Cache-Control"] == SHARED
    assert f"article-{story.article_id}" in answer.headers["Surrogate-Key"].split()
    in_front(settings, "cloudflare")
    answer = open_site().ask(story.address_id)
    assert f"article-{story.article_id}" in answer.headers["Cache-Tag"].split(",")
    assert "Surrogate-Key" not in answer.headers


def test_not_modified_says_the_same(shared, site, story):
    whole = site.ask(story.address_id)
    again = site.ask(story.address_id, if_none_match=whole.headers["ETag"])
    assert again.status == 304
    assert again.headers["Cache-Control"] == SHARED
    assert again.headers["Surrogate-Key"] == whole.headers["Surrogate-Key"]


def test_a_page_that_was_overtaken_by_a_change_is_not_shared(shared, site, story):
    stop = Stop(site.cache, "after_read")
    reader = Reader(lambda: site.ask(story.address_id))
    stop.reached()
    workflow.publish(cast.rewrite(story.article, headline="Another"), by=cast.editor(), kind="typo")
    stop.go_on()
    answer = reader.done()
    assert answer.headers["Cache-Control"] == CLOSED
    assert "Surrogate-Key" not in answer.headers
    assert site.ask(story.address_id).headers["Cache-Control"] == SHARED


def test_what_is_shown_while_the_database_is_silent_is_not_shared(shared, site, story):
    site.ask(story.address_id)
    site.cache.silent = "no answer"
    site.cache.checked = site.cache.monotonic() + 60
    assert site.ask(story.address_id).headers["Cache-Control"] == CLOSED


def test_a_page_that_says_the_date_is_shared_until_midnight_at_most(shared, site, story, settings, monkeypatch):
    def one(environ, start_response):
        clock.today()
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"today"]

    monkeypatch.setattr(site, "django", one)
    site.ask("/authors/")
    midnight = next(iter(site.copy("/authors/").ends))[0]
    for before, said in {90.5: "s-maxage=90", 2: "s-maxage=2", 0.5: CLOSED}.items():
        monkeypatch.setattr(site.cache.log, "now", lambda before=before: midnight - timedelta(seconds=before))
        assert site.ask("/authors/").headers["Cache-Control"].endswith(said)


@pytest.mark.parametrize("path", ["/search/?q=ship", "/healthz", "/admin/login/", "/nowhere/?x=1"])
def test_what_is_not_kept_is_closed_in_words_that_every_cache_heeds(shared, site, story, path):
    answer = site.ask(path)
    assert "private" in answer.headers["Cache-Control"] or "s-maxage" in answer.headers["Cache-Control"]
    assert ("Surrogate-Key" in answer.headers) == ("s-maxage" in answer.headers["Cache-Control"])


def test_an_answer_without_rules_is_closed(shared, site, monkeypatch):
    def one(environ, start_response):
        start_response("302 Found", [("Location", "/")])
        return [b""]

    monkeypatch.setattr(site, "django", one)
    assert site.ask("/authors/").headers["Cache-Control"] == CLOSED
    assert site.ask("/comments/x/", method="POST").headers["Cache-Control"] == CLOSED


def test_a_shared_cache_gets_a_page_compressed_at_its_first_request(shared, site, story):
    assert site.ask(story.address_id, accept_encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_whoever_is_signed_in_gets_pages_of_their_own(shared, site, story, settings):
    answer = site.ask(story.address_id, cookie=f"{settings.SESSION_COOKIE_NAME}=x")
    assert answer.headers["Cache-Control"] == CLOSED
    assert "Surrogate-Key" not in answer.headers


def test_a_page_with_too_many_keys_is_dropped_by_the_kinds_of_things_that_it_is_made_of():
    page = keys.Page()
    page.note("editions", [f"address-/2026/11/28/a-story-with-a-rather-long-name-{number}/" for number in range(199)])
    page.note("authors", ["author-1"])
    page.note_all("menus")
    answer = Answer("200 OK", [], b"", page, Varnish("127.0.0.1:1"))
    assert dict(answer.headers("", answer.body, 60))["Surrogate-Key"] == "authors editions menus"


def test_every_page_of_the_site_names_its_keys_in_less_than_a_proxy_takes(shared, site, story):
    found = [site.ask(path).headers["Surrogate-Key"] for path in ("/", story.address_id, "/city/", "/feed.xml")]
    assert all(0 < len(each) <= MOST_LABELS for each in found)


def test_keys_are_words():
    key = "address-/2026/01/01/мир x,y/"
    assert word(key).isascii()
    assert Varnish("").labels({key, "*"}).split() == ["*", word(key)]
    assert Cloudflare("").labels({key, "editions"}).split(",") == [word(key), "editions"]
    assert len(word("address-" + "мир" * 200)) < 100
    assert word("address-" + "мир" * 200) != word("address-" + "мир" * 201)


def test_the_hour_of_a_scheduled_story_is_in_no_header(shared, site, story):
    waiting = cast.make_article(headline="Later", slug="later", bylines=[cast.make_author("Bo Lind")])
    workflow.schedule(waiting, by=cast.editor(), at=timezone.now() + timedelta(minutes=1))
    for path in ("/", "/city/"):
        assert site.ask(path).headers["Cache-Control"] == SHARED
