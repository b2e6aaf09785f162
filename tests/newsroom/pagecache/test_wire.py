"""What a browser gets: one copy for all, in the encoding that it takes, and “not modified” where it has it already."""

import gzip

import brotli
import pytest

from accounts import keys
from newsroom.pagecache.wire import Answer, preferred

HTML = [("Content-Type", "text/html")]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    {
        "": "", "gzip": "gzip", "br": "br", "gzip, deflate, br, zstd": "br", "GZIP": "gzip", "gzip;q=0": "", "br;q=0, gzip": "gzip",
        "*": "br", "*;q=0": "", "br;q=0.1, gzip;q=0.9": "gzip", "identity": "", "gzip;q=0.5, identity": "", "gzip ; q=1.0": "gzip",
        "deflate": "", "gzip;q=x": "", "br;q=0,*": "gzip", ",,;": "",
    }.items(),
)  # fmt: skip
def test_the_encoding_that_is_wanted_most_is_chosen(accepted, encoding):
    assert preferred(accepted) == encoding


@pytest.mark.parametrize(
    ("accepted", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)], ids=["brotli", "gzip"]
)
def test_a_page_is_compressed_for_its_first_reader_and_kept_so_from_the_second_on(site, story, accepted, unpack):
    answers = [site.ask(story.address_id, accept_encoding=accepted)]
    held = site.cache.copies.used
    answers += [site.ask(story.address_id, accept_encoding=accepted) for _ in range(2)]
    plain = site.ask(story.address_id).content
    for answer in answers:
        assert answer.headers["Content-Encoding"] == accepted
        assert unpack(answer.content) == plain
        assert int(answer.headers["Content-Length"]) == len(answer.content)
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert site.cache.copies.used == held + len(answers[0].content)
    assert len(site.cache.copies) == len(site.renders) == 1


def test_browsers_are_told_to_ask_and_get_nothing_twice(site, story):
    answer = site.ask(story.address_id)
    assert answer.headers["Cache-Control"] == "no-cache"
    for asked in (answer.headers["ETag"], f'"other", {answer.headers["ETag"]}', "*"):
        again = site.ask(story.address_id, if_none_match=asked)
        assert (again.status, again.content) == (304, b"")
        assert again.headers["ETag"] == answer.headers["ETag"]
        assert "Content-Length" not in again.headers
    assert site.ask(story.address_id, if_none_match='"other"').status == 200


def test_a_head_request_is_answered_by_the_same_copy_without_its_body(site, story):
    whole = site.ask(story.address_id)
    head = site.ask(story.address_id, method="HEAD")
    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert site.renders == [story.address_id]


def test_a_part_is_not_cut_out_and_not_kept(site, story):
    whole = site.ask(story.address_id)
    part = site.ask(story.address_id, range="bytes=0-9")
    assert (part.status, part.content) == (200, whole.content)


def test_what_is_not_there_or_has_moved_is_kept_without_a_mark_of_its_version(site, story):
    for path, status in {"/nothing/here/": 404, "/city": 301}.items():
        answer = site.ask(path)
        assert (answer.status, "ETag" in answer.headers) == (status, False)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert site.ask(path, if_none_match="*").status == status
        assert site.renders.count(path) == 1


def test_a_page_carries_its_own_content_policy_from_the_copy_too(site, story):
    first, second = site.ask(story.address_id), site.ask(story.address_id)
    assert first.headers["Content-Security-Policy"] == second.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in second.headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Set-Cookie", "a=b"), ("Vary", "Cookie"), ("Vary", "*"), ("Vary", "Accept, cookie"), ("Cache-Control", "private"),
        ("Cache-Control", "max-age=0, no-store"), ("Content-Encoding", "gzip"),
    ],
)  # fmt: skip
def test_an_answer_for_one_reader_is_not_kept_and_goes_out_as_it_is(site, story, monkeypatch, name, value):
    def one(environ, start_response):
        start_response("200 OK", [*HTML, (name, value)])
        return [b"mine"]

    monkeypatch.setattr(site, "django", one)
    answer = site.ask("/authors/")
    site.ask("/authors/")
    assert len(site.renders) == 2
    assert (name, value) in answer.all_headers or name == "Content-Encoding"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "status", ["500 Internal Server Error", "302 Found", "403 Forbidden", "400 Bad Request", "503 X"]
)
def test_only_pages_absences_and_lasting_moves_are_kept(site, story, monkeypatch, status):
    def one(environ, start_response):
        start_response(status, list(HTML))
        return [b"x"]

    monkeypatch.setattr(site, "django", one)
    site.ask("/authors/")
    assert site.ask("/authors/").status == int(status[:3])
    assert len(site.renders) == 2


def test_small_answers_are_not_compressed():
    answer = Answer("200 OK", HTML, b"x" * 100, keys.Page())
    assert answer.encoding_for({"HTTP_ACCEPT_ENCODING": "gzip"}) == ""
