"""`verify_comments`: silent while all is as recorded, and loud about every kind of drift."""

from datetime import UTC, datetime
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from comments import appeals, chain, erasing, moderation, triggers
from comments.models import Appeal, Comment, ModerationEvent, State
from tests.cast import make_live, moderator, other_moderator
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def decided(story):
    """A thread with replies, decisions, an undo, an appeal and something erased."""
    first = make_comment(story, state=State.PENDING)
    moderation.approve(first, by=moderator())
    reply = make_comment(story, first, state=State.PENDING, text="A reply.")
    event = moderation.reject(reply, by=moderator(), reason="abuse", note="She again.")
    appeals.make(reply, "No.")
    moderation.undo(event, by=other_moderator())
    deep = first
    for level in range(35):
        deep = make_comment(story, deep, text=f"Level {level}.")
    erasing.erase(make_comment(story, text="To be erased."))
    return first


@pytest.fixture
def by_hand():
    """Somebody works at the database with a tool, and takes the guards away first."""
    triggers.uninstall(connection)
    yield
    triggers.install(connection)


def verify(*arguments) -> str:
    """What it complains of; "" for nothing."""
    told = StringIO()
    try:
        call_command("verify_comments", *arguments, stdout=StringIO(), stderr=told)
    except CommandError as error:
        return told.getvalue() + str(error)
    return ""


def test_all_is_well_after_everything_that_people_do(decided):
    assert verify() == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "spam"}, "was last made approved"),
        ({"version": 1}, "has version 1"),
        ({"recommended": 3}, "3 recommend it"),
        ({"reported": 2}, "2 reports are open"),
        ({"thread": "1" * 16}, "its path was altered"),
    ],
)
def test_a_comment_that_was_changed_by_hand_is_named(decided, by_hand, change, said):
    Comment.objects.filter(pk=decided.pk).update(**change)
    assert said in verify()


def test_a_reply_that_was_moved_by_hand_is_named(decided, by_hand):
    Comment.objects.filter(pk=Comment.objects.filter(depth=2).first().pk).update(depth=3)
    assert "does not stand below the comment that it answers" in verify()


def test_an_event_that_was_altered_is_named(decided, by_hand):
    event = ModerationEvent.objects.order_by("pk")[1]
    ModerationEvent.objects.filter(pk=event.pk).update(reason="hate")
    assert f"Event {event.pk} (comment {event.comment_id}) was altered." in verify()


def test_an_event_that_is_missing_is_named(decided, by_hand):
    event = ModerationEvent.objects.order_by("-pk")[1]
    ModerationEvent.objects.filter(undo_of=event).delete()
    following = ModerationEvent.objects.filter(pk__gt=event.pk).order_by("pk").first()
    event.delete()
    assert f"Event {following.pk} does not follow the one before it" in verify()


def test_an_end_that_was_cut_off_is_found_by_an_anchor(decided, by_hand):
    anchor = chain.anchor()
    assert verify("--anchor", anchor) == ""
    last = ModerationEvent.objects.order_by("-pk").first()
    comment = last.comment
    last.delete()
    Comment.objects.filter(pk=comment.pk).update(state=last.was, version=last.version - 1, text="x")
    assert "its end was cut off" in verify("--anchor", anchor)


def test_a_note_that_was_emptied_is_no_drift(decided):
    ModerationEvent.objects.exclude(note="").update(note="")
    assert verify() == ""


def test_what_was_erased_and_speaks_again_is_named(decided):
    Comment.objects.filter(state="erased").update(text="I am back.")
    assert "was erased, and yet it says something" in verify()


def test_an_appeal_decided_by_the_first_moderator_is_named(decided):
    Appeal.objects.update(outcome="upheld", decided_by=moderator(), decided_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "was decided by whoever had taken the decision" in verify()


def test_what_is_no_anchor_is_refused(decided):
    assert "is no anchor" in verify("--anchor", "yesterday")


def test_decisions_of_an_older_site_become_links_of_the_chain(decided, by_hand):
    """The migration's own step, on rows that have no digest yet."""
    ModerationEvent.objects.update(previous="", digest="")
    migration = import_module("comments.migrations.0005_who_comments")
    migration.chain_up(apps, type("Editor", (), {"connection": connection}))
    assert verify() == ""
