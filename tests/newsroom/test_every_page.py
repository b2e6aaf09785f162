"""Every kind of public page: accessible, valid, calm under the content policy, whole without a script, at any width."""

import re

import pytest
from django.urls import get_resolver
from playwright.sync_api import expect

from tests import nu
from tests.browser import accessibility_faults
from tests.newsroom.newspaper import make_newspaper

STATUS = {
    "nothing there": 404,
    "story that is gone": 410,
    "story that was killed": 410,
    "preview that has ended": 410,
}
MACHINES = re.compile(r"-(rss|atom)$|^(sitemap|robots)|^healthz$")


@pytest.fixture
def newspaper(transactional_db):
    return make_newspaper()


@pytest.mark.django_db
def test_every_kind_of_page_answers_and_is_valid_html(client):
    pages = {}
    for name, address in make_newspaper().items():
        answer = client.get(address)
        assert answer.status_code == STATUS.get(name, 200), name
        pages[name] = answer.content
    assert nu.errors(pages) == []


@pytest.mark.django_db
def test_the_newspaper_has_a_page_for_every_public_address(client):
    """A new kind of page joins the walk, or this fails."""
    visited = {client.get(address).resolver_match.view_name for address in make_newspaper().values()}
    assert readers_pages() - visited == set()


def readers_pages() -> set[str]:
    """The names of all addresses of the rooms `articles` and `authors` that people read."""
    found = set()
    for room in ("articles", "authors"):
        names = get_resolver().namespace_dict[room][1].reverse_dict
        found |= {f"{room}:{name}" for name in names if isinstance(name, str) and not MACHINES.search(name)}
    return found


def test_axe_finds_nothing_on_any_page(newspaper, browser_page):
    assert faults_of(browser_page, newspaper.values()) == []


def test_axe_finds_nothing_in_the_dark(newspaper, open_page):
    """Only the colours differ: one page of each look is enough."""
    looks = ("front", "section", "story", "author", "search with hits", "nothing there")
    looks += ("story that was retracted", "story that was killed", "versions of a story", "corrections")
    assert faults_of(open_page(color_scheme="dark"), [newspaper[look] for look in looks]) == []


def faults_of(page, addresses) -> list[str]:
    faults = []
    for address in addresses:
        page.goto(address)
        faults += accessibility_faults(page)
    return faults


def test_axe_finds_nothing_on_a_phone_with_its_menu_open(newspaper, open_page):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto("/")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Menu")).to_be_visible()
    assert accessibility_faults(page) == []


def test_no_page_is_wider_than_the_window(newspaper, browser_page):
    too_wide = []
    for name, address in newspaper.items():
        browser_page.goto(address)
        for width in (320, 390, 640, 768, 1024, 1440, 1920):
            browser_page.set_viewport_size({"width": width, "height": 800})
            if browser_page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append(f"{name} at {width}")
    assert too_wide == []


def test_a_reader_without_scripts_goes_from_the_front_by_the_menu_to_a_story(newspaper, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto("/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Shipping").click()
    page.get_by_role("link", name="Wall to be rebuilt stone by stone").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Wall to be rebuilt stone by stone"


def test_the_first_key_leads_past_the_navigation(newspaper, browser_page):
    browser_page.goto("/")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"


def test_an_arabic_story_begins_at_the_right(newspaper, browser_page):
    browser_page.goto(newspaper["story in Arabic"])
    meta = browser_page.locator(".story__meta").bounding_box()
    text = browser_page.locator(".story__body").bounding_box()
    assert meta["x"] > text["x"] + text["width"]


def test_nothing_moves_when_the_font_arrives(newspaper, open_page):
    """The stand-in has our serif's metrics: the same story with and without the font file is of nearly the same height."""
    heights = []
    for block in (False, True):
        page = open_page()
        if block:
            page.route("**/*.woff2", lambda route: route.abort())
        page.goto(newspaper["story"])
        page.evaluate("document.fonts.ready")
        heights.append(page.locator(".story__body").bounding_box()["height"])
    assert abs(heights[0] - heights[1]) <= 0.04 * heights[0]
