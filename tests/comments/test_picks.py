"""Editors' picks: marked for readers, by those who may open the story, and never shown of what is hidden."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from comments import moderation, picks
from comments.models import Comment, State
from tests import cast
from tests.comments.makers import make_comment, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return make_comment(cast.make_live(headline="The last ferry"))


def is_pick(comment) -> bool:
    return Comment.objects.get(pk=comment.pk).picked_at is not None


def test_an_editor_picks_and_takes_it_back_from_the_page_of_the_comment(comment, client):
    desk = Client()
    desk.force_login(cast.editor())
    here = f"/admin/comments/comment/{comment.public_id}/"
    assert ">Pick</button>" in desk.get(here).content.decode()
    assert "among the editors’ picks" in desk.post(f"{here}picks/pick/", follow=True).content.decode()
    assert "Editors’ pick<" in client.get(path_of(comment.article)).content.decode()
    assert "Nothing was changed" in desk.post(f"{here}picks/pick/", follow=True).content.decode()
    desk.post(f"{here}picks/unpick/")
    assert not is_pick(comment)
    assert "Editors’ pick<" not in client.get(path_of(comment.article)).content.decode()


def test_who_picked_is_kept_and_recorded(comment):
    from accounts.models import Audit

    picks.pick(comment, by=cast.editor())
    assert Comment.objects.get(pk=comment.pk).picked_by == cast.editor()
    assert Audit.objects.get(action="comment_picked").about_id == comment.public_id


def test_moderators_reporters_and_editors_of_other_sections_do_not_pick(comment):
    for person in (cast.moderator(), cast.reporter(), cast.sports_editor()):
        with pytest.raises(PermissionDenied):
            picks.pick(comment, by=person)
    assert not is_pick(comment)


def test_only_what_readers_see_can_be_picked(comment):
    for state in set(State.values) - {State.APPROVED}:
        with pytest.raises(PermissionDenied):
            picks.pick(make_comment(comment.article, state=state), by=cast.editor())


def test_a_comment_that_was_removed_meanwhile_is_not_picked(comment):
    stale = Comment.objects.get(pk=comment.pk)
    moderation.remove(comment, by=cast.moderator(), reason="abuse")
    assert picks.pick(stale, by=cast.editor()) is False
    assert not is_pick(comment)


def test_a_pick_that_is_removed_is_shown_nowhere_and_comes_back_with_the_comment(comment, client):
    picks.pick(comment, by=cast.editor())
    event = moderation.remove(Comment.objects.get(pk=comment.pk), by=cast.moderator(), reason="abuse")
    assert comment.text not in client.get(path_of(comment.article), {"sort": "picks"}).content.decode()
    moderation.undo(event, by=cast.moderator())
    assert "Editors’ pick<" in client.get(path_of(comment.article)).content.decode()
