"""The page on which a story is written: what a save does, and that nothing typed is ever lost."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, Stage, Tag
from tests.articles.desk import form_of, make, page, save, signed_in, text_of
from tests.cast import (
    editor,
    make_article,
    make_author,
    make_live,
    make_picture,
    make_section,
    moderator,
    other_reporter,
    photo_editor,
    reporter,
    rewrite,
)

pytestmark = pytest.mark.django_db


def test_a_reporter_begins_a_story():
    client = signed_in(reporter())
    form = form_of(client.get(page("add")))
    answer = client.post(page("add"), form | {"headline": "Ferries return", "body": "<p>They are back.</p>"})
    story = Article.objects.get()
    assert answer.url == page("change", story)
    assert (story.headline, story.body, story.created_by) == ("Ferries return", "<p>They are back.</p>", reporter())
    assert story.revisions.get().by == reporter()


def test_a_new_story_carries_its_writers_byline():
    make_author("Rita Reporter", user=reporter())
    client = signed_in(reporter())
    client.post(page("add"), form_of(client.get(page("add"))) | {"headline": "Ferries return"})
    assert [str(line.author) for line in Article.objects.get().bylines.all()] == ["Rita Reporter"]


def test_a_new_story_is_in_the_language_of_the_site(settings):
    settings.LANGUAGE_CODE = "pt"
    assert form_of(signed_in(reporter()).get(page("add")))["language"] == "pt"


def test_a_draft_may_be_incomplete_but_not_empty():
    client = signed_in(reporter())
    answer = client.post(page("add"), form_of(client.get(page("add"))))
    assert "There is nothing to save yet" in text_of(answer)
    assert not Article.objects.exists()


def test_saving_keeps_a_revision_and_says_so():
    story = make_article()
    client = signed_in(reporter())
    answer = save(client, story, headline="Second ship since March")
    assert answer.url == page("change", story)
    assert "Saved." in text_of(client.get(answer.url))
    story.refresh_from_db()
    assert (story.headline, story.version, story.saved_by) == ("Second ship since March", 1, reporter())
    assert revisions.thaw(story.revisions.first())["headline"] == "Second ship since March"


def test_saving_an_unchanged_story_writes_nothing():
    story = make_article(bylines=[make_author()], tags=["Harbour"])
    save(signed_in(editor()), story)
    story.refresh_from_db()
    assert (story.version, story.saved_by, story.revisions.count()) == (0, reporter(), 1)


def test_line_breaks_pasted_into_a_headline_become_blanks():
    story = make_article()
    save(signed_in(reporter()), story, headline="Second ship\r\nsince  March")
    story.refresh_from_db()
    assert story.headline == "Second ship since March"


def test_the_body_is_cleaned_as_it_is_saved():
    story = make_article()
    save(signed_in(reporter()), story, body='<p onclick="x()">Words<script>alert(1)</script></p>')
    story.refresh_from_db()
    assert story.body == "<p>Words</p>"


def test_everything_beside_the_text_is_saved_with_it():
    story, picture, section = make_article(), make_picture(), make_section("Sport")
    changes = {
        "section": section.pk,
        "lead_picture": picture.pk,
        "lead_alt": "A wall",
        "lead_caption": "The wall, today",
    }
    changes |= {"seo_title": "Wall", "seo_description": "About a wall", "slug": "wall", "language": "ar"}
    changes |= {"planned_words": "600"}
    save(signed_in(editor()), story, **changes)
    story.refresh_from_db()
    assert (story.section, story.lead_picture, story.lead_caption) == (section, picture, "The wall, today")
    assert (story.seo_title, story.slug, story.language) == ("Wall", "wall", "ar")
    assert story.planned_words == 600
    assert "of 600 words" in text_of(signed_in(editor()).get(page("change", story)))


def test_tags_stand_between_commas_and_known_ones_are_found_whatever_their_case():
    story = make_article(tags=["Harbour"])
    save(signed_in(reporter()), story, tags="harbour, Port of London,, port of london")
    assert sorted(tag.name for tag in story.tags.all()) == ["Harbour", "Port of London"]
    assert Tag.objects.count() == 2


def test_an_hour_that_does_not_exist_is_explained():
    answer = make(signed_in(editor()), make_article(), "assign", due="2027-03-28T01:30")
    assert "does not exist in Europe/London" in text_of(answer)


# Nothing typed is lost


def test_what_was_typed_is_kept_when_something_is_wrong():
    story = make_article(bylines=[make_author()])
    typed = {"headline": "x" * 201, "body": "<p>Hours of work.</p>", "tags": "One, Two", "standfirst": "Said so"}
    answer = save(signed_in(reporter()), story, **typed, **{"bylines-1-author": "Nobody Known"})
    kept = form_of(answer)
    assert {name: kept[name] for name in typed} == typed
    assert kept["bylines-1-author"] == "Nobody Known"
    told = text_of(answer)
    assert "at most 200 characters" in told
    assert "There is no author called “Nobody Known”" in told
    assert story.revisions.count() == 1


def test_each_error_in_the_summary_leads_to_its_field():
    answer = save(signed_in(reporter()), make_article(), headline="x" * 201)
    assert '<a href="#id_headline">' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_body_that_is_too_large_is_refused_and_kept():
    body = "<p>" + "word " * 210_000 + "</p>"
    answer = save(signed_in(reporter()), make_article(), body=body)
    assert "Please split the story" in text_of(answer)
    assert form_of(answer)["body"].strip() == body


# Two people at once


def test_a_stale_save_is_told_who_was_faster_and_loses_nothing():
    story = make_article()
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), headline="The editor's headline")
    answer = client.post(page("change", story), form | {"headline": "The reporter's headline"})
    assert answer.status_code == 409
    assert "Edith Editor saved this story at" in text_of(answer)
    assert form_of(answer)["headline"] == "The reporter's headline"
    story.refresh_from_db()
    assert story.headline == "The editor's headline"


def test_a_stale_save_shows_what_it_would_change():
    story = make_article()
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), headline="First ship since April")
    answer = client.post(page("change", story), form | {"headline": "First ship since May"})
    assert "<del>April</del>" in answer.content.decode()
    assert "<ins>May</ins>" in answer.content.decode()


def test_saving_again_knowingly_keeps_both_texts_in_history():
    story = make_article()
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), headline="The editor's headline")
    refused = client.post(page("change", story), form | {"headline": "The reporter's headline"})
    assert client.post(page("change", story), form_of(refused)).status_code == 302
    kept = [revisions.thaw(revision)["headline"] for revision in story.revisions.all()]
    assert kept[:2] == ["The reporter's headline", "The editor's headline"]


def test_a_save_that_is_overtaken_between_look_and_claim_is_stale_too(monkeypatch):
    story = make_article()
    claim, overtaken = revisions.claim_text, []

    def overtake(article, seen):
        if not overtaken:
            overtaken.append(True)
            raise revisions.Stale(article)
        return claim(article, seen)

    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    monkeypatch.setattr(revisions, "claim_text", overtake)
    assert client.post(page("change", story), form | {"headline": "Anew"}).status_code == 302
    story.refresh_from_db()
    assert story.headline == "Anew"


def test_a_save_does_not_undo_a_move_that_came_between():
    """The story was loaded before somebody published it: only what the form holds is written."""
    story = make_article()
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    workflow.publish(Article.objects.get(pk=story.pk), by=editor())
    assert client.post(page("change", story), form | {"headline": "A new headline"}).status_code == 302
    story.refresh_from_db()
    assert (story.public_version, story.last_number) == (1, 1)


def test_an_approval_does_not_outlive_a_save():
    story = make_article()
    workflow.submit(story, by=reporter())
    workflow.approve(story, by=editor())
    save(signed_in(reporter()), story, headline="Another headline")
    story.refresh_from_db()
    assert (story.stage, story.approved_revision) == (Stage.IN_REVIEW, None)


# What the page shows


@pytest.mark.parametrize(
    ("who", "primary", "others"),
    [
        (reporter, "Submit for review", {"Assign", "Set the embargo", "Move to the trash"}),
        (editor, "Publish", {"Submit for review", "Schedule", "Assign", "Set the embargo", "Move to the trash"}),
        (photo_editor, None, {"Assign"}),
    ],
)
def test_only_the_moves_open_to_this_person_are_offered(who, primary, others):
    response = signed_in(who()).get(page("change", make_article()))
    assert (response.context["first_move"].label if primary else response.context["first_move"]) == primary
    assert {move.label for move in response.context["other_moves"]} == others


def test_the_bar_says_where_the_story_stands():
    story = make_live(by=reporter())
    client = signed_in(editor())
    assert "Live" in text_of(client.get(page("change", story)))
    rewrite(story, headline="Another headline")
    told = text_of(client.get(page("change", story)))
    assert "Live, with unpublished changes" in told
    assert "by you" in told


def test_a_move_button_saves_first():
    story = make_article()
    answer = save(signed_in(editor()), story, headline="Just typed", _then="publish")
    assert answer.url == page("publish", story)
    story.refresh_from_db()
    assert story.headline == "Just typed"
    assert "Just typed" in text_of(signed_in(editor()).get(answer.url))


def test_a_move_button_does_not_go_on_when_the_save_was_refused():
    answer = save(signed_in(editor()), make_article(), headline="x" * 201, _then="publish")
    assert answer.status_code == 200


def test_an_unknown_way_on_stays_on_the_page():
    story = make_article()
    assert save(signed_in(editor()), story, headline="Anew", _then="https://evil.example/").url == page(
        "change", story
    )


def test_the_page_shows_what_happened_last():
    story = make_article()
    workflow.submit(story, by=reporter(), note="Please check the tonnage")
    told = text_of(signed_in(editor()).get(page("change", story)))
    assert "submitted it for review" in told
    assert "Please check the tonnage" in told


def test_tags_are_suggested():
    make_article(tags=["Harbour", "Night harbour", "Ferries"])
    client = signed_in(reporter())
    assert client.get(reverse("admin:articles_article_tags"), {"q": "harb"}).json() == {
        "tags": ["Harbour", "Night harbour"]
    }
    assert client.get(reverse("admin:articles_article_tags")).json() == {"tags": []}
    assert signed_in(moderator()).get(reverse("admin:articles_article_tags"), {"q": "h"}).status_code == 403


# Who may


@pytest.mark.parametrize("name", ["change", "history", "compare", "preview"])
def test_a_reporter_opens_own_stories_only(name):
    client = signed_in(reporter())
    mine, other = make_article(), make_article(by=other_reporter())
    assert client.get(page(name, mine)).status_code == 200
    assert client.get(page(name, other)).status_code == 404


def test_a_story_given_to_a_reporter_or_with_their_byline_is_theirs():
    given = make_article(by=other_reporter(), assigned_to=reporter())
    named = make_article(by=other_reporter(), bylines=[make_author("Rita Reporter", user=reporter())])
    client = signed_in(reporter())
    assert [client.get(page("change", story)).status_code for story in (given, named)] == [200, 200]


def test_a_reporter_cannot_save_somebody_elses_story():
    story = make_article(by=other_reporter())
    form = form_of(signed_in(other_reporter()).get(page("change", story)))
    assert signed_in(reporter()).post(page("change", story), form | {"headline": "Mine now"}).status_code == 404
    story.refresh_from_db()
    assert story.headline == "First ship since March"


def test_a_photo_editor_edits_every_story_and_begins_none():
    story = make_article()
    client = signed_in(photo_editor())
    assert save(client, story, lead_picture=make_picture().pk).status_code == 302
    assert client.get(page("add")).status_code == 403


@pytest.mark.parametrize("name", ["changelist", "add"])
def test_a_moderator_has_no_stories(name):
    assert signed_in(moderator()).get(page(name)).status_code == 403


def test_a_moderator_opens_no_story():
    assert signed_in(moderator()).get(page("change", make_article())).status_code in {403, 404}


@pytest.mark.parametrize("who", [reporter, editor])
def test_nobody_deletes_a_story(who):
    story = make_article()
    who().user_permissions.add(*Permission.objects.filter(codename="delete_article"))
    client = signed_in(who())
    assert client.post(page("delete", story), {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=story.pk).exists()


def test_columns_of_the_verbs_cannot_be_written_through_the_form():
    story = make_article()
    save(
        signed_in(reporter()),
        story,
        stage="ready",
        public_version=7,
        created_by=editor().pk,
        approved_revision=1,
        last_number=3,
    )
    story.refresh_from_db()
    assert (story.stage, story.public_version, story.created_by, story.last_number) == (Stage.DRAFT, 0, reporter(), 0)


def test_a_story_is_written_from_the_side_of_its_language():
    story = make_live(language="ar")
    for name in ("change", "amend"):
        html = signed_in(editor()).get(page(name, story)).content.decode()
        assert 'lang="ar" dir="rtl"' in html


def test_the_page_says_when_the_text_was_approved_and_not_when_it_was_written(monkeypatch):
    for clock in ("articles.clock.read", "articles.turn.read"):  # PostgreSQL has a clock of its own
        monkeypatch.setattr(clock, lambda: datetime(2026, 11, 2, 8, tzinfo=UTC))
    story = make_article()
    workflow.submit(story, by=reporter())
    monkeypatch.setattr("articles.turn.read", lambda: datetime(2026, 11, 2, 11, tzinfo=UTC))
    workflow.approve(story, by=editor())
    told = text_of(signed_in(editor()).get(page("change", story)))
    assert "Ready: approved 2 November, 11:00" in told
