"""Readers and moderators in a real browser: without a script, with it, and by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from comments import moderation
from comments.models import Comment, State
from tests.browser import accessibility_faults, sign_in
from tests.cast import make_live, moderator, other_moderator
from tests.comments.makers import make_comment, path_of

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def fill(page, text="I took it every day.", name="Wanda Whitstable", email="wanda@reader.example"):
    page.get_by_label("Comment *").fill(text)
    page.get_by_label("Name *").fill(name)
    page.get_by_label("Email *").fill(email)


def send(page):
    page.get_by_role("button", name="Post Comment").click()


def post(page, text):
    """By the form below a story, with the script."""
    with page.expect_response(re.compile("/comments/token")):
        page.get_by_label("Comment *").focus()
    fill(page, text)
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()


def test_a_reader_replies_without_a_script(story, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(path_of(story))
    expect(page.get_by_label("Save my name")).to_be_hidden()
    fill(page)
    send(page)
    expect(page.get_by_text("One last look.")).to_be_visible()
    assert not Comment.objects.exists()
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    assert page.context.cookies() == []
    assert Comment.objects.get().state == State.PENDING
    page.get_by_role("button", name="Withdraw my comment").click()
    expect(page.get_by_text("Withdrawn.")).to_be_visible()


def test_a_reader_answers_a_comment_without_a_script(story, open_page):
    parent = make_comment(story, name="Otto")
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(path_of(story))
    page.get_by_role("link", name="Reply to Otto").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Otto")).to_be_visible()
    fill(page)
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    assert Comment.objects.exclude(pk=parent.pk).get().parent == parent


def test_with_the_script_the_extra_page_disappears_and_the_name_is_remembered(story, browser_page):
    page = browser_page
    page.goto(path_of(story))
    with page.expect_response(re.compile("/comments/token")):
        page.get_by_label("Comment *").focus()
    fill(page)
    page.get_by_label("Save my name").check()
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    assert page.context.cookies() == []
    page.goto(path_of(story))
    expect(page.get_by_label("Name *")).to_have_value("Wanda Whitstable")
    expect(page.get_by_label("Email *")).to_have_value("wanda@reader.example")
    expect(page.get_by_label("Comment *")).to_have_value("")
    with page.expect_response(re.compile("/comments/token")):
        page.get_by_label("Comment *").focus()
    page.get_by_label("Save my name").uncheck()
    page.get_by_label("Comment *").fill("Something else.")
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    page.goto(path_of(story))
    expect(page.get_by_label("Name *")).to_have_value("")


def test_what_was_typed_stands_in_the_form_again_after_a_reload_until_its_receipt(story, browser_page):
    page, other = browser_page, make_live(headline="Another story")
    for each in (other, story):
        page.goto(path_of(each))
        page.get_by_label("Comment *").fill(f"Begun below {each.headline} <b>&")
    page.reload()
    expect(page.get_by_label("Comment *")).to_have_value("Begun below The last ferry <b>&")
    post(page, "And ended.")
    page.goto(path_of(story))
    expect(page.get_by_label("Comment *")).to_have_value("")
    page.goto(path_of(other))
    expect(page.get_by_label("Comment *")).to_have_value("Begun below Another story <b>&")
    assert page.evaluate("localStorage.length") == 0


def test_a_reply_that_was_begun_stands_below_its_comment_again(story, browser_page):
    make_comment(story, name="Ida")
    make_comment(story, name="Otto")
    page = browser_page
    page.goto(path_of(story))
    page.get_by_role("link", name="Reply to Otto").click()
    page.get_by_label("Comment *").fill("Otto, I was there")
    page.reload()
    expect(page.get_by_role("heading", name="Leave a Reply to Otto")).to_be_visible()
    expect(page.get_by_label("Comment *")).to_have_value("Otto, I was there")
    page.get_by_label("Comment *").fill("")
    page.get_by_role("link", name="Reply to Ida").click()
    page.reload()
    expect(page.get_by_role("heading", name="Leave a Reply to Ida")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.reload()
    expect(page.get_by_role("heading", name="Leave a Reply", exact=True)).to_be_visible()
    expect(page.get_by_label("Comment *")).to_have_value("")


def test_what_was_only_previewed_is_kept_when_something_else_is_posted(story, browser_page):
    page, other = browser_page, make_live(headline="Another story")
    page.goto(path_of(story))
    fill(page, text="Not yet.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("One last look.")).to_be_visible()
    page.goto(path_of(other))
    post(page, "Posted at once.")
    page.goto(path_of(story))
    expect(page.get_by_label("Comment *")).to_have_value("Not yet.")


def test_a_quotation_outlives_a_reload(story, browser_page):
    make_comment(story, name="Otto", text="The ferry was late.")
    browser_page.goto(path_of(story))
    browser_page.get_by_role("link", name="Quote Otto").click()
    browser_page.reload()
    expect(browser_page.get_by_label("Comment *")).to_have_value("> The ferry was late.\n\n")


def test_a_name_from_right_to_left_stands_by_itself_in_the_heading(story, browser_page):
    make_comment(story, name="ليلى.")
    browser_page.goto(path_of(story))
    browser_page.get_by_role("link", name="Reply to ليلى.").click()
    expect(browser_page.locator("#reply-title bdi")).to_have_text("ليلى.")


def test_what_could_not_be_posted_is_no_longer_lost_with_the_page_that_says_so(story, browser_page):
    page = browser_page
    page.goto(path_of(story))
    with page.expect_response(re.compile("/comments/token")):
        page.get_by_label("Comment *").focus()
    fill(page, text="Words for later", email="wanda@localhost")
    send(page)
    expect(page.get_by_text("Your comment was not posted")).to_be_visible()
    page.goto(path_of(story))
    expect(page.get_by_label("Comment *")).to_have_value("Words for later")


def test_with_the_script_the_form_moves_to_the_comment_and_back(story, browser_page):
    parent = make_comment(story, name="Otto")
    page = browser_page
    page.goto(path_of(story))
    with page.expect_response(re.compile("/comments/token.*parent=[a-z2-7]{12}")):
        page.get_by_role("link", name="Reply to Otto").click()
    expect(page.get_by_role("heading", name="Leave a Reply to Otto")).to_be_visible()
    expect(page.get_by_label("Comment *")).to_be_focused()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("link", name="Reply to Otto")).to_be_focused()
    page.get_by_role("link", name="Reply to Otto").click()
    fill(page)
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    assert Comment.objects.exclude(pk=parent.pk).get().parent == parent


@pytest.mark.parametrize("script", [True, False])
def test_a_refusal_takes_the_keyboard_to_what_is_wrong(story, open_page, script):
    page = open_page(java_script_enabled=script)
    page.goto(path_of(story))
    fill(page, name="Editor")
    send(page)
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("This name belongs to somebody who works here")
    expect(problems).to_be_focused()
    expect(page.get_by_label("Comment *")).to_have_value("I took it every day.")
    problems.get_by_role("link", name="Name").click()
    expect(page.get_by_label("Name *")).to_be_focused()


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 700}}])
def test_every_page_of_a_reply_is_accessible_and_fits(story, open_page, look):
    top = make_comment(story, name="ليلى", text="شكرا على المقال الرائع! https://example.com/" + "a" * 300)
    for _ in range(6):
        top = make_comment(story, top, name="A name that is long " * 4, text="W" * 400)
    page = open_page(**look)
    for address in (path_of(story), f"/comments/on{path_of(story)}", f"/comments/reply/{top.public_id}/"):
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    fill(page, name="Editor")
    send(page)
    assert accessibility_faults(page) == []
    page.get_by_label("Name *").fill("Wanda")
    send(page)
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    assert accessibility_faults(page) == []


HOSTILE = '"><img src=x onerror="window.broken=1"><script>window.broken=1</script>\u202e'


def test_hostile_words_do_nothing_in_a_browser(story, open_page):
    parent = make_comment(story, name=HOSTILE[:100], text=HOSTILE, website="https://example.com/")
    held = make_comment(story, parent, state=State.PENDING, name=HOSTILE[:100], text=HOSTILE)
    moderation.reject(make_comment(story, state=State.PENDING), by=other_moderator(), reason="other", note=HOSTILE)
    page = open_page()
    sign_in(page, moderator())
    for address in (
        path_of(story),
        f"/comments/reply/{parent.public_id}/",
        QUEUE,
        f"{QUEUE}?folder=all&q=%22%3E%3Cscript%3Ewindow.broken=1%3C/script%3E",
        f"{QUEUE}?folder=rejected",
        f"{QUEUE}{held.public_id}/",
        f"{QUEUE}read/{held.public_id}/?q=%22%3E%3Cscript%3Ewindow.broken=1%3C/script%3E",
    ):
        page.goto(address)
        assert page.evaluate("window.broken") is None
    page.goto(f"{QUEUE}read/{held.public_id}/")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".item__body")).to_be_focused()
    assert page.evaluate("window.broken") is None
    page.goto(QUEUE)
    page.get_by_role("button", name="Approve", exact=True).last.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert page.evaluate("window.broken") is None
    page.goto(path_of(story))
    page.locator("[data-reply]").first.click()
    assert page.evaluate("window.broken") is None


def test_a_moderator_clears_the_queue_by_keyboard_alone(story, browser_page):
    comments = [make_comment(story, state=State.PENDING, name=f"Reader {n}", text=f"Words {n}.") for n in range(5)]
    page = browser_page
    sign_in(page, moderator())
    page.goto(QUEUE)
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    focused = page.locator(".item__body:focus")
    states = lambda: [Comment.objects.get(pk=comment.pk).state for comment in comments]  # noqa: E731

    page.keyboard.press("j")
    expect(focused).to_contain_text("Reader 0")
    page.keyboard.press("a")
    expect(page.get_by_text("Approved: “Reader 0”.")).to_be_visible()
    expect(focused).to_contain_text("Reader 1")
    page.keyboard.press("r")
    page.keyboard.press("3")
    expect(page.get_by_text("Rejected: “Reader 1”.")).to_be_visible()
    expect(focused).to_contain_text("Reader 2")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.get_by_text("Marked as spam: “Reader 2”.")).to_be_visible()
    assert states() == ["approved", "rejected", "spam", "pending", "pending"]
    expect(page.get_by_role("link", name="Held 2")).to_be_visible()
    assert Comment.objects.get(pk=comments[1].pk).events.get().reason == "off_topic"

    page.keyboard.press("u")
    expect(focused).to_contain_text("Reader 2")
    page.keyboard.press("u")
    expect(focused).to_contain_text("Reader 1")
    assert states() == ["approved", "pending", "pending", "pending", "pending"]
    page.keyboard.press("a")
    expect(page.get_by_text("Approved: “Reader 1”.")).to_be_visible()
    assert accessibility_faults(page) == []
    for name in ("Reader 2", "Reader 3"):
        expect(focused).to_contain_text(name)
        page.keyboard.press("s")
        expect(page.get_by_text(f"Marked as spam: “{name}”.")).to_be_visible()
    expect(focused).to_contain_text("Reader 4")
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    assert states() == ["approved", "approved", "spam", "spam", "approved"]


def test_the_keys_can_be_switched_off_and_never_act_while_somebody_types(story, browser_page):
    comment = make_comment(story, state=State.PENDING)
    page = browser_page
    sign_in(page, moderator())
    page.goto(QUEUE)
    page.get_by_role("searchbox").press_sequentially("jas")
    page.keyboard.press("Escape")
    page.get_by_label("Use keys on this page").uncheck()
    page.locator(".item__body").focus()
    page.keyboard.press("a")
    page.reload()
    page.locator(".item__body").focus()
    page.keyboard.press("s")
    page.goto(QUEUE)
    assert Comment.objects.get(pk=comment.pk).state == State.PENDING


def test_the_loser_is_told_in_place(story, browser_page):
    comment = make_comment(story, state=State.PENDING)
    page = browser_page
    sign_in(page, moderator())
    page.goto(QUEUE)
    moderation.reject(comment, by=other_moderator(), reason="hate")
    page.get_by_role("button", name="Approve", exact=True).last.click()
    expect(page.get_by_text("Max Moderator rejected this comment")).to_be_visible()
    expect(page.locator("[data-verbs]")).to_be_hidden()


def test_a_moderator_works_without_a_script(story, open_page):
    comments = [make_comment(story, state=State.PENDING, name=f"Reader {n}") for n in range(3)]
    page = open_page(java_script_enabled=False)
    sign_in(page, moderator())
    page.goto(QUEUE)
    expect(page.get_by_role("heading", name="Keys")).to_have_count(0)
    first = page.locator(".item").first
    first.get_by_text("Reject…").click()
    first.get_by_role("button", name="Advertising").click()
    expect(page.get_by_text("Rejected: “Reader 0”.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    for name in ("Reader 0", "Reader 2"):
        page.get_by_label(f"Choose the comment of {name}").check()
    page.locator("#bulk").get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved: 2 comments.")).to_be_visible()
    assert [Comment.objects.get(pk=comment.pk).state for comment in comments] == ["approved", "pending", "approved"]


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"viewport": {"width": 390, "height": 844}}])
def test_the_queue_is_accessible_and_fits(story, open_page, look):
    parent = make_comment(story, text="W" * 300)
    held = make_comment(story, parent, state=State.PENDING, name="N" * 100, text="W" * 600, email="w@reader.example")
    moderation.reject(
        make_comment(story, state=State.PENDING, email="w@reader.example"), by=other_moderator(), reason="hate"
    )
    page = open_page(**look)
    sign_in(page, moderator())
    for address in (
        QUEUE,
        f"{QUEUE}?folder=approved",
        f"{QUEUE}?folder=all",
        f"{QUEUE}?folder=spam",
        f"{QUEUE}{held.public_id}/",
    ):
        page.goto(address)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    page.goto(QUEUE)
    page.get_by_text("Reject…").click()
    assert accessibility_faults(page) == []
