"""What a reader finds at the address of a story."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Series
from tests import cast
from tests.articles.stories import NOON, published

pytestmark = pytest.mark.django_db


def page_of(client, edition) -> str:
    answer = client.get(edition.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def outline(html: str) -> str:
    """The page's text without its tags, blanks as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(" ,", ",").replace(" ;", ";")


def test_the_story_stands_in_main_article_with_its_headline_standfirst_and_text(client):
    html = page_of(client, published(headline="Wall to be rebuilt", standfirst="Divers found cracks."))
    story = html[html.index("<main") : html.index("</article>")]
    assert re.search(r"<h1[^>]*>Wall to be rebuilt</h1>", story)
    assert "Divers found cracks." in story
    assert "<p>Dockers waved from the quay.</p>" in story
    assert html.count("<h1") == 1


def test_the_byline_names_everybody_in_correct_grammar_and_leads_to_their_pages(client):
    people = [cast.make_author(name) for name in ("Ines Calder", "Tomas Whitfield", "Amara Osei", "Lea Brandt")]
    lines = [(people[0], "words"), (people[1], "words"), (people[2], "words"), (people[3], "pictures")]
    html = page_of(client, published(bylines=lines))
    assert "By Ines Calder, Tomas Whitfield and Amara Osei; photographs by Lea Brandt" in outline(html)
    assert '<a rel="author" href="/author/ines-calder/">Ines Calder</a>' in html


def test_the_author_box_leads_to_the_authors_page(client):
    author = cast.make_author(
        "Ines Calder", biography="Ines writes about the port.", job_title="Harbour correspondent"
    )
    html = page_of(client, published(bylines=[author]))
    box = html[html.index('class="author-box') :]
    assert "Ines writes about the port." in box
    assert "Harbour correspondent" in box
    assert re.search(r'href="/author/ines-calder/"><bdi>Learn more', box)


def test_an_author_with_two_roles_has_one_box(client):
    author = cast.make_author()
    html = page_of(client, published(bylines=[(author, "words"), (author, "pictures")]))
    assert html.count('class="author-box"') == 1


def test_the_time_of_publication_is_readable_by_people_and_machines(client):
    html = page_of(client, published(NOON))
    assert '<time datetime="2026-03-14T12:00:00Z">14 March 2026, 12:00 GMT</time>' in html
    assert "Updated" not in html


def test_the_time_of_a_substantive_update_is_told(client):
    edition = published(NOON)
    article = cast.rewrite(edition.article, headline="Wall is being rebuilt")
    workflow.publish(article, by=cast.editor(), kind="update")
    assert re.search(r'Updated <time datetime="20', page_of(client, edition))


def test_the_lead_picture_has_its_caption_credit_and_alternative_text(client):
    picture = cast.make_picture(credit="Paula Photo")
    html = page_of(
        client, published(lead_picture=picture, lead_alt="The quay at dawn", lead_caption="Ships came back.")
    )
    figure = html[html.index("<figure") : html.index("</figure>")]
    assert 'alt="The quay at dawn"' in figure
    assert "Ships came back." in figure
    assert "Paula Photo" in figure
    assert re.search(r'<img[^>]* width="\d+" height="\d+"', figure)


def test_a_correction_stands_on_the_story_with_its_note(client):
    edition = published(NOON)
    article = cast.rewrite(edition.article, headline="Wall is being rebuilt")
    workflow.publish(article, by=cast.editor(), kind="correction", note="We gave a wrong date.")
    html = page_of(client, edition)
    assert "Corrections and clarifications" in html
    assert "We gave a wrong date." in html


def test_tags_section_and_series_lead_to_their_pages(client):
    harbour = cast.make_section("Harbour")
    shipping = cast.make_section("Shipping", parent=harbour)
    series = Series.objects.create(name="The wall", slug="the-wall")
    html = page_of(client, published(section=shipping, series=series, tags=["Ports"]))
    assert '<a rel="tag" href="/tag/ports/">Ports</a>' in html
    assert '<li><a href="/harbour/">Harbour</a></li><li><a href="/harbour/shipping/">Shipping</a></li>' in html
    assert 'href="/series/the-wall/"' in html


def test_related_stories_stand_outside_the_article_most_tags_in_common_first(client):
    mine = published(NOON, headline="This one", tags=["Ports", "Weather"])
    published(NOON + timedelta(days=1), headline="Same section only")
    published(NOON, headline="One tag", tags=["Ports"], section=cast.make_section("World"))
    published(NOON, headline="Both tags", tags=["Ports", "Weather"], section=cast.make_section("World"))
    published(NOON, headline="A stranger", section=cast.make_section("Sport"))
    html = page_of(client, mine)
    related = html[html.index('id="related"') :]
    assert related.index("Both tags") < related.index("One tag") < related.index("Same section only")
    assert "A stranger" not in related
    assert "This one" not in related
    assert html.index("</article>") < html.index('id="related"')


def test_a_story_in_arabic_is_set_from_right_to_left(client):
    html = page_of(client, published(language="ar", headline="ميناء المدينة", slug="mina"))
    assert '<article class="story" lang="ar" dir="rtl">' in html


def test_what_an_author_typed_is_never_markup(client):
    html = page_of(client, published(headline="<script>alert(1)</script>", standfirst="<b>bold</b>", slug="x"))
    assert "<script>alert" not in html
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


def test_a_readers_page_sets_no_cookie_and_is_the_same_for_every_cookie(client):
    for address in (published().get_absolute_url(), "/", "/city/", "/nothing/here/"):
        answer = client.get(address)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


# What the address answers, by the state of the story


def test_an_address_without_a_story_answers_404(client):
    assert client.get("/2026/03/14/nothing-here/").status_code == 404


def test_a_draft_has_no_address(client):
    cast.make_article(slug="draft")
    today = timezone.localdate()
    assert client.get(f"/{today:%Y/%m/%d}/draft/").status_code == 404


def test_a_scheduled_story_answers_404_until_its_hour_and_then_200(client, readers_clock):
    article = cast.make_article()
    edition = workflow.schedule(article, by=cast.editor(), at=timezone.now() + timedelta(hours=2))
    assert client.get(edition.get_absolute_url()).status_code == 404
    readers_clock(edition.live_from)
    assert client.get(edition.get_absolute_url()).status_code == 200


def test_an_earlier_address_of_a_live_story_answers_one_redirect(client):
    first = published(slug="first-words")
    second = workflow.publish(cast.rewrite(first.article, slug="better-words"), by=cast.editor(), kind="update")
    answer = client.get("/2026/03/14/first-words/")
    assert (answer.status_code, answer["Location"]) == (301, "/2026/03/14/better-words/")
    assert client.get(second.get_absolute_url()).status_code == 200


def test_an_address_that_only_a_scheduled_update_uses_answers_404(client):
    first = published(slug="first-words")
    later = timezone.now() + timedelta(hours=1)
    workflow.schedule(cast.rewrite(first.article, slug="secret-words"), by=cast.editor(), at=later, kind="update")
    assert client.get("/2026/03/14/secret-words/").status_code == 404
    assert client.get("/2026/03/14/first-words/").status_code == 200


def test_a_withdrawn_story_is_gone_at_each_of_its_addresses(client):
    first = published(slug="first-words")
    article = cast.rewrite(first.article, slug="better-words")
    workflow.publish(article, by=cast.editor(), kind="update")
    workflow.withdraw(Article.objects.get(pk=article.pk), by=cast.editor())
    for path in ("/2026/03/14/first-words/", "/2026/03/14/better-words/"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert b"no longer available" in answer.content


def test_an_expired_story_is_gone(client, readers_clock):
    edition = published()
    end = timezone.now() + timedelta(hours=1)
    workflow.expire(edition.article, by=cast.editor(), at=end)
    assert client.get(edition.get_absolute_url()).status_code == 200
    readers_clock(end)
    assert client.get(edition.get_absolute_url()).status_code == 410


def test_an_address_without_its_last_slash_is_sent_to_the_one_with_it(client):
    edition = published()
    answer = client.get(edition.get_absolute_url().rstrip("/"))
    assert (answer.status_code, answer["Location"]) == (301, edition.get_absolute_url())


def test_a_slug_in_another_script_is_an_address(client):
    edition = published(headline="Порт открыт", language="ru")
    assert client.get(edition.get_absolute_url()).status_code == 200
