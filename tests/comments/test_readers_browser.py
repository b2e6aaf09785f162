"""Readers in a real browser: recommending, quoting, previewing, reporting and changing one's words, with and without a script."""

import re

import pytest
from playwright.sync_api import expect

from comments import reports
from comments.models import Comment, Recommendation, Report, State
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_live
from tests.comments.makers import a_reader, make_comment, path_of
from tests.comments.test_browser import HOSTILE, fill, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def comment(story):
    return make_comment(story, name="Otto", text="It was never late.\n\nNever once.")


def test_with_the_script_a_voice_is_given_and_taken_back_in_place(comment, browser_page):
    page = browser_page
    page.goto(path_of(comment.article))
    button = page.get_by_role("button", name="Recommend the comment of Otto")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-number]")).to_have_text("1")
    assert Recommendation.objects.count() == 1
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-number]")).to_have_text("")
    assert not Recommendation.objects.exists()
    assert page.context.cookies() == []


def test_without_a_script_a_voice_is_given_and_taken_back_on_its_page(comment, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(path_of(comment.article))
    page.get_by_role("button", name="Recommend the comment of Otto").click()
    expect(page.get_by_text("1 reader recommends this.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("0 readers recommend this.")).to_be_visible()
    page.get_by_role("link", name="Back to the comment").click()
    expect(page.get_by_role("heading", name="The last ferry")).to_be_visible()


def test_what_the_server_refuses_to_the_script_is_explained_on_a_page(comment, browser_page, monkeypatch):
    monkeypatch.setattr("comments.voices.MOST", 0)
    page = browser_page
    page.goto(path_of(comment.article))
    page.get_by_role("button", name="Recommend the comment of Otto").click()
    expect(page.get_by_role("alert")).to_contain_text("Many of these have come from your network")


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_quotes_a_comment(comment, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(path_of(comment.article))
    page.get_by_role("link", name="Quote Otto").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Otto")).to_be_visible()
    expect(page.get_by_label("Comment *")).to_have_value(re.compile("^> It was never late.\n\n> Never once.\n\n$"))
    fill(page, "> It was never late.\n\nBut it was.")
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    expect(page.locator("blockquote.quoted")).to_have_text("It was never late.")


def test_what_is_selected_is_quoted(comment, browser_page):
    page = browser_page
    page.goto(path_of(comment.article))
    page.locator(".reply__text p").nth(1).select_text()
    page.get_by_role("link", name="Quote Otto").click()
    expect(page.get_by_label("Comment *")).to_have_value("> Never once.\n\n")


@pytest.mark.parametrize("script", [True, False])
def test_a_preview_shows_and_stores_nothing(story, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(path_of(story))
    if script:
        with page.expect_response(re.compile("/comments/token")):
            page.get_by_label("Comment *").focus()
    fill(page, "First.\n\nSee https://example.org/")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("This is how your comment will read.")).to_be_visible()
    expect(page.locator(".leave__preview").get_by_role("link", name="example.org")).to_be_visible()
    assert not Comment.objects.exists()
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()


def test_the_enter_key_posts_and_does_not_preview(story, browser_page):
    page = browser_page
    page.goto(path_of(story))
    with page.expect_response(re.compile("/comments/token")):
        page.get_by_label("Comment *").focus()
    fill(page)
    page.get_by_label("Email *").press("Enter")
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_an_author_changes_the_words_by_keyboard(story, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(f"/comments/on{path_of(story)}")
    fill(page)
    send(page)
    page.get_by_role("link", name="Change the text").press("Enter")
    page.get_by_label("Comment *").fill("\u3164")
    page.get_by_role("button", name="Save the change").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Comment *").fill("What I mean.")
    page.get_by_role("button", name="Save the change").press("Enter")
    expect(page.get_by_text("What I mean.")).to_be_visible()
    assert Comment.objects.get().text == "What I mean."


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_reports_by_keyboard_alone_and_is_taken_to_what_is_missing(comment, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(path_of(comment.article))
    page.get_by_role("link", name="Report the comment of Otto").press("Enter")
    page.get_by_label("Something else").press("Space")
    page.get_by_role("button", name="Send report").press("Enter")
    problems = page.get_by_role("alert")
    expect(problems).to_be_focused()
    problems.get_by_role("link", name="In your words").press("Enter")
    expect(page.get_by_label("In your words")).to_be_focused()
    expect(page.get_by_label("Something else")).to_be_checked()
    page.keyboard.type("He copies this below every story.")
    page.get_by_role("button", name="Send report").press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Report.objects.get().text == "He copies this below every story."


def test_the_orders_are_links_that_work_without_a_script(comment, open_page):
    make_comment(comment.article, name="Berta", recommended=4)
    make_comment(comment.article, name="Carla")
    page = open_page(java_script_enabled=False)
    page.goto(path_of(comment.article))
    for order, first in (("Oldest", "Otto"), ("Most recommended", "Berta"), ("Newest", "Carla")):
        page.get_by_role("navigation", name="Order of the replies").get_by_role("link", name=order).click()
        expect(page.locator(".reply__name").first).to_have_text(first)


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 700}}])
def test_every_page_is_accessible_and_fits(comment, open_page, look):
    make_comment(
        comment.article,
        comment,
        name="ليلى",
        text=f"> {'q' * 200}\n\nشكرا",
        recommended=12,
        picked_at="2026-01-01T00:00Z",
    )
    held = make_comment(comment.article, state=State.PENDING)
    from comments.tokens import receipt_key

    reports.report(comment.article, comment, reason="hate", text="W" * 300, reader=a_reader())
    reports.report(comment.article, None, reason="error", text="W" * 300, reader=a_reader())
    page = open_page(**look)
    here = f"/comments/{comment.public_id}"
    addresses = [
        f"{path_of(comment.article)}?sort=picks", f"{here}/recommend", f"{here}/report", f"{here}/report?sent",
        f"/comments/error{path_of(comment.article)}", f"/comments/r/{held.public_id}/edit?k={receipt_key(held.public_id)}",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    sign_in(page, editor())
    for address in ("/admin/comments/comment/reports/", f"/admin/comments/comment/{comment.public_id}/"):
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_hostile_words_in_a_report_and_in_a_rewritten_comment_do_nothing(comment, open_page):
    for reason in ("other", "error"):
        reports.report(comment.article, comment, reason=reason, text=HOSTILE, reader=a_reader(reason))
    Comment.objects.filter(pk=comment.pk).update(name=HOSTILE[:100], text=f"> {HOSTILE}\n\n{HOSTILE}")
    page = open_page()
    sign_in(page, editor())
    for address in (
        "/admin/comments/comment/reports/",
        f"/admin/comments/comment/{comment.public_id}/",
        f"/comments/{comment.public_id}/recommend",
        f"/comments/{comment.public_id}/report",
    ):
        page.goto(address)
        assert page.evaluate("window.broken") is None
    page.goto(path_of(comment.article))
    page.locator("[data-quote]").first.click()
    page.locator("[data-voice] button").first.click()
    expect(page.locator("[aria-pressed=true]")).to_be_visible()
    assert page.evaluate("window.broken") is None
