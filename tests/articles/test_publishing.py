"""Publishing: the first time, and over a live edition."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles import clock, workflow
from articles.models import Address, Edition, Event, Revision, Stage
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_author, make_live, make_section, moderator, reporter, rewrite

pytestmark = pytest.mark.django_db


def test_a_published_story_is_live_with_its_lists():
    city = make_section("City")
    harbour = make_section("Harbour", parent=city)
    article = make_article(section=harbour, bylines=[make_author()], tags=["ships", "trade"])
    edition = workflow.publish(article, by=editor())
    live = Edition.objects.live(clock.read())
    assert live.get() == edition
    assert live.in_section(city).get() == live.in_section(harbour).get() == edition
    assert live.by_author(make_author()).get() == edition
    assert [link.tag.name for link in edition.tag_links.all()] == ["ships", "trade"]
    assert edition.headline == "First ship since March"
    assert "dawn" in edition.rendered.body
    assert edition.published_at == edition.updated_at == edition.live_from
    assert edition.change == "first"


def test_the_address_has_the_day_of_publication_and_the_headline():
    article = make_live()
    edition = article.editions.get()
    day = f"{edition.published_at.astimezone(workflow.editions.site_zone()):%Y/%m/%d}"
    assert edition.get_absolute_url() == f"/{day}/first-ship-since-march/"


def test_two_headlines_that_are_alike_get_two_addresses():
    first, second = make_live(), make_live()
    assert second.editions.get().address_id == first.editions.get().address_id[:-1] + "-2/"


def test_an_address_that_was_asked_for_and_is_taken_is_refused():
    make_live(slug="ship")
    article = make_article(slug="ship")
    refused_with("path_taken", workflow.publish, article, by=editor())
    assert not article.editions.exists()


def test_readers_keep_the_old_text_while_the_desk_writes():
    article = make_live()
    rewrite(article, headline="Something else")
    assert Edition.objects.live(clock.read()).get().headline == "First ship since March"
    assert workflow.public_state(article).has_changes


def test_undoing_a_change_clears_the_sign_of_unpublished_changes():
    article = make_live()
    rewrite(article, headline="Something else")
    rewrite(article, headline="First ship since March")
    assert not workflow.public_state(article).has_changes


def test_an_update_supersedes_the_live_edition_and_moves_the_public_time():
    article = make_live()
    rewrite(article, headline="Second ship")
    workflow.publish(article, by=editor(), kind="update")
    old, new = article.editions.order_by("number")
    assert (old.live_until, old.end) == (new.live_from, "superseded")
    assert new.updated_at == new.live_from > old.updated_at
    assert new.published_at == old.published_at


def test_a_typo_does_not_move_the_public_time():
    article = make_live()
    rewrite(article, headline="First ship since May")
    edition = workflow.publish(article, by=editor(), kind="typo")
    assert edition.updated_at == article.editions.get(number=1).updated_at


def test_the_address_stays_when_the_headline_changes():
    article = make_live()
    rewrite(article, headline="Another headline")
    edition = workflow.publish(article, by=editor(), kind="update")
    assert edition.address_id == article.editions.get(number=1).address_id


def test_a_new_slug_makes_a_new_address_on_the_same_day_and_keeps_the_old_one():
    article = make_live()
    rewrite(article, slug="ship-back")
    edition = workflow.publish(article, by=editor(), kind="update")
    assert edition.address_id.endswith("/ship-back/")
    assert Address.objects.filter(article=article).count() == 2


def test_the_second_publication_asks_for_the_kind_of_change():
    article = make_live()
    rewrite(article, headline="Second ship")
    refused_with("kind_missing", workflow.publish, article, by=editor())
    refused_with("kind_unknown", workflow.publish, article, by=editor(), kind="whim")
    refused_with("kind_unknown", workflow.publish, article, by=editor(), kind="republication")


@pytest.mark.parametrize("kind", ["correction", "clarification", "retraction"])
def test_a_correction_needs_a_public_note_and_shows_it(kind):
    article = make_live()
    rewrite(article, headline="First ship since May")
    refused_with("note_missing", workflow.publish, article, by=editor(), kind=kind)
    edition = workflow.publish(article, by=editor(), kind=kind, note="The month was wrong.")
    assert edition.rendered.corrections == [
        {"kind": kind, "note": "The month was wrong.", "at": edition.live_from.isoformat()}
    ]


def test_corrections_stay_with_the_story():
    article = make_live()
    rewrite(article, headline="First ship since May")
    workflow.publish(article, by=editor(), kind="correction", note="The month was wrong.")
    rewrite(article, headline="Two ships since May")
    edition = workflow.publish(article, by=editor(), kind="update")
    assert [each["note"] for each in edition.rendered.corrections] == ["The month was wrong."]


@pytest.mark.parametrize(
    ("gap", "words"), [({"headline": ""}, "a headline"), ({"section": None}, "a section"), ({"body": ""}, "a text")]
)
def test_an_incomplete_story_does_not_go_out(gap, words):
    article = make_article()
    rewrite(article, **gap)
    refused = refused_with("incomplete", workflow.publish, article, by=editor())
    assert words in refused.message


def test_what_was_seen_goes_out_and_not_what_was_typed_since():
    article = make_article()
    seen = article.revisions.first()
    rewrite(article, headline="Half a thought")
    edition = workflow.publish(article, by=editor(), revision=seen)
    assert edition.headline == "First ship since March"
    assert edition.revision == seen
    assert Revision.objects.get(pk=seen.pk).kind == "published"


def test_a_text_of_another_story_is_refused():
    refused_with(
        "other_article", workflow.publish, make_article(), by=editor(), revision=make_article().revisions.first()
    )


def test_somebody_who_decided_on_an_older_state_is_told():
    article = make_article()
    workflow.publish(article, by=editor(), seen=0)
    refused_with("conflict", workflow.publish, article, by=editor(), seen=0, kind="update")
    assert article.editions.count() == 1


def test_typing_does_not_make_a_withdrawal_stale():
    article = make_live()
    seen = article.public_version
    rewrite(article, headline="Still typing")
    workflow.withdraw(article, by=editor(), seen=seen)
    assert not Edition.objects.live(clock.read()).exists()


@pytest.mark.parametrize("somebody", [reporter, moderator])
def test_only_an_editor_publishes(somebody):
    article = make_article()
    with pytest.raises(PermissionDenied):
        workflow.publish(article, by=somebody())
    assert not Event.objects.exists()


def test_a_deactivated_editor_does_not_publish():
    boss = editor()
    boss.is_active = False
    with pytest.raises(PermissionDenied):
        workflow.publish(make_article(), by=boss)


def test_a_killed_story_does_not_go_out():
    article = make_article()
    workflow.publish(article, by=editor())
    workflow.kill(article, by=editor(), reason="A court order.")
    refused_with("killed", workflow.publish, article, by=editor(), kind="republication")


def test_nothing_goes_out_before_its_embargo():
    article = make_article()
    workflow.set_embargo(article, by=editor(), until=clock.read() + timedelta(hours=1))
    refused_with("embargoed", workflow.publish, article, by=editor())


def test_a_newsroom_may_ask_for_approval_first(settings):
    settings.NEWSROOM_PUBLISH_NEEDS_APPROVAL = True
    article = make_article()
    refused_with("not_approved", workflow.publish, article, by=editor())
    workflow.submit(article, by=reporter())
    workflow.approve(article, by=editor())
    workflow.publish(article, by=editor())
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT and article.approved_revision is None


def test_publishing_again_after_a_withdrawal_keeps_the_day_and_the_address():
    article = make_live()
    first = article.editions.get()
    workflow.withdraw(article, by=editor())
    edition = workflow.publish(article, by=editor(), kind="republication")
    assert (edition.published_at, edition.address_id) == (first.published_at, first.address_id)
    assert edition.updated_at > first.updated_at


def test_as_new_moves_a_story_up_in_lists_but_not_its_address():
    article = make_live()
    first = article.editions.get()
    edition = workflow.publish(article, by=editor(), kind="update", as_new=True)
    assert edition.published_at == edition.live_from > first.published_at
    assert edition.address_id == first.address_id


def test_publish_withdraw_publish_within_one_microsecond_keeps_their_order(monkeypatch):
    instant = clock.read()
    monkeypatch.setattr("articles.turn.read", lambda: instant)
    article = make_live()
    workflow.withdraw(article, by=editor())
    workflow.publish(article, by=editor(), kind="republication")
    first, second = article.editions.order_by("number")
    assert first.live_from < first.live_until <= second.live_from


def test_a_verb_that_took_too_long_changes_nothing(monkeypatch):
    start = clock.read()
    instants = iter([start, start + workflow.LEAD * 2])
    monkeypatch.setattr("articles.turn.read", lambda: next(instants))
    monkeypatch.setattr("articles.turn.LONGEST", workflow.LEAD)
    article = make_article()
    refused_with("busy", workflow.publish, article, by=editor())
    assert not article.editions.exists()
    article.refresh_from_db()
    assert article.public_version == 0


def test_an_archive_keeps_its_own_date():
    long_ago = clock.read() - timedelta(days=4000)
    edition = workflow.publish(make_article(), by=editor(), first_published_at=long_ago)
    assert edition.published_at == edition.updated_at == long_ago
    assert edition.live_from > long_ago
    assert edition.address_id.startswith(f"/{long_ago:%Y}/")
