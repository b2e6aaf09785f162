"""The learner: only people teach it, an undo subtracts exactly, it holds and no more, and a blind sample says how well."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import editing, moderation
from comments.learner import bayes, judging, memory
from comments.learner.scoreboard import Share, row, scoreboard
from comments.learner.tokens import number_of, tokens
from comments.models import Comment, Label, Lesson, Mode, State, TokenCount, Verdict
from comments.policies import set_policy
from tests.cast import administrator, make_live, moderator
from tests.comments.makers import leave, make_comment, unhurried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    unhurried(monkeypatch)


GOOD = "The ferry to the island was late again this morning"
SPAM = "Cheap pills and watches, visit https://pills.example today"


@pytest.fixture
def story():
    set_policy({"mode": Mode.POST, "links": 9}, by=administrator())
    return make_live(headline="The last ferry")


@pytest.fixture
def sighted(monkeypatch):
    monkeypatch.setattr(judging, "is_chosen", lambda: False)


def held(story, text=GOOD, **more) -> Comment:
    return make_comment(story, state=State.PENDING, text=text, **more)


def taught(monkeypatch, story, number: int = 3) -> None:
    """Enough of both kinds, which here are few."""
    monkeypatch.setattr(bayes, "ENOUGH", number)
    for _ in range(number):
        moderation.approve(held(story), by=moderator())
        moderation.mark_spam(held(story, SPAM), by=moderator())


def counts() -> dict:
    return {
        each.number: (each.good, each.spam) for each in TokenCount.objects.all() if (each.good, each.spam) != (0, 0)
    }


def test_a_decision_teaches_and_its_undo_subtracts_exactly(story):
    moderation.approve(held(story), by=moderator())
    before = counts()
    event = moderation.mark_spam(held(story, SPAM), by=moderator())
    assert memory.totals().comments == (1, 1)
    assert memory.totals().vocabulary == len(
        set(tokens(GOOD, "Wanda Whitstable")) | set(tokens(SPAM, "Wanda Whitstable"))
    )
    moderation.undo(event, by=moderator())
    assert counts() == before
    assert Lesson.objects.count() == 1


def test_an_undo_gives_back_what_was_learnt_before(story):
    comment = held(story, SPAM)
    moderation.approve(comment, by=moderator())
    event = moderation.mark_spam(comment, by=moderator())
    assert memory.totals().comments == (0, 1)
    moderation.undo(event, by=moderator())
    assert memory.totals().comments == (1, 0)


def test_an_undo_subtracts_although_the_text_has_gone(story):
    comment = held(story, SPAM)
    event = moderation.mark_spam(comment, by=moderator())
    Comment.objects.filter(pk=comment.pk).update(text="")
    moderation.undo(event, by=moderator())
    assert counts() == {}


@pytest.mark.parametrize(("reason", "learnt"), [("advertising", (0, 1)), ("abuse", (0, 0)), ("off_topic", (0, 0))])
def test_of_what_is_rejected_only_advertising_is_spam(story, reason, learnt):
    moderation.reject(held(story), by=moderator(), reason=reason)
    assert memory.totals().comments == learnt


def test_rules_and_authors_teach_nothing(story):
    leave(story)
    moderation.withdraw(Comment.objects.get())
    assert counts() == {}


def test_it_says_nothing_before_it_has_seen_enough_of_both(story, sighted):
    for _ in range(3):
        moderation.mark_spam(held(story, SPAM), by=moderator())
    leave(story, comment=SPAM + " again")
    assert Comment.objects.order_by("pk").last().score is None
    assert not Verdict.objects.exists()


def test_what_looks_like_spam_is_held_with_the_words_that_weighed_most(story, sighted, monkeypatch):
    taught(monkeypatch, story)
    leave(story, comment="Visit today for cheap watches")
    comment = Comment.objects.order_by("pk").last()
    hit = comment.hits.get(rule="learnt")
    assert comment.state == State.PENDING
    assert comment.score > 0.8
    assert "cheap" in hit.evidence
    leave(story, comment="This morning the ferry was late")
    good = Comment.objects.order_by("pk").last()
    assert (good.state, good.score < 0.5) == (State.APPROVED, True)


def test_of_the_blind_sample_nobody_is_shown_the_score_before_deciding(story, monkeypatch):
    taught(monkeypatch, story)
    monkeypatch.setattr(judging, "is_chosen", lambda: True)
    for text in ("Visit today for cheap watches", "This morning the ferry was late"):
        leave(story, comment=text)
    spam, good = Comment.objects.order_by("-pk")[:2][::-1]
    assert [(each.state, each.score) for each in (spam, good)] == [(State.PENDING, None)] * 2
    assert {hit.rule for hit in spam.hits.all()} == {"sample"}
    moderation.mark_spam(spam, by=moderator())
    moderation.approve(good, by=moderator())
    spam.refresh_from_db()
    assert spam.score == spam.verdict.score
    assert [each.label for each in Verdict.objects.order_by("pk")] == [Label.SPAM, Label.GOOD]


def rewritten(comment: Comment, text: str) -> Comment:
    comment = Comment.objects.get(pk=comment.pk)
    editing.rewrite(comment, text, seen=comment.version)
    return Comment.objects.get(pk=comment.pk)


def test_a_rewritten_text_is_judged_anew_and_held_if_it_looks_like_spam(story, sighted, monkeypatch):
    taught(monkeypatch, story)
    leave(story, comment="This morning the ferry was late")
    comment = Comment.objects.order_by("pk").last()
    assert (comment.state, comment.verdict.held) == (State.APPROVED, False)
    comment = rewritten(comment, "Visit today for cheap watches")
    assert comment.state == State.PENDING
    assert (comment.verdict.score, comment.verdict.held) == (comment.score, True)
    assert "learnt" in {hit.rule for hit in comment.hits.filter(revision=2)}


def test_what_was_decided_on_a_former_text_says_nothing_about_the_opinion_on_the_new_one(story, sighted, monkeypatch):
    taught(monkeypatch, story)
    leave(story, comment="This morning the ferry was late")
    comment = Comment.objects.order_by("pk").last()
    moderation.act("look", comment, by=moderator())
    assert comment.verdict.label == Label.GOOD
    monkeypatch.setattr(judging, "is_chosen", lambda: True)
    comment = rewritten(comment, "Visit today for cheap watches")
    verdict = comment.verdict
    assert (comment.score, verdict.blind, verdict.label, verdict.labelled_at) == (None, True, "", None)
    moderation.mark_spam(comment, by=moderator())
    verdict.refresh_from_db()
    assert verdict.label == Label.SPAM


def test_while_the_filter_says_nothing_its_opinion_on_a_former_text_is_gone(story, sighted, monkeypatch):
    taught(monkeypatch, story)
    leave(story, comment="This morning the ferry was late")
    comment = Comment.objects.order_by("pk").last()
    monkeypatch.setattr(bayes, "ENOUGH", 1_000)
    comment = rewritten(comment, "Visit today for cheap watches")
    assert comment.score is None
    assert not Verdict.objects.filter(comment=comment).exists()


def test_the_scoreboard_counts_the_blind_alone():
    figures = row(80, [(0.9, "spam"), (0.95, "spam"), (0.85, "good"), (0.3, "spam"), (0.1, "good"), (0.2, "good")])
    assert (figures.precision.part, figures.precision.whole) == (2, 3)
    assert (figures.recall.part, figures.recall.whole) == (2, 3)
    assert (figures.good_held.part, figures.good_held.whole) == (1, 3)


def test_a_share_says_how_sure_it_is():
    low, high = Share(8, 10).span
    assert (round(low, 2), round(high, 2)) == (0.49, 0.94)
    assert str(Share(0, 0)) == "–"


def verdicts(story, number: int, *, score: float, label: str, days: int, blind=True):
    for _ in range(number):
        comment = make_comment(story)
        at = timezone.now() - timedelta(days=days)
        Verdict.objects.create(
            comment=comment, score=score, held=score >= 0.8, blind=blind, at=at, label=label, labelled_at=at
        )


def test_the_alarm_rings_when_spam_is_recognised_less_often(story):
    verdicts(story, 20, score=0.9, label="spam", days=60)
    verdicts(story, 20, score=0.9, label="spam", days=5)
    assert not scoreboard().alarms
    verdicts(story, 20, score=0.1, label="spam", days=5)
    assert "recognises 50%, before it was 100%" in scoreboard().alarms[0]


def test_the_alarm_rings_when_too_much_of_what_it_holds_is_approved(story):
    verdicts(story, 20, score=0.9, label="good", days=5, blind=False)
    assert "It holds too much: 100%" in scoreboard().alarms[0]


def test_the_page_of_the_filter_says_that_it_is_learning_and_later_how_well(story, monkeypatch):
    client = Client()
    client.force_login(moderator())
    address = reverse("admin:comments_learner")
    assert "It is learning" in client.get(address).text
    taught(monkeypatch, story)
    verdicts(story, 2, score=0.9, label="spam", days=5)
    page = client.get(address).text
    assert "It is learning" not in page
    assert "100% (2 of 2; 34% to 100%)" in page


def test_a_word_cannot_pass_for_a_mark():
    assert "mark:capitals" not in tokens("mark:capitals")
    assert "host:pills.example" not in tokens("host:pills.example")


def test_the_numbers_of_tokens_leave_room_for_what_counts_them():
    assert all(memory.VOCABULARY < number_of(token) < 2**63 for token in tokens(GOOD * 20))


def test_in_the_database_stands_no_word(story):
    moderation.approve(held(story), by=moderator())
    assert b"ferry" not in bytes(Lesson.objects.get().tokens)
