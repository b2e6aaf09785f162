"""Writing without fear, in real browsers: saved as one types, and never lost, whatever breaks."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles import revisions
from articles.models import Article, Revision
from tests.articles.desk import page as address
from tests.browser import accessibility_faults, sign_in
from tests.cast import PASSWORD, editor, make_article, make_author, make_section, reporter

pytestmark = pytest.mark.django_db(transaction=True)
AUTOSAVE = "**/autosave/"


@pytest.fixture(autouse=True)
def _roles(db):
    """A test that commits begins with an empty database, without the groups that a migration makes."""
    from django.apps import apps

    from accounts.roles import keep_roles

    keep_roles(list(apps.get_app_configs())[-1])


@pytest.fixture
def story():
    return make_article(bylines=[make_author()], body="<p>One ship.</p><p>Two ships.</p><p>Three ships.</p>")


def opened(open_page, user, story=None, **options):
    page = open_page(**options)
    page.set_default_timeout(30_000)
    sign_in(page, user)
    page.goto(address("change" if story else "add", story))
    page.locator(".body-editor [contenteditable=true]").wait_for()
    return page


def saved(page):
    """Waits until the bar says so."""
    page.locator("[data-unsaved]").wait_for(state="hidden")
    page.locator("[data-saved]:visible", has_text="Saved").wait_for()


def says(page, words: str):
    page.locator("[data-unsaved]", has_text=words).wait_for()


def until(page, true):
    """Lets the page go on until something is so."""
    for _ in range(300):
        if found := true():
            return found
        page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    raise AssertionError("It never came to that.")


def settled(page, words: str):
    """Waits until the working copy has these words."""
    until(page, lambda: any(words in revisions.freeze(article) for article in Article.objects.all()))


def paragraph(page, number: int):
    return page.locator(".body-editor [contenteditable=true] > p").nth(number)


def type_at_end(page, number: int, words: str):
    paragraph(page, number).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def everything_kept(story) -> str:
    return " ".join(Revision.every.filter(article=story).values_list("content", flat=True))


def test_a_new_story_is_saved_as_it_is_typed_and_goes_on_under_its_address(open_page):
    page = opened(open_page, reporter())
    page.keyboard.type("Ferries return")
    page.wait_for_url("**/change/")
    saved(page)
    story = Article.objects.get()
    assert page.url.endswith(address("change", story))
    page.get_by_label("Standfirst").fill("From Monday on.")
    settled(page, "From Monday on.")
    page.reload()
    assert page.get_by_label("Standfirst").input_value() == "From Monday on."
    assert Article.objects.count() == 1
    expect(page.get_by_role("button", name="Submit for review…")).to_be_visible()


def test_everything_on_the_page_is_saved_without_a_button(open_page, story):
    make_author("Tomas Berg")
    make_section("Sport")
    page = opened(open_page, editor(), story)
    type_at_end(page, 1, " They wait.")
    page.get_by_label("Tags").fill("Harbour, Ships")
    page.get_by_role("button", name="Add a name").click()
    page.keyboard.type("Tomas Berg")
    page.get_by_label("Section", exact=True).select_option("Sport")
    settled(page, "Tomas Berg")
    settled(page, "Ships")
    story.refresh_from_db()
    assert "Two ships. They wait." in story.body
    assert story.section.name == "Sport"
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder", "Tomas Berg"]
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder", "Tomas Berg"]


def test_what_is_not_taken_is_named_and_the_rest_is_saved(open_page, story):
    page = opened(open_page, reporter(), story)
    page.get_by_label("Headline").fill("x" * 201)
    page.get_by_label("Standfirst").fill("This is taken.")
    says(page, "except: Headline")
    page.get_by_text("at most 200 characters").wait_for()
    assert page.get_by_label("Headline").input_value() == "x" * 201
    assert accessibility_faults(page) == []
    page.get_by_label("Headline").fill("A shorter one")
    saved(page)
    settled(page, "A shorter one")


def test_the_network_goes_and_comes_back(open_page, story):
    page = opened(open_page, reporter(), story)
    page.context.set_offline(True)
    type_at_end(page, 0, " Typed in a tunnel.")
    says(page, "Not saved: no connection. Kept in this browser.")
    page.context.set_offline(False)
    saved(page)
    settled(page, "Typed in a tunnel.")


def test_an_answer_that_is_lost_makes_no_second_save_and_no_conflict_with_oneself(open_page, story):
    page = opened(open_page, reporter(), story)
    lost = []

    def lose_the_first_answer(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())  # the server has it, the page never hears of it
        return route.abort()

    page.route(AUTOSAVE, lose_the_first_answer)
    page.get_by_label("Headline").fill("Sent twice")
    says(page, "Not saved: no connection")
    type_at_end(page, 0, " And more.")
    saved(page)
    settled(page, "And more.")
    story.refresh_from_db()
    assert (story.headline, story.version) == ("Sent twice", 2)
    assert page.locator("[data-conflicts]").is_hidden()


def test_a_session_that_ended_asks_for_the_password_in_place(open_page, story):
    page = opened(open_page, reporter(), story)
    Session.objects.all().delete()
    type_at_end(page, 0, " Hours of work.")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert accessibility_faults(page) == []
    page.keyboard.type("not my password")
    page.keyboard.press("Enter")
    page.get_by_text("do not belong together").wait_for()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    saved(page)
    settled(page, "Hours of work.")


def test_words_that_a_killed_page_could_not_save_are_offered_back_with_a_diff(open_page, story):
    page = opened(open_page, reporter(), story)
    page.context.set_offline(True)
    type_at_end(page, 1, " Unforgettable words.")
    says(page, "Not saved: no connection")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.set_default_timeout(30_000)
    page.context.set_offline(False)
    again.goto(address("change", story))
    again.get_by_text("They are still in this browser.").wait_for()
    assert "Unforgettable words." in again.locator(".newer__difference .block__text ins").inner_text()
    assert "Unforgettable" not in again.locator(".body-editor").inner_text()
    assert accessibility_faults(again) == []
    again.get_by_role("button", name="Bring these words back").click()
    settled(again, "Unforgettable words.")
    saved(again)
    again.reload()
    again.locator(".body-editor [contenteditable=true]").wait_for()
    assert again.get_by_text("They are still in this browser.").count() == 0


def test_a_new_story_that_broke_off_before_its_first_answer_comes_back_once(open_page):
    page = opened(open_page, reporter())
    page.route("**/autosave/", lambda route: (route.fetch(), route.abort()))
    page.keyboard.type("Begun twice")
    says(page, "Not saved: no connection")
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.set_default_timeout(30_000)
    again.goto(address("add"))
    again.get_by_role("button", name="Bring these words back").click()
    again.wait_for_url("**/change/")
    saved(again)
    assert [each.headline for each in Article.objects.all()] == ["Begun twice"]


def test_leaving_asks_only_for_words_that_are_nowhere(open_page, story):
    page = opened(open_page, reporter(), story)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.context.set_offline(True)
    page.get_by_label("Headline").fill("Kept in this browser")
    says(page, "Kept in this browser.")
    page.context.set_offline(False)
    page.goto(address("changelist"))
    assert asked == []


def test_the_save_button_waits_for_the_network_and_stays_on_the_page(open_page, story):
    page = opened(open_page, reporter(), story)
    page.context.set_offline(True)
    page.get_by_label("Headline").fill("Not lost")
    page.keyboard.press("Control+s")
    says(page, "Not saved: no connection")
    assert page.get_by_label("Headline").input_value() == "Not lost"
    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    page.get_by_text("Saved.", exact=True).wait_for()
    story.refresh_from_db()
    assert story.headline == "Not lost"
