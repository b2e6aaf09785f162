"""Sequences that broke a model of this kind once, and that no other file here walks through. The rest have files of their own."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import clock, revisions, verify, workflow
from articles.local_time import site_zone
from articles.models import Edition, Revision
from articles.paging import page_of
from tests.articles.stories import NOON, published
from tests.cast import editor, make_article, make_live, make_section, rewrite

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def in_hours(hours: float):
    return clock.read() + hours * HOUR


def test_a_digest_is_that_of_the_stored_bytes_whatever_shape_they_have():
    """A text of an older schema, with a part that is gone by now, still is what went out."""
    article = make_article()
    old = json.dumps(revisions.thaw(article.revisions.first()) | {"dateline": "Port"}, indent=1)
    frozen = revisions.add(article, old, by=editor())
    workflow.publish(article, by=editor(), revision=frozen)
    assert article.editions.get().digest == revisions.digest_of(old)
    assert list(verify.faults()) == []


def test_an_update_inherits_the_planned_end_and_unscheduling_gives_it_back():
    article, end = make_live(), in_hours(5)
    workflow.expire(article, by=editor(), at=end)
    rewrite(article, headline="Second ship")
    coming = workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    assert (coming.live_until, coming.end) == (end, "expiry")
    workflow.unschedule(article, by=editor())
    assert not Edition.objects.live(end).exists() and Edition.objects.live(end - SECOND).exists()


def test_a_new_address_answers_from_its_second_on_and_the_old_one_leads_there(client, readers_clock):
    article, at = make_live(slug="minister-denies"), in_hours(2)
    old = article.editions.get().get_absolute_url()
    rewrite(article, slug="minister-resigns")
    new = workflow.schedule(article, by=editor(), at=at, kind="update").get_absolute_url()
    readers_clock(at - timedelta(microseconds=1))
    assert (client.get(old).status_code, client.get(new).status_code) == (200, 404)
    readers_clock(at)
    assert (client.get(old).status_code, client.get(new).status_code) == (301, 200)
    assert client.get(old).url == new


def test_one_second_over_midnight_moves_the_date_of_a_story_that_never_was_public():
    article, day = make_article(), (clock.read() + timedelta(days=3)).astimezone(site_zone()).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=site_zone())
    before = workflow.schedule(article, by=editor(), at=midnight - SECOND).address_id
    after = workflow.reschedule(article, by=editor(), at=midnight).address_id
    assert before.startswith(f"/{midnight - SECOND:%Y/%m/%d}/")
    assert after.startswith(f"/{midnight:%Y/%m/%d}/")
    assert not type(article).objects.get().addresses.filter(path=before).exists()


def test_a_story_republished_between_two_pages_is_neither_missing_nor_twice():
    stories = [published(NOON, slug=f"s{number}") for number in range(8)]
    first = page_of(Edition.objects.live().in_section(make_section()).for_cards(), "", 4)
    again = stories[3].article
    workflow.withdraw(again, by=editor())
    workflow.publish(again, by=editor(), kind="republication")
    second = page_of(Edition.objects.live(clock.read()).in_section(make_section()).for_cards(), first.next_cursor, 4)
    seen = [edition.article_id for edition in [*first.items, *second.items]]
    assert sorted(seen) == sorted(edition.article_id for edition in stories)


def test_no_page_of_readers_counts_its_whole_list(client):
    for number in range(3):
        published(NOON, slug=f"s{number}", tags=["ships"])
    with CaptureQueriesContext(connection) as asked:
        for page in ("/", "/city/", "/tag/ships/", "/feed.xml", "/2026/03/14/"):
            client.get(page)
    assert not [each["sql"] for each in asked if "COUNT(*)" in each["sql"].upper()]


def test_the_number_of_an_edition_that_was_taken_back_is_never_given_again():
    article = make_live()
    rewrite(article, headline="Second ship")
    taken_back = workflow.schedule(article, by=editor(), at=in_hours(2), kind="update").number
    workflow.unschedule(article, by=editor())
    assert workflow.publish(article, by=editor(), kind="update").number > taken_back
    assert list(verify.faults()) == []


def test_bringing_a_text_back_and_lifting_a_kill_are_two_things():
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.kill(article, by=editor(), reason="A court order.")
    workflow.restore(article, by=editor(), revision=article.revisions.last())
    assert workflow.public_state(article).word == "Killed"
    workflow.reinstate(article, by=editor())
    assert not Edition.objects.live(clock.read()).exists()
    assert Revision.objects.filter(article=article).first().digest == article.content_digest


@pytest.mark.parametrize(
    ("take_down", "end", "word"),
    [
        (lambda a: workflow.withdraw(a, by=editor()), "withdrawn", "Withdrawn"),
        (lambda a: workflow.kill(a, by=editor(), reason="A court order."), "killed", "Killed"),
        (lambda a: workflow.expire(a, by=editor(), at=in_hours(1)), "expiry", "Expired"),
    ],
)
def test_each_way_to_end_is_told_apart_at_the_desk_and_is_gone_for_readers(
    take_down, end, word, client, readers_clock
):
    article = make_live()
    take_down(article)
    readers_clock(in_hours(2))
    edition = article.editions.get()
    assert (edition.end, workflow.public_state(article).word) == (end, word)
    assert client.get(edition.get_absolute_url()).status_code == 410
