"""Whoever looks after rules and policies, in a real browser: rehearsing a word list, changing a section, by keyboard too."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, RuleSetting, State
from comments.policies import set_policy
from tests.browser import accessibility_faults, sign_in
from tests.cast import administrator, make_live, make_section, moderator
from tests.comments.makers import leave, make_comment, path_of, unhurried
from tests.comments.test_moderators_in_a_browser import tab_to

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "/admin/comments/comment/"


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    unhurried(monkeypatch)


@pytest.fixture
def story():
    return make_live(headline="The last ferry", section=make_section("City"))


def open_the_site():
    """Replies are public at once, unless a rule finds something."""
    set_policy({"mode": "post"}, by=administrator())


def test_a_word_list_is_rehearsed_saved_and_in_force(story, browser_page):
    make_comment(story, text="Come to the c4s1no", state=State.SPAM)
    make_comment(story, text="I took it every day.")
    open_the_site()
    page = browser_page
    sign_in(page, administrator())
    page.goto(DESK)
    page.get_by_role("navigation", name="Comments").get_by_role("link", name="Rules").click()
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="Contains a suspect word").click()
    page.get_by_label("Words and phrases").fill("casino\n***")
    page.get_by_role("button", name="Rehearse").click()
    expect(page.get_by_role("alert")).to_contain_text("“***” has no letter in it")
    assert accessibility_faults(page) == []
    page.get_by_label("Words and phrases").fill("casino")
    page.get_by_role("button", name="Rehearse").click()
    rehearsed = page.get_by_role("region", name="What it would have done")
    expect(rehearsed).to_contain_text("Of 2 comments of the last 30 days it would have met 1")
    expect(rehearsed).to_contain_text("Come to the c4s1no")
    expect(page.get_by_label("Words and phrases")).to_have_value("casino")
    assert accessibility_faults(page) == []
    assert not RuleSetting.objects.exists()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("The rule “Contains a suspect word” is saved.")).to_be_visible()
    expect(page.get_by_role("row", name="Contains a suspect word")).to_contain_text("1 entry")
    leave(story, comment="The CASINO is on the pier.")
    leave(story, comment="Nothing of the kind.", email="otto@reader.example")
    page.goto(DESK)
    expect(page.locator("[data-item]")).to_have_count(1)
    expect(page.locator(".item__text mark")).to_have_text("CASINO")
    expect(page.get_by_text("Contains a suspect word: casino")).to_be_visible()
    assert Comment.objects.get(text="Nothing of the kind.").state == State.APPROVED


def test_a_section_is_closed_and_its_story_says_so_to_the_desk_and_to_readers(story, browser_page):
    elsewhere = make_live(headline="The cup", slug="the-cup", section=make_section("Sports"))
    page = browser_page
    sign_in(page, administrator())
    page.goto(f"{DESK}policies/")
    assert accessibility_faults(page) == []
    page.get_by_role("main").get_by_role("link", name="City").click()
    page.get_by_label("Close after so many days").fill("-1")
    page.get_by_role("button", name="Save the policy").click()
    expect(page.get_by_role("alert")).to_contain_text("Close after so many days")
    assert accessibility_faults(page) == []
    page.get_by_label("Close after so many days").fill("")
    page.get_by_label("Comments are").select_option("closed")
    page.get_by_role("button", name="Save the policy").click()
    expect(page.get_by_text("The policy of “City” is saved.")).to_be_visible()
    expect(page.get_by_label("Comments are")).to_have_value("closed")
    assert accessibility_faults(page) == []
    page.goto(f"{DESK}policies/")
    page.get_by_role("searchbox", name="Words of a headline").fill("ferry")
    page.get_by_role("button", name="Look up").click()
    page.get_by_role("link", name="The last ferry").click()
    applies = page.get_by_role("region", name="What applies to this story")
    expect(applies).to_contain_text("Replies are closed.")
    expect(applies.get_by_role("row", name="Comments are")).to_contain_text("City")
    assert accessibility_faults(page) == []
    applies.get_by_role("link", name="The story with its replies").click()
    expect(page.get_by_role("button", name="Post Comment")).to_have_count(0)
    page.goto(path_of(elsewhere))
    expect(page.get_by_role("button", name="Post Comment")).to_have_count(1)


def test_both_forms_are_worked_by_keyboard_alone(story, browser_page):
    make_comment(story, text="The casino is closed.")
    page = browser_page
    sign_in(page, administrator())
    page.goto(DESK)
    tab_to(page, page.get_by_role("navigation", name="Comments").get_by_role("link", name="Rules"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Contains a suspect word"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("radio", name="hold", exact=False).first)
    tab_to(page, page.get_by_label("Words and phrases"))
    page.keyboard.type("casino")
    tab_to(page, page.get_by_role("button", name="Rehearse"))
    page.keyboard.press("Enter")
    rehearsed = page.get_by_role("region", name="What it would have done")
    expect(rehearsed).to_be_focused()
    expect(rehearsed).to_contain_text("your moderators approved 1 of those")
    tab_to(page, page.get_by_role("button", name="Save the rule"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The rule “Contains a suspect word” is saved.")).to_be_visible()
    tab_to(page, page.get_by_role("navigation", name="Comments").get_by_role("link", name="Policies"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="City"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Comments are"))
    page.keyboard.type("Clo")
    tab_to(page, page.get_by_role("button", name="Save the policy"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The policy of “City” is saved.")).to_be_visible()
    expect(page.get_by_label("Comments are")).to_have_value("closed")


def test_who_may_only_look_sees_how_it_stands_and_no_form(story, open_page):
    page = open_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    sign_in(page, moderator())
    for address, sentence in (
        ("rules/suspect/", "Only those who look after rules for the whole site may change this."),
        ("policies/site/", "Only those who look after policies, here or everywhere, may change this."),
    ):
        page.goto(DESK + address)
        expect(page.get_by_text(sentence)).to_be_visible()
        expect(page.get_by_role("button", name="Save")).to_have_count(0)
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
