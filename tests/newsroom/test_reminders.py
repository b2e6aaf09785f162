"""Deadlines by mail: one before, one when it is over, to whoever is on the story, and only while there is reason to."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from accounts.models import User
from articles import assigning, clock, workflow
from tests import cast
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def given():
    """Ron has a story of Rita's for in five hours."""
    cast.other_editor()
    story = cast.make_article(by=cast.reporter())
    give(story, cast.other_reporter(), note="Ask the harbour master.")
    return story


def give(story, to, hours=5, **more):
    assigning.assign(story, by=cast.editor(), to=to, due=clock.read() + hours * HOUR, **more)
    work()
    mail.outbox.clear()


def mails_in(hours: float) -> list[tuple[str, str]]:
    """What the worker sends when it comes so many hours from now."""
    mail.outbox.clear()
    with time_machine.travel(clock.read() + hours * HOUR):
        work()
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def test_whoever_has_a_story_is_reminded_once_before_the_deadline_and_once_after_it(given):
    assert mails_in(2.9) == []
    assert mails_in(3.1) == [("ron@news.example", "Due soon: First ship since March")]
    assert "Edith Editor gave it to you, and it is not out yet:\n\n    Ask the harbour master." in mail.outbox[0].body
    before = mail.outbox[0].extra_headers["Message-ID"]
    assert mails_in(4.9) == []
    assert mails_in(5.1) == [("ron@news.example", "Late: First ship since March")]
    assert mail.outbox[0].extra_headers["Message-ID"] != before
    assert mails_in(50) == []


def test_a_worker_that_was_away_for_both_tells_only_that_it_is_late(given, monkeypatch):
    at = clock.read() + 6 * HOUR
    monkeypatch.setattr("articles.notices.deadlines.clock.now", lambda: at)
    assert [subject for _, subject in mails_in(6)] == ["Late: First ship since March"]


def test_who_takes_a_story_for_oneself_is_reminded_too():
    story = cast.make_article(by=cast.editor())
    give(story, cast.editor())
    assert [to for to, _ in mails_in(3.1)] == ["edith@news.example"]


def test_a_story_given_anew_is_remembered_by_its_new_deadline_alone(given):
    give(given, cast.reporter(), hours=20)
    assert mails_in(6) == []
    assert mails_in(18.1) == [("rita@news.example", "Due soon: First ship since March")]


def test_a_deadline_that_is_near_already_needs_no_first_mail():
    story = cast.make_article(by=cast.reporter())
    give(story, cast.other_reporter(), hours=1)
    assert [subject for _, subject in mails_in(1.1)] == ["Late: First ship since March"]


@pytest.mark.parametrize("deed", ["publish", "schedule", "trash"])
def test_of_a_story_that_is_out_planned_or_thrown_away_nobody_is_reminded(given, deed):
    more = {"at": clock.read() + 9 * HOUR} if deed == "schedule" else {}
    getattr(workflow, deed)(given, by=cast.editor(), **more)
    assert "ron@news.example" not in [to for to, subject in mails_in(6) if subject.startswith(("Due", "Late"))]


def test_reminders_are_switched_off_like_all_mails(given):
    User.objects.filter(email="ron@news.example").update(no_mail_about=["due"])
    assert mails_in(3.1) == []
    assert mails_in(5.1) == [("ron@news.example", "Late: First ship since March")]


def test_a_story_without_a_deadline_or_without_anybody_reminds_nobody():
    story = cast.make_article(by=cast.reporter())
    assigning.assign(story, by=cast.editor(), to=cast.other_reporter())
    assigning.assign(story, by=cast.editor(), to=None, due=clock.read() + 5 * HOUR)
    work()
    assert mails_in(6) == []
