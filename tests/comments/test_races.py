"""People who act at the same moment: of two moderators one wins, a double post is one comment, a flood is counted."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.locks import number_of
from comments import editing, leases, moderation, network, posting, tokens
from comments.learner import memory
from comments.models import Comment, ModerationEvent, State, TokenCount, ValveSwitch
from comments.policies import set_policy
from tests.cast import administrator, make_live, moderator, other_moderator
from tests.comments.makers import MOST, leave, make_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def at_once(*actions):
    """Runs each action in a thread with a connection of its own, all started together; their results in order."""
    start = threading.Barrier(len(actions))

    def run(action):
        start.wait()
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def attempt(decision):
    """True for who wins, the sentence for who is told."""
    try:
        return bool(decision())
    except moderation.Refused as refused:
        return refused.message


def test_approve_against_reject_exactly_one_wins_each_of_three_hundred_times(story):
    comments = [make_comment(story, state=State.PENDING) for _ in range(300 if pg() else 30)]
    approver, rejecter = moderator(), other_moderator()
    together = threading.Barrier(2)

    def decide_all(decision):
        results = []
        for comment in comments:
            seen = Comment.objects.get(pk=comment.pk)
            together.wait()
            results.append(attempt(lambda seen=seen: decision(seen)))
            together.wait()
        return results

    approved, rejected = at_once(
        lambda: decide_all(lambda seen: moderation.approve(seen, by=approver)),
        lambda: decide_all(lambda seen: moderation.reject(seen, by=rejecter, reason="abuse")),
    )
    events = {event.comment_id: event for event in ModerationEvent.objects.select_related("by")}
    assert ModerationEvent.objects.count() == len(events) == len(comments)
    for comment, mine, theirs in zip(Comment.objects.order_by("pk"), approved, rejected, strict=True):
        event, loser = events[comment.pk], theirs if mine is True else mine
        assert (mine is True) != (theirs is True)
        assert (comment.state, comment.version) == (event.became, 2)
        assert event.by.name in loser
    assert Comment.objects.visible().count() == approved.count(True)


def test_bulk_against_bulk_of_overlapping_sets_everything_is_done_once_or_skipped(story):
    comments = [make_comment(story, state=State.PENDING) for _ in range(80)]
    chosen = {comment.public_id: 1 for comment in comments}
    first, last = dict(list(chosen.items())[:60]), dict(list(reversed(chosen.items()))[:60])
    people = moderator(), other_moderator()
    outcomes = at_once(
        lambda: moderation.act_on_all("approve", first, by=people[0]),
        lambda: moderation.act_on_all("spam", last, by=people[1]),
    )
    assert [len(outcome.done) + len(outcome.skipped) for outcome in outcomes] == [60, 60]
    assert sum(len(outcome.done) for outcome in outcomes) == ModerationEvent.objects.count() == 80
    assert Comment.objects.filter(version=2).count() == 80
    assert Comment.objects.visible().count() == len(outcomes[0].done)


def test_undoing_a_bulk_against_a_colleague_who_decides_on_the_same(story):
    comments = [make_comment(story, state=State.PENDING) for _ in range(40)]
    people = moderator(), other_moderator()
    batch = moderation.act_on_all("approve", {comment.public_id: 1 for comment in comments}, by=people[0]).batch
    undone, removed = at_once(
        lambda: moderation.undo_all(batch, by=people[0]),
        lambda: moderation.act_on_all(
            "remove", {comment.public_id: 2 for comment in comments}, by=people[1], reason="legal"
        ),
    )
    assert len(undone.done) + len(removed.done) == 40
    assert len(undone.done) + len(undone.skipped) == len(removed.done) + len(removed.skipped) == 40
    assert Comment.objects.filter(version=3).count() == 40


def test_of_two_who_take_the_same_comment_in_hand_one_has_it(story):
    comments = [make_comment(story, state=State.PENDING) for _ in range(10)]
    people = moderator(), other_moderator()
    for comment in comments:
        taken = at_once(*[lambda who=who, it=comment: leases.take(it, by=who) for who in people])
        assert sorted(taken) == [False, True]


def test_the_author_withdraws_while_a_moderator_approves(story):
    comment = make_comment(story, state=State.PENDING)
    by = moderator()
    mine, theirs = (Comment.objects.get(pk=comment.pk) for _ in range(2))
    results = at_once(
        lambda: attempt(lambda: moderation.withdraw(mine)), lambda: attempt(lambda: moderation.approve(theirs, by=by))
    )
    assert sum(result is True for result in results) == 1
    assert ModerationEvent.objects.count() == 1


def test_fifty_posts_of_one_form_are_one_comment_and_one_receipt(story):
    token = tokens.mint(story.pk)
    answers = at_once(*[lambda: leave(story, Client(), token=token) for _ in range(50 if pg() else 12)])
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Comment.objects.count() == 1


def test_the_same_form_from_two_addresses_is_one_comment(story):
    token = tokens.mint(story.pk)
    answers = at_once(*[lambda n=n: leave(story, Client(REMOTE_ADDR=f"192.0.2.{n}"), token=token) for n in range(8)])
    assert len({answer["Location"] for answer in answers}) == 1
    assert Comment.objects.count() == 1


def test_of_a_flood_from_one_address_exactly_the_allowed_number_is_kept(story, monkeypatch):
    monkeypatch.setattr(posting, "PATIENCE", 60_000)
    many = MOST + (25 if pg() else 5)
    answers = at_once(*[lambda n=n: leave(story, comment=f"Number {n} of many") for n in range(many)])
    assert sorted(answer.status_code for answer in answers) == [303] * MOST + [429] * (many - MOST)
    assert Comment.objects.count() == MOST


def test_of_many_at_once_a_valve_lets_exactly_the_allowed_number_wait(story, monkeypatch):
    monkeypatch.setattr(posting, "PATIENCE", 60_000)
    set_policy({"valve": "closed", "most_waiting": 5}, by=administrator())
    many = 20 if pg() else 8
    answers = at_once(
        *[
            lambda n=n: leave(story, Client(REMOTE_ADDR=f"198.51.{n}.1"), comment=f"Number {n} of many")
            for n in range(many)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [303] * 5 + [403] * (many - 5)
    assert Comment.objects.count() == 5
    assert ValveSwitch.objects.count() == 1


def test_decisions_that_teach_count_each_other(story):
    by = moderator()
    comments = [make_comment(story, state=State.PENDING, text="The same words for all of them") for _ in range(12)]
    at_once(*[lambda each=each: moderation.approve(each, by=by) for each in comments])
    assert memory.totals().comments == (12, 0)
    assert {each.good for each in TokenCount.objects.filter(pk__gt=memory.VOCABULARY)} == {12}


def test_of_two_comments_that_are_rewritten_to_the_same_words_at_once_one_is_a_repetition(story):
    ours = [make_comment(story, text=f"Text {number}", address_key="mine") for number in range(4)]

    def rewrite(comment):
        try:
            editing.rewrite(comment, "The same words for all of them", seen=comment.version)
        except posting.Refused as refused:
            return refused.code

    results = at_once(*[lambda each=each: rewrite(each) for each in ours])
    assert sorted(results, key=str) == [None, "duplicate", "duplicate", "duplicate"]
    assert Comment.objects.filter(text="The same words for all of them").count() == 1


def test_two_comments_of_the_same_microsecond_both_find_their_place(story):
    at = story.created_at
    results = at_once(*[lambda: make_comment(story, created_at=at).path for _ in range(6)])
    assert len(set(results)) == 6


def test_who_waits_too_long_for_the_database_is_told_that_it_is_busy(story, monkeypatch):
    monkeypatch.setattr(posting, "PATIENCE", 50)
    held, free = threading.Event(), threading.Event()
    key = network.address_key("127.0.0.1")

    def hold():
        with connections["default"].cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if not pg() else "BEGIN")
            if pg():
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(f"sender {key}")])
            held.set()
            free.wait(10)
            cursor.execute("ROLLBACK")

    def post():
        held.wait(10)
        try:
            if not pg():
                connections["default"].cursor().execute("PRAGMA busy_timeout = 20")
            return leave(story, comment="Words that are kept")
        finally:
            free.set()

    _, answer = at_once(hold, post)
    assert answer.status_code == 503
    assert "Words that are kept" in answer.content.decode()
    assert not Comment.objects.exists()


def pg() -> bool:
    return connection.vendor == "postgresql"
