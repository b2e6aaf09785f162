"""The past of a story at the desk: what happened, what changed, and bringing a text back."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import clock, revisions, workflow
from tests.articles.desk import page, save, signed_in, text_of
from tests.cast import (
    editor,
    make_article,
    make_author,
    make_live,
    make_picture,
    moderator,
    other_reporter,
    photo_editor,
    reporter,
    rewrite,
)
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


def test_every_save_and_move_is_told_as_a_sentence():
    story = make_article()
    workflow.submit(story, by=reporter(), note="Please check")
    workflow.return_to_writer(story, by=editor(), note="Where is the second source?")
    workflow.publish(rewrite(story, headline="Anew"), by=editor())
    workflow.withdraw(story, by=editor(), note="Wrong street")
    told = text_of(signed_in(editor()).get(page("history", story)))
    for sentence in (
        "Rita Reporter saved the text",
        "Rita Reporter submitted it for review",
        "Please check",
        "Edith Editor returned it to its writer",
        "Where is the second source?",
        "Edith Editor published it for the first time",
        "Edith Editor withdrew it",
        "Wrong street",
    ):
        assert sentence in told


def test_an_amendment_is_told_by_its_own_kind_while_an_update_waits():
    story = make_live()
    workflow.schedule(story, by=editor(), at=clock.read() + timedelta(hours=1), kind="update")
    workflow.amend(story, by=editor(), patch={"headline": "Mended"}, kind="correction", note="It was May.")
    told = text_of(signed_in(editor()).get(page("history", story)))
    assert "amended the live text: a correction" in told


def test_older_records_stand_on_the_next_page():
    story = make_article()
    for number in range(65):
        rewrite(story, headline=f"Version {number}")
    client = signed_in(editor())
    first = client.get(page("history", story))
    assert len(first.context["records"]) == 60
    rest = client.get(page("history", story), {"before": first.context["older"]})
    assert len(rest.context["records"]) == 6
    assert not rest.context["older"]


@pytest.mark.parametrize("before", ["yesterday", "2026-01-01", "9" * 40])
def test_a_page_of_the_past_that_cannot_be_is_the_first_one(before):
    assert signed_in(editor()).get(page("history", make_article()), {"before": before}).status_code == 200


def test_two_texts_are_compared_word_by_word():
    story = make_article(body="<p>The ship came in at dawn.</p><p>Nobody was hurt.</p>")
    rewrite(story, headline="First ship since April", body="<p>The ship came in at <em>noon</em>.</p>")
    newer, older = story.revisions.all()
    html = signed_in(reporter()).get(page("compare", story, a=older.pk, b=newer.pk)).content.decode()
    for mark in (
        "<del>March</del>",
        "<ins>April</ins>",
        "<del>dawn</del>",
        "<ins><em>noon</em></ins>",
        "<del>Nobody was hurt.</del>",
    ):
        assert mark in html


def test_the_other_way_round_what_came_has_gone():
    story = make_article()
    rewrite(story, headline="First ship since April")
    newer, older = story.revisions.all()
    html = signed_in(reporter()).get(page("compare", story, a=newer.pk, b=older.pk)).content.decode()
    assert "<ins>March</ins>" in html


def test_names_tags_section_and_picture_are_compared_too():
    story = make_article(bylines=[make_author("Ines Calder")], tags=["Harbour"])
    make_author("Tomas Berg")
    save(
        signed_in(editor()),
        story,
        tags="Harbour, Ships",
        lead_picture=make_picture().pk,
        **{"bylines-1-author": "Tomas Berg", "bylines-1-role": "pictures"},
    )
    told = signed_in(reporter()).get(page("compare", story)).content.decode()
    for mark in ("<ins>, Ships</ins>", "<ins>, Tomas Berg (photographs)</ins>", "Lead picture", "A wall painted teal"):
        assert mark in told


def test_without_a_choice_the_newest_is_compared_with_the_one_before():
    story = make_article()
    rewrite(story, headline="Second")
    rewrite(story, headline="Third")
    response = signed_in(reporter()).get(page("compare", story))
    assert [revisions.thaw(response.context[name])["headline"] for name in ("was", "now")] == ["Second", "Third"]


def test_the_only_text_of_a_story_is_compared_with_itself():
    assert "The two texts are the same" in text_of(signed_in(reporter()).get(page("compare", make_article())))


def test_what_was_typed_is_escaped_in_a_comparison():
    story = make_article()
    rewrite(story, headline="<script>alert(1)</script>")
    assert "<script>alert" not in signed_in(reporter()).get(page("compare", story)).content.decode()


@pytest.mark.parametrize("which", ["a", "b"])
def test_a_text_of_another_story_is_not_shown(which):
    other = make_article(by=other_reporter(), headline="Somebody else's secret")
    address = page("compare", make_article(), **{which: other.revisions.get().pk})
    assert signed_in(reporter()).get(address).status_code == 404


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 30])
def test_a_text_that_cannot_be_is_not_found(nonsense):
    assert signed_in(reporter()).get(page("compare", make_article(), a=nonsense)).status_code == 404


# Bringing a text back


def test_an_earlier_text_comes_back_as_a_new_one():
    story = make_article(bylines=[make_author()], tags=["Harbour"])
    first = story.revisions.get()
    rewrite(story, headline="A worse headline")
    client = signed_in(reporter())
    assert "Bring the text of" in text_of(client.get(page("compare", story)))
    answer = client.post(page("restore", story), {"revision": first.pk, "version": story.version})
    assert answer.url == page("change", story)
    story.refresh_from_db()
    assert story.headline == "First ship since March"
    assert story.revisions.count() == 3
    assert "brought an earlier text back" in text_of(client.get(page("history", story)))


def test_a_text_is_not_brought_back_over_one_that_was_not_seen():
    story = make_article()
    first = story.revisions.get()
    rewrite(story, headline="Seen")
    rewrite(story, headline="Not seen")
    answer = signed_in(reporter()).post(page("restore", story), {"revision": first.pk, "version": 1})
    assert answer.status_code == 409
    assert "The text has changed since you opened it" in text_of(answer)
    story.refresh_from_db()
    assert story.headline == "Not seen"


def test_looking_never_brings_a_text_back():
    assert signed_in(editor()).get(page("restore", make_article())).status_code == 405


@pytest.mark.parametrize("who", [moderator, other_reporter])
def test_a_text_is_brought_back_by_those_who_may_only(who):
    story = make_article()
    answer = signed_in(who()).post(page("restore", story), {"revision": story.revisions.get().pk, "version": 0})
    assert answer.status_code in {403, 404}


# The preview


def test_the_preview_shows_the_working_copy_as_readers_would_see_it():
    story = make_live(bylines=[make_author("Ines Calder"), (make_author("Ada Okafor"), "pictures")], tags=["Harbour"])
    rewrite(story, headline="Not public yet", body="<p>Not yet either.</p>")
    response = signed_in(reporter()).get(page("preview", story))
    told = text_of(response)
    for words in (
        "Not public yet",
        "Not yet either.",
        "By Ines Calder; photographs by Ada Okafor",
        "Harbour",
        "Preview.",
    ):
        assert words in told
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert "Leave a Reply" not in told


def test_an_incomplete_story_can_be_previewed():
    story = make_article(headline="", body="", standfirst="")
    type(story).objects.update(section=None)
    story = rewrite(type(story).objects.get(), headline="")
    assert "No headline yet" in text_of(signed_in(reporter()).get(page("preview", story)))


def test_an_earlier_text_can_be_previewed_and_one_of_another_story_not():
    story, other = make_article(), make_article(by=other_reporter())
    first = story.revisions.get()
    rewrite(story, headline="Later")
    client = signed_in(reporter())
    assert "First ship since March" in text_of(client.get(page("preview", story, revision=first.pk)))
    assert client.get(page("preview", story, revision=other.revisions.get().pk)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [(photo_editor, 200), (other_reporter, 404), (moderator, 403)])
def test_a_preview_is_for_those_who_may_open_the_story(who, status):
    assert signed_in(who()).get(page("preview", make_article())).status_code == status


@pytest.mark.parametrize("name", ["change", "history", "compare", "preview"])
def test_queries_do_not_grow_with_the_past(name):
    story = make_article(bylines=[make_author()], tags=["Harbour"])
    client = signed_in(editor())

    def add(number):
        for each in range(number):
            rewrite(story, headline=f"Version {story.version} {each}")
            story.tags.add(f"Tag {story.version}")
            story.bylines.create(author=make_author(f"Author {story.version}"), position=story.version)

    assert_queries_do_not_grow(lambda: client.get(page(name, story)), add)


def test_the_pictures_that_went_and_came_are_shown():
    old, new, placed = make_picture("teal"), make_picture("navy"), make_picture("maroon")
    story = make_article(lead_picture=old)
    rewrite(story, lead_picture=new, body=f'<p>Text.</p><figure data-picture="{placed.pk}"></figure>')
    client = signed_in(reporter())
    told = client.get(page("compare", story)).content.decode()
    assert f'alt="Before: {old.title}"' in told and old.thumb in told
    assert f'alt="Now: {new.title}"' in told and new.thumb in told
    assert f'alt="{placed.title}"' in told
    assert "A wall painted maroon" in told and "Paula Photo" in told


def test_two_saves_in_one_minute_are_told_apart_by_their_seconds(monkeypatch):
    instants = iter(datetime(2026, 11, 2, *at, tzinfo=UTC) for at in ((8, 0, 5), (8, 0, 35), (9, 0, 35)))
    monkeypatch.setattr("articles.revisions.clock.read", lambda: next(instants))
    story = make_article()
    for headline in ("Second", "Third"):
        rewrite(story, by=reporter(), headline=headline)
    monkeypatch.undo()
    client = signed_in(editor())
    history, compared = (client.get(page(name, story)) for name in ("history", "compare"))
    for told in (text_of(history), text_of(compared)):
        assert "08:00:05" in told and "08:00:35" in told
        assert "09:00" in told and "09:00:35" not in told
