"""At the same moment: one chain of decisions, one letter a day, one appeal, one lifting."""

import pytest
from django.test import Client

from comments import appeals, moderation, people, verify
from comments.models import Appeal, Comment, Commenter, ConfirmationMail, ModerationEvent, MonthlySecret, State
from comments.tokens import receipt_key
from tests.cast import make_live, moderator, other_moderator
from tests.comments.makers import OURS, leave, make_comment
from tests.comments.test_races import at_once, attempt, pg

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12 if pg() else 5


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def test_decisions_of_several_people_make_one_chain_without_a_gap(story):
    comments = [make_comment(story, state=State.PENDING, text=f"Comment {number}.") for number in range(30)]
    chosen = {comment.public_id: 1 for comment in comments}
    mona, max_ = moderator(), other_moderator()
    at_once(
        lambda: moderation.act_on_all("approve", dict(list(chosen.items())[:20]), by=mona),
        lambda: moderation.act_on_all("spam", dict(list(chosen.items())[10:]), by=max_),
        lambda: [attempt(lambda each=each: moderation.withdraw(Comment.objects.get(pk=each.pk))) for each in comments],
    )
    assert ModerationEvent.objects.count() >= 30
    assert list(verify.faults()) == []


def test_however_many_ask_at_once_an_address_gets_one_letter(story):
    asked = at_once(*[lambda: people.ask("wanda@reader.example", "subnet") for _ in range(MANY)])
    assert sum(asked) == ConfirmationMail.objects.count() == Commenter.objects.count() == 1


def test_an_appeal_that_is_sent_twice_is_one(story):
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    address, data = (
        f"/comments/r/{comment.public_id}/appeal",
        {"k": receipt_key(comment.public_id), "text": "No."},
    )
    answers = at_once(*[lambda: Client().post(address, data, headers=OURS).status_code for _ in range(MANY)])
    assert Appeal.objects.count() == 1 and answers.count(303) == 1 and set(answers) <= {303, 422}


def test_of_two_who_decide_on_an_appeal_one_wins(story):
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    made = appeals.make(comment, "No.")
    decided = [Appeal.objects.select_related("event", "comment").get(pk=made.pk) for _ in range(2)]

    def decide(appeal, overturn):
        try:
            appeals.decide(appeal, by=other_moderator(), overturn=overturn)
        except (appeals.Refused, moderation.Refused):
            return False
        return True

    other_moderator()
    won = at_once(lambda: decide(decided[0], True), lambda: decide(decided[1], False))
    assert sorted(won) == [False, True]
    comment.refresh_from_db()
    assert (comment.state == State.APPROVED) is (Appeal.objects.get().outcome == "overturned")


def test_the_first_comments_of_a_month_share_one_secret(story):
    answers = at_once(*[lambda n=n: leave(story, comment=f"The comment number {n}.") for n in range(MANY)])
    assert {answer.status_code for answer in answers} == {303}
    assert MonthlySecret.objects.count() == 1
    assert Comment.objects.values("address_key").distinct().count() == 1
