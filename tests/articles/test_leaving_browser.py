"""Somebody who does not wait until it is saved: leaves after the last key, or is in the middle of a name."""

import pytest
from django.contrib.sessions.models import Session

from articles import workflow
from articles.models import Article, Tag
from tests.articles.desk import page as address
from tests.articles.test_desk_moves import TOMORROW
from tests.articles.test_saving_browser import (  # noqa: F401 — its fixtures
    _roles,
    opened,
    saved,
    settled,
    story,
    type_at_end,
    until,
)
from tests.cast import PASSWORD, editor, make_author, reporter, rewrite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("pause", [0, 100, 300, 600])
def test_a_link_right_after_the_last_key_takes_the_word_along(open_page, story, pause):  # noqa: F811
    page = opened(open_page, reporter(), story)
    type_at_end(page, 1, " Hurriedly.")
    page.evaluate("(pause) => new Promise((done) => setTimeout(done, pause))", pause)
    page.get_by_role("link", name="Calendar", exact=True).click()
    page.wait_for_url("**/calendar/**")
    assert "Two ships. Hurriedly." in Article.objects.get().body


@pytest.mark.parametrize("letters", [8, 45_000])
def test_a_page_that_is_closed_right_after_the_last_key_sends_the_word_on_its_way_out(open_page, story, letters):  # noqa: F811
    rewrite(story, standfirst="x", body=f"<p>{'yes ' * (letters // 4)}</p><p>Two ships.</p>")
    page = opened(open_page, reporter(), story)
    type_at_end(page, 1, " Hurriedly.")
    page.goto("about:blank")
    until(page, lambda: "Two ships. Hurriedly." in Article.objects.get().body)


def test_a_link_does_not_wait_for_ever_and_the_words_are_offered_back(open_page, story):  # noqa: F811
    page = opened(open_page, reporter(), story)
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")  # never answered
    type_at_end(page, 1, " Unheard words.")
    page.get_by_role("link", name="Calendar", exact=True).click()
    page.wait_for_url("**/calendar/**")
    page.goto(address("change", story))
    page.get_by_role("button", name="Bring these words back").click()
    settled(page, "Unheard words.")


def test_a_link_that_opens_another_tab_leaves_the_page_where_it_is(open_page, story):  # noqa: F811
    page = opened(open_page, reporter(), story)
    type_at_end(page, 1, " Staying.")
    with page.context.expect_page() as other:
        page.get_by_role("link", name="Calendar", exact=True).click(modifiers=["ControlOrMeta"])
    other.value.wait_for_url("**/calendar/**")
    settled(page, "Staying.")
    saved(page)
    assert page.url.endswith(address("change", story))


def test_a_link_stays_while_the_password_is_asked_for(open_page, story):  # noqa: F811
    page = opened(open_page, reporter(), story)
    Session.objects.all().delete()
    type_at_end(page, 0, " Hours of work.")
    page.get_by_role("link", name="Calendar", exact=True).click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    settled(page, "Hours of work.")
    saved(page)


def test_signing_out_right_after_the_last_key_takes_the_word_along(open_page, story):  # noqa: F811
    page = opened(open_page, reporter(), story)
    type_at_end(page, 1, " Hurriedly.")
    page.evaluate(
        "document.getElementById('logout-form').requestSubmit()"
    )  # as the button does, without opening the menu first
    page.wait_for_url("**/logout/")
    assert "Two ships. Hurriedly." in Article.objects.get().body


def test_moving_what_is_scheduled_in_the_bar_takes_the_last_word_along(open_page, story):  # noqa: F811
    workflow.schedule(story, by=editor(), at=TOMORROW)
    page = opened(open_page, editor(), story)
    page.locator("summary", has_text="Reschedule").click()
    page.get_by_label("When", exact=True).fill("2099-05-04T06:30")
    page.get_by_label("Standfirst").evaluate(
        "(box) => { box.value = 'Hurriedly.'; box.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_text("Moved to 4 May 2099").wait_for()
    assert Article.objects.get().standfirst == "Hurriedly."


def tags_of_the_story():
    return [tag.name for tag in Article.objects.get().tags.all()]


def test_a_tag_is_saved_when_its_writer_pauses_and_a_mere_beginning_of_it_does_not_stay(open_page, story):  # noqa: F811
    page = opened(open_page, reporter(), story)
    page.get_by_label("Tags").click()
    page.keyboard.type("oce")
    until(page, lambda: tags_of_the_story() == ["oce"])
    page.keyboard.type("an")
    until(page, lambda: tags_of_the_story() == ["ocean"])
    saved(page)
    assert [tag.name for tag in Tag.objects.all()] == ["ocean"]


def test_half_a_name_keeps_nothing_else_from_being_saved(open_page, story):  # noqa: F811
    make_author("Tomas Berg")
    page = opened(open_page, reporter(), story)
    type_at_end(page, 1, " Saved meanwhile.")
    page.get_by_role("button", name="Add a name").click()
    page.keyboard.type("Tom")
    settled(page, "Saved meanwhile.")
    page.keyboard.type("as Berg")
    until(page, lambda: len(Article.objects.get().bylines.all()) == 2)
    saved(page)
