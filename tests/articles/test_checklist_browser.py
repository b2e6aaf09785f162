"""The checklist in a real browser: a finding leads to its field, and a stopped story goes out with a reason, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from articles.models import Edition
from tests.articles.desk import page as address
from tests.articles.test_desk_browser import _roles, overflow  # noqa: F401  a fixture
from tests.browser import accessibility_faults, sign_in
from tests.cast import administrator, editor, make_article, make_author, make_picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    bare = make_picture("navy", alt="", credit="")
    return make_article(headline="TK Maxx closes", bylines=[make_author()], lead_picture=bare, seo_title="TK")


def test_a_finding_leads_to_its_field_even_in_a_closed_panel(browser_page, story):
    page = browser_page
    sign_in(page, editor())
    page.goto(address("publish", story))
    page.locator(".finding", has_text="title for search engines").get_by_role("link").click()
    expect(page.locator("#id_seo_title")).to_be_focused()
    page.locator(".finding", has_text="no alternative text").get_by_role("link").click()
    expect(page.locator("#id_lead_alt")).to_be_focused()
    page.locator(".finding", has_text="left in the headline").get_by_role("link").click()
    expect(page.locator("#id_headline")).to_be_focused()
    page.locator(".finding", has_text="no credit").get_by_role("link").click()
    page.wait_for_url("**/library/picture/**")
    expect(page.locator("#id_credit")).to_be_visible()


def test_a_stopped_story_goes_out_with_a_reason_by_keyboard_alone(browser_page, story):
    page = browser_page
    sign_in(page, editor())
    page.goto(address("publish", story))
    page.get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    page.locator(".errornote a", has_text="Why it goes out").focus()
    page.keyboard.press("Enter")
    page.locator("#id_override").focus()
    page.keyboard.type("It is the name of the shop")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("See it as readers do").wait_for()
    assert Edition.objects.live().get(article=story).headline == "TK Maxx closes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_what_was_found_and_set_how_strict_it_is(open_page, story, scheme):
    page, faults = open_page(color_scheme=scheme), []
    sign_in(page, administrator())
    for path in (
        address("publish", story),
        address("schedule", story),
        address("change", story),
        "/admin/articles/article/checklist/",
    ):
        for width in (320, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path)
            assert overflow(page) <= 0, (path, width)
        faults += accessibility_faults(page)
    assert not faults, "\n".join(faults)
