"""One move with many stories, what became of each, and taking the whole back as one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from articles import assigning, clock, sorting, workflow
from articles.models import Article, Batch, Edition, Section
from tests import cast
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.articles.refusals import refused_with

pytestmark = pytest.mark.django_db
LIST = page("changelist")


def choose(client, verb: str, *stories):
    return client.post(LIST, {"action": f"{verb}_selected", "_selected_action": [story.pk for story in stories]})


def confirm(client, asked, **typed):
    return client.post(LIST, form_of(asked, "move") | typed, follow=True)


def undo(client):
    address = reverse("admin:articles_article_undo", args=[Batch.objects.latest("at").pk])
    return client.post(address, follow=True)


def tags(story) -> list[str]:
    return sorted(tag.name for tag in Article.objects.get(pk=story.pk).tags.all())


def on_it(story):
    return Article.objects.get(pk=story.pk).assigned_to


@pytest.fixture
def three():
    return [
        cast.make_article(headline=f"Story {number}", slug=f"s{number}", tags=["ships", "port"]) for number in range(3)
    ]


def test_many_stories_get_other_tags_and_their_former_ones_again(three):
    client = signed_in(cast.editor())
    told = text_of(confirm(client, choose(client, "retag", *three), add="Harbour", remove="Ships"))
    assert "3 stories with other tags" in told
    assert [tags(story) for story in three] == [["Harbour", "port"]] * 3
    assert three[0].revisions.count() == 2 and three[0].events.get().verb == "retag"
    assert "3 stories with the former tags" in text_of(undo(client))
    assert [tags(story) for story in three] == [["port", "ships"]] * 3


def test_only_what_was_really_added_is_taken_away_by_the_undo(three):
    first, *_ = three
    first.tags.add("Harbour")
    client = signed_in(cast.editor())
    confirm(client, choose(client, "retag", *three), add="harbour, quay")
    undo(client)
    assert tags(first) == ["Harbour", "port", "ships"]
    assert tags(three[1]) == ["port", "ships"]


def test_what_somebody_changed_meanwhile_is_left_as_it_is_and_named(three):
    client = signed_in(cast.editor())
    confirm(client, choose(client, "retag", *three), add="harbour")
    three[1].tags.remove("harbour")
    cast.rewrite(Article.objects.get(pk=three[2].pk), headline="A new headline")  # another part: no reason to stop
    told = text_of(undo(client))
    assert "2 stories with the former tags" in told
    assert "Story 1 Somebody has changed this again since" in told
    assert tags(three[2]) == ["port", "ships"] and Article.objects.get(pk=three[2].pk).headline == "A new headline"


def test_many_stories_are_given_to_somebody_and_back(three):
    client, ron, yesterday = signed_in(cast.editor()), cast.other_reporter(), clock.read() - timedelta(days=1)
    had = {"assigned_to": cast.reporter(), "deadline": yesterday, "priority": "urgent"}
    Article.objects.filter(pk=three[0].pk).update(**had)
    told = text_of(confirm(client, choose(client, "assign", *three), assigned_to=ron.pk, priority="low", note="Now."))
    assert "3 stories assigned" in told
    assert {on_it(story) for story in three} == {ron} and three[0].events.get().note == "Now."
    Article.objects.filter(pk=three[1].pk).update(priority="urgent")
    told = text_of(undo(client))
    assert "2 stories assigned as before" in told and "Story 1 Somebody has changed this again" in told
    assert [on_it(story) for story in three] == [cast.reporter(), ron, None]
    first = Article.objects.get(pk=three[0].pk)
    assert {name: getattr(first, name) for name in had} == had


def test_whoever_has_left_meanwhile_is_not_given_a_story_back(three):
    client = signed_in(cast.editor())
    Article.objects.filter(pk=three[0].pk).update(assigned_to=cast.reporter())
    confirm(client, choose(client, "assign", *three), assigned_to=cast.other_reporter().pk)
    User.objects.filter(pk=cast.reporter().pk).update(is_active=False)
    told = text_of(undo(client))
    assert "2 stories assigned as before" in told and "Rita Reporter cannot work on stories" in told


def test_a_story_that_somebody_else_has_just_given_away_is_left_out(three):
    client = signed_in(cast.editor())
    asked = choose(client, "assign", *three)
    assigning.assign(three[0], by=cast.other_editor(), to=cast.reporter())
    told = text_of(confirm(client, asked, assigned_to=cast.other_reporter().pk))
    assert "2 stories assigned" in told and "Story 0 Somebody else has just moved this story" in told
    assert on_it(three[0]) == cast.reporter()


def test_many_stories_are_thrown_away_and_put_back(three):
    client = signed_in(cast.editor())
    live = cast.make_live(headline="Live one", slug="live")
    told = text_of(confirm(client, choose(client, "trash", *three, live), note="Old."))
    assert "3 stories thrown away" in told
    assert Article.objects.visible_to(cast.editor()).count() == 1
    assert "3 stories put back" in text_of(undo(client))
    assert Article.objects.visible_to(cast.editor()).count() == 4


def test_a_live_story_is_named_with_the_reason_before_anything_happens(three):
    client = signed_in(cast.editor())
    live = cast.make_live(headline="Live one", slug="live")
    told = text_of(choose(client, "trash", three[0], live))
    assert "Live one Readers have seen it: it can be withdrawn, not thrown away." in told


def test_an_undo_happens_once(three):
    client = signed_in(cast.editor())
    confirm(client, choose(client, "assign", *three), assigned_to=cast.reporter().pk)
    done = Batch.objects.get()
    for sentence in ("3 stories assigned as before", "This has been taken back already."):
        told = text_of(client.post(reverse("admin:articles_article_undo", args=[done.pk]), follow=True))
        assert sentence in told
    assert "Undo" not in text_of(client.get(reverse("admin:articles_article_batch", args=[done.pk])))


def test_what_was_published_is_withdrawn_with_a_question_of_its_own(three):
    client = signed_in(cast.editor())
    told = confirm(client, choose(client, "publish", *three))
    assert "Undo" not in text_of(told)
    asked = client.post(LIST, form_of(told, "move"))
    assert "Withdraw: 3 stories" in text_of(asked)
    assert Edition.objects.live().count() == 3
    confirm(client, asked, note="Too early.")
    assert not Edition.objects.live().exists()
    publication = Batch.objects.get(verb="publish")
    assert "This cannot be taken back as one." in text_of(
        client.post(reverse("admin:articles_article_undo", args=[publication.pk]), follow=True)
    )


def test_nobody_else_sees_or_undoes_it(three):
    client = signed_in(cast.editor())
    confirm(client, choose(client, "assign", *three), assigned_to=cast.reporter().pk)
    key = Batch.objects.get().pk
    other = signed_in(cast.other_editor())
    assert other.get(reverse("admin:articles_article_batch", args=[key])).status_code == 404
    assert other.post(reverse("admin:articles_article_undo", args=[key])).status_code == 404
    assert client.get(reverse("admin:articles_article_undo", args=[key])).status_code == 405


def test_the_undo_asks_for_the_right_again(three):
    client = signed_in(cast.editor())
    confirm(client, choose(client, "assign", *three), assigned_to=cast.reporter().pk)
    Section.objects.get_or_create(name="Sports", slug="sports")
    cast.limited(cast.editor(), cast.make_section("Sports"))
    told = text_of(undo(client))
    assert "0 stories assigned as before" in told and "This is not open to you." in told
    assert on_it(three[0]) == cast.reporter()


@pytest.mark.parametrize(
    ("verb", "typed", "sentence"),
    [
        ("retag", {"add": "", "remove": ""}, "Name at least one tag"),
        ("retag", {"add": "a", "remove": "A"}, "cannot be added and removed at once"),
        ("retag", {"add": "x" * 200}, "A tag has at most"),
        ("assign", {"assigned_to": "x"}, "Choose a colleague."),
        ("assign", {"assigned_to": "9" * 40}, "Choose a colleague."),
        ("assign", {"due": "soon", "note": "Now"}, "Due"),
    ],
)
def test_what_makes_no_sense_is_asked_again_with_all_that_was_typed(three, verb, typed, sentence):
    client = signed_in(cast.editor())
    answer = confirm(client, choose(client, verb, *three), **typed)
    assert answer.status_code == 400 and sentence in answer.text
    assert all(value in answer.text for value in typed.values() if len(value) < 3)
    assert answer.text.count('name="_selected_action"') == 3 and not Batch.objects.exists()


def test_a_text_that_changed_since_the_question_is_left_out(three):
    client = signed_in(cast.editor())
    asked = choose(client, "retag", *three)
    cast.rewrite(three[0], headline="Changed")
    told = text_of(confirm(client, asked, add="harbour"))
    assert "2 stories with other tags" in told and "The text has changed since you opened it" in told


def test_nothing_to_change_is_a_refusal(three):
    refused_with("nothing_changed", sorting.retag, three[0], by=cast.editor(), add=["Ships"])


def test_retagging_a_live_story_changes_nothing_that_readers_see():
    live = cast.make_live(tags=["ships"])
    sorting.retag(live, by=cast.editor(), add=["harbour"])
    assert [link.name for link in live.editions.get().tag_links.all()] == ["ships"]
    assert workflow.public_state(Article.objects.get(pk=live.pk)).has_changes


def test_a_change_of_tags_voids_an_approval(three):
    story = three[0]
    workflow.submit(story, by=cast.reporter())
    workflow.approve(story, by=cast.editor())
    sorting.retag(Article.objects.get(pk=story.pk), by=cast.editor(), add=["harbour"])
    assert Article.objects.get(pk=story.pk).approved_revision is None
