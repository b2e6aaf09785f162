"""The list of stories: what it says, how it is searched and filtered, and moving several at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin import bulk, filters
from articles.models import Article, Edition, Event, Stage
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.cast import (
    editor,
    make_article,
    make_author,
    make_live,
    make_section,
    moderator,
    other_reporter,
    photo_editor,
    reporter,
    rewrite,
)
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db

LIST = page("changelist")


def headlines(response) -> list[str]:
    return [row.story.headline for row in response.context["cl"].rows]


def shown(client, **query) -> list[str]:
    return sorted(headlines(client.get(LIST, query)))


def in_every_state() -> dict[str, Article]:
    stories = {
        "draft": make_article(headline="draft"),
        "live": make_live(headline="live"),
        "changed": rewrite(make_live(headline="before"), headline="changed"),
        "scheduled": make_article(headline="scheduled"),
        "withdrawn": make_live(headline="withdrawn"),
    }
    workflow.schedule(stories["scheduled"], by=editor(), at=timezone.now() + timedelta(days=1))
    workflow.withdraw(stories["withdrawn"], by=editor())
    return stories


def test_each_row_says_what_it_is_and_where_it_stands():
    make_live(headline="Ferries return", section=make_section("City"), bylines=[make_author("Ines Calder")])
    told = text_of(signed_in(editor()).get(LIST))
    for words in ("Ferries return", "City", "By Ines Calder", "Live", "Rita Reporter"):
        assert words in told


def test_the_list_says_of_each_story_what_its_own_page_says():
    client = signed_in(editor())
    stories = in_every_state()
    rows = {row.story.pk: row.words for row in client.get(LIST).context["cl"].rows}
    for story in stories.values():
        assert rows[story.pk] == client.get(page("change", story)).context["state"].word


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"public": "live"}, ["changed", "live"]),
        ({"public": "changed"}, ["changed"]),
        ({"public": "scheduled"}, ["scheduled"]),
        ({"public": "down"}, ["withdrawn"]),
        ({"public": "never"}, ["draft", "scheduled"]),
        ({"public": "ending"}, []),
        ({"stage": "in_review"}, []),
        ({"stage": "draft", "public": "never"}, ["draft", "scheduled"]),
        ({"public": "nonsense", "stage": "nonsense"}, ["changed", "draft", "live", "scheduled", "withdrawn"]),
    ],
)
def test_filters_by_stage_and_public_status(query, found):
    in_every_state()
    assert shown(signed_in(editor()), **query) == found


def test_the_filter_of_a_section_holds_those_below_it():
    city = make_section("City")
    make_article(headline="in the city", section=city)
    make_article(headline="in the harbour", section=make_section("Harbour", city))
    make_article(headline="elsewhere", section=make_section("Sport"))
    assert shown(signed_in(editor()), section=city.pk) == ["in the city", "in the harbour"]


def test_filters_by_author_and_by_whose_it_is():
    ines = make_author("Ines Calder")
    make_article(headline="by Ines", bylines=[ines, (ines, "pictures")])
    make_article(headline="given to me", by=other_reporter(), assigned_to=editor())
    client = signed_in(editor())
    assert shown(client, author=ines.pk) == ["by Ines"]
    assert shown(client, whose="on-me") == ["given to me"]
    assert shown(client, whose="mine") == ["given to me"]
    assert shown(signed_in(reporter()), whose="mine") == ["by Ines"]


def test_of_very_many_authors_those_of_late_and_the_chosen_one_are_offered(monkeypatch):
    monkeypatch.setattr(filters, "LISTED", 2)
    long_ago, quiet, of_late = make_author("Anna Ago"), make_author("Quentin Quiet"), make_author("Lara Late")
    for author in (long_ago, of_late, of_late):
        make_article(headline=f"by {author.name}", bylines=[author])
    client = signed_in(editor())
    assert [name for _, name in authors_offered(client.get(LIST))] == ["Lara Late"]
    chosen = client.get(LIST, {"author": quiet.pk})
    assert [name for _, name in authors_offered(chosen)] == ["Lara Late", "Quentin Quiet"]
    assert shown(client, author=long_ago.pk) == ["by Anna Ago"]
    assert len(shown(client, author="9" * 30)) == 3


def authors_offered(response) -> list[tuple[str, str]]:
    return next(each.lookup_choices for each in response.context["cl"].filter_specs if each.title == "author")


@pytest.mark.parametrize("words", ["ferries", "FERRIES return", "timetable", "calder", "ferries-slug"])
def test_stories_are_found_by_headline_standfirst_address_and_author(words):
    make_article(
        headline="Ferries return",
        standfirst="A new timetable",
        slug="ferries-slug",
        bylines=[make_author("Ines Calder")],
    )
    make_article(headline="Something else")
    assert shown(signed_in(editor()), q=words) == ["Ferries return"]


def test_a_search_does_not_show_a_story_twice():
    make_article(headline="Ferries", bylines=[make_author("Ines Calder"), make_author("Tom Calder")])
    assert shown(signed_in(editor()), q="calder") == ["Ferries"]


@pytest.mark.parametrize(
    "query", ["created_by__password__startswith=a", "headline__startswith=F", "body__contains=x", "section__name=City"]
)
def test_no_column_can_be_asked_for_by_its_name(query):
    make_article()
    answer = signed_in(editor()).get(f"{LIST}?{query}")
    assert answer.status_code in {302, 400}


def test_a_reporter_sees_own_stories_only_and_an_editor_all():
    make_article(headline="mine")
    make_article(headline="theirs", by=other_reporter())
    assert shown(signed_in(reporter())) == ["mine"]
    assert shown(signed_in(editor())) == ["mine", "theirs"]
    assert shown(signed_in(photo_editor())) == ["mine", "theirs"]


def test_suggestions_of_stories_are_scoped_too():
    make_article(by=other_reporter())
    address = reverse("admin:autocomplete")
    query = {"app_label": "articles", "model_name": "article", "field_name": "series", "term": "ship"}
    assert b"First ship" not in signed_in(reporter()).get(address, query).content


def test_queries_do_not_grow_with_stories():
    client = signed_in(editor())

    def add(number):
        for each in range(number):
            story = make_live(
                headline=f"Story {each} {Article.objects.count()}",
                bylines=[make_author(f"Author {Article.objects.count()}")],
                section=make_section(f"Section {Article.objects.count()}"),
            )
            rewrite(story, headline=f"{story.headline} again")

    assert_queries_do_not_grow(lambda: client.get(LIST), add)


def test_the_whole_table_is_never_counted(django_assert_max_num_queries):
    from tests.queries import queries_of

    make_article()
    client = signed_in(editor())
    counting = [sql for sql in queries_of(lambda: client.get(LIST)) if "COUNT(" in sql and "articles_article" in sql]
    assert all("LIMIT" in sql for sql in counting)


def test_pages_follow_one_another():
    for number in range(51):
        make_article(headline=f"Story {number}")
    client = signed_in(editor())
    assert len(headlines(client.get(LIST))) == 50
    assert len(headlines(client.get(LIST, {"p": 2}))) == 1


# Several at once


def choose(client, name: str, *stories, **query):
    """Chooses stories in the list and presses the button of a move: the page that asks."""
    return client.post(
        LIST, {"action": f"{name}_selected", "_selected_action": [story.pk for story in stories], "index": 0}
    )


def confirm(client, asked, **typed):
    return client.post(LIST, form_of(asked, "move") | typed, follow=True)


def test_several_stories_are_published_after_a_page_that_says_which():
    ready, live, empty = (
        make_article(headline="ready"),
        make_live(headline="live"),
        make_article(headline="no text", body=""),
    )
    client = signed_in(editor())
    asked = choose(client, "publish", ready, live, empty)
    told = text_of(asked)
    assert "Left out" in told
    assert "It has been public before" in told
    assert Edition.objects.count() == 1
    told = text_of(confirm(client, asked))
    assert "1 story published" in told
    assert "no text Before it can go out the story still needs a text." in told
    assert Edition.objects.live().filter(article=ready).exists()


def test_several_stories_are_submitted_by_their_reporter():
    stories = [make_article(headline=f"Story {number}") for number in range(3)]
    client = signed_in(reporter())
    confirm(client, choose(client, "submit", *stories), note="For the weekend")
    assert {story.stage for story in Article.objects.all()} == {Stage.IN_REVIEW}
    assert [event.note for event in Event.objects.all()] == ["For the weekend"] * 3


def test_several_stories_are_withdrawn():
    stories = [make_live(headline=f"Story {number}") for number in range(2)]
    client = signed_in(editor())
    assert "2 stories withdrawn" in text_of(confirm(client, choose(client, "withdraw", *stories), note="Wrong names"))
    assert not Edition.objects.live().exists()


def test_a_story_that_changed_since_the_page_was_shown_is_left_out():
    story, other = make_article(headline="changed meanwhile"), make_article(headline="as it was")
    client = signed_in(editor())
    asked = choose(client, "publish", story, other)
    rewrite(story, headline="changed meanwhile indeed")
    told = text_of(confirm(client, asked))
    assert "1 story published" in told
    assert "The text has changed since you opened it" in told
    assert not Edition.objects.filter(article=story).exists()


def test_one_cannot_approve_ones_own_stories_in_bulk():
    mine = make_article(by=editor(), headline="mine")
    workflow.submit(mine, by=editor())
    client = signed_in(editor())
    assert "Somebody other than its writer must approve" in text_of(confirm(client, choose(client, "approve", mine)))
    assert Article.objects.get().stage == Stage.IN_REVIEW


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (reporter, {"submit", "assign", "retag", "trash"}),
        (photo_editor, {"assign", "retag"}),
        (editor, {"submit", "approve", "publish", "withdraw", "assign", "retag", "trash"}),
    ],
)
def test_only_the_moves_that_one_may_make_are_offered(who, names):
    make_article()
    html = signed_in(who()).get(LIST).content.decode()
    assert {name for name in bulk.DONE if f'value="{name}_selected"' in html} == names


def test_a_reporter_cannot_publish_in_bulk_by_hand():
    story = make_article()
    client = signed_in(reporter())
    forged = {
        "action": "publish_selected",
        "_selected_action": story.pk,
        "confirmed": "yes",
        "seen": f"{story.pk}-0-0",
    }
    client.post(LIST, forged)
    assert not Edition.objects.exists()


def test_stories_of_others_cannot_be_moved_in_bulk_by_hand():
    story = make_article(by=other_reporter())
    forged = {"action": "submit_selected", "_selected_action": story.pk, "confirmed": "yes", "seen": f"{story.pk}-0-0"}
    signed_in(reporter()).post(LIST, forged)
    assert Article.objects.get().stage == Stage.DRAFT


def test_a_choice_that_cannot_be_is_no_fault_of_ours():
    make_article()
    assert signed_in(editor()).post(LIST, {"action": "submit_selected", "_selected_action": "x"}).status_code in {
        302,
        400,
    }


def test_a_moderator_has_no_list():
    assert signed_in(moderator()).get(LIST).status_code == 403


def test_very_many_words_above_the_list_are_no_error():
    make_article(headline="Tides")
    assert shown(signed_in(editor()), q="tides " * 1_500) == ["Tides"]
