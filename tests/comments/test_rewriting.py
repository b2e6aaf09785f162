"""An author changes a comment: for some minutes, never behind a moderator's back, and no typed word is lost."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, transaction
from django.test import Client
from django.utils import timezone

from comments import editing, moderation, picks, sanctions, tokens
from comments.models import Comment, CommentRevision, Mode, State
from comments.policies import set_policy
from tests.cast import administrator, editor, make_live, moderator
from tests.comments.makers import ELSEWHERE, OURS, make_comment, make_commenter, make_own, path_of

pytestmark = pytest.mark.django_db

NEW = "Words that I would rather have said <b>&amp;</b>"
KEPT = "Words that I would rather have said &lt;b&gt;&amp;amp;&lt;/b&gt;"


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def held(story):
    return make_comment(story, state=State.PENDING, text="What I said first.")


def address(comment, key=None) -> str:
    return f"/comments/r/{comment.public_id}/edit?k={key or tokens.receipt_key(comment.public_id)}"


def send(comment, text=NEW, *, client=None, seen=None, headers=OURS, **more):
    data = {"comment": text, "k": tokens.receipt_key(comment.public_id), "seen": seen or comment.version} | more
    return (client or Client()).post(f"/comments/r/{comment.public_id}/edit", data, headers=headers)


def assert_refused(response, status: int, sentence: str):
    page = response.content.decode()
    assert response.status_code == status, page
    assert "Your comment was not changed" in page
    assert sentence in page
    assert KEPT in page
    assert "autofocus" in page
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_receipt_leads_to_the_form_and_back_with_the_new_text(held, client):
    receipt = client.get(f"/comments/r/{held.public_id}", {"k": tokens.receipt_key(held.public_id)}).content.decode()
    assert f'href="{address(held)}"' in receipt
    assert "What I said first." in client.get(address(held)).content.decode()
    done = send(held)
    assert done.status_code == 303
    assert KEPT in client.get(done["Location"]).content.decode()
    held.refresh_from_db()
    assert (held.text, held.revision, held.version, held.state) == (NEW, 2, 2, State.PENDING)
    assert held.edited_at
    former = CommentRevision.objects.get()
    assert (former.number, former.text) == (1, "What I said first.")


def test_a_preview_stores_nothing(held):
    page = send(held, preview="1").content.decode()
    assert "Not stored yet." in page
    assert page.count(KEPT) == 2
    assert not CommentRevision.objects.exists()


def test_the_same_text_again_changes_nothing(held):
    assert send(held, "What I said first.").status_code == 303
    held.refresh_from_db()
    assert (held.revision, held.version) == (1, 1)


def test_a_new_text_goes_through_the_rules_and_an_approved_comment_is_held_again(story, client):
    comment = make_comment(story, text="Harmless.")
    send(comment, "Buy at https://cheap.example/ now")
    comment.refresh_from_db()
    assert comment.state == State.PENDING
    assert {hit.rule for hit in comment.hits.filter(revision=2)} >= {"links"}
    page = client.get(path_of(story)).content.decode()
    assert "Harmless." not in page
    assert "cheap.example" not in page


def test_where_no_rule_has_a_reason_a_published_comment_stays_published(story, client):
    set_policy({"mode": Mode.POST}, by=administrator())
    comment = make_comment(story, text="Harmless.")
    send(comment)
    comment.refresh_from_db()
    assert comment.state == State.APPROVED
    assert (comment.reviewed_at, comment.events.get().kind) == (None, "author")
    assert KEPT in client.get(path_of(story)).content.decode()


def test_mending_a_comma_is_no_repetition(held):
    send(held, "What I said, first.")
    assert "repeated" not in {hit.rule for hit in held.hits.filter(revision=2)}


def test_when_the_time_is_over_the_text_stays_and_the_words_are_kept(story):
    comment = make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(minutes=10, seconds=1))
    assert_refused(send(comment), 403, "The time in which a comment can be changed is over.")
    in_time = make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(minutes=9))
    assert send(in_time).status_code == 303


def test_an_operator_can_switch_changes_off(held, settings, client):
    settings.NEWSROOM_COMMENT_EDIT_MINUTES = 0
    assert_refused(send(held), 403, "is over")
    receipt = client.get(f"/comments/r/{held.public_id}", {"k": tokens.receipt_key(held.public_id)})
    assert "Change the text" not in receipt.content.decode()


@pytest.mark.parametrize("state", [State.REJECTED, State.SPAM, State.REMOVED, State.WITHDRAWN, State.ERASED])
def test_what_was_decided_against_cannot_be_rewritten(story, state):
    assert_refused(send(make_comment(story, state=state)), 403, "has been decided on")


def test_who_writes_while_a_moderator_approves_is_told_and_may_send_it_once_more(held):
    moderation.approve(held, by=moderator())
    answer = send(held, seen=1)
    assert_refused(answer, 409, "in the meantime")
    assert 'name="seen" value="2"' in answer.content.decode()
    assert send(held, seen=2).status_code == 303
    held.refresh_from_db()
    assert held.state == State.PENDING


def test_a_moderator_never_approves_a_text_that_was_replaced_while_they_read(held):
    send(held)
    with pytest.raises(moderation.Conflict, match="Its author rewrote this comment"):
        moderation.approve(Comment.objects.get(pk=held.pk), by=moderator(), seen=1)


def test_after_a_decision_on_a_former_text_there_is_no_third(held):
    moderation.approve(held, by=moderator())
    held.refresh_from_db()
    send(held, "A second text that nobody has read.")
    held.refresh_from_db()
    assert_refused(send(held), 403, "has been decided on")


def test_a_comment_has_ten_texts_at_most(held):
    for number in range(editing.MOST - 1):
        assert send(held, f"Text {number}").status_code == 303
        held.refresh_from_db()
    assert send(held).status_code == 403


@pytest.mark.parametrize(("text", "sentence"), [("", "Write a comment."), ("\u3164", "Write a comment.")])
def test_an_empty_text_is_refused_beside_the_field(held, text, sentence):
    answer = send(held, text)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_too_long_a_text_is_kept_whole(held):
    answer = send(held, "x" * 5_001)
    assert answer.status_code == 422
    assert "x" * 5_001 in answer.content.decode()


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "٣"])
def test_a_version_that_was_never_seen_is_a_conflict(held, seen):
    assert send(held, seen=seen or " ").status_code == 409


def test_another_site_cannot_rewrite_a_comment(held):
    assert_refused(send(held, headers=ELSEWHERE), 403, "from another site")
    colleague = Client()
    colleague.force_login(moderator())
    assert_refused(send(held, client=colleague, headers={}), 403, "from another site")


def test_it_needs_the_key_of_this_comment(held, story, client):
    other = tokens.receipt_key(make_comment(story).public_id)
    for key in ("x", other):
        assert client.get(address(held, key)).status_code == 404
        assert send(held, k=key).status_code == 404
    assert not CommentRevision.objects.exists()


def test_a_busy_database_loses_no_word(held, monkeypatch, django_assert_num_queries):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr("comments.views.rewriting.get_object_or_404", busy)
    with django_assert_num_queries(0):
        answer = send(held)
    assert_refused(answer, 503, "Nothing is lost")
    assert int(answer["Retry-After"]) > 0


def test_nothing_but_the_text_can_be_sent(held):
    send(held, name="Editor", email="x@y.example", state="approved", version="9", user="1", public_id="aaaaaaaaaaaa")
    changed = Comment.objects.get(pk=held.pk)
    assert (changed.name, changed.email, changed.state, changed.user) == (held.name, held.email, "pending", None)


def test_a_moderator_sees_what_it_said_before_and_only_the_reasons_of_the_present_text(held):
    send(held, "See https://one.example/")
    held.refresh_from_db()
    send(held, "Without it.")
    desk = Client()
    desk.force_login(moderator())
    page = desk.get(f"/admin/comments/comment/{held.public_id}/").content.decode()
    assert "What it said before" in page
    assert "What I said first." in page
    assert "Its author rewrote this comment" in page
    assert "Contains links" not in page


def test_a_former_text_is_never_changed_and_goes_only_when_the_words_of_its_comment_are_gone(held):
    send(held)
    for write in (
        lambda: CommentRevision.objects.update(text="x"),
        lambda: CommentRevision.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()
    Comment.objects.filter(pk=held.pk).update(text="")
    CommentRevision.objects.all().delete()


def test_who_is_banned_meanwhile_changes_nothing_any_more(held):
    sanctions.impose("domain", held.email.rpartition("@")[2], by=moderator(), reason="hate")
    assert_refused(send(held), 403, "are not taken at the moment")
    held.refresh_from_db()
    assert held.text == "What I said first."


def test_who_is_banned_by_a_proved_address_changes_nothing_any_more(story):
    comment = make_own(story, make_commenter("wanda@reader.example"), state=State.PENDING, text="What I said first.")
    sanctions.impose("address", comment.commenter.email_key, by=moderator(), reason="hate", comment=comment)
    assert_refused(send(comment), 403, "are not taken at the moment")


def test_other_words_are_no_pick_until_an_editor_picks_them(story):
    set_policy({"mode": Mode.POST}, by=administrator())
    comment = make_comment(story, state=State.APPROVED, text="What I said first.")
    picks.pick(comment, by=editor())
    assert send(comment).status_code == 303
    comment.refresh_from_db()
    assert (comment.text, comment.state, comment.picked_at, comment.picked_by) == (NEW, State.APPROVED, None, None)


def test_what_one_has_said_already_at_this_place_is_refused_with_the_words_kept(story, held):
    make_comment(story, text=NEW.upper())
    assert_refused(send(held), 409, "You have said that already")
    held.refresh_from_db()
    assert (held.text, held.revision, held.version) == ("What I said first.", 1, 1)


def test_the_words_of_somebody_else_of_another_place_or_taken_back_are_no_repetition_of_ones_own(story, held):
    make_comment(story, text=NEW, email="other@reader.example")
    make_comment(story, make_comment(story, text="Above."), text=NEW)
    make_comment(story, text=NEW, state=State.WITHDRAWN)
    assert send(held).status_code == 303
    assert "repeated" in {hit.rule for hit in held.hits.filter(revision=2)}, "the rule has looked, as at a new one"
