"""The ledger: one event for each move, one chain, and a check that finds every lie."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import clock, ledger, triggers, verify, workflow
from articles.models import Edition, Event, Revision
from tests.cast import editor, make_live, reporter, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy_week():
    """A story that went through most verbs."""
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.schedule(article, by=editor(), at=clock.read() + timedelta(hours=1), kind="update")
    workflow.reschedule(article, by=editor(), at=clock.read() + timedelta(hours=2))
    workflow.amend(article, by=editor(), patch={"standfirst": "At noon."}, kind="typo")
    workflow.unschedule(article, by=editor())
    workflow.publish(article, by=editor(), kind="correction", note="It was the second.")
    workflow.withdraw(article, by=editor())
    return article


@pytest.fixture
def unguarded():
    """Somebody with the password of the database. The test's transaction puts the guards back."""
    connection.check_constraints()
    triggers.uninstall(connection)


def test_each_move_leaves_one_event(busy_week):
    verbs = [event.verb for event in busy_week.events.order_by("pk")]
    assert verbs == ["publish", "schedule", "reschedule", "amend", "unschedule", "publish", "withdraw"]
    assert all(event.by == editor() for event in busy_week.events.all())


def test_an_event_holds_what_went_out_where_and_when():
    edition = make_live().editions.get()
    (entry,) = json.loads(Event.objects.get().data)["editions"]
    assert entry["path"] == edition.address_id
    assert entry["digest"] == edition.digest
    assert (entry["from"], entry["until"]) == (edition.live_from.isoformat(), None)


def test_an_honest_record_has_no_faults(busy_week):
    assert list(verify.faults()) == []
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert ledger.anchor() in out.getvalue()


def test_an_altered_event_is_named(busy_week, unguarded):
    event = busy_week.events.last()
    Event.objects.filter(pk=event.pk).update(by=reporter())
    assert any(f"Event {event.pk}" in fault for fault in verify.faults())
    with pytest.raises(CommandError):
        call_command("verify_editions", stderr=StringIO())


def test_a_missing_event_is_named(busy_week, unguarded):
    busy_week.events.filter(verb="amend").delete()
    assert any("missing" in fault for fault in verify.faults())


def test_an_altered_text_is_named(busy_week, unguarded):
    edition = busy_week.editions.first()
    Revision.objects.filter(pk=edition.revision_id).update(content='{"headline":"Nothing happened"}')
    assert any("text was altered" in fault for fault in verify.faults())


@pytest.mark.parametrize(
    "change",
    [
        {"live_from": clock.timezone.now() - timedelta(days=1)},
        {"live_until": clock.timezone.now() + timedelta(days=1)},
        {"digest": "0" * 64},
    ],
)
def test_an_altered_edition_is_named(busy_week, unguarded, change):
    last = busy_week.editions.latest("live_from")
    Edition.objects.filter(pk=last.pk).update(**change)
    assert any(f"Edition {last.number}" in fault for fault in verify.faults())


def test_a_missing_edition_is_named(busy_week, unguarded):
    busy_week.editions.latest("live_from").delete()
    assert any("is missing" in fault for fault in verify.faults())


def test_an_edition_that_no_verb_made_is_named(busy_week, unguarded):
    copy = busy_week.editions.latest("live_from")
    copy.pk, copy.number, copy._state.adding = None, 99, True
    copy.save()
    assert "Edition 99 of article" in "".join(verify.faults())


def test_a_cut_off_end_is_found_with_an_anchor(busy_week, unguarded):
    anchor = ledger.anchor()
    last = busy_week.events.first()
    live = busy_week.editions.latest("live_from")
    last.delete()
    Edition.objects.filter(pk=live.pk).update(live_until=None, end="")
    assert list(verify.faults()) == []
    assert any("anchor" in fault for fault in verify.faults(anchor))
    with pytest.raises(CommandError):
        call_command("verify_editions", anchor=[anchor], stderr=StringIO())


def test_an_anchor_tells_its_day_and_is_printed_by_a_command(busy_week):
    out = StringIO()
    call_command("print_anchor", stdout=out)
    printed = out.getvalue().strip()
    day, digest = printed.split(":")
    assert day == f"{busy_week.events.first().at.astimezone(workflow.editions.site_zone()):%Y-%m-%d}"
    assert digest == Event.objects.latest("pk").digest
    call_command("verify_editions", anchor=[printed, digest], stdout=StringIO())


def test_the_anchors_of_many_days_are_read_from_a_log(busy_week, tmp_path):
    log = tmp_path / "anchors"
    log.write_text(f"INFO The anchor of the ledger is {ledger.anchor()}\nINFO something else\n")
    call_command("verify_editions", anchors=log, stdout=StringIO())
    log.write_text(f"2026-11-26:{'0' * 64}\n")
    with pytest.raises(CommandError, match="1 fault found"):
        call_command("verify_editions", anchors=log, stderr=StringIO())


@pytest.mark.parametrize(
    ("option", "typed"), [("anchor", ["yesterday"]), ("anchors", "/no/such/file"), ("anchors", "/dev/null")]
)
def test_what_is_no_anchor_is_refused_in_a_sentence(busy_week, option, typed):
    typed = Path(typed) if option == "anchors" else typed
    with pytest.raises(CommandError, match="no anchor|cannot be read"):
        call_command("verify_editions", **{option: typed})


def test_the_first_move_of_a_day_writes_the_anchor_of_the_day_before_into_the_log(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    article = make_live()
    yesterday, tomorrow = ledger.anchor(), article.events.get().at + timedelta(days=1)
    monkeypatch.setattr("articles.turn.read", lambda: tomorrow)
    with caplog.at_level("INFO", "articles.ledger"), django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(article, by=editor())
    assert yesterday in caplog.text
    caplog.clear()
    with caplog.at_level("INFO", "articles.ledger"), django_capture_on_commit_callbacks(execute=True):
        workflow.publish(article, by=editor(), kind="republication")
    assert "anchor" not in caplog.text
