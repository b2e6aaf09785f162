"""Moderators in a real browser, one comment after the other: by keyboard alone, on a phone, without a script, in pairs."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments import moderation
from comments.models import Comment, RuleHit, State
from tests.browser import accessibility_faults, sign_in
from tests.cast import administrator, make_live, moderator, other_moderator
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/comments/comment/"
READ = f"{QUEUE}read/"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def waiting(story, number: int) -> list[Comment]:
    return [make_comment(story, state=State.PENDING, name=f"Reader {n}.", text=f"Words {n}.") for n in range(number)]


def states(comments) -> list[str]:
    return [Comment.objects.get(pk=comment.pk).state for comment in comments]


def shown(page):
    return page.locator("[data-reading] .item__who")


def tab_to(page, target):
    """Presses Tab until the keyboard is there."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {target}")


def test_one_moderator_clears_a_hundred_comments_with_a_hundred_decisions_and_no_page_between(story, browser_page):
    comments = waiting(story, 100)
    page = browser_page
    sign_in(page, moderator())
    page.goto(READ)
    page.evaluate("window.stayed = true")
    for number in range(100):
        expect(shown(page)).to_have_text(f"Reader {number}.")
        if number % 3 == 1:
            page.keyboard.press("r")
            page.keyboard.press("3")
        else:
            page.keyboard.press("s" if number % 3 else "a")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    assert page.evaluate("window.stayed")
    assert states(comments) == (["approved", "rejected", "spam"] * 34)[:100]
    assert all(comment.events.count() == 1 for comment in comments)


def test_the_moderators_walk_by_keyboard_alone(story, browser_page):
    comments = waiting(story, 4)
    RuleHit.objects.create(comment=comments[0], rule="banned", evidence="words")
    reported = make_comment(story, name="Rowdy", reviewed_at=timezone.now(), reported=1)
    page = browser_page
    sign_in(page, moderator())
    page.goto("/admin/")
    tab_to(page, page.get_by_role("link", name="Decide"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Read one by one"))
    assert accessibility_faults(page) == []
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_text("Reader 0.")
    expect(page.locator(".item__body mark")).to_have_text("Words")
    expect(page.locator(".item__body")).to_be_focused()
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    assert accessibility_faults(page) == []

    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()

    page.keyboard.press("j")
    expect(shown(page)).to_have_text("Reader 1.")
    page.keyboard.press("k")
    expect(shown(page)).to_have_text("Reader 0.")
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Advertising")).to_be_visible()
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Advertising")).to_be_hidden()
    page.keyboard.press("a")
    expect(page.get_by_text("Approved: “Reader 0.”.")).to_be_visible()
    expect(shown(page)).to_have_text("Reader 1.")
    page.keyboard.press("s")
    expect(shown(page)).to_have_text("Reader 2.")
    page.keyboard.press("u")
    expect(shown(page)).to_have_text("Reader 1.")
    expect(page.get_by_text("Undone: “Reader 1.” is held again.")).to_be_visible()
    page.keyboard.press("u")
    expect(shown(page)).to_have_text("Reader 0.")
    assert states(comments) == ["pending"] * 4
    for number in range(4):
        expect(shown(page)).to_have_text(f"Reader {number}.")
        page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    expect(page.get_by_text("Nothing waits here.")).to_be_focused()
    assert accessibility_faults(page) == []

    tab_to(page, page.locator("[data-end]").get_by_role("link", name="Reported"))
    page.keyboard.press("Enter")
    expect(shown(page)).to_contain_text("Rowdy")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(page.get_by_text("Removed: “Rowdy”.")).to_be_visible()
    assert states([reported]) == ["removed"]


def test_who_is_late_sees_it_in_place_and_takes_it_back(story, browser_page):
    comments = waiting(story, 2)
    page = browser_page
    sign_in(page, moderator())
    page.goto(READ)
    expect(shown(page)).to_have_text("Reader 0.")
    moderation.reject(comments[0], by=other_moderator(), reason="hate")
    page.keyboard.press("a")
    expect(page.locator("[data-undo]")).to_contain_text("Max Moderator rejected this comment")
    expect(page.locator("[data-undo]")).to_contain_text("Nothing was changed.")
    expect(page.locator("[data-reading] .stage").first).to_have_text("Rejected")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Undo theirs").click()
    expect(page.locator("[data-reading] .stage").first).to_have_text("Held")
    page.keyboard.press("a")
    expect(shown(page)).to_have_text("Reader 1.")
    assert states(comments) == ["approved", "pending"]


def test_in_the_list_theirs_is_taken_back_in_place_too(story, browser_page):
    comments = waiting(story, 1)
    page = browser_page
    sign_in(page, moderator())
    page.goto(QUEUE)
    moderation.reject(comments[0], by=other_moderator(), reason="hate")
    page.get_by_role("button", name="Approve", exact=True).last.click()
    page.get_by_role("button", name="Undo theirs").click()
    expect(page.get_by_text("Undone: “Reader 0.” is held again.")).to_be_visible()
    page.locator(".item").get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    assert states(comments) == ["approved"]


def test_two_moderators_are_given_different_comments_and_told_of_each_other(story, open_page):
    comments = waiting(story, 3)
    mona, maxim = open_page(), open_page()
    sign_in(mona, moderator())
    sign_in(maxim, other_moderator())
    with mona.expect_response("**/lease/**"):
        mona.goto(READ)
    expect(shown(mona)).to_have_text("Reader 0.")
    with maxim.expect_response("**/lease/**"):
        maxim.goto(READ)
    expect(shown(maxim)).to_have_text("Reader 1.")
    maxim.goto(f"{READ}{comments[0].public_id}/")
    expect(maxim.get_by_text("Mona Moderator has this in hand.")).to_be_visible()
    maxim.keyboard.press("a")
    expect(maxim.get_by_text("Approved: “Reader 0.”.")).to_be_visible()
    with mona.expect_response("**/lease/**"):
        mona.keyboard.press("j")
    mona.goto("/admin/")
    maxim.goto(QUEUE)
    expect(maxim.get_by_text("in hand")).to_have_count(0)


def test_a_phone_clears_the_queue_with_a_thumb(story, open_page):
    comments = [make_comment(story, state=State.PENDING, name=f"Reader {n}.", text="W" * 900) for n in range(3)]
    page = open_page(**PHONE, color_scheme="dark")
    sign_in(page, moderator())
    page.goto(READ)
    for name, verb in (("Reader 0.", "Approve"), ("Reader 1.", "Spam")):
        expect(shown(page)).to_have_text(name)
        button = page.locator("[data-reading]").get_by_role("button", name=verb, exact=True)
        expect(button).to_be_in_viewport()
        assert button.bounding_box()["height"] >= 44
        button.tap()
    expect(shown(page)).to_have_text("Reader 2.")
    page.get_by_text("Reject…").tap()
    expect(page.get_by_role("button", name="Hateful")).to_be_in_viewport()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Hateful").tap()
    expect(page.get_by_text("Nothing waits here.")).to_be_visible()
    assert states(comments) == ["approved", "spam", "rejected"]


def test_reading_works_without_a_script(story, open_page):
    comments = waiting(story, 3)
    page = open_page(java_script_enabled=False)
    sign_in(page, moderator())
    page.goto(QUEUE)
    page.get_by_role("link", name="Read one by one").click()
    page.get_by_role("link", name="Next").click()
    expect(shown(page)).to_have_text("Reader 1.")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(shown(page)).to_have_text("Reader 2.")
    page.get_by_role("button", name="Undo").click()
    expect(shown(page)).to_have_text("Reader 1.")
    page.get_by_text("Reject…").click()
    page.get_by_role("button", name="Hateful").click()
    expect(shown(page)).to_have_text("Reader 2.")
    assert states(comments) == ["pending", "rejected", "pending"]


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, PHONE, {"viewport": {"width": 768, "height": 1024}}])
def test_the_numbers_are_accessible_and_fit(story, open_page, look):
    for comment in waiting(story, 4)[:3]:
        RuleHit.objects.create(comment=comment, rule="links")
        moderation.approve(comment, by=moderator())
    page = open_page(**look)
    sign_in(page, administrator())
    page.goto(f"{QUEUE}numbers/")
    expect(page.get_by_role("img", name="Decisions of each day")).to_be_visible()
    page.get_by_text("Each day in numbers").click()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Show the page").click()
    page.get_by_role("link", name="/comments/numbers").click()
    expect(page.get_by_role("heading", name="How we moderate comments")).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
