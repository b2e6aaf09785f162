"""The samples of docs/operators/samples/ in the real servers: as fresh as they promise, nothing of one reader for another."""

import re
import time
from urllib.parse import urlencode

import pytest

from accounts.models import Audit
from accounts.watched import ALL
from articles import workflow
from comments import tokens
from comments.models import Comment
from newsroom.purging import sending, telling
from newsroom.purging.caches import Varnish
from tests import cast
from tests.comments.makers import TYPED, unhurried
from tests.newsroom.deeds import work
from tests.newsroom.purging.proxies import SAMPLES, ask, free_port, nginx, program, serving, until, varnish
from tests.newsroom.purging.shared import in_front

pytest_plugins = ["tests.newsroom.pagecache.conftest"]
PLAIN, ONE_SECOND = "nginx.conf", "nginx-one-second.conf"
OLDEST = 2.1  # seconds
needs_nginx = pytest.mark.skipif(not program("nginx"), reason="no nginx: install the package nginx")
needs_varnish = pytest.mark.skipif(not program("varnishd"), reason="no Varnish: install the package varnish")


@pytest.fixture(scope="module")
def port_of_site():
    return free_port()


@pytest.fixture(scope="module")
def port_of_varnish(port_of_site):
    with varnish(port_of_site) as port:
        yield port


class Front:
    """What readers speak to; `asked` is what reached the site behind it."""

    def __init__(self, port: int, asked: list[str]):
        self.port, self.asked = port, asked

    def ask(self, path: str, method: str = "GET", body: str | None = None, **headers: str):
        return ask(self.port, path, method, body, **headers)

    def get(self, path: str) -> str:
        return self.ask(path).text


@pytest.fixture
def open_front(port_of_site, settings, open_site, request, monkeypatch):
    """Serves the site behind the server of a sample: `open_front(sample)`."""
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr(sending, "SETTLED", 0)
    opened = []

    def enter(manager):
        opened.append(manager)
        return manager.__enter__()

    def open_one(sample: str) -> Front:
        if sample == "varnish.vcl":
            port = request.getfixturevalue("port_of_varnish")
            in_front(settings, "varnish", f"127.0.0.1:{port}")
            sending.purge([ALL])
        site, asked = open_site(), []

        def counted(environ, start_response):
            asked.append(environ["PATH_INFO"])
            return site.door(environ, start_response)

        enter(serving(counted, port_of_site))
        front = Front(port if sample == "varnish.vcl" else enter(nginx(sample, port_of_site)), asked)
        front.site = site
        until(lambda: front.ask("/healthz").status == 200)  # Varnish asks a site that was away no more for a moment
        asked.clear()
        return front

    yield open_one
    for manager in reversed(opened):
        manager.__exit__(None, None, None)


every_front = pytest.mark.parametrize(
    "sample",
    [pytest.param(PLAIN, marks=needs_nginx), pytest.param(ONE_SECOND, marks=needs_nginx), pytest.param("varnish.vcl", marks=needs_varnish)],
)  # fmt: skip
kept = pytest.mark.parametrize(
    "sample", [pytest.param(ONE_SECOND, marks=needs_nginx), pytest.param("varnish.vcl", marks=needs_varnish)]
)


def rewrite(story, headline: str) -> None:
    workflow.publish(cast.rewrite(story.article, headline=headline), by=cast.editor(), kind="typo")


@needs_nginx
def test_a_plain_proxy_is_as_fresh_as_the_site(open_front, story):
    front = open_front(PLAIN)
    for number in range(5):
        rewrite(story, f"Ship number {number}")
        assert f"Ship number {number}" in front.get(story.address_id)
    assert len(front.asked) == 5


@needs_nginx
def test_a_page_that_is_kept_for_a_second_is_never_older_than_said(open_front, story):
    """`asked` often, and `rare` once: what is shown while it is fetched anew would be as old as the last question."""
    rare = cast.make_live(headline="Rare ship", slug="rare", bylines=[cast.make_author("Bo Lind")]).editions.get()
    front = open_front(ONE_SECOND)
    until(lambda: front.get(rare.address_id) and len(front.asked) > 1)
    rewrite(rare, "Rarer ship")
    assert "First ship" in front.get(story.address_id)
    rewrite(story, "Second ship")
    changed = time.monotonic()
    old_at = []

    def is_over():
        began = time.monotonic()
        if "Second ship" not in front.get(story.address_id):
            old_at.append(began)
        return began - changed > OLDEST

    until(is_over)
    assert not [began for began in old_at if began - changed > OLDEST]
    assert "Rarer ship" in front.get(rare.address_id)


@needs_nginx
def test_for_a_second_the_site_is_not_asked_again(open_front, story):
    front = open_front(ONE_SECOND)

    def is_kept():
        front.get(story.address_id)
        before = len(front.asked)
        return front.get(story.address_id) and len(front.asked) == before

    assert until(is_kept)


@needs_varnish
def test_varnish_shows_a_page_until_the_worker_bans_it_and_keeps_the_others(open_front, story):
    other = cast.make_live(
        headline="About trains", section=cast.make_section("Trains"), bylines=[cast.make_author("Bo Lind")]
    )
    trains = other.editions.get().address_id
    front = open_front("varnish.vcl")
    telling.tell()
    work()
    for path in (story.address_id, trains, "/", story.address_id, trains):
        front.get(path)
    assert front.asked == [story.address_id, trains, "/"]
    rewrite(story, "Second ship")
    assert "First ship" in front.get(story.address_id)
    telling.tell()
    assert "done" in work()
    assert "Second ship" in front.get(story.address_id)
    assert "Second ship" in front.get("/")
    assert "About trains" in front.get(trains)
    assert front.asked.count(trains) == 1
    sending.purge([ALL])
    front.get(trains)
    assert front.asked.count(trains) == 2


@needs_varnish
def test_varnish_bans_a_page_by_each_of_its_keys_and_by_no_other(open_front, story):
    front = open_front("varnish.vcl")
    labels = front.site.ask(story.address_id).headers["Surrogate-Key"].split()
    assert any("%2F" in label for label in labels)
    for key in [*front.site.copy(story.address_id).keys]:
        front.get(story.address_id)
        front.asked.clear()
        sending.purge([key[:-1], f"{key}0", f"x{key}", key.upper() + "-"])
        front.get(story.address_id)
        assert front.asked == [], key
        sending.purge([key])
        front.get(story.address_id)
        assert front.asked == [story.address_id], key


@needs_varnish
def test_nobody_but_the_worker_bans(open_front, story):
    front = open_front("varnish.vcl")
    front.get(story.address_id)
    ban = {name.lower().replace("-", "_"): said for name, said in Varnish("x").drop_all().headers.items()}
    assert front.ask("/", "BAN", x_forwarded_for="203.0.113.9", **ban).status == 405
    assert front.ask("/", "BAN").status == 405
    front.get(story.address_id)
    assert front.asked == [story.address_id]
    assert front.ask("/", "BAN", **ban).status == 200


@needs_varnish
def test_what_was_said_to_varnish_goes_no_further(open_front, story):
    front = open_front("varnish.vcl")
    for _ in range(2):
        headers = front.ask(story.address_id).headers
        assert headers["Cache-Control"] == "no-cache"
        assert not {"surrogate-key", "age", "via", "x-varnish"} & {name.lower() for name in headers}
        assert front.ask(story.address_id, if_none_match=headers["ETag"]).status == 304


@kept
def test_the_desk_and_whoever_shows_a_key_get_their_own_pages_and_nobody_else_gets_those(open_front, story, sample):
    front = open_front(sample)
    for _ in range(3):
        answer = front.ask(story.address_id, cookie="consent=yes; sessionid=abc")
        assert "private" in answer.headers["Cache-Control"]
        front.ask(story.address_id, authorization="Basic abc")
    assert front.asked == [story.address_id] * 6
    assert "private" not in front.ask(story.address_id).headers["Cache-Control"]
    assert "private" not in front.ask(story.address_id, cookie="consent=yes").headers["Cache-Control"]
    front.get(story.address_id)
    assert "private" in front.ask(story.address_id, cookie="csrftoken=abc").headers["Cache-Control"]


@kept
def test_what_sets_a_cookie_or_is_for_one_reader_is_kept_for_nobody(open_front, story, monkeypatch, sample):
    front = open_front(sample)
    cookies = {front.ask("/admin/login/").headers["Set-Cookie"] for _ in range(3)}
    assert len(cookies) == 3
    for _ in range(3):
        front.get("/search/?q=ship")
    assert front.asked.count("/search/") == 3

    said = [("Cache-Control", "public, s-maxage=60"), ("Surrogate-Key", "authors")]

    def one(environ, start_response):
        start_response("200 OK", [("Set-Cookie", f"n={len(front.asked)}"), *said])
        return [b"mine"]

    monkeypatch.setattr(front.site, "django", one)
    assert len({front.ask("/authors/").headers["Set-Cookie"] for _ in range(3)}) == 3


@every_front
def test_a_reader_posts_a_comment_and_the_desk_signs_in(open_front, story, monkeypatch, sample):
    unhurried(monkeypatch)
    front = open_front(sample)
    origin = f"http://127.0.0.1:{front.port}"
    form = TYPED | {"token": tokens.mint(story.article_id), "parent": ""}
    typed = {"content_type": "application/x-www-form-urlencoded", "origin": origin}
    answer = front.ask(
        f"/comments/on{story.address_id}", "POST", urlencode(form), sec_fetch_site="same-origin", **typed
    )
    assert answer.status == 303
    assert Comment.objects.get().text == TYPED["comment"]
    page = front.ask("/admin/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = {"username": cast.editor().email, "password": "wrong", "csrfmiddlewaretoken": token}
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    answer = front.ask("/admin/login/", "POST", urlencode(form), cookie=cookie, x_forwarded_for="203.0.113.9", **typed)
    assert answer.status == 200
    # nginx takes nobody's word; Varnish takes that of the proxy in front, which is this test
    assert Audit.objects.get(action="sign_in_failed").address == (
        "203.0.113.9" if sample == "varnish.vcl" else "127.0.0.1"
    )


@every_front
def test_the_site_hears_by_which_host_and_scheme_a_reader_came(open_front, monkeypatch, sample):
    front = open_front(sample)
    heard = []

    def one(environ, start_response):
        heard.append(
            {name: environ.get(name) for name in ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")}
        )
        start_response("200 OK", [("Cache-Control", "no-store")])
        return [b""]

    monkeypatch.setattr(front.site, "door", one)
    front.ask("/x", host="news.example:8443", x_forwarded_proto="https", x_forwarded_for="203.0.113.9")
    said_by_proxy = sample == "varnish.vcl"
    assert heard == [
        {
            "HTTP_HOST": "news.example:8443",
            "HTTP_X_FORWARDED_PROTO": "https" if said_by_proxy else "http",
            "HTTP_X_FORWARDED_FOR": "203.0.113.9" if said_by_proxy else "127.0.0.1",
        }
    ]


@kept
def test_a_page_for_another_host_scheme_or_encoding_is_another_one(open_front, story, settings, sample):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "news.example"]
    front = open_front(sample)
    front.get("/")
    front.ask("/", host="news.example")
    assert front.asked == ["/", "/"]
    plain = front.get(story.address_id)
    assert "Content-Encoding" not in front.ask(story.address_id, accept_encoding="gzip;q=0").headers
    until(lambda: front.ask(story.address_id, accept_encoding="gzip").headers["Content-Encoding"] == "gzip")
    assert "Content-Encoding" not in front.ask(story.address_id).headers
    assert front.get(story.address_id) == plain


@needs_nginx
def test_other_methods_than_those_of_readers_do_not_come_in(open_front):
    front = open_front(PLAIN)
    assert front.ask("/", "BAN").status == front.ask("/", "PURGE").status == 403
    assert front.asked == []


def test_both_samples_of_nginx_say_the_same_but_for_the_cache():
    plain, more = (
        [line for line in (SAMPLES / name).read_text().splitlines() if line.strip() and not line.startswith("#")]
        for name in (PLAIN, ONE_SECOND)
    )
    rest = iter(more)
    assert not [line for line in plain if line not in rest]


def test_no_sample_shows_a_page_while_it_is_fetched_anew():
    said = "".join(re.sub(r"#.*", "", path.read_text()) for path in SAMPLES.iterdir())
    assert "updating" not in said
    assert "background_update" not in said
    assert "set beresp.grace = 0s;" in said
