"""A story with everything in it, written with the keyboard alone, under the content policy, for everybody to use."""

import pytest
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from tests.articles.desk import page as address
from tests.articles.editor import SETTLED, keys
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_author, make_live, make_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _roles(transactional_db):
    """A test that commits begins with an empty database, without the groups that a migration makes."""
    from django.apps import apps

    from accounts.roles import keep_roles

    keep_roles(list(apps.get_app_configs())[-1])


def write_everything(page) -> None:
    """By keys alone: a headline, and each element that a text may have."""
    keys(page, "Everything about the wall", "Enter", "In one story.")
    page.locator(".body-editor__text").focus()
    page.evaluate(SETTLED)
    keys(page, "The wall is TK metres long", "Control+Alt+f", "Measured in 1921", "Control+Enter", ".", "Enter")
    keys(page, "Control+Alt+b", "At a glance", "Enter", "Stone", "Control+Enter")
    keys(page, "Control+Alt+c", "wall = 84", "Control+Enter", "Control+Shift+e", "Loud", "Control+Enter")
    keys(page, "Control+Alt+t", "a", "Tab", "b", "Tab", "c", "Control+Enter")
    keys(page, "Control+Alt+k", "https://youtu.be/abcdefghijk", "Tab", "A film", "Enter")
    keys(page, "Control+Alt+r", "other")
    page.locator("dialog button", has_text="The other story").wait_for()
    keys(page, "Enter")
    page.locator(".body-editor__text .story-card").wait_for()
    keys(page, "The end", "Control+f", "TK")
    page.get_by_label("Replace with").focus()
    keys(page, "84", "Enter", "Escape")


def test_a_story_with_everything_is_written_by_keyboard_alone(browser_page):
    make_live(headline="The other story")
    city = make_section("City")
    page = browser_page
    page.set_default_timeout(60_000)
    sign_in(page, editor())
    page.goto(address("add"))
    page.wait_for_selector(".body-editor--ready")
    write_everything(page)
    assert page.locator(".body-editor__to-come").count() == 0
    assert accessibility_faults(page) == []
    keys(page, "Control+s")
    page.get_by_text("Saved.", exact=True).wait_for()
    story = Article.objects.get(headline="Everything about the wall")
    for piece in (
        '84 metres long<sup data-note="Measured in 1921">',
        "<h3>At a glance</h3>",
        "<pre><code>wall = 84",
        "data-story=",
    ):
        assert piece in story.body
    story.section = city
    story.save(update_fields=["section"])
    story.bylines.create(author=make_author())
    workflow.publish(story, by=editor())
    page.goto(story.editions.live().get().get_absolute_url())
    assert page.locator(".story-card__headline").text_content() == "The other story"
    expect(page.get_by_role("button", name="Play “A film” here, from YouTube")).to_be_visible()
    assert accessibility_faults(page) == []
