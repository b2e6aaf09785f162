"""The embargo: set by anybody who writes the story, lifted by an editor, in sight everywhere at the desk, and never broken."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import clock, verify, workflow
from articles.models import Article, Edition, Event
from articles.moves import moves_open_to
from tests.articles.desk import form_of, make, page, save, signed_in, text_of
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_live, other_reporter, photo_editor, reporter, rewrite

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOON = (timezone.localtime() + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)


def in_hours(hours: float):
    return clock.read() + hours * HOUR


def wall(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def held():
    """A reporter's story under embargo until noon of the day after tomorrow."""
    article = make_article()
    workflow.set_embargo(article, by=reporter(), until=NOON, note="The ministry's, until noon.")
    return article


# The verb


def test_a_reporter_puts_a_story_under_embargo_and_it_is_on_record(held):
    event = Event.objects.get()
    assert (event.verb, event.note, event.by) == ("set_embargo", "The ministry's, until noon.", reporter())
    assert datetime.fromisoformat(json.loads(event.data)["embargo"]) == NOON
    assert Article.objects.get().embargo_until == NOON


def test_nothing_goes_out_before_the_embargo_by_any_verb(held):
    refused_with("embargoed", workflow.publish, held, by=editor())
    refused_with("embargoed", workflow.schedule, held, by=editor(), at=NOON - HOUR)
    workflow.schedule(held, by=editor(), at=NOON)
    refused_with("embargoed", workflow.publish, held, by=editor(), scheduled="replace")
    refused_with("embargoed", workflow.reschedule, held, by=editor(), at=NOON - HOUR)
    assert not Edition.objects.live(NOON - timedelta(microseconds=1)).exists()
    assert Edition.objects.live(NOON).exists()


def test_the_database_itself_keeps_an_edition_behind_its_embargo(held):
    edition = workflow.schedule(held, by=editor(), at=NOON)
    edition.pk, edition.number, edition._state.adding = None, 9, True
    edition.live_from, edition.live_until, edition.end = NOON - 2 * HOUR, NOON - HOUR, "expiry"
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_an_embargo_typed_after_scheduling_does_not_let_the_story_slip_out():
    article = make_article()
    workflow.schedule(article, by=editor(), at=in_hours(2))
    refused_with("next_earlier", workflow.set_embargo, article, by=editor(), until=NOON)
    article.refresh_from_db()
    assert article.embargo_until is None


def test_what_is_scheduled_earlier_moves_only_when_the_editor_says_so():
    article = make_article()
    first = workflow.schedule(article, by=editor(), at=in_hours(2), until=NOON + 9 * HOUR)
    moved = workflow.set_embargo(article, by=editor(), until=NOON, scheduled="move")
    assert article.editions.get() == moved
    assert (moved.live_from, moved.embargo_until, moved.digest) == (NOON, NOON, first.digest)
    assert (moved.live_until, moved.end) == (NOON + 9 * HOUR, "expiry")
    assert moved.address_id.startswith(f"/{NOON:%Y/%m/%d}/")
    assert list(verify.faults()) == []


def test_what_is_scheduled_later_stays_and_knows_the_embargo():
    article = make_article()
    first = workflow.schedule(article, by=editor(), at=NOON + HOUR)
    workflow.set_embargo(article, by=reporter(), until=NOON)
    coming = article.editions.get()
    assert (coming.live_from, coming.address_id, coming.by) == (first.live_from, first.address_id, editor())
    assert coming.embargo_until == NOON
    workflow.set_embargo(article, by=editor(), until=None)
    assert article.editions.get().embargo_until is None
    assert list(verify.faults()) == []


def test_a_reporter_does_not_move_what_is_scheduled():
    article = make_article()
    workflow.schedule(article, by=editor(), at=in_hours(2))
    refused_with("not_permitted", workflow.set_embargo, article, by=reporter(), until=NOON, scheduled="move")


def test_an_embargo_may_last_longer_but_ends_earlier_only_by_permission(held):
    workflow.set_embargo(held, by=reporter(), until=NOON + HOUR)
    refused_with("not_permitted", workflow.set_embargo, held, by=reporter(), until=NOON)
    with pytest.raises(PermissionDenied):
        workflow.set_embargo(held, by=reporter(), until=None)
    workflow.set_embargo(held, by=editor(), until=NOON)
    workflow.set_embargo(held, by=editor(), until=None)
    workflow.publish(held, by=editor())
    assert Edition.objects.live(clock.read()).exists()
    verbs = [event.verb for event in held.events.order_by("pk")]
    assert verbs == ["set_embargo", "set_embargo", "set_embargo", "lift_embargo", "publish"]


def test_the_refusals_of_an_embargo(held):
    refused_with("nothing_changed", workflow.set_embargo, held, by=editor(), until=NOON)
    refused_with("nothing_changed", workflow.set_embargo, make_article(), by=editor(), until=None)
    refused_with("past", workflow.set_embargo, held, by=editor(), until=in_hours(-1))
    refused_with("conflict", workflow.set_embargo, held, by=editor(), until=NOON + HOUR, seen=0)
    refused_with("already_public", workflow.set_embargo, make_live(), by=editor(), until=NOON)
    ending = make_article()
    workflow.schedule(ending, by=editor(), at=in_hours(2), until=NOON)
    refused_with("after_end", workflow.set_embargo, ending, by=editor(), until=NOON, scheduled="move")
    for somebody, story in ((other_reporter(), held), (photo_editor(), held)):
        with pytest.raises(PermissionDenied):
            workflow.set_embargo(story, by=somebody, until=NOON + HOUR)


def test_an_embargo_that_comes_within_two_seconds_of_the_start_is_too_late(monkeypatch):
    article = make_article()
    start = workflow.schedule(article, by=editor(), at=in_hours(2)).live_from
    monkeypatch.setattr("articles.turn.read", lambda: start - timedelta(milliseconds=400))
    refused_with("going_out", workflow.set_embargo, article, by=editor(), until=NOON, scheduled="move")
    assert article.editions.get().live_from == start


def test_an_embargo_holds_for_a_story_that_comes_back():
    article = make_live()
    workflow.withdraw(article, by=editor())
    workflow.set_embargo(article, by=editor(), until=NOON)
    refused_with("embargoed", workflow.publish, article, by=editor(), kind="republication")


def test_an_embargo_that_has_passed_says_nothing_any_more(held, monkeypatch):
    monkeypatch.setattr("articles.turn.read", lambda: NOON + HOUR)
    workflow.publish(held, by=editor())
    assert held.editions.get().embargo_until == NOON


# The desk


def test_no_form_of_the_desk_has_a_field_for_the_embargo(held):
    client = signed_in(editor())
    form = form_of(client.get(page("change", held)))
    assert not [name for name in form if "embargo" in name]
    save(client, held, headline="Another", embargo_until="", embargo_until_0="")
    assert Article.objects.get().embargo_until == NOON


def test_a_reporter_sets_an_embargo_at_the_desk():
    story, client = make_article(), signed_in(reporter())
    assert "Set the embargo" in text_of(client.get(page("change", story)))
    assert make(client, story, "set_embargo", at="").status_code == 400
    answer = make(client, story, "set_embargo", at=wall(NOON), note="The ministry's")
    assert "Under embargo until" in text_of(client.get(answer.url))
    assert Article.objects.get().embargo_until == NOON


def test_an_editor_is_asked_whether_what_is_scheduled_moves():
    story, client = make_article(), signed_in(editor())
    workflow.schedule(story, by=editor(), at=in_hours(2))
    answer = make(client, story, "set_embargo", at=wall(NOON), note="Until noon")
    assert answer.status_code == 400
    assert "before the embargo ends" in text_of(answer)
    again = form_of(answer, "move")
    assert (again["at"], again["note"]) == (wall(NOON), "Until noon")
    assert client.post(page("set_embargo", story), again | {"shift": "on"}).status_code == 302
    assert story.editions.get().live_from == NOON


def test_an_editor_lifts_an_embargo_and_nothing_goes_out_by_that(held):
    client = signed_in(editor())
    assert "Nothing goes out by lifting" in text_of(client.get(page("lift_embargo", held)))
    make(client, held, "lift_embargo", note="The ministry agreed at ten.")
    assert Article.objects.get().embargo_until is None
    assert not Edition.objects.exists()
    assert "lifted its embargo" in text_of(client.get(page("history", held)))


def test_the_embargo_is_in_sight_wherever_the_desk_shows_the_story(held):
    workflow.submit(held, by=reporter())
    client, sign = signed_in(editor()), "Under embargo until"
    screens = ["change", "history", "compare", "preview", "publish", "schedule", "approve"]
    for each in [*(page(name, held) for name in screens), page("changelist"), "/admin/"]:
        assert sign in text_of(client.get(each)), each
    assert sign in text_of(client.get(page("changelist") + "?public=embargo"))
    workflow.schedule(held, by=editor(), at=NOON)
    scheduled = text_of(client.get("/admin/")).partition("Scheduled")[2]
    assert sign in scheduled
    assert sign in text_of(signed_in(reporter()).get("/admin/"))


def test_publishing_is_not_offered_under_embargo_and_scheduling_begins_with_its_end(held):
    verbs = {move.verb for move in moves_open_to(editor(), held)}
    assert "publish" not in verbs and {"schedule", "set_embargo", "lift_embargo"} <= verbs
    assert "lift_embargo" not in {move.verb for move in moves_open_to(reporter(), held)}
    client = signed_in(editor())
    assert form_of(client.get(page("schedule", held)), "move")["at"] == wall(NOON)
    answer = make(client, held, "publish")
    assert answer.status_code == 400
    assert "The story is under embargo until" in text_of(answer)


def test_many_published_at_once_leave_out_what_is_under_embargo(held):
    client = signed_in(editor())
    chosen = {"action": "publish_selected", "_selected_action": held.pk}
    assert "The story is under embargo until" in text_of(client.post(page("changelist"), chosen))


def test_a_story_that_is_public_has_no_way_to_an_embargo():
    live = rewrite(make_live(), headline="Second ship")
    assert "set_embargo" not in {move.verb for move in moves_open_to(editor(), live)}
    answer = make(signed_in(editor()), live, "set_embargo", at=wall(NOON))
    assert "an embargo could not hold it back" in text_of(answer)
