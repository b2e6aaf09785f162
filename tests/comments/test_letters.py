"""Letters to readers: replies, decisions, appeals. Nothing before it is approved, nothing that nobody asked for, a way out of each."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles import workflow
from comments import appeals, letters, moderation, people
from comments.models import Comment, Commenter, ReplyNotice, State
from tests.cast import editor, make_live, moderator, other_moderator, rewrite
from tests.comments.letterbox import delivered, links_in
from tests.comments.makers import ELSEWHERE, make_comment, make_commenter, make_own

pytestmark = pytest.mark.django_db
EACH, DAILY = Commenter.Replies.EACH, Commenter.Replies.DAILY


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def wanda():
    return make_commenter(replies=EACH)


@pytest.fixture
def asked(story, wanda):
    return make_own(story, wanda, text="Was anybody there?")


def answer(asked, **fields) -> Comment:
    words = {"name": "Olga", "email": "olga@reader.example", "text": "I was.", "state": State.PENDING}
    return make_comment(asked.article, asked, **(words | fields))


def test_who_asked_for_it_hears_of_a_reply_once_it_is_approved(asked, wanda):
    reply = answer(asked)
    assert delivered(later=True) == []
    moderation.approve(reply, by=moderator())
    assert delivered() == [], "second thoughts have ten minutes"
    (letter,) = delivered(later=True)
    assert (letter.to, letter.subject) == ([wanda.email], "Olga has answered you · The Harbour Post")
    assert "> I was." in letter.body and f"/comments/{reply.public_id}/" in letter.body
    assert "The last ferry" in letter.body and reply.email not in letter.body


def test_a_reply_that_was_approved_by_mistake_is_told_to_nobody(asked):
    event = moderation.approve(answer(asked), by=moderator())
    moderation.undo(event, by=moderator())
    assert delivered(later=True) == []


def test_a_reply_is_told_once_whatever_is_decided_on_it(asked):
    reply = answer(asked)
    first = moderation.approve(reply, by=moderator())
    assert len(delivered(later=True)) == 1
    moderation.undo(first, by=moderator())
    reply.refresh_from_db()
    moderation.approve(reply, by=moderator())
    assert delivered(later=True) == []


def test_a_reply_below_a_story_that_was_taken_down_is_not_told(asked):
    moderation.approve(answer(asked), by=moderator())
    workflow.withdraw(asked.article, by=editor())
    assert delivered(later=True) == []


@pytest.mark.parametrize("change", [{"replies": "off"}, {"email": ""}, {"confirmed_at": None}])
def test_who_did_not_ask_or_is_not_proved_hears_nothing(asked, wanda, change):
    moderation.approve(answer(asked), by=moderator())
    Commenter.objects.filter(pk=wanda.pk).update(**change)
    assert delivered(later=True) == []


def test_nobody_hears_of_their_own_replies_or_of_replies_to_what_they_only_typed(story, wanda, asked):
    moderation.approve(make_own(story, wanda, asked, state=State.PENDING), by=moderator())
    moderation.approve(answer(make_comment(story)), by=moderator())
    assert not ReplyNotice.objects.exists()


def test_the_headline_of_a_letter_is_the_one_that_readers_have(asked):
    rewrite(asked.article, headline="Not public yet")
    moderation.approve(answer(asked), by=moderator())
    (letter,) = delivered(later=True)
    assert "Not public yet" not in letter.body


def test_once_a_day_there_is_one_letter_with_all_replies(asked, wanda, readers_clock):
    people.set_mails(wanda, DAILY, decisions=False)
    for number in range(3):
        moderation.approve(answer(asked, text=f"Answer {number}."), by=moderator())
    assert delivered(later=True) == []
    tomorrow = timezone.now() + timedelta(days=1)
    readers_clock(tomorrow)
    with time_machine.travel(tomorrow):
        call_command("tick")
        told = delivered()
        assert [letter.subject for letter in told] == ["3 answers to your comments · The Harbour Post"]
        assert all(f"Answer {number}." in told[0].body for number in range(3))
        call_command("tick")
        assert delivered() == []


def test_a_reply_that_is_gone_makes_no_digest_due(asked, wanda):
    people.set_mails(wanda, DAILY, decisions=False)
    reply = answer(asked)
    moderation.approve(reply, by=moderator())
    assert letters.due_digests() == [wanda.pk]
    reply.refresh_from_db()
    moderation.remove(reply, by=moderator(), reason="abuse")
    assert letters.due_digests() == []


# The way out


def test_every_letter_that_comes_by_itself_can_be_stopped_with_one_click(asked, wanda):
    moderation.approve(answer(asked), by=moderator())
    (letter,) = delivered(later=True)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    page = Client().get(address)
    wanda.refresh_from_db()
    assert "Stop all mails" in page.text and wanda.replies == EACH, "a link that is opened changes nothing"
    for _ in range(2):  # mail programs may press twice
        assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    wanda.refresh_from_db()
    assert (wanda.replies, wanda.tell_decisions) == ("off", False)


def test_another_site_stops_nothing(asked, wanda):
    moderation.approve(answer(asked), by=moderator())
    address = delivered(later=True)[0].extra_headers["List-Unsubscribe"].strip("<>").partition("8000")[2]
    Client().post(address, headers=ELSEWHERE)
    wanda.refresh_from_db()
    assert wanda.replies == EACH


# Decisions


def refused(story, wanda) -> Comment:
    """Of somebody who wants to hear of decisions."""
    people.set_mails(wanda, "off", decisions=True)
    comment = make_own(story, wanda, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    return comment


def test_who_asked_for_it_is_told_of_a_decision_with_its_reason(story, wanda):
    refused(story, wanda)
    (letter,) = delivered(later=True)
    assert "was not published" in letter.body and "Your comment attacks somebody." in letter.body
    assert moderator().name not in letter.body
    receipt = next(link for link in links_in(letter) if link.startswith("/comments/r/"))
    assert "Your comment attacks somebody." in Client().get(receipt).text


def test_a_decision_that_was_taken_back_is_told_as_it_is_in_the_end(story, wanda):
    people.set_mails(wanda, "off", decisions=True)
    comment = make_own(story, wanda, state=State.PENDING)
    event = moderation.reject(comment, by=moderator(), reason="abuse")
    moderation.undo(event, by=moderator())
    comment.refresh_from_db()
    moderation.approve(comment, by=moderator())
    (letter,) = delivered(later=True)
    assert "is published" in letter.body


def test_nobody_is_told_of_decisions_who_did_not_ask(story, wanda):
    moderation.reject(make_own(story, wanda, state=State.PENDING), by=moderator(), reason="abuse")
    assert delivered(later=True) == []


def test_the_outcome_of_an_appeal_is_told(story, wanda):
    comment = refused(story, wanda)
    delivered(later=True)
    appeals.decide(appeals.make(comment, "I quoted."), by=other_moderator(), overturn=False, answer="You did not.")
    assert delivered() == []
    (letter,) = delivered(later=True)
    assert "The decision stands." in letter.body and "You did not." in letter.body


def test_a_granted_appeal_is_told_by_one_letter_with_its_answer(story, wanda):
    comment = refused(story, wanda)
    delivered(later=True)
    appeals.decide(
        appeals.make(comment, "I quoted."), by=other_moderator(), overturn=True, answer="You did quote him."
    )
    (letter,) = delivered(later=True)
    assert "is published" in letter.body and "looked at anew" in letter.body and "You did quote him." in letter.body


def test_who_knows_already_is_not_told_again_after_a_slip(story, wanda, monkeypatch):
    before = timezone.now() - timedelta(hours=1)
    with monkeypatch.context() as earlier:
        earlier.setattr("articles.clock.read", lambda: before)
        comment = refused(story, wanda)
    assert len(delivered(later=True)) == 1
    moderation.undo(moderation.approve(comment, by=other_moderator()), by=other_moderator())
    assert delivered(later=True) == []


def test_an_appeal_that_was_granted_by_mistake_is_told_as_it_is_in_the_end(story, wanda):
    comment = refused(story, wanda)
    delivered(later=True)
    made = appeals.make(comment, "I quoted.")
    appeals.decide(made, by=other_moderator(), overturn=True)
    moderation.undo(moderation.last_event(comment), by=other_moderator())
    made.refresh_from_db()
    appeals.decide(made, by=other_moderator(), overturn=False)
    told = [letter.body for letter in delivered(later=True) if "published" in letter.body or "stands" in letter.body]
    assert not any("is published" in body for body in told)
    assert sum("The decision stands." in body for body in told) == 1


def test_hostile_words_reach_a_letter_as_words_and_no_header(story, wanda, asked):
    reply = answer(
        asked, name="Olga\r\nBcc: all@reader.example", text="<img src=x onerror=alert(1)>\n.\n> \r\nhttps://x.example"
    )
    moderation.approve(reply, by=moderator())
    (letter,) = delivered(later=True)
    message = letter.message()
    assert message["Bcc"] is None and "\n" not in letter.subject
    assert message.get_content_type() == "text/plain"
    assert "> <img src=x onerror=alert(1)>" in letter.body
    mail.outbox.clear()
