"""What the database itself refuses, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from comments import moderation, triggers
from comments.models import Comment, ModerationEvent, State
from tests.cast import make_live, moderator
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live()


def assert_refused(write, kind=DatabaseError):
    with pytest.raises(kind), transaction.atomic():
        write()


def test_a_comment_never_moves(story):
    other, parent = make_live(headline="Another"), make_comment(story)
    reply = make_comment(story, parent)
    for change in (
        {"article": other},
        {"parent": None, "root": None, "depth": 0},
        {"path": "0" * 16},
        {"thread": "0" * 16},
        {"public_id": "aaaaaaaaaaaa"},
        {"root": reply},
    ):
        assert_refused(lambda change=change: Comment.objects.filter(pk=reply.pk).update(**change))


def test_a_reply_stands_below_a_comment_of_its_own_story_one_level_deeper(story):
    parent, stranger = make_comment(story), make_comment(make_live(headline="Another"))
    fitting = {"article": story, "parent": parent, "root": parent, "depth": 1, "path": "1" * 32, "thread": "1" * 16}
    for change in ({"parent": stranger}, {"root": stranger}, {"depth": 2}):
        assert_refused(lambda change=change: Comment.objects.create(**fitting | change))
    Comment.objects.create(**fitting)


def test_a_root_has_no_parent_and_a_reply_has_both(story):
    parent = make_comment(story)
    place = {"article": story, "path": "1" * 16, "thread": "1" * 16}
    for change in ({"depth": 1}, {"parent": parent}, {"root": parent}, {"parent": parent, "depth": 1}):
        assert_refused(lambda change=change: Comment.objects.create(**place | change))


def test_a_state_is_known_and_decided_at_some_time(story):
    comment = make_comment(story, state=State.PENDING)
    assert_refused(lambda: Comment.objects.filter(pk=comment.pk).update(state="published"), IntegrityError)
    assert_refused(lambda: Comment.objects.filter(pk=comment.pk).update(state="approved"), IntegrityError)


def test_an_event_is_never_changed_or_deleted(story):
    event = moderation.approve(make_comment(story, state=State.PENDING), by=moderator())
    assert_refused(lambda: ModerationEvent.objects.filter(pk=event.pk).update(note="x"))
    assert_refused(lambda: ModerationEvent.objects.filter(pk=event.pk).delete())


def test_a_version_has_one_event(story):
    event = moderation.approve(make_comment(story, state=State.PENDING), by=moderator())
    event.pk = None
    assert_refused(lambda: event.save(force_insert=True), IntegrityError)


def test_a_person_decides_by_name(story):
    comment = make_comment(story)
    event = {"comment": comment, "version": 9, "revision": 1, "was": "pending", "became": "approved"}
    for change in ({"kind": "person"}, {"kind": "author", "by": moderator()}):
        assert_refused(
            lambda change=change: ModerationEvent.objects.create(at=timezone.now(), **event | change), IntegrityError
        )


def test_a_lost_guard_is_told_and_a_migration_puts_it_back():
    triggers.uninstall(connection)
    lost = {guard.name for guard in triggers.guards(connection.vendor)}
    assert triggers.missing(connection) == lost
    assert [each.id for each in triggers.GUARDS.check(None, ["default"])] == ["comments.W001"]
    triggers.GUARDS.put_in_place(None)
    assert triggers.missing(connection) == set()
    assert triggers.GUARDS.check(None, ["default"]) == []
