"""The desk's pages of a story in a real browser: by keyboard alone, with and without script, for everybody to read."""

import pytest
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Edition
from tests.articles.desk import page as address
from tests.articles.editor import SETTLED
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_article, make_author, make_live, make_picture, make_section, reporter, rewrite

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [320, 390, 768, 1440]


@pytest.fixture(autouse=True)
def _roles(db):
    """A test that commits begins with an empty database, without the groups that a migration makes."""
    from django.apps import apps

    from accounts.roles import keep_roles

    keep_roles(list(apps.get_app_configs())[-1])


@pytest.fixture
def story():
    bylines = [make_author("Ines Calder"), (make_author("Tomas Berg"), "pictures")]
    return make_article(bylines=bylines, tags=["Harbour"], lead_picture=make_picture(), section=make_section("City"))


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_story_is_written_saved_and_submitted_by_keyboard_alone(browser_page):
    make_author("Rita Reporter", user=reporter())
    make_section("City")
    page = browser_page
    sign_in(page, reporter())
    page.goto(address("add"))
    assert page.evaluate("document.activeElement.name") == "headline"
    page.keyboard.type("Ferries return to the coast")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "standfirst"
    page.keyboard.type("From Monday they go every hour.")
    page.locator("[data-saved]", has_text="Saved").wait_for()
    page.locator(".body-editor [contenteditable=true]").focus()
    page.evaluate(SETTLED)
    page.keyboard.type("The first one leaves at six.")
    page.get_by_label("Section", exact=True).focus()
    page.keyboard.type("City")
    page.keyboard.press("Control+s")
    page.wait_for_url("**/change/")
    page.get_by_text("Saved.", exact=True).wait_for()
    assert page.locator("[data-unsaved]").is_hidden()
    page.get_by_role("button", name="Submit for review…").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Note for the editor").focus()
    page.keyboard.type("For tomorrow")
    page.get_by_role("button", name="Submit for review", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Submitted for review.", exact=True).wait_for()
    written = Article.objects.get()
    assert (written.headline, written.stage, written.section.name) == (
        "Ferries return to the coast",
        "in_review",
        "City",
    )
    assert "The first one leaves at six." in written.body
    assert [line.author.name for line in written.bylines.all()] == ["Rita Reporter"]


def test_a_story_is_killed_by_keyboard_alone_and_a_reader_without_script_finds_the_reason(open_page, story):
    workflow.publish(story, by=editor())
    path = Edition.objects.get().get_absolute_url()
    page = open_page()
    sign_in(page, editor())
    page.goto(address("change", story))
    page.locator(".storybar__more summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Kill…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Kill", exact=True).wait_for()
    assert "gone from every page, list, feed, sitemap and search" in page.locator(".consequences").inner_text()
    page.get_by_label("Reason, for readers").focus()
    page.keyboard.type("A court has forbidden us to publish this.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Readers who open its address find your reason.").wait_for()
    reader = open_page(java_script_enabled=False)
    assert reader.goto(path).status == 410
    expect(reader.get_by_text("A court has forbidden us to publish this.")).to_be_visible()
    assert not accessibility_faults(page)


def test_bylines_move_and_go_by_keyboard(browser_page, story):
    page = browser_page
    sign_in(page, reporter())
    page.goto(address("change", story))
    rows = page.locator(".byline:visible")
    rows.nth(1).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    assert rows.first.locator("input[list]").input_value() == "Tomas Berg"
    page.get_by_role("button", name="Add a name").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Ines Calder")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("stands here twice").first.wait_for()
    page.locator(".byline:visible").nth(2).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.", exact=True).wait_for()
    assert [line.author.name for line in story.bylines.all()] == ["Tomas Berg", "Ines Calder"]


def test_leaving_a_story_takes_its_words_along_and_leaving_a_move_asks_first(browser_page, story):
    page = browser_page
    sign_in(page, reporter())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(address("change", story))
    page.get_by_role("link", name="Stories").click()
    page.wait_for_url(f"**{address('changelist')}")
    assert asked == []
    page.goto(address("change", story))
    page.get_by_label("Headline").fill("Half a thought")
    page.get_by_role("link", name="Stories").click()
    page.wait_for_url(f"**{address('changelist')}")
    assert asked == [] and Article.objects.get().headline == "Half a thought"
    page.goto(address("submit", story))
    page.get_by_role("textbox").fill("Half a note")
    page.get_by_role("link", name="Stories").first.click()
    page.wait_for_url(f"**{address('changelist')}")
    assert asked == ["beforeunload"]


def test_tags_are_suggested_while_one_types(browser_page, story):
    page = browser_page
    sign_in(page, reporter())
    page.goto(address("change", story))
    tags = page.get_by_label("Tags")
    tags.fill("Ships, harb")
    expect(page.locator("#id_tags-suggestions option[value='Ships, Harbour']")).to_be_attached()


def test_a_live_story_is_corrected_by_keyboard(browser_page):
    story = rewrite(make_live(), headline="First ship since April")
    page = browser_page
    sign_in(page, editor())
    page.goto(address("change", story))
    page.get_by_role("button", name="Publish…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Publish").wait_for()
    page.get_by_role("radio", name="Correction").focus()
    page.keyboard.press("Space")
    page.get_by_label("Note for readers").focus()
    page.keyboard.type("It was April, not March.")
    page.get_by_role("button", name="Publish", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See it as readers do").wait_for()
    assert Edition.objects.live().get().note == "It was April, not March."


def test_the_whole_work_is_possible_without_script(open_page, story):
    page = open_page(java_script_enabled=False)
    sign_in(page, editor())
    page.goto(address("change", story))
    page.get_by_label("Headline").fill("Written without script")
    page.locator("textarea[name=body]").fill("<p>By hand.</p>")
    page.locator("[name=bylines-0-position]").fill("2")
    page.locator("[name=bylines-1-position]").fill("1")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See it as readers do").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Written without script"
    page.goto(address("changelist"))
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw: 1 story").click()
    page.get_by_role("heading", name="1 story withdrawn").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_a_story_has_an_accessibility_fault(open_page, story, scheme):
    live = rewrite(make_live(headline="Live"), headline="Live and changed")
    workflow.submit(story, by=reporter(), note="Please check")
    page = open_page(color_scheme=scheme)
    sign_in(page, editor())
    places = [address("changelist"), address("add"), address("change", story), address("history", story)]
    places += [address("compare", live), address("preview", story)]
    places += [address(verb, live) for verb in ("publish", "schedule", "amend", "withdraw", "expire")]
    faults = []
    for place in places:
        page.goto(place)
        faults += accessibility_faults(page)
    assert faults == []


def test_refusals_have_no_accessibility_fault(browser_page, story):
    page = browser_page
    sign_in(page, editor())
    page.goto(address("change", story))
    page.locator(".body-editor--ready").wait_for()
    rewrite(story, by=reporter(), headline="Somebody was faster")
    page.get_by_label("Headline").fill("x" * 201)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Two of you changed the same words").wait_for()
    assert accessibility_faults(page) == []
    page.goto(address("publish", make_live()))
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("say what kind of change").first.wait_for()
    assert accessibility_faults(page) == []


def test_no_key_makes_a_move(browser_page, story):
    page = browser_page
    sign_in(page, editor())
    page.goto(address("publish", story))
    page.keyboard.press("Control+s")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith(address("publish", story))
    assert not Edition.objects.exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(open_page, story, width):
    live = rewrite(make_live(headline="Live"), headline="Live and changed")
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, editor())
    names = ["change", "history", "compare", "preview", "publish", "amend", "schedule"]
    places = [address("changelist"), address("add"), *(address(name, live) for name in names)]
    assert [place for place in places if page.goto(place) and overflow(page) > 0] == []
