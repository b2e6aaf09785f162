"""The versions of a story that readers could see: numbered, dated, with the changed words, as long as the story is there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import clock, revisions, workflow
from articles.models import Article, Edition
from tests import cast
from tests.articles.stories import NOON, published
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


def history_of(edition) -> str:
    return f"{edition.get_absolute_url()}history/"


def change(article: Article, kind: str = "update", note: str = "", **fields) -> Edition:
    return workflow.publish(cast.rewrite(article, **fields), by=cast.editor(), kind=kind, note=note)


def versions(page) -> list[tuple[int, str]]:
    return [(each.edition.ordinal, each.edition.change) for each in page.context["versions"]]


def test_each_version_says_when_why_and_what_changed(client):
    first = published(NOON, body="<p>The wall fell in May.</p>", slug="wall")
    change(first.article, "correction", "We gave the wrong month.", body="<p>The wall fell in June.</p>")
    page = client.get(history_of(first))
    html = page.content.decode()
    assert versions(page) == [(2, "correction"), (1, "first")]
    assert "We gave the wrong month." in html
    assert re.search(r"fell in <del>May</del> ?<ins>June</ins>\.", html)
    assert '<time datetime="2026-03-14T12:00:00Z">' in html


def test_names_tags_section_and_pictures_are_marked_as_well(client):
    first = published(bylines=[cast.make_author("Ines Calder")], tags=["Ports"], lead_picture=cast.make_picture())
    article = first.article
    article.bylines.create(author=cast.make_author("Lea Brandt"), role="pictures", position=1)
    article.tags.add("Weather")
    section, picture = cast.make_section("World"), cast.make_picture("navy")
    change(article, section=section, lead_picture=picture, lead_alt="The quay")
    html = client.get(history_of(first)).content.decode()
    for words in ("Lea Brandt (photographs)", "Weather", "<del>City</del>", "<ins>another picture</ins>", "The quay"):
        assert words in html
    assert "No. " not in html


def test_a_scheduled_version_is_not_in_it_before_its_hour_and_leaves_no_gap_when_it_is_taken_back(
    client, readers_clock
):
    first = published(NOON)
    article = cast.rewrite(first.article, headline="Secret")
    workflow.schedule(article, by=cast.editor(), at=timezone.now() + timedelta(hours=1), kind="update")
    assert versions(client.get(history_of(first))) == [(1, "first")]
    workflow.unschedule(article, by=cast.editor())
    change(article, headline="Known")
    page = client.get(history_of(first))
    assert versions(page) == [(2, "update"), (1, "first")]
    assert Edition.objects.latest("number").number == 3
    assert "Secret" not in page.content.decode()


def test_the_story_leads_to_its_versions_once_there_are_two(client):
    first = published()
    assert "history/" not in client.get(first.get_absolute_url()).content.decode()
    change(first.article, "typo", headline="Once more")
    assert f'href="{history_of(first)}"' in client.get(first.get_absolute_url()).content.decode()


DOWN = {
    "withdrawn": lambda article: workflow.withdraw(article, by=cast.editor()),
    "killed": lambda article: workflow.kill(article, by=cast.editor(), reason="It was not ours to tell."),
}


@pytest.mark.parametrize("take_down", DOWN.values(), ids=DOWN)
def test_it_is_there_only_while_the_story_is(client, take_down):
    assert client.get("/2026/03/14/nothing-here/history/").status_code == 404
    first = published(NOON, slug="wall", headline="Words that went")
    take_down(first.article)
    answer = client.get(history_of(first))
    assert answer.status_code == 410
    assert "Words that went" not in answer.content.decode()


def test_an_earlier_address_leads_to_the_present_history(client):
    first = published(slug="first-words")
    change(first.article, slug="better-words")
    answer = client.get(history_of(first))
    assert (answer.status_code, answer.url) == (301, "/2026/03/14/better-words/history/")


def test_a_newsroom_may_leave_typos_out_and_says_so(client, settings):
    first = published(body="<p>Teh wall.</p>")
    change(first.article, "typo", body="<p>The wall.</p>")
    settings.NEWSROOM_HISTORY_HIDES_TYPOS = True
    assert "history/" not in client.get(first.get_absolute_url()).content.decode()
    change(first.article, "update", body="<p>The wall fell.</p>")
    page = client.get(history_of(first))
    assert versions(page) == [(3, "update"), (1, "first")]
    assert "Teh" not in page.content.decode()
    assert "spelling and style alone are not listed" in page.content.decode()


def test_a_text_that_was_redacted_shows_no_word_of_itself_or_beside_another(client):
    first = published(headline="One", body="<p>A name that must go.</p>", slug="one")
    second = change(first.article, "correction", "Not so.", body="<p>Another name that must go.</p>")
    change(first.article, body="<p>Nobody is named.</p>")
    workflow.redact(first.article, by=cast.administrator(), editions=[first, second], reason="Order 7/26.")
    for address in (history_of(first), "/corrections/", "/corrections/feed.xml"):
        assert "name that must go" not in client.get(address).content.decode()
    html = client.get(history_of(first)).content.decode()
    assert html.count("The text of this version was removed.") == 2
    assert "The text before it was removed" in html
    assert "Not so." in html  # the newsroom's own words


def test_search_engines_are_asked_to_leave_it_out(client):
    first = published()
    assert '<meta name="robots" content="noindex, follow">' in client.get(history_of(first)).content.decode()


def test_a_live_report_of_many_versions_is_shown_by_pages(client):
    first = published(NOON, slug="live")
    for number in range(24):
        change(first.article, body=f"<p>It is {number}.</p>")
    page = client.get(history_of(first))
    assert [ordinal for ordinal, _ in versions(page)] == list(range(25, 5, -1))
    older = client.get(history_of(first), {"cursor": page.context["page"].next_cursor})
    assert [ordinal for ordinal, _ in versions(older)] == [5, 4, 3, 2, 1]
    assert not older.context["page"].next_cursor
    assert client.get(history_of(first), {"cursor": "nonsense"}).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_versions(client, readers_clock):
    readers_clock(clock.read() + timedelta(hours=1))
    first = published(NOON, slug="live")

    def add(many):
        for _ in range(many):
            change(first.article, body=f"<p>It is {first.article.last_number}.</p>")

    asked = assert_queries_do_not_grow(lambda: client.get(history_of(first)), add)
    assert len(asked) <= 4, "\n".join(asked)  # the story; its versions; their texts; sections


def test_what_was_typed_is_never_markup(client):
    first = published(headline="One", slug="one")
    change(first.article, "correction", "<b>note</b>", headline="<script>alert(1)</script>")
    html = client.get(history_of(first)).content.decode()
    assert "<script>alert" not in html
    assert "<b>note" not in html


def test_the_frozen_texts_are_what_is_compared(client):
    """Renaming a tag afterwards changes no version."""
    first = published(tags=["Ports"])
    change(first.article, headline="Anew")
    tag = first.tag_links.get().tag
    tag.name = "Harbours"
    tag.save()
    assert "Harbours" not in client.get(history_of(first)).content.decode()
    assert revisions.thaw(first.revision)["tags"][0]["name"] == "Ports"
