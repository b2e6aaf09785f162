"""Amending: what readers see now is mended, and what is planned stays planned."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles import clock, revisions, workflow
from articles.models import Edition
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_live, reporter, rewrite

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def planned():
    """A live story whose secret update waits for six o'clock; the working copy holds it already."""
    article = make_live(headline="Minister denies it")
    rewrite(article, body="<p>The minister resigns.</p>")
    workflow.schedule(article, by=editor(), at=clock.read() + HOUR, kind="update")
    return article


def seen_at(at):
    return Edition.objects.live(at).get()


def test_a_typo_is_mended_now_and_the_secret_update_stays_secret(planned):
    workflow.amend(planned, by=editor(), patch={"headline": "Minister denies that"}, kind="typo")
    now = seen_at(clock.read())
    assert now.headline == "Minister denies that"
    assert "resigns" not in now.rendered.body


def test_the_typo_does_not_come_back_with_the_update(planned):
    lost = workflow.amend(planned, by=editor(), patch={"headline": "Minister denies that"}, kind="typo")
    later = seen_at(clock.read() + 2 * HOUR)
    assert lost == []
    assert later.headline == "Minister denies that"
    assert "resigns" in later.rendered.body
    planned.refresh_from_db()
    assert planned.headline == "Minister denies that"


def test_the_editor_is_told_where_a_change_could_not_be_carried(planned):
    lost = workflow.amend(planned, by=editor(), patch={"body": "<p>The first ships came.</p>"}, kind="typo")
    assert lost == [("scheduled", "body"), ("working copy", "body")]
    assert "resigns" in seen_at(clock.read() + 2 * HOUR).rendered.body


def test_the_amended_edition_ends_where_the_update_begins(planned):
    start = planned.editions.latest("live_from").live_from
    workflow.amend(planned, by=editor(), patch={"headline": "Minister denies that"}, kind="typo")
    assert seen_at(clock.read()).live_until == start == planned.editions.latest("live_from").live_from


def test_the_public_time_never_moves_backwards():
    article = make_live()
    rewrite(article, headline="First ship since May")
    workflow.schedule(article, by=editor(), at=clock.read() + HOUR, kind="typo")
    workflow.amend(article, by=editor(), patch={"standfirst": "Corrected."}, kind="correction", note="It was May.")
    now, later = seen_at(clock.read()), seen_at(clock.read() + 2 * HOUR)
    assert later.updated_at == now.updated_at > article.editions.get(number=1).updated_at
    assert [each["note"] for each in later.rendered.corrections] == ["It was May."]


def test_the_working_copy_gets_a_revision_of_the_carried_change():
    article = make_live()
    rewrite(article, standfirst="Being rewritten.")
    before = article.version
    workflow.amend(article, by=editor(), patch={"headline": "Mended"}, kind="typo")
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.version) == ("Mended", "Being rewritten.", before + 1)
    assert revisions.thaw(article.revisions.first())["standfirst"] == "Being rewritten."


def test_the_refusals_of_amending():
    article = make_article()
    patch = {"headline": "Mended"}
    refused_with("not_public", workflow.amend, article, by=editor(), patch=patch, kind="typo")
    workflow.publish(article, by=editor())
    refused_with("kind_missing", workflow.amend, article, by=editor(), patch=patch, kind="")
    refused_with("note_missing", workflow.amend, article, by=editor(), patch=patch, kind="correction")
    same = {"headline": article.headline}
    refused_with("nothing_changed", workflow.amend, article, by=editor(), patch=same, kind="typo")
    refused_with("conflict", workflow.amend, article, by=editor(), patch=patch, kind="typo", seen=0)
    with pytest.raises(PermissionDenied):
        workflow.amend(article, by=reporter(), patch=patch, kind="typo")
