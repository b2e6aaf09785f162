"""Feeds of replies: of the site and of a story; what is hidden is not there, and whatever was typed, they can be read."""

import pytest
from lxml import etree

from articles import workflow
from comments.models import State
from tests.cast import editor, make_live
from tests.comments.makers import make_comment, path_of

pytestmark = pytest.mark.django_db

SITE = ["/comments/feed.xml", "/comments/feed.atom"]


@pytest.fixture
def story():
    return make_live(headline="The last ferry ]]> & <b>")


def feed_of(story) -> str:
    return f"/comments/on{path_of(story)}feed.xml"


def entries(client, address) -> list[dict[str, str]]:
    """Each entry as {name of the element: text}, without namespaces."""
    tree = etree.fromstring(client.get(address).content)
    found = tree.iter("item", "{http://www.w3.org/2005/Atom}entry")
    return [{etree.QName(part).localname: part.text for part in entry} for entry in found]


def titles(client, address) -> list[str]:
    return [entry["title"] for entry in entries(client, address)]


def test_the_feed_of_a_story_has_its_replies_and_that_of_the_site_all(story, client):
    other = make_live(headline="Another")
    make_comment(story, name="Otto")
    make_comment(other, name="Berta")
    assert titles(client, feed_of(other)) == ["Berta on “Another”"]
    for address in SITE:
        assert titles(client, address) == ["Berta on “Another”", "Otto on “The last ferry ]]> & <b>”"]


def test_the_page_of_a_story_names_its_feed(story, client):
    page = client.get(path_of(story)).content.decode()
    assert f'type="application/rss+xml" title="Replies" href="http://127.0.0.1:8000{feed_of(story)}"' in page
    assert f'<a href="{feed_of(story)}" rel="nofollow">Replies as a feed</a>' in page


def test_an_entry_leads_to_its_comment_and_has_its_words_and_nothing_private(story, client):
    comment = make_comment(story, text="First.\n\n> quoted\nSee https://example.org/ <b>")
    answer = client.get(feed_of(story))
    entry = entries(client, feed_of(story))[0]
    assert entry["link"].endswith(f"/comments/{comment.public_id}/")
    assert client.get(entry["link"].partition(":8000")[2]).status_code == 302
    assert '<a href="https://example.org/"' in entry["encoded"]
    assert "&lt;b&gt;" in entry["encoded"]
    for private in (comment.email, "development-only-"):
        assert private.encode() not in answer.content


def test_what_is_hidden_is_in_no_feed(story, client):
    for state in set(State.values) - {State.APPROVED}:
        make_comment(story, state=state, name="Hidden", text="Hidden")
    gone = make_live(headline="Gone")
    make_comment(gone, name="Hidden")
    address = feed_of(gone)
    workflow.withdraw(gone, by=editor())
    for each in (*SITE, feed_of(story)):
        assert b"Hidden" not in client.get(each).content
    assert client.get(address).status_code == 410
    assert client.get("/comments/on/2026/01/01/nothing/feed.xml").status_code == 404


@pytest.mark.parametrize(
    "words", ["a ]]> b", "\x0b\x0c\ufffe\uffff", "<script>alert(1)</script>", "&#0; &lt;", "\u202eabc"]
)
def test_a_feed_is_well_formed_whatever_was_typed(story, client, words):
    make_comment(story, name=words or "x", text=words)
    for address in (*SITE, feed_of(story)):
        etree.fromstring(client.get(address).content)


@pytest.mark.parametrize("site", [True, False])
def test_the_queries_of_a_feed_do_not_grow(story, client, django_assert_max_num_queries, site):
    for _ in range(5):
        make_comment(make_live(headline="Another"))
        make_comment(story)
    client.get(path_of(story))
    with django_assert_max_num_queries(4):
        client.get(SITE[0] if site else feed_of(story))


def test_a_feed_is_the_same_for_everybody(story, client):
    make_comment(story)
    answer = client.get(feed_of(story))
    client.force_login(editor())
    assert client.get(feed_of(story)).content == answer.content
    assert "Set-Cookie" not in answer
