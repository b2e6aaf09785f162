"""Feeds: full text, well-formed, of what is live."""

import lxml.etree
import pytest

from articles import workflow
from tests.cast import editor, make_author, make_live, make_picture, make_section
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def parsed(client, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    return lxml.etree.fromstring(answer.content)


@pytest.mark.parametrize("path", ["/", "/city/", "/city/harbour/", "/tag/ships/", "/author/ines-calder/"])
def test_each_list_has_an_rss_and_an_atom_feed(client, path):
    city = make_section("City")
    make_live(section=make_section("Harbour", parent=city), tags=["ships"], bylines=[make_author()])
    rss, atom = parsed(client, f"{path}feed.xml"), parsed(client, f"{path}feed.atom")
    assert rss.findtext("channel/item/title") == "First ship since March"
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == "First ship since March"
    assert f'href="http://127.0.0.1:8000{path}feed.xml"' in client.get(path).content.decode()


def test_a_feed_has_the_whole_text_with_whole_addresses(client):
    picture = make_picture()
    article = make_live(
        body=f'<p>See <a href="/city/">the city</a>.</p><figure data-picture="{picture.pk}"></figure>',
        bylines=[make_author(), make_author("Bo Lindt")],
        lead_picture=make_picture("navy"),
    )
    item = parsed(client, "/feed.xml").find("channel/item")
    text = item.findtext(CONTENT)
    assert 'href="http://127.0.0.1:8000/city/"' in text
    assert 'src="http://127.0.0.1:8000/media/' in text
    assert "srcset" not in text and "<source" not in text
    assert item.findtext("link").endswith(article.editions.get().address_id)
    assert [each.text for each in item.findall("{http://purl.org/dc/elements/1.1/}creator")] == [
        "Ines Calder",
        "Bo Lindt",
    ]
    assert item.find("enclosure").get("type") == "image/jpeg"
    entry = parsed(client, "/feed.atom").find(f"{ATOM}entry")
    assert len(entry.findall(f"{ATOM}author")) == 2
    assert "See" in entry.findtext(f"{ATOM}content")


def test_signs_that_xml_cannot_hold_do_not_break_a_feed(client):
    make_live(headline="Ships \x0b and \x1f boats ]]> & <b>", standfirst="A \x00x\ufffe".replace("\x00", ""))
    assert parsed(client, "/feed.xml").findtext("channel/item/title").split() == "Ships and boats ]]> & <b>".split()
    parsed(client, "/feed.atom")


def test_a_withdrawn_story_leaves_the_feed(client):
    article = make_live()
    workflow.withdraw(article, by=editor())
    assert parsed(client, "/feed.xml").find("channel/item") is None


@pytest.mark.parametrize("path", ["/nowhere/feed.xml", "/tag/nothing/feed.atom", "/author/nobody/feed.xml"])
def test_there_is_no_feed_of_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/feed.xml", "/feed.atom", "/city/feed.xml", "/tag/sea/feed.xml"])
def test_queries_do_not_grow_with_stories(client, path):
    def add(number):
        for _ in range(number):
            make_live(bylines=[make_author()], tags=["sea"], lead_picture=make_picture())

    assert_queries_do_not_grow(lambda: client.get(path), add)
