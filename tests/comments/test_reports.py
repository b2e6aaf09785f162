"""Readers report: comments to moderators, errors to the story's editors; nothing is hidden by it, no typed word is lost."""

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client

from articles import workflow
from comments import moderation, reports
from comments.models import Comment, Report, State
from tests import cast
from tests.comments.makers import ELSEWHERE, OURS, make_comment, path_of
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db

WORDS = "He says <b>where</b> I live & more"
KEPT = "He says &lt;b&gt;where&lt;/b&gt; I live &amp; more"
DESK = "/admin/comments/comment/reports/"


@pytest.fixture
def story():
    return cast.make_live(headline="The last ferry")


@pytest.fixture
def comment(story):
    return make_comment(story)


def send(comment, reason="personal", text=WORDS, *, client=None, address="192.0.2.1", headers=OURS, **more):
    client = client or Client(REMOTE_ADDR=address)
    data = {"reason": reason, "text": text} | more
    return client.post(f"/comments/{comment.public_id}/report", data, headers=headers)


def send_error(story, text=WORDS, *, headers=OURS, address="192.0.2.1"):
    return Client(REMOTE_ADDR=address).post(f"/comments/error{path_of(story)}", {"text": text}, headers=headers)


def reported(comment) -> int:
    return Comment.objects.get(pk=comment.pk).reported


def desk_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def assert_refused(response, status: int, *sentences: str):
    page = response.content.decode()
    assert response.status_code == status, page
    assert KEPT in page
    assert "Your report was not sent" in page
    assert "autofocus" in page
    assert response["Cache-Control"] == "no-store"
    for sentence in sentences:
        assert sentence in page
    assert not Report.objects.exists()


def test_a_report_is_kept_with_thanks_and_hides_nothing(comment, client):
    assert f'href="/comments/{comment.public_id}/report"' in client.get(path_of(comment.article)).content.decode()
    assert "What is wrong with this comment?" in client.get(f"/comments/{comment.public_id}/report").content.decode()
    done = send(comment, client=client)
    assert done.status_code == 303
    assert "a person will look at it" in client.get(done["Location"]).content.decode()
    assert not client.cookies
    assert reported(comment) == 1
    assert comment.text in client.get(path_of(comment.article)).content.decode()


def test_one_reader_is_one_report_and_others_are_more(comment):
    for _ in range(3):
        assert send(comment).status_code == 303
    send(comment, address="192.0.2.2")
    assert reported(comment) == Report.objects.count() == 2


def test_who_reported_to_moderators_can_still_tell_editors_of_an_error(comment):
    for reason in ("abuse", "error", "hate", "error"):
        send(comment, reason)
    assert sorted(Report.objects.values_list("reason", flat=True)) == ["abuse", "error"]
    assert reported(comment) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Choose what is wrong."),
        ({"reason": "nonsense"}, "Choose one of these."),
        ({"text": f"{WORDS} {'x' * 1000}"}, "1,000 are the most."),
        ({"text": f"{WORDS} \ufffd"}, "arrived damaged"),
    ],
)
def test_what_is_not_valid_is_told_and_kept(comment, changes, sentence):
    assert_refused(send(comment, **changes), 422, sentence)


def test_words_are_asked_for_where_the_reason_says_too_little(comment):
    for reason in ("other", "error"):
        answer = send(comment, reason, " \u200b")
        assert answer.status_code == 422
        assert '<a href="#report-text">' in answer.content.decode()
    assert send(comment, "abuse", "").status_code == 303


def test_a_report_from_another_site_is_shown_and_not_kept(comment):
    assert_refused(send(comment, headers=ELSEWHERE), 403, "from another site")
    assert_refused(send(comment, client=desk_of(cast.moderator()), headers={}), 403, "from another site")


def test_a_comment_that_went_meanwhile_keeps_the_words(comment):
    moderation.remove(comment, by=cast.moderator(), reason="abuse")
    assert_refused(send(comment), 404, "not there any more")


def test_too_many_reports_of_one_reader(comment, story):
    for turn in range(reports.MOST):
        send(make_comment(story, text=f"Number {turn}"))
    answer = send(comment)
    assert answer.status_code == 429
    assert KEPT in answer.content.decode()
    assert int(answer["Retry-After"]) > 0
    assert send(comment, address="192.0.2.9").status_code == 303


def test_a_busy_database_loses_no_word(comment, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(reports, "report", busy)
    assert_refused(send(comment), 503, "Nothing is lost")


def test_a_field_sent_twice_is_refused(comment):
    assert send(comment, text=[WORDS, WORDS]).status_code == 400


# Moderators


def test_moderators_see_what_is_reported_most_first_and_say_that_nothing_is_wrong(comment, story):
    twice = make_comment(story, name="Otto")
    send(comment)
    for address in ("192.0.2.1", "192.0.2.2"):
        send(twice, address=address)
    desk = desk_of(cast.moderator())
    page = desk.get(DESK).content.decode()
    assert KEPT in page
    assert page.index(f"by-{twice.public_id}") < page.index(f"by-{comment.public_id}")
    desk.post(f"/admin/comments/comment/{twice.public_id}/keep/")
    assert (reported(twice), reported(comment)) == (0, 1)
    assert {report.outcome for report in twice.reports.all()} == {"dismissed"}
    assert f"by-{twice.public_id}" not in desk.get(DESK).content.decode()
    assert (
        "answered already"
        in desk.post(f"/admin/comments/comment/{twice.public_id}/keep/", follow=True).content.decode()
    )


def test_a_decision_answers_what_was_reported_and_its_undo_asks_again(comment):
    by = cast.moderator()
    send(comment)
    event = moderation.remove(comment, by=by, reason="personal")
    report = Report.objects.get()
    assert (report.outcome, report.answered_by, report.decision) == ("upheld", by, event)
    assert reported(comment) == 0
    moderation.undo(event, by=by)
    report.refresh_from_db()
    assert (report.outcome, report.answered_at) == ("", None)
    assert reported(comment) == 1


def test_a_comment_that_is_held_again_stays_reported_until_it_is_decided(comment):
    send(comment)
    moderation.hold(comment, by=cast.moderator())
    assert reported(comment) == 1
    moderation.approve(Comment.objects.get(pk=comment.pk), by=cast.moderator())
    assert Report.objects.get().outcome == "dismissed"


def test_the_page_of_a_comment_shows_its_reports(comment):
    send(comment)
    page = desk_of(cast.moderator()).get(f"/admin/comments/comment/{comment.public_id}/").content.decode()
    assert "What readers report" in page
    assert KEPT in page


def test_queries_of_the_reports_do_not_grow(comment, story, django_assert_max_num_queries):
    desk = desk_of(cast.editor())
    for turn in range(5):
        send(make_comment(story, text=f"Number {turn}"), address=f"192.0.2.{turn}")
        send_error(story, f"Error {turn}")
    with django_assert_max_num_queries(20):
        desk.get(DESK)


# Errors in stories


def test_an_error_pointed_out_by_a_comment_goes_to_the_editors_and_not_to_moderators(comment):
    cast.other_editor(), cast.moderator()
    work(), mail.outbox.clear()
    send(comment, "error", "The ferry sank in 1987.")
    work()
    assert [letter.to for letter in mail.outbox] == [["edith@news.example"]]  # who published it
    letter = mail.outbox[0]
    assert letter.subject == "A reader reports an error: The last ferry"
    assert "The ferry sank in 1987." in letter.body
    assert comment.text in letter.body
    assert DESK in letter.body
    assert reported(comment) == 0
    assert "The ferry sank" not in desk_of(cast.moderator()).get(DESK).content.decode()
    assert "The ferry sank" in desk_of(cast.editor()).get(DESK).content.decode()


def test_a_reader_reports_an_error_below_the_story(story, client):
    address = f"/comments/error{path_of(story)}"
    assert f'href="{address}"' in client.get(path_of(story)).content.decode()
    assert "Report an error in this story" in client.get(address).content.decode()
    done = send_error(story)
    assert "gone to the editors of this story" in client.get(done["Location"]).content.decode()
    assert Report.objects.get().comment is None
    assert send_error(story).status_code == 303
    assert Report.objects.count() == 1


def test_whoever_switched_these_mails_off_gets_none_and_others_hear_of_it(story):
    cast.other_editor()
    editor = cast.editor()
    editor.no_mail_about = ["error"]
    editor.save()
    work(), mail.outbox.clear()
    send_error(story)
    work()
    assert [letter.to for letter in mail.outbox] == [["edgar@news.example"]]


def test_the_mail_is_plain_text_with_one_line_of_subject(story):
    work(), mail.outbox.clear()
    send_error(story, "One\r\nBcc: victim@example.com\n<script>alert(1)</script>")
    work()
    letter = mail.outbox[0]
    assert letter.content_subtype == "plain"
    assert "\n" not in letter.subject
    assert "<script>alert(1)</script>" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_editor_says_what_became_of_it_once(story):
    send_error(story)
    error = Report.objects.get()
    desk = desk_of(cast.editor())
    assert "Answered." in desk.post(f"{DESK}{error.pk}/corrected/", follow=True).content.decode()
    error.refresh_from_db()
    assert (error.outcome, error.answered_by) == ("upheld", cast.editor())
    again = desk_of(cast.other_editor()).post(f"{DESK}{error.pk}/dismissed/", follow=True)
    assert "A colleague has answered" in again.content.decode()
    error.refresh_from_db()
    assert error.outcome == "upheld"


def test_errors_are_answered_by_those_who_may_mend_the_story(story):
    send_error(story)
    error = Report.objects.get()
    for person in (cast.moderator(), cast.reporter(), cast.sports_editor()):
        assert desk_of(person).post(f"{DESK}{error.pk}/corrected/").status_code == 403
    assert KEPT not in desk_of(cast.sports_editor()).get(DESK).content.decode()
    assert desk_of(cast.reporter()).get(DESK).status_code == 403


def test_a_story_that_is_not_public_takes_no_report_and_says_so(story):
    address = f"/comments/error{path_of(story)}"
    workflow.withdraw(story, by=cast.editor())
    assert_refused(Client().post(address, {"text": WORDS}, headers=OURS), 410)
    assert_refused(Client().post("/comments/error/2026/01/01/nothing/", {"text": WORDS}, headers=OURS), 404)


@pytest.mark.parametrize("state", [state for state in State.values if state != State.APPROVED])
def test_what_is_not_visible_answers_as_what_never_was(story, client, state):
    hidden = make_comment(story, state=state, text="Hidden words")
    answers = [client.get(f"/comments/{name}/report") for name in (hidden.public_id, "abcdefghijkl")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
