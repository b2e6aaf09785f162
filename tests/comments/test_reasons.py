"""Reasons told to the author, in several languages and in our own words; appeals, decided by somebody else."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from comments import appeals, erasing, moderation, sanctions, verify, wording
from comments.canned import CANNED
from comments.models import Appeal, Comment, Message, ReasonText, State
from comments.moderation import Reason
from comments.tokens import receipt_key
from tests.cast import editor, make_live, moderator, other_moderator, reporter
from tests.comments.makers import ELSEWHERE, OURS, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def desk():
    client = Client()
    client.force_login(editor())
    return client


def refused(story, reason="abuse", **fields):
    comment = make_comment(story, state=State.PENDING, **fields)
    moderation.reject(comment, by=moderator(), reason=reason)
    return comment


def receipt_of(comment):
    return Client().get(f"/comments/r/{comment.public_id}?k={receipt_key(comment.public_id)}").text


def appeal(comment, text, headers=OURS):
    data = {"k": receipt_key(comment.public_id), "text": text}
    return Client().post(f"/comments/r/{comment.public_id}/appeal", data, headers=headers)


@pytest.mark.parametrize("language", CANNED)
def test_every_reason_has_words_in_every_language_that_comes_along(language):
    assert set(CANNED[language]) == set(Reason.values)


@pytest.mark.parametrize(
    ("language", "begins"),
    [("de", "Ihr Kommentar"), ("de-at", "Ihr Kommentar"), ("fr", "Votre"), ("sv", "Your comment")],
)
def test_the_author_is_told_in_the_language_of_the_story(language, begins):
    comment = refused(make_live(language=language))
    assert Message.objects.get().text.startswith(begins)
    assert begins in receipt_of(comment)


def test_the_newsroom_words_its_reasons_itself(desk, story):
    address = "/admin/comments/comment/messages/?language=en"
    page = desk.get(address).text
    assert CANNED["en"]["abuse"] in page
    ours = {f"text-{code}": text for code, text in CANNED["en"].items()} | {"text-abuse": "Calm down, please."}
    assert desk.post(address, ours).status_code == 303
    assert list(ReasonText.objects.values_list("code", "text")) == [("abuse", "Calm down, please.")]
    assert "Calm down, please." in receipt_of(refused(story))
    desk.post(address, ours | {"text-abuse": ""})
    assert wording.message_for("abuse", "en")[1] == CANNED["en"]["abuse"]


def test_words_that_are_too_long_come_back(desk):
    page = desk.post("/admin/comments/comment/messages/?language=de", {"text-abuse": "ä" * 1001, "text-hate": "Neu."})
    assert page.status_code == 422 and "ä" * 1001 in page.text and "Neu." in page.text
    assert not ReasonText.objects.exists()
    assert desk.get("/admin/comments/comment/messages/?language=xx").status_code == 404


def test_what_was_told_stays_told_when_the_wording_changes(story):
    comment = refused(story)
    wording.set_wording("abuse", "en", "New words.")
    assert CANNED["en"]["abuse"] in receipt_of(comment)


def test_a_moderator_words_one_decision_anew(desk, story):
    comment = refused(story)
    one = f"/admin/comments/comment/{comment.public_id}/"
    assert CANNED["en"]["abuse"] in desk.get(one).text
    assert desk.post(f"{one}message/", {"text": "Line three calls her a liar."}, follow=True).status_code == 200
    assert "Line three calls her a liar." in receipt_of(comment)
    desk.post(f"{one}message/", {"text": "  "})
    assert "Line three calls her a liar." in receipt_of(comment)


def test_a_decision_without_a_reason_tells_nothing_and_cannot_be_worded(desk, story):
    comment = make_comment(story, state=State.PENDING)
    moderation.approve(comment, by=moderator())
    assert not Message.objects.exists()
    assert desk.post(f"/admin/comments/comment/{comment.public_id}/message/", {"text": "x"}).status_code == 404


# Appeals


def test_an_author_appeals_once_and_another_moderator_publishes_the_comment(story):
    comment = refused(story)
    assert "I do not agree" in receipt_of(comment)
    assert appeal(comment, "I quoted the minister.").status_code == 303
    page = receipt_of(comment)
    assert "Another moderator will look at it." in page and "I do not agree" not in page
    assert appeal(comment, "Once more.").status_code == 422
    desk = Client()
    desk.force_login(other_moderator())
    assert "I quoted the minister." in desk.get("/admin/comments/comment/appeals/").text
    address = f"/admin/comments/comment/appeals/{Appeal.objects.get().pk}/"
    desk.post(address, {"do": "overturn", "answer": "You were right."})
    comment.refresh_from_db()
    assert comment.state == State.APPROVED
    page = receipt_of(comment)
    assert "your comment was published" in page and "You were right." in page
    assert "You were right." in desk.get("/admin/comments/comment/appeals/?which=decided").text
    said = "Max Moderator has decided on this appeal already: the comment was published. Nothing was changed."
    assert said in desk.post(address, {"do": "uphold"}, follow=True).text
    assert "You took this decision" not in desk.get(address.rpartition("appeals/")[0] + "appeals/").text


def test_whoever_took_the_decision_does_not_decide_on_the_appeal(story):
    comment = refused(story)
    made = appeals.make(comment, "No.")
    with pytest.raises(appeals.Refused):
        appeals.decide(made, by=moderator(), overturn=False)
    with pytest.raises(PermissionDenied):
        appeals.decide(made, by=reporter(), overturn=False)
    desk = Client()
    desk.force_login(moderator())
    assert "another moderator decides" in desk.get("/admin/comments/comment/appeals/").text
    page = desk.post(f"/admin/comments/comment/appeals/{made.pk}/", {"do": "uphold"}, follow=True)
    assert "You took this decision yourself" in page.text
    assert Appeal.objects.get().outcome == "open"


def test_an_appeal_of_a_comment_that_changed_since_is_told_and_decides_nothing(story):
    comment = refused(story)
    made = appeals.make(comment, "No.")
    moderation.hold(comment, by=editor())
    made = Appeal.objects.select_related("event", "comment").get(pk=made.pk)
    with pytest.raises(appeals.Refused):
        appeals.decide(made, by=other_moderator(), overturn=True)
    assert Appeal.objects.get().outcome == "settled" and Comment.objects.get().state == State.PENDING
    desk = Client()
    desk.force_login(other_moderator())
    page = desk.post(f"/admin/comments/comment/appeals/{made.pk}/", {"do": "overturn"}, follow=True).text
    assert "Edith Editor put this comment back among the held" in page
    assert "You took this decision" not in page


def test_what_was_told_of_a_rejection_is_told_again_when_an_approval_is_taken_back(desk, story):
    comment = refused(story)
    desk.post(f"/admin/comments/comment/{comment.public_id}/message/", {"text": "Line three calls her a liar."})
    event = moderation.approve(comment, by=other_moderator())
    again = moderation.undo(event, by=other_moderator())
    assert again.reason == "abuse" and "Line three calls her a liar." in receipt_of(comment)
    assert "(Insulting or threatening)" in moderation.told(again)
    assert Message.objects.get(event=again).edited_by == editor()


def test_the_last_words_that_an_author_was_told_are_the_ones_that_come_back(desk, story):
    comment = refused(story)
    for words in ("First words.", "Second words."):
        moderation.undo(moderation.approve(again(comment), by=other_moderator()), by=other_moderator())
        desk.post(f"/admin/comments/comment/{comment.public_id}/message/", {"text": words})
    moderation.undo(moderation.approve(again(comment), by=other_moderator()), by=other_moderator())
    assert "Second words." in receipt_of(again(comment))


@pytest.mark.parametrize(("text", "why"), [("x" * 1001, "1,000 are the most"), ("No \ufffd", "arrived damaged")])
def test_words_to_an_author_that_cannot_be_taken_come_back(desk, story, text, why):
    comment = refused(story)
    page = desk.post(f"/admin/comments/comment/{comment.public_id}/message/", {"text": text})
    assert page.status_code == 422 and why in page.text and f">{text}</textarea>" in page.text
    made = appeals.make(again(comment), "I quoted.")
    page = desk.post(f"/admin/comments/comment/appeals/{made.pk}/", {"do": "uphold", "answer": text})
    assert page.status_code == 409 and why in page.text and f">{text}</textarea>" in page.text


def test_who_words_a_decision_that_is_gone_meanwhile_is_told_and_keeps_the_words(desk, story):
    comment = refused(story)
    moderation.approve(again(comment), by=other_moderator())
    typed = {"text": "Line three calls her a liar.", "seen": comment.version}
    page = desk.post(f"/admin/comments/comment/{comment.public_id}/message/", typed)
    assert page.status_code == 409 and "Max Moderator approved this comment" in page.text
    assert "Line three calls her a liar." in page.text


def test_who_comes_late_with_an_answer_to_an_appeal_keeps_it(desk, story):
    made = appeals.make(refused(story), "I quoted the minister.")
    appeals.decide(made, by=other_moderator(), overturn=False)
    typed = {"do": "overturn", "answer": "You did quote him."}
    page = desk.post(f"/admin/comments/comment/appeals/{made.pk}/", typed)
    assert page.status_code == 409 and "Max Moderator has decided" in page.text and "You did quote him." in page.text
    for link in re.findall(r'href="([^"#]*appeals/[^"]*)"', page.text):
        assert desk.get(link.replace("&amp;", "&")).status_code == 200, link
    assert not re.search(r'href="\?', page.text)
    assert re.search(r'appeals/" aria-current="true">Appeals<', page.text)


def test_whoever_took_the_decision_does_not_undo_the_grant_of_its_appeal(story):
    _, event = overturned(story)
    with pytest.raises(moderation.NotOpen):
        moderation.undo(event, by=moderator())
    assert Comment.objects.get().state == State.APPROVED


@pytest.mark.parametrize("verb", ["remove", "hold", "spam"])
def test_whoever_took_the_decision_that_was_overturned_takes_no_other(story, verb):
    made, _ = overturned(story)
    reason = {"reason": "hate"} if verb == "remove" else {}
    with pytest.raises(moderation.NotOpen, match="another moderator decides"):
        moderation.act(verb, again(made.comment), by=moderator(), **reason)
    assert again(made.comment).state == State.APPROVED
    moderation.act(verb, again(made.comment), by=editor(), **reason)


def test_while_an_appeal_waits_the_one_it_is_about_may_only_publish(story):
    comment = refused(story)
    made = appeals.make(comment, "I quoted the minister.")
    with pytest.raises(moderation.NotOpen, match="another moderator decides"):
        moderation.undo(moderation.last_event(comment), by=moderator())
    with pytest.raises(moderation.NotOpen, match="another moderator decides"):
        moderation.hold(again(comment), by=moderator())
    made.refresh_from_db()
    assert made.outcome == "open"
    moderation.approve(again(comment), by=moderator())
    page = receipt_of(comment)
    assert "The moderator has looked at it: your comment was published." in page and "Another moderator" not in page


def test_what_a_rule_alone_keeps_back_is_not_called_a_moderators_decision(story):
    page = receipt_of(make_comment(story, state=State.SPAM, reviewed_at=None))
    assert "A rule of this site keeps such comments back." in page and "A moderator decided" not in page


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def overturned(story):
    """An appeal that another moderator granted, and the decision by which they published the comment."""
    made = appeals.make(refused(story), "I quoted the minister.")
    appeals.decide(made, by=other_moderator(), overturn=True, answer="You were right.")
    return made, moderation.last_event(made.comment)


def test_an_appeal_that_was_granted_by_mistake_waits_again_with_its_answer(story):
    made, event = overturned(story)
    moderation.undo(event, by=other_moderator())
    made = Appeal.objects.select_related("event", "comment").get()
    assert made.outcome == "open" and made.decided_by is None
    page = receipt_of(made.comment)
    assert "Another moderator will look at it." in page
    assert "I do not agree" not in page and "You were right." not in page
    assert appeal(made.comment, "Once more.").status_code == 422
    assert not appeals.may_decide(moderator(), made)
    desk = Client()
    desk.force_login(other_moderator())
    assert "You were right.</textarea>" in desk.get("/admin/comments/comment/appeals/").text
    appeals.decide(made, by=other_moderator(), overturn=True)
    assert Comment.objects.get().state == State.APPROVED and Appeal.objects.get().outcome == "overturned"
    assert list(verify.faults()) == []


def test_an_appeal_is_granted_when_anybody_publishes_the_comment(story):
    made = appeals.make(refused(story), "I quoted the minister.")
    moderation.approve(made.comment, by=moderator())
    page = receipt_of(made.comment)
    assert Appeal.objects.get().outcome == "overturned" and "your comment was published" in page
    assert list(verify.faults()) == []


def test_an_appeal_ends_with_its_comment(story):
    made = appeals.make(refused(story), "I quoted the minister.")
    erasing.erase(made.comment)
    assert (Appeal.objects.get().outcome, Appeal.objects.get().text) == ("settled", "")
    desk = Client()
    desk.force_login(other_moderator())
    assert "No appeal waits." in desk.get("/admin/comments/comment/appeals/").text
    assert "Needs no answer any more" in desk.get("/admin/comments/comment/appeals/?which=decided").text
    page = desk.post(f"/admin/comments/comment/appeals/{made.pk}/", {"do": "uphold"}, follow=True).text
    assert "nothing left to decide" in page


def test_an_appeal_ends_when_its_words_are_forgotten(story):
    made = appeals.make(refused(story), "I quoted the minister.")
    erasing.forget_words(Comment.objects.all())
    assert Appeal.objects.get().outcome == "settled" and "quoted" not in Appeal.objects.get().text
    assert "There is nothing left to decide on any more." in receipt_of(made.comment)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Say in a few words"),
        (" \u200b", "Say in a few words"),
        (" \t\r\n\u3164", "Say in a few words"),
        ("x" * 2001, "2,000 are the most."),
        ("\ufffd", "arrived damaged"),
        ("\ufffd\ufffd \ufffd", "arrived damaged"),
        ("I never said \ufffd that", "arrived damaged"),
    ],
)
def test_an_appeal_that_cannot_be_taken_is_refused_beside_its_field_with_its_words(story, text, why):
    answer = appeal(refused(story), text)
    assert answer.status_code == 422 and text.strip()[:100] in answer.text
    said = re.search(r'<p class="field__error" id="appeal-text_error">(.*?)</p>', answer.text)[1]
    assert why in said
    assert re.search(r'<textarea[^>]*aria-describedby="[^"]*appeal-text_error', answer.text)
    assert '<a href="#appeal-text">' in answer.text
    assert not Appeal.objects.exists()


def test_only_the_author_appeals_and_no_other_site(story):
    comment = refused(story)
    wrong = {"k": "x" * 43, "text": "Me too."}
    assert Client().post(f"/comments/r/{comment.public_id}/appeal", wrong, headers=OURS).status_code == 404
    answer = appeal(comment, "From elsewhere.", headers=ELSEWHERE)
    assert answer.status_code == 403 and "From elsewhere." in answer.text
    assert not Appeal.objects.exists()


def test_after_a_month_a_decision_stands(story, readers_clock):
    comment = refused(story)
    readers_clock(timezone.now() + timedelta(days=31))
    assert "I do not agree" not in receipt_of(comment)
    assert appeal(comment, "Late.").status_code == 422


def test_what_a_ban_took_along_can_be_appealed(story):
    comment = make_comment(story, state=State.PENDING)
    sanction = sanctions.impose("domain", "reader.example", by=moderator(), reason="abuse")
    sanctions.clear(sanction, ["pending"], by=moderator())
    assert appeal(comment, "That was my neighbour.").status_code == 303
