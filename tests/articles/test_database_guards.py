"""What the database itself refuses, whoever writes: no verb, shell or script gets around it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from articles import clock, triggers, workflow
from articles.models import Edition, EditionSection, EditionTag, Event, Revision
from tests.cast import editor, make_article, make_author, make_live, make_picture, rewrite

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def live():
    return make_live(bylines=[make_author()], tags=["ships"], lead_picture=make_picture()).editions.get()


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


FROZEN = {
    "headline": "Another",
    "number": 7,
    "digest": "0" * 64,
    "change": "typo",
    "published_at": clock.timezone.now(),
    "updated_at": clock.timezone.now(),
    "live_from": clock.timezone.now(),
    "note": "Never mind",
    "language": "ar",
}


@pytest.mark.parametrize("column", FROZEN)
def test_the_content_and_start_of_an_edition_never_change(live, column):
    refused(lambda: Edition.objects.filter(pk=live.pk).update(**{column: FROZEN[column]}))


def test_an_edition_that_readers_could_have_seen_is_never_deleted(live):
    refused(lambda: Edition.objects.filter(pk=live.pk).delete())
    assert Edition.objects.filter(pk=live.pk).exists()


def test_an_end_that_has_passed_never_changes(live):
    workflow.withdraw(live.article, by=editor())
    refused(lambda: Edition.objects.filter(pk=live.pk).update(live_until=None, end=""))


def test_two_editions_of_a_story_never_overlap(live):
    def again():
        Edition.objects.filter(pk=live.pk).update(live_until=clock.read() + HOUR, end="expiry")
        copy = Edition.objects.get(pk=live.pk)
        copy.pk, copy.number, copy._state.adding = None, 99, True
        copy.live_from = copy.live_until - timedelta(minutes=1)
        copy.live_until = copy.live_from + HOUR
        copy.save()

    refused(again)


def test_prolonging_an_edition_into_the_next_one_is_refused(live):
    rewrite(live.article, headline="Second ship")
    coming = workflow.schedule(live.article, by=editor(), at=clock.read() + HOUR, kind="update")
    later = coming.live_from + timedelta(seconds=1)
    refused(lambda: Edition.objects.filter(pk=live.pk).update(live_until=later))


def test_only_one_edition_of_a_story_is_open(live):
    def again():
        copy = Edition.objects.get(pk=live.pk)
        copy.pk, copy.number, copy._state.adding = None, 99, True
        copy.live_from = copy.live_from + HOUR
        copy.save()

    refused(again)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"live_until": clock.timezone.now() - 9 * HOUR, "end": "expiry"},
        {"live_until": clock.timezone.now() + HOUR, "end": ""},
        {"end": "expiry"},
    ],
)
def test_an_edition_ends_after_it_starts_and_says_why(live, nonsense):
    refused(lambda: Edition.objects.filter(pk=live.pk).update(**nonsense))


def test_a_revision_that_was_published_never_changes(live):
    row = Revision.objects.filter(pk=live.revision_id)
    refused(lambda: row.update(content="{}"))
    refused(lambda: row.update(kind="rolling"))
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        row.delete()


def test_a_rolling_revision_may_be_written_over():
    revision = make_article().revisions.get()
    rolling = Revision.objects.create(
        article=revision.article, kind="rolling", by=revision.by, at=revision.at, version=1, schema=1, content="{}"
    )
    Revision.objects.filter(pk=rolling.pk).update(content='{"a":1}')
    rolling.delete()


def test_the_ledger_only_grows(live):
    refused(lambda: Event.objects.update(note="It was somebody else"))
    refused(lambda: Event.objects.all().delete())


def test_what_an_edition_points_to_cannot_be_deleted(live):
    for thing in (
        live.article,
        live.address,
        live.lead_picture,
        EditionSection.objects.get().section,
        EditionTag.objects.get().tag,
        make_author(),
    ):
        with pytest.raises(ProtectedError):
            thing.delete()


def test_a_lost_guard_is_named_and_put_back(live):
    connection.check_constraints()
    with connection.cursor() as cursor:
        on = " ON articles_edition" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER edition_freeze{on}")
    assert triggers.missing(connection) == {"edition_freeze"}
    (warning,) = triggers.GUARDS.check(None, ["default"])
    assert "edition_freeze" in warning.msg
    triggers.GUARDS.put_in_place(None)
    assert not triggers.missing(connection)
