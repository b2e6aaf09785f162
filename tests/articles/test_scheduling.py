"""Scheduling, rescheduling, unscheduling, expiring and withdrawing: publish time is data."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles import clock, workflow
from articles.local_time import instant
from articles.models import Address, Edition
from articles.workflow import Refused
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_live, rewrite

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BLINK = timedelta(microseconds=1)


def in_hours(hours: float) -> datetime:
    return clock.read() + hours * HOUR


def live_at(at: datetime) -> list[str]:
    return [edition.headline for edition in Edition.objects.live(at)]


def test_a_scheduled_story_appears_at_its_instant_and_not_before():
    at = in_hours(2)
    workflow.schedule(make_article(), by=editor(), at=at)
    assert live_at(at - BLINK) == []
    assert live_at(at) == ["First ship since March"]


def test_a_story_scheduled_with_an_end_goes_by_itself():
    at = in_hours(2)
    workflow.schedule(make_article(), by=editor(), at=at, until=at + HOUR)
    assert live_at(at + HOUR - BLINK) == ["First ship since March"]
    assert live_at(at + HOUR) == []


def test_a_scheduled_update_takes_over_at_its_instant():
    article, at = make_live(), in_hours(2)
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=at, kind="update")
    assert live_at(at - BLINK) == ["First ship since March"]
    assert live_at(at) == ["Second ship"]


def test_unscheduling_gives_the_live_edition_the_end_that_it_had():
    article, end = make_live(), in_hours(5)
    workflow.expire(article, by=editor(), at=end)
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    workflow.unschedule(article, by=editor())
    live = article.editions.get()
    assert (live.live_until, live.end) == (end, "expiry")


def test_unscheduling_a_story_that_never_went_out_frees_its_address():
    article = make_article(slug="ship")
    workflow.schedule(article, by=editor(), at=in_hours(2))
    workflow.unschedule(article, by=editor())
    assert not Edition.objects.exists() and not Address.objects.exists()
    assert article.revisions.exists()


def test_rescheduling_moves_the_same_text_to_another_instant():
    article, later = make_article(), in_hours(30)
    first = workflow.schedule(article, by=editor(), at=in_hours(2))
    second = workflow.reschedule(article, by=editor(), at=later)
    assert article.editions.get() == second
    assert (second.live_from, second.published_at, second.digest) == (later, later, first.digest)
    assert second.number > first.number


def test_rescheduling_over_midnight_moves_the_day_in_the_address():
    article = make_article()
    workflow.schedule(article, by=editor(), at=in_hours(24))
    edition = workflow.reschedule(article, by=editor(), at=in_hours(72))
    assert edition.address_id.startswith(f"/{in_hours(72).astimezone(workflow.editions.site_zone()):%Y/%m/%d}/")
    assert Address.objects.count() == 1


def test_rescheduling_an_update_moves_the_end_of_the_live_edition():
    article, later = make_live(), in_hours(3)
    workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    workflow.reschedule(article, by=editor(), at=later)
    assert article.editions.get(number=1).live_until == later


def test_the_refusals_of_scheduling():
    article = make_article()
    refused_with("past", workflow.schedule, article, by=editor(), at=clock.read() + timedelta(seconds=1))
    refused_with("nothing_scheduled", workflow.reschedule, article, by=editor(), at=in_hours(1))
    refused_with("nothing_scheduled", workflow.unschedule, article, by=editor())
    workflow.schedule(article, by=editor(), at=in_hours(2))
    refused_with("already_scheduled", workflow.schedule, article, by=editor(), at=in_hours(3))
    refused_with("past", workflow.reschedule, article, by=editor(), at=in_hours(-1))
    refused_with("conflict", workflow.unschedule, article, by=editor(), seen=0)


def test_an_update_cannot_start_at_or_after_the_end_of_the_story():
    article, end = make_live(), in_hours(2)
    workflow.expire(article, by=editor(), at=end)
    refused_with("after_end", workflow.schedule, article, by=editor(), at=end, kind="update")
    refused_with("after_end", workflow.schedule, article, by=editor(), at=end + HOUR, kind="update")


def test_an_embargo_holds_for_scheduling_and_rescheduling():
    article = make_article()
    workflow.set_embargo(article, by=editor(), until=in_hours(5))
    refused_with("embargoed", workflow.schedule, article, by=editor(), at=in_hours(2))
    workflow.schedule(article, by=editor(), at=in_hours(6))
    refused_with("embargoed", workflow.reschedule, article, by=editor(), at=in_hours(4))


def test_publishing_while_something_waits_asks_whether_to_replace_it():
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    refused_with("update_scheduled", workflow.publish, article, by=editor(), kind="update")
    workflow.publish(article, by=editor(), kind="update", scheduled="replace")
    assert live_at(clock.read()) == live_at(in_hours(3)) == ["Second ship"]
    assert article.editions.count() == 2


def nearly_out(article, monkeypatch):
    """The scheduled edition starts within the lead: the clock of the verbs is put to just before it."""
    start = article.editions.latest("live_from").live_from
    monkeypatch.setattr("articles.turn.read", lambda: start - timedelta(milliseconds=400))


@pytest.mark.parametrize(
    ("verb", "details"),
    [
        ("unschedule", {}),
        ("reschedule", {"at": datetime(2099, 1, 1, tzinfo=ZoneInfo("UTC"))}),
        ("expire", {"at": datetime(2099, 1, 1, tzinfo=ZoneInfo("UTC"))}),
        ("publish", {"kind": "update", "scheduled": "replace"}),
        ("amend", {"patch": {"headline": "A word"}, "kind": "typo"}),
        ("withdraw", {}),
        ("kill", {"reason": "A court order."}),
    ],
)
def test_nothing_about_a_scheduled_edition_changes_within_its_last_two_seconds(verb, details, monkeypatch):
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    nearly_out(article, monkeypatch)
    refused_with("going_out", getattr(workflow, verb), article, by=editor(), **details)
    assert article.editions.count() == 2


def test_an_expired_story_is_gone_and_can_be_published_again():
    article, end = make_live(), in_hours(1)
    workflow.expire(article, by=editor(), at=end)
    assert live_at(end - BLINK) and not live_at(end)
    workflow.expire(article, by=editor(), at=None)
    assert live_at(end)


def test_the_refusals_of_expiry():
    article = make_article()
    refused_with("not_public", workflow.expire, article, by=editor(), at=in_hours(1))
    workflow.schedule(article, by=editor(), at=in_hours(4))
    refused_with("before_next", workflow.expire, article, by=editor(), at=in_hours(3))
    refused_with("past", workflow.expire, article, by=editor(), at=in_hours(-1))


def test_a_withdrawn_story_is_gone_and_its_update_with_it():
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=in_hours(2), kind="update")
    workflow.withdraw(article, by=editor(), note="The source took it back.")
    assert live_at(clock.read()) == live_at(in_hours(3)) == []
    assert article.editions.get().end == "withdrawn"


def test_only_what_is_public_can_be_withdrawn():
    article = make_article()
    refused_with("not_public", workflow.withdraw, article, by=editor())
    workflow.schedule(article, by=editor(), at=in_hours(2))
    refused_with("not_public", workflow.withdraw, article, by=editor())


def test_a_local_time_that_does_not_exist_is_refused():
    refused = refused_with("local_time_missing", instant, datetime(2027, 3, 28, 2, 30), ZoneInfo("Europe/Berlin"))
    assert "28 March 2027" in refused.message


def test_a_local_time_that_comes_twice_is_refused():
    refused_with("local_time_ambiguous", instant, datetime(2026, 10, 25, 2, 30), ZoneInfo("Europe/Berlin"))


def test_a_local_time_that_comes_once_is_an_instant():
    assert instant(datetime(2026, 7, 1, 12), ZoneInfo("Europe/Berlin")) == datetime(
        2026, 7, 1, 10, tzinfo=ZoneInfo("UTC")
    )
    assert Refused("past", when="Yesterday").message.startswith("Yesterday")
