"""Publish over the form: the page of the move in a dialog, with all that it asks and refuses."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from articles.models import Article, Edition
from tests.articles.desk import page as address
from tests.articles.test_desk_browser import _roles, overflow  # noqa: F401 — a fixture
from tests.articles.test_desk_moves import TOMORROW, wall
from tests.articles.test_saving_browser import opened, type_at_end
from tests.browser import accessibility_faults, sign_in
from tests.cast import PASSWORD, editor, make_article, make_live, rewrite

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return rewrite(make_live(body="<p>First.</p>"), headline="First ship since April")


def dialog_of(page, name="Publish"):
    found = page.get_by_role("dialog", name=name)
    found.wait_for()
    return found


def test_what_was_typed_last_goes_out_from_the_dialog(open_page, story):
    page = opened(open_page, editor(), story)
    type_at_end(page, 0, " And more.")
    page.get_by_role("button", name="Publish…").click()
    dialog = dialog_of(page)
    expect(dialog.get_by_text("First ship since April")).to_be_visible()
    dialog.get_by_role("radio", name="Correction").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.locator(".errornote")).to_be_focused()
    dialog.get_by_role("link", name="Note for readers").click()
    expect(dialog.get_by_label("Note for readers")).to_be_focused()
    page.keyboard.type("It was April.")
    expect(dialog.get_by_role("radio", name="Correction")).to_be_checked()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See it as readers do").wait_for()
    live = Edition.objects.live().select_related("rendered").get()
    assert (live.headline, live.note) == ("First ship since April", "It was April.")
    assert "And more." in live.rendered.body


def test_escape_closes_it_and_what_was_typed_in_it_is_there_again(open_page, story):
    page = opened(open_page, editor(), story)
    button = page.get_by_role("button", name="Publish…")
    button.focus()
    page.keyboard.press("Enter")
    dialog = dialog_of(page)
    dialog.get_by_role("radio", name="Update").check()
    dialog.get_by_label("Note for readers").fill("Half a note")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog_of(page).get_by_label("Note for readers")).to_have_value("Half a note")
    expect(dialog.get_by_role("radio", name="Update")).to_be_checked()
    assert Edition.objects.count() == 1


def test_it_is_scheduled_in_the_same_dialog(open_page, story):
    page = opened(open_page, editor(), story)
    page.get_by_role("button", name="Publish…").click()
    dialog = dialog_of(page)
    dialog.get_by_role("radio", name="Update").check()
    dialog.get_by_text("Not now: schedule it").click()
    dialog.get_by_label("When").fill(wall(TOMORROW - timedelta(days=3)))
    page.keyboard.press("Enter")  # in the field of the time: it schedules, and never publishes
    expect(dialog_of(page, "Schedule").get_by_text("is too near").first).to_be_visible()
    page.get_by_role("dialog").get_by_label("When").fill(wall(TOMORROW))
    page.get_by_role("dialog").get_by_role("button", name="Schedule", exact=True).click()
    page.get_by_text("Scheduled for").first.wait_for()
    assert Edition.objects.latest("number").live_from == TOMORROW
    assert Edition.objects.live().count() == 1


def test_a_finding_leads_out_of_the_dialog_to_its_field(open_page):
    page = opened(open_page, editor(), make_article(headline="A list", seo_title="TK"))
    page.get_by_role("button", name="Publish…").click()
    dialog_of(page).locator(".finding", has_text="search engines").get_by_role("link").click()
    expect(page.locator("#id_seo_title")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_session_that_ended_while_the_dialog_stood_open_loses_nothing(open_page, story):
    page = opened(open_page, editor(), story)
    page.get_by_role("button", name="Publish…").click()
    dialog = dialog_of(page)
    dialog.get_by_role("radio", name="Update").check()
    Session.objects.all().delete()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="See it as readers do").wait_for()
    assert Edition.objects.live().get().change == "update"


def test_without_the_dialogs_script_the_page_opens(open_page, story):
    page = open_page()
    page.route("**/move-dialog*.js", lambda route: route.abort())
    sign_in(page, editor())
    page.goto(address("change", story))
    page.locator(".body-editor--ready").wait_for()
    page.get_by_role("button", name="Publish…").click()
    page.wait_for_url("**/publish/")
    assert page.get_by_role("dialog").count() == 0


def test_a_story_that_somebody_else_moved_meanwhile_is_decided_on_anew(open_page, story):
    page = opened(open_page, editor(), story)
    page.get_by_role("button", name="Publish…").click()
    dialog = dialog_of(page)
    Article.objects.update(public_version=story.public_version + 1)
    dialog.get_by_role("radio", name="Update").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(dialog.get_by_text("Somebody else has just moved this story")).to_be_visible()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("link", name="See it as readers do").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_dialog_is_readable_for_everybody(open_page, story, scheme):
    page = open_page(color_scheme=scheme)
    sign_in(page, editor())
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address("change", story))
        page.locator(".body-editor--ready").wait_for()
        page.get_by_role("button", name="Publish…").click()
        dialog = dialog_of(page)
        dialog.get_by_text("Not now: schedule it").click()
        assert overflow(page) <= 0
        assert dialog.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 0
    assert accessibility_faults(page) == []
