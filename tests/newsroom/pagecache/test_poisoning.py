"""Nothing that one request brings can be in what others get; and no page of somebody who is signed in is ever kept."""

import string

import pytest
from django.conf import settings
from django.test import Client

from tests import cast

NAMES = [
    "X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override",
    "X-Method-Override", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Script-Name", "Accept-Language", "Accept", "User-Agent",
    "Referer", "Origin", "X-Requested-With", "If-Modified-Since", "If-Match", "If-Range", "X-CSRFToken", "Via", "X-Real-IP",
    "True-Client-IP", "X-Wap-Profile", "DNT", "Save-Data", "Sec-Fetch-Site", "Upgrade-Insecure-Requests", "Transfer-Encoding",
]  # fmt: skip
POISON = "evil.example/<script>"


def test_no_header_reaches_the_page(site, story):
    clean = site.ask(story.address_id).content
    site.cache.begin_anew()
    invented = [f"X-{a}{b}{c}" for a in string.ascii_uppercase for b in "AEIOU" for c in "XYZ"]
    headers = {f"HTTP_{name.upper().replace('-', '_')}": POISON for name in [*NAMES, *invented]}
    assert len(headers) > 400
    assert site.ask(story.address_id, **headers).content == clean
    assert site.ask(story.address_id).content == clean
    for name in NAMES:
        site.cache.copies.clear()
        assert site.ask(story.address_id, **{f"HTTP_{name.upper().replace('-', '_')}": POISON}).content == clean, name
        assert site.ask(story.address_id).content == clean, name


@pytest.mark.parametrize(
    "cookie", ["_ga=1", "consent=yes; theme=dark", "xsessionid=1", "messagesx=1", "a=sessionid=1", "=", ";;;"]
)
def test_cookies_of_others_neither_pass_nor_stand_in_the_way(site, story, cookie):
    clean = site.ask(story.address_id).content
    before = len(site.renders)
    answer = site.ask(story.address_id, cookie=cookie)
    assert answer.content == clean
    if "sessionid=" not in cookie:
        assert len(site.renders) == before


def test_names_in_a_query_that_a_page_does_not_read_make_no_copies(site, story):
    clean = site.ask(story.address_id).content
    for number in range(50):
        assert site.ask(f"{story.address_id}?utm_{number}=x&{number}").content == clean
    assert site.ask(f"/?cursor={POISON}").content == site.ask("/").content
    assert len(site.cache.copies) == 2
    assert site.renders == [story.address_id, "/"]


def test_a_query_that_a_page_reads_makes_its_own(site, story):
    assert site.ask("/city/?cursor=1-1&x=1").status == 200
    assert site.ask("/city/?x=2&cursor=1-1").status == 200
    assert site.renders == ["/city/"]
    assert site.ask("/city/?cursor=nonsense").status == 404
    assert site.ask("/city/?cursor=nonsense").status == 404
    assert site.renders == ["/city/"] * 3  # there would be as many as numbers


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver@evil.example", "testserver:80:80", "", "testserver/x", "TESTSERVER"]
)
def test_a_foreign_host_gets_no_page_and_leaves_none(site, story, host):
    clean = site.ask(story.address_id).content
    answer = site.ask(story.address_id, HTTP_HOST=host)
    assert answer.status in (200, 400)
    assert site.ask(story.address_id).content == clean
    assert b"evil" not in b"".join(site.cache.copies.peek(name).body for name in site.names())


@pytest.mark.parametrize("suffix", ["", "x", "/", ".css", ";x", "%2e", "..", "\x00", "é"])
def test_a_path_with_something_behind_it_is_another_page(site, story, suffix):
    clean = site.ask(story.address_id).content
    site.ask(f"{story.address_id}{suffix}")
    assert site.ask(story.address_id).content == clean


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_other_methods_go_by_and_leave_nothing(site, story, method):
    clean = site.ask(story.address_id).content
    site.ask(story.address_id, method=method, CONTENT_LENGTH="0")
    assert site.ask(story.address_id).content == clean
    assert len(site.cache.copies) == 1


@pytest.fixture
def editors_cookie(story) -> str:
    client = Client()
    client.force_login(cast.editor())
    return f"x=1; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def test_a_page_of_somebody_who_is_signed_in_is_never_kept(site, story, editors_cookie):
    for path in (story.address_id, "/", "/admin/", "/nothing/", f"{story.address_id}?x=1", "/city", "/preview/x/"):
        answer = site.ask(path, cookie=editors_cookie)
        assert len(site.cache.copies) == 0
        assert answer.status != 200 or path == "/admin/" or "private" in answer.headers["Cache-Control"], path
    assert site.ask(story.address_id).status == 200
    assert len(site.cache.copies) == 1


@pytest.mark.parametrize(
    "cookie", ["sessionid=x", "csrftoken=x", "messages=x", "a=b;sessionid=x", "a=b,messages=x", " sessionid =x"]
)
def test_each_of_our_own_cookies_goes_by(site, story, cookie):
    site.ask(story.address_id, cookie=cookie)
    assert len(site.cache.copies) == 0


def test_who_shows_a_key_goes_by(site, story):
    site.ask(story.address_id, authorization="Bearer x")
    assert len(site.cache.copies) == 0


def test_what_is_for_one_reader_goes_by(site, story):
    for path in (
        "/search/?q=ship",
        "/comments/token?story=x",
        "/comments/r/aaaaaaaaaaaa",
        "/healthz",
        "/admin/login/",
        "/preview/x/",
    ):
        site.ask(path)
    assert len(site.cache.copies) == 0


def test_secure_and_plain_requests_have_copies_of_their_own(site, story, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for said in ("https", "http", "https, http", "ftp"):
        site.ask(story.address_id, x_forwarded_proto=said)
    assert sorted(name[0] for name in site.names()) == ["http", "https"]
