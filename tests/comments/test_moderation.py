"""The state machine: each move, each refusal, undo, and many at once."""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from comments import moderation
from comments.models import Comment, ModerationEvent, State
from comments.moderation import VERBS, Conflict, NotOpen, ReasonMissing
from tests.cast import administrator, editor, make_live, moderator, other_moderator, photo_editor, reporter
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live()


@pytest.fixture
def held(story):
    return make_comment(story, state=State.PENDING)


def again(comment):
    return Comment.objects.get(pk=comment.pk)


OPEN = {
    ("pending", "approve"): "approved",
    ("pending", "reject"): "rejected",
    ("pending", "spam"): "spam",
    ("approved", "look"): "approved",
    ("approved", "remove"): "removed",
    ("approved", "spam"): "spam",
    ("approved", "hold"): "pending",
    ("rejected", "approve"): "approved",
    ("rejected", "hold"): "pending",
    ("spam", "approve"): "approved",
    ("spam", "hold"): "pending",
    ("removed", "approve"): "approved",
    ("removed", "hold"): "pending",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", State.values)
def test_every_verb_from_every_state(story, state, verb):
    comment = make_comment(story, state=state, reviewed_at=None)
    expected = OPEN.get((state, verb))
    offered = verb in {each.name for each in moderation.moves_open_to(moderator(), comment)}
    assert offered == bool(expected)
    if expected is None:
        with pytest.raises(NotOpen):
            moderation.act(verb, comment, by=moderator(), reason="abuse")
        assert (again(comment).state, again(comment).version) == (state, 1)
        assert not ModerationEvent.objects.exists()
        return
    event = moderation.act(verb, comment, by=moderator(), reason="abuse", note="n")
    assert (again(comment).state, again(comment).version) == (expected, 2)
    assert (event.was, event.became, event.version, event.by) == (state, expected, 2, moderator())
    assert event.reason == ("abuse" if VERBS[verb].needs_reason else "")


@pytest.mark.parametrize("who", [editor, moderator, administrator])
def test_these_may_decide(held, who):
    assert moderation.approve(held, by=who())


@pytest.mark.parametrize("who", [reporter, photo_editor])
@pytest.mark.parametrize("verb", VERBS)
def test_these_may_not(held, who, verb):
    with pytest.raises(PermissionDenied):
        moderation.act(verb, held, by=who(), reason="abuse")
    assert moderation.moves_open_to(who(), held) == []
    event = moderation.approve(held, by=moderator())
    for attempt in (
        lambda: moderation.undo(event, by=who()),
        lambda: moderation.act_on_all(verb, {held.public_id: 2}, by=who(), reason="abuse"),
        lambda: moderation.undo_all(uuid.uuid4(), by=who()),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert again(held).state == State.APPROVED


def test_somebody_who_left_may_not_decide(held):
    user = moderator()
    user.is_active = False
    user.save()
    with pytest.raises(PermissionDenied):
        moderation.approve(held, by=user)


@pytest.mark.parametrize("reason", ["", "nonsense"])
def test_a_rejection_and_a_removal_need_a_known_reason(story, held, reason):
    with pytest.raises(ReasonMissing):
        moderation.reject(held, by=moderator(), reason=reason)
    with pytest.raises(ReasonMissing):
        moderation.remove(make_comment(story), by=moderator(), reason=reason)
    assert again(held).state == State.PENDING


def test_the_second_of_two_is_told_who_did_what_and_when(held):
    mine, theirs = again(held), again(held)
    moderation.reject(theirs, by=other_moderator(), reason="hate")
    with pytest.raises(
        Conflict, match=r"Max Moderator rejected this comment at \d\d:\d\d \(Hateful\)\. Nothing was changed\."
    ) as told:
        moderation.approve(mine, by=moderator())
    assert told.value.event.by == other_moderator()
    with pytest.raises(Conflict):
        moderation.approve(again(held), by=moderator(), seen=1)
    assert again(held).state == State.REJECTED
    assert ModerationEvent.objects.count() == 1


def test_an_earlier_decision_is_told_with_its_day(held):
    event = moderation.approve(held, by=moderator())
    event.at = datetime(2026, 3, 1, 9, 5, tzinfo=UTC)
    assert moderation.told(event) == "Mona Moderator approved this comment on 1 March 2026 at 09:05."


def test_a_decision_on_another_text_is_a_conflict(held):
    mine = again(held)
    Comment.objects.filter(pk=held.pk).update(text="Edited.", revision=2)
    with pytest.raises(Conflict):
        moderation.approve(mine, by=moderator())


def test_undo_leads_back_by_a_new_event(held):
    event = moderation.reject(held, by=moderator(), reason="abuse")
    undone = moderation.undo(event, by=moderator())
    assert (again(held).state, again(held).version) == (State.PENDING, 3)
    assert undone.undo_of == event
    assert (undone.was, undone.became) == (State.REJECTED, State.PENDING)
    assert held.events.count() == 2


def test_undo_after_somebody_else_acted_is_refused(held):
    event = moderation.approve(held, by=moderator())
    moderation.remove(again(held), by=other_moderator(), reason="legal")
    with pytest.raises(Conflict, match="Max Moderator removed"):
        moderation.undo(event, by=moderator())
    assert again(held).state == State.REMOVED


def test_an_undo_can_be_undone_once(held):
    first = moderation.undo(moderation.approve(held, by=moderator()), by=moderator())
    moderation.undo(first, by=moderator())
    assert again(held).state == State.APPROVED
    with pytest.raises(Conflict):
        moderation.undo(first, by=moderator())


def test_what_its_author_withdrew_stays_withdrawn(held):
    event = moderation.withdraw(again(held))
    with pytest.raises(NotOpen):
        moderation.undo(event, by=moderator())
    with pytest.raises(Conflict, match="Its author withdrew"):
        moderation.approve(held, by=moderator())
    with pytest.raises(NotOpen):
        moderation.withdraw(again(held))


def test_many_at_once_are_done_or_skipped_with_the_reason_and_undone_as_one(story):
    comments = [make_comment(story, state=State.PENDING) for _ in range(6)]
    chosen = {comment.public_id: 1 for comment in comments}
    moderation.mark_spam(again(comments[2]), by=other_moderator())
    outcome = moderation.act_on_all("approve", chosen, by=moderator())
    assert len(outcome.done) == 5
    assert [comment.pk for comment, _ in outcome.skipped] == [comments[2].pk]
    assert "Max Moderator marked this comment as spam" in outcome.skipped[0][1]
    moderation.remove(again(comments[4]), by=other_moderator(), reason="legal")
    undone = moderation.undo_all(outcome.batch, by=moderator())
    assert len(undone.done) == 4
    assert [comment.pk for comment, _ in undone.skipped] == [comments[4].pk]
    assert [again(comment).state for comment in comments] == ["pending"] * 2 + [
        "spam",
        "pending",
        "removed",
        "pending",
    ]


def test_many_at_once_need_a_reason_too(held):
    outcome = moderation.act_on_all("reject", {held.public_id: 1}, by=moderator())
    assert not outcome.done
    assert outcome.skipped[0][1] == "Choose a reason."
    assert moderation.act_on_all("reject", {held.public_id: 1}, by=moderator(), reason="off_topic").done


def test_a_note_with_unreadable_control_characters_is_kept_without_them(client, held):
    client.force_login(moderator())
    answer = client.post(f"/admin/comments/comment/act/{held.public_id}/approve/", {"seen": 1, "note": " fine\x00 \n"})
    assert answer.status_code == 303
    assert ModerationEvent.objects.get().note == "fine"
