"""Mails about stories: to those whom a move concerns, in the transaction of the move, never to who made it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mails import KINDS
from accounts.models import User
from articles import clock, limits, workflow
from articles.models import Article
from articles.refusals import Refused
from newsroom.listeners import nobody_is_told
from tests import cast
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def mails_of(deed) -> dict[str, str]:
    """What a move sends: the address and the subject of each mail."""
    work()
    mail.outbox.clear()
    deed()
    work()
    return {letter.to[0]: letter.subject for letter in mail.outbox}


@pytest.fixture
def story():
    """Rita's story; Edith and Edgar are the editors."""
    cast.editor(), cast.other_editor(), cast.moderator(), cast.other_reporter()
    return cast.make_article(by=cast.reporter())


@pytest.fixture
def submitted(story):
    workflow.submit(story, by=cast.reporter())
    return story


def test_editors_are_told_of_a_story_to_approve(story):
    assert mails_of(lambda: workflow.submit(story, by=cast.reporter())) == {
        "edith@news.example": "To be approved: First ship since March",
        "edgar@news.example": "To be approved: First ship since March",
    }


def test_whoever_is_on_the_story_is_told_alone_if_they_may_approve_it(story):
    Article.objects.filter(pk=story.pk).update(assigned_to=cast.other_editor())
    assert list(mails_of(lambda: workflow.submit(story, by=cast.reporter()))) == ["edgar@news.example"]


def test_nobody_is_asked_to_approve_their_own_story_unless_that_is_allowed(settings):
    story = cast.make_article(by=cast.editor())
    cast.other_editor()
    assert list(mails_of(lambda: workflow.submit(story, by=cast.editor()))) == ["edgar@news.example"]
    settings.NEWSROOM_SELF_APPROVAL = True
    other = cast.make_article(by=cast.editor(), bylines=[cast.make_author(user=cast.other_editor())])
    assert list(mails_of(lambda: workflow.submit(other, by=cast.editor()))) == ["edgar@news.example"]


def test_the_writer_is_told_of_a_returned_story_with_the_note(submitted):
    back = mails_of(lambda: workflow.return_to_writer(submitted, by=cast.editor(), note="More numbers,\nplease."))
    assert back == {"rita@news.example": "Back to you: First ship since March"}
    body = mail.outbox[0].body
    assert "Edith Editor has returned “First ship since March” with a note:\n\n    More numbers,\n    please." in body
    assert f"http://127.0.0.1:8000/admin/articles/article/{submitted.pk}/change/" in body
    assert "http://127.0.0.1:8000/admin/profile/" in body


def test_the_writer_and_whoever_is_on_it_are_told_of_an_approval(submitted):
    Article.objects.filter(pk=submitted.pk).update(assigned_to=cast.other_reporter())
    told = mails_of(lambda: workflow.approve(submitted, by=cast.editor()))
    assert set(told) == {"rita@news.example", "ron@news.example"}
    assert set(told.values()) == {"Approved: First ship since March"}


def test_the_writer_is_told_of_publication_correction_and_withdrawal(story):
    assert mails_of(lambda: workflow.publish(story, by=cast.editor())) == {
        "rita@news.example": "Published: First ship since March"
    }
    assert f"http://127.0.0.1:8000/{timezone.localdate():%Y/%m/%d}/first-ship-since-march/" in mail.outbox[0].body
    correct = {"patch": {"headline": "Second ship"}, "kind": "correction", "note": "It was the second."}
    assert mails_of(lambda: workflow.amend(story, by=cast.editor(), **correct)) == {
        "rita@news.example": "Correction published: Second ship"
    }
    assert "    It was the second." in mail.outbox[0].body
    assert mails_of(lambda: workflow.withdraw(story, by=cast.editor(), note="Wrong ship.")) == {
        "rita@news.example": "Withdrawn: Second ship"
    }


def test_nobody_is_told_of_what_they_did_themselves():
    story = cast.make_article(by=cast.editor())
    assert mails_of(lambda: workflow.publish(story, by=cast.editor())) == {}


def test_the_writer_is_told_when_a_scheduled_story_has_gone_out_and_not_before(story):
    at = clock.read() + HOUR
    assert mails_of(lambda: workflow.schedule(story, by=cast.editor(), at=at)) == {}
    workflow.expire(story, by=cast.editor(), at=at + HOUR)  # says something else of the same version
    with time_machine.travel(at + timedelta(seconds=1)):
        assert work().count("done") == 3
    assert [letter.subject for letter in mail.outbox] == ["Published: First ship since March"]
    assert "has gone out as scheduled by Edith Editor." in mail.outbox[0].body


def test_of_a_version_that_was_taken_back_nobody_is_told_that_it_went_out(story):
    at = clock.read() + HOUR
    workflow.schedule(story, by=cast.editor(), at=at)
    workflow.unschedule(story, by=cast.editor())
    with time_machine.travel(at + timedelta(seconds=1)):
        work()
    assert mail.outbox == []


@pytest.mark.parametrize("verb", ["unschedule", "publish", "withdraw"])
def test_whoever_scheduled_a_version_is_told_that_it_will_not_go_out(story, verb):
    workflow.publish(story, by=cast.editor())
    cast.rewrite(story, headline="An update")
    workflow.schedule(story, by=cast.editor(), at=clock.read() + HOUR, kind="update")
    more = {"kind": "update", "scheduled": "replace"} if verb == "publish" else {}
    told = mails_of(lambda: getattr(workflow, verb)(story, by=cast.other_editor(), **more))
    assert told["edith@news.example"] == "Will not go out: An update"


def test_a_refused_move_tells_nobody(story):
    def deed():
        with pytest.raises(Refused):
            workflow.return_to_writer(story, by=cast.editor(), note="No.")

    assert mails_of(deed) == {}
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_move_whose_mail_cannot_be_noted_does_not_happen(story, monkeypatch):
    monkeypatch.setattr("newsroom.work.tasks.tell_of_move", None)
    with pytest.raises(AttributeError):
        workflow.submit(story, by=cast.reporter())
    story.refresh_from_db()
    assert (story.stage, story.events.count()) == ("draft", 0)


def test_a_mail_server_that_is_down_loses_no_mail_and_repeats_none(submitted, monkeypatch):
    work()
    mail.outbox.clear()
    down = {"edith@news.example"}
    monkeypatch.setattr("articles.notices.letters.EmailMessage.send", lambda letter: send(letter))

    def send(letter):
        if letter.to[0] in down:
            raise ConnectionRefusedError("The mail server is down.")
        mail.outbox.append(letter)

    other = cast.make_article(by=cast.reporter(), headline="Another")
    workflow.submit(other, by=cast.reporter())
    work()
    assert [letter.to[0] for letter in mail.outbox] == ["edgar@news.example"]
    down.clear()
    with time_machine.travel(timezone.now() + HOUR):
        work()
    assert [letter.to[0] for letter in mail.outbox] == ["edgar@news.example", "edith@news.example"]


def test_a_person_switches_a_kind_of_mail_off_and_on_again(story, client):
    rita = cast.reporter()
    client.force_login(rita)
    page = client.get("/admin/profile/").content.decode()
    assert page.count('name="mails"') == page.count("checked") == len(KINDS)
    wanted = [kind for kind, _ in KINDS if kind != "returned"]
    client.post("/admin/profile/", {"name": "Rita", "time_zone": "", "mails": wanted})
    assert User.objects.get(pk=rita.pk).no_mail_about == ["returned"]
    workflow.submit(story, by=rita)
    assert mails_of(lambda: workflow.return_to_writer(story, by=cast.editor(), note="No.")) == {}
    client.post("/admin/profile/", {"name": "Rita", "time_zone": "", "mails": [kind for kind, _ in KINDS]})
    workflow.submit(story, by=rita)
    assert mails_of(lambda: workflow.return_to_writer(story, by=cast.editor(), note="No.")) != {}


def test_who_was_deactivated_or_lost_the_story_gets_no_mail(submitted):
    User.objects.filter(email="edgar@news.example").update(is_active=False)
    User.objects.get(email="edith@news.example").groups.clear()
    assert mails_of(lambda: workflow.return_to_writer(submitted, by=cast.administrator(), note="No.")) != {}
    assert mails_of(lambda: workflow.submit(submitted, by=cast.reporter())) == {
        "ada@news.example": "To be approved: First ship since March"
    }
    Article.objects.filter(pk=submitted.pk).update(created_by=cast.editor())
    User.objects.get(email="rita@news.example").groups.clear()
    assert mails_of(lambda: workflow.approve(submitted, by=cast.administrator())) == {}


def test_times_are_on_the_clock_of_whoever_reads_and_headers_sort_the_mails(submitted):
    Article.objects.filter(pk=submitted.pk).update(embargo_until="2027-01-05T12:00Z")
    User.objects.filter(email="rita@news.example").update(time_zone="Asia/Kolkata")
    mails_of(lambda: workflow.return_to_writer(submitted, by=cast.editor(), note="No."))
    letter = mail.outbox[0]
    assert (
        "Under embargo until 5 January 2027, 17:30 (12:00 in " in letter.body
    )  # their clock first, then the newspaper's
    assert letter.extra_headers["List-Id"] == "The Harbour Post stories <stories.127.0.0.1>"
    assert letter.extra_headers["List-Unsubscribe"] == "<http://127.0.0.1:8000/admin/profile/>"
    assert letter.extra_headers["References"] == f"<story-{submitted.pk}@127.0.0.1>"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    assert letter.message()["Message-ID"].startswith("<event-")


def test_words_with_signs_reach_the_mail_as_they_are(story):
    cast.rewrite(story, headline="Tom & “Jerry” <b>", by=cast.reporter())
    workflow.submit(story, by=cast.reporter(), note="<b> & co")
    work()
    assert mail.outbox[0].subject == "To be approved: Tom & “Jerry” <b>"
    assert "    <b> & co" in mail.outbox[0].body


def test_what_is_brought_in_from_elsewhere_tells_nobody(story):
    def deed():
        with nobody_is_told():
            workflow.publish(story, by=cast.editor())

    assert mails_of(deed) == {}


# The week


@pytest.fixture
def letters_of_the_week(readers_clock):
    """What a tick on the Monday after sends: the address and the text of each mail."""

    def letters_of_the_week() -> dict[str, str]:
        work()
        mail.outbox.clear()
        later = timezone.now() + timedelta(days=7)
        readers_clock(later)  # the database's clock knows nothing of travelling
        with time_machine.travel(later):
            call_command("tick")
            work()
        return {letter.to[0]: letter.body for letter in mail.outbox}

    return letters_of_the_week


def corrected():
    article = cast.make_live(headline="Ferry sinks")
    cast.rewrite(article, headline="Ferry runs aground")
    workflow.publish(article, by=cast.editor(), kind="correction", note="She did not sink.")


def test_each_monday_those_who_answer_for_the_paper_get_the_changes_of_the_week(letters_of_the_week):
    corrected()
    cast.reporter(), cast.administrator()
    told = letters_of_the_week()
    assert set(told) == {cast.editor().email, cast.administrator().email}
    assert "She did not sink." in told[cast.editor().email] and "[-sinks-]" in told[cast.editor().email]


def test_a_week_without_a_change_is_not_told(letters_of_the_week):
    cast.make_live()
    assert letters_of_the_week() == {}


def test_the_week_can_be_switched_off_and_is_not_for_those_limited_to_some_sections(letters_of_the_week):
    corrected()
    User.objects.filter(pk=cast.editor().pk).update(no_mail_about=["week"])
    limits.set_sections(cast.other_editor(), [cast.make_section("Sport")], by=cast.administrator())
    assert set(letters_of_the_week()) == {cast.administrator().email}
