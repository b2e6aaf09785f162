"""What a page says of itself to search engines and to those who share it."""

import json

import lxml.html
import pytest

from articles import dates, workflow
from tests.cast import editor, make_author, make_live, make_picture, rewrite

pytestmark = pytest.mark.django_db


def head(client, article) -> lxml.html.HtmlElement:
    path = article.editions.latest("number").get_absolute_url()
    return lxml.html.fromstring(client.get(path).content.decode()).find("head")


def meta(found, name: str) -> list[str]:
    return [each.get("content") for each in found.iter("meta") if name in (each.get("property"), each.get("name"))]


def json_ld(found) -> dict:
    (script,) = [each for each in found.iter("script") if each.get("type") == "application/ld+json"]
    return json.loads(script.text)


def test_a_story_says_who_wrote_it_and_when(client):
    article = make_live(bylines=[make_author(), make_author("Bo Lindt")], tags=["ships"], lead_picture=make_picture())
    data = json_ld(head(client, article))
    assert data["@type"] == "NewsArticle"
    assert [each["name"] for each in data["author"]] == ["Ines Calder", "Bo Lindt"]
    assert data["author"][0]["url"] == "http://127.0.0.1:8000/author/ines-calder/"
    assert data["image"]["url"].startswith("http://127.0.0.1:8000/media/")
    assert data["datePublished"] == data["dateModified"]
    assert data["keywords"] == ["ships"]


def test_a_correction_is_told_to_machines_as_well(client):
    article = make_live()
    rewrite(article, headline="Mended")
    workflow.publish(article, by=editor(), kind="correction", note="It was May.")
    data = json_ld(head(client, article))
    (correction,) = data["correction"]
    edition = article.editions.latest("number")
    assert correction == {
        "@type": "CorrectionComment",
        "name": "Correction",
        "text": "It was May.",
        "datePublished": dates.iso(edition.live_from),
        "inLanguage": "en-gb",
        "url": f"http://127.0.0.1:8000{edition.get_absolute_url()}#corrections",
        "author": {"@type": "NewsMediaOrganization", "name": "The Harbour Post", "url": "http://127.0.0.1:8000/"},
    }
    assert data["publisher"]["correctionsPolicy"] == "http://127.0.0.1:8000/corrections/"


def test_words_for_search_engines_win_over_the_headline(client):
    article = make_live(seo_title="Harbour: ships again", seo_description="For machines.")
    found = head(client, article)
    assert meta(found, "og:title") == ["Harbour: ships again"]
    assert meta(found, "description") == meta(found, "og:description") == ["For machines."]
    assert found.findtext("title").startswith("Harbour: ships again")


def test_each_page_names_its_one_address(client):
    article = make_live(tags=["ships"], bylines=[make_author()])
    address = article.editions.get().get_absolute_url()
    for path in (address, "/", "/city/", "/tag/ships/", "/author/ines-calder/"):
        found = lxml.html.fromstring(client.get(path).content.decode()).find("head")
        canonical = [each.get("href") for each in found.iter("link") if each.get("rel") == "canonical"]
        assert canonical == meta(found, "og:url") == [f"http://127.0.0.1:8000{path}"]


def test_nothing_in_a_story_can_end_the_script_that_describes_it(client):
    article = make_live(headline="</script><script>alert(1)</script>\u2028")
    found = head(client, article)
    assert json_ld(found)["headline"] == "</script><script>alert(1)</script>\u2028"
    assert len(list(found.iter("script"))) == 1
