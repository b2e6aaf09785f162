"""Our own pages for what is not there, in development too; and the headers under which pictures may be shown elsewhere."""

from pathlib import Path

import pytest

from tests.cast import make_live, make_picture, reporter

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def development(settings, client):
    settings.DEBUG = True
    return client


@pytest.mark.parametrize("address", ["/nothing/here/", "/tag/nothing/", "/author/nobody/", "/file.pdf"])
def test_in_development_readers_meet_our_own_page_for_what_is_not_there(development, address):
    make_live()
    answer = development.get(address)
    assert answer.status_code == 404
    assert "Using the URLconf" not in answer.text
    assert 'class="masthead' in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_in_development_colleagues_meet_the_desks_page_for_what_is_not_there(development):
    development.force_login(reporter())
    answer = development.get("/admin/articles/article/999999/history/")
    assert answer.status_code == 404
    assert "Desk" in answer.text and "Using the URLconf" not in answer.text


def test_in_development_a_slash_that_was_forgotten_is_still_added(development):
    assert development.get("/search").headers["Location"] == "/search/"


def test_in_development_the_page_of_what_broke_is_not_bound_by_our_policy(development, monkeypatch):
    monkeypatch.setattr("articles.views.search.engine.parse", None)
    development.raise_request_exception = False
    answer = development.get("/search/?q=x")
    assert answer.status_code == 500 and "TypeError" in answer.text
    assert "Content-Security-Policy" not in answer.headers


def test_pictures_may_be_shown_by_feed_readers_whoever_serves_them(client):
    answer = client.get(make_picture().url_for(640))
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for sample in ("nginx.conf", "nginx-one-second.conf"):
        said = (ROOT / "docs/operators/samples" / sample).read_text(encoding="utf-8")
        assert "add_header Cross-Origin-Resource-Policy cross-origin always;" in said
