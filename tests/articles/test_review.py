"""Review: submit, approve, return, restore."""

import pytest
from django.core.exceptions import PermissionDenied

from articles import workflow
from articles.models import Stage
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, other_reporter, photo_editor, reporter, rewrite

pytestmark = pytest.mark.django_db


def test_a_reporter_submits_and_an_editor_approves():
    article = make_article()
    submitted = workflow.submit(article, by=reporter())
    assert (article.stage, submitted.kind) == (Stage.IN_REVIEW, "submitted")
    approved = workflow.approve(article, by=editor())
    article.refresh_from_db()
    assert article.stage == Stage.READY
    assert article.approved_revision == approved == submitted


def test_a_reporter_submits_only_own_stories():
    with pytest.raises(PermissionDenied):
        workflow.submit(make_article(), by=other_reporter())


@pytest.mark.parametrize("somebody", [reporter, photo_editor])
def test_only_editors_approve(somebody):
    article = make_article()
    workflow.submit(article, by=reporter())
    with pytest.raises(PermissionDenied):
        workflow.approve(article, by=somebody())


def test_an_incomplete_story_is_not_submitted():
    article = make_article(headline="")
    refused_with("incomplete", workflow.submit, article, by=reporter())
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT


def test_an_approval_is_void_when_the_text_changes():
    article = make_article()
    workflow.submit(article, by=reporter())
    workflow.approve(article, by=editor())
    rewrite(article, by=reporter(), headline="A bolder claim")
    article.refresh_from_db()
    assert (article.stage, article.approved_revision) == (Stage.IN_REVIEW, None)
    assert article.events.first().verb == "void_approval"


def test_an_approval_of_a_text_that_has_moved_on_is_refused():
    article = make_article()
    workflow.submit(article, by=reporter())
    seen = article.version
    rewrite(article, by=reporter(), headline="A bolder claim")
    refused_with("text_changed", workflow.approve, article, by=editor(), seen=seen)


def test_an_older_revision_cannot_be_approved():
    article = make_article()
    old = article.revisions.first()
    rewrite(article, headline="A bolder claim")
    workflow.submit(article, by=reporter())
    refused_with("text_changed", workflow.approve, article, by=editor(), revision=old)


def test_nobody_approves_an_own_story_unless_the_newsroom_allows_it(settings):
    article = make_article(by=editor())
    workflow.submit(article, by=editor())
    refused_with("own_story", workflow.approve, article, by=editor())
    settings.NEWSROOM_SELF_APPROVAL = True
    workflow.approve(article, by=editor())


def test_a_story_is_returned_with_a_note():
    article = make_article()
    workflow.submit(article, by=reporter())
    refused_with("note_missing", workflow.return_to_writer, article, by=editor(), note=" ")
    workflow.return_to_writer(article, by=editor(), note="Who says so?")
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT
    assert article.events.first().note == "Who says so?"


def test_each_stage_allows_only_its_moves():
    article = make_article()
    refused_with("wrong_stage", workflow.approve, article, by=editor())
    refused_with("wrong_stage", workflow.return_to_writer, article, by=editor(), note="Why?")
    workflow.submit(article, by=reporter())
    refused_with("wrong_stage", workflow.submit, article, by=reporter())


def test_restoring_an_earlier_text_is_a_new_revision():
    article = make_article(tags=["ships"])
    first = article.revisions.first()
    rewrite(article, headline="Worse")
    article.tags.clear()
    restored = workflow.restore(article, by=reporter(), revision=first)
    article.refresh_from_db()
    assert article.headline == "First ship since March"
    assert [tag.name for tag in article.tags.all()] == ["ships"]
    assert restored.digest == first.digest and restored != first
    assert article.revisions.count() == 3


def test_the_refusals_of_restoring():
    article = make_article()
    first = article.revisions.first()
    refused_with("nothing_changed", workflow.restore, article, by=reporter(), revision=first)
    refused_with("other_article", workflow.restore, article, by=reporter(), revision=make_article().revisions.first())
    rewrite(article, headline="Worse")
    refused_with("text_changed", workflow.restore, article, by=reporter(), revision=first, seen=0)


def test_only_open_moves_are_offered():
    article = make_article()
    assert verbs(reporter(), article) == ["submit", "set_embargo", "trash"]
    assert verbs(editor(), article) == ["submit", "publish", "schedule", "set_embargo", "trash"]
    workflow.publish(article, by=editor())
    assert verbs(reporter(), article) == []
    assert verbs(editor(), article) == ["amend", "expire", "withdraw", "kill"]
    assert verbs(other_reporter(), article) == []


def verbs(user, article):
    """Those that depend on where the story stands; it can always be given to somebody."""
    return [move.verb for move in workflow.moves_open_to(user, article) if move.verb != "assign"]
