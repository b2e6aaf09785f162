"""In a real browser: proving, the own page, appeals and the moderators' screens; with hostile words in every field."""

import pytest
from playwright.sync_api import expect

from comments import appeals, keys, moderation, people, sanctions
from comments.models import Appeal, Comment, Message, PersonNote, Sanction, State
from comments.tokens import receipt_key
from tests.browser import accessibility_faults, sign_in
from tests.cast import administrator, make_live, moderator, other_moderator
from tests.comments.letterbox import delivered, links_in
from tests.comments.makers import TYPED, make_comment, make_commenter, make_own, path_of

HOSTILE = [
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    "<svg/onload=window.pwned=1>",
    '"><script>window.pwned=1</script>',
    "' autofocus onfocus='window.pwned=1",
    "</textarea></title><script>window.pwned=1</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "javascript:window.pwned=1",
    "\u202e\u2066evil\u2069",
    "Z" + "\u0301" * 60 + "algo",
    "W" * 400,
    "شكرًا ‎(abc) שלום",
    "https://bank.example@evil.example/ https://аррӏе.com/",
]
WORDS = "\n\n".join(HOSTILE)[:900]


@pytest.fixture
def story(transactional_db):
    return make_live(headline="The last ferry")


def receipt_of(comment):
    return f"/comments/r/{comment.public_id}?k={receipt_key(comment.public_id)}"


def fill_in(page, **changes):
    for label, value in (TYPED | changes).items():
        if value and label != "website":
            page.locator(f'#respond [name="{label}"]').fill(value)


def test_a_reader_proves_an_address_once_and_the_browser_knows_them_afterwards(story, browser_page):
    page = browser_page
    page.goto(path_of(story))
    fill_in(page)
    page.get_by_text("Save my name").click()
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(links_in(delivered()[0])[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_label("Know me here the next time")).to_be_checked()
    page.goto(path_of(story))
    fill_in(page, comment="A second one, without any letter.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment")
    newest = Comment.objects.order_by("-pk").first()
    assert newest.commenter.email == TYPED["email"] and newest.proved_at


def test_a_browser_that_was_told_to_forget_proves_nothing(story, browser_page):
    page, person = browser_page, make_commenter()
    page.goto(f"/comments/you/{keys.mint(keys.YOU, person)}")
    known = page.get_by_label("Know me here the next time")
    expect(known).not_to_be_checked()
    known.check()
    page.reload()
    expect(known).to_be_checked()
    known.uncheck()
    page.reload()
    expect(known).not_to_be_checked()
    page.goto(path_of(story))
    fill_in(page)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your comment")
    assert Comment.objects.get().commenter is None


def test_all_of_it_works_without_a_script(story, open_page):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    comment = make_comment(story, state=State.PENDING)
    page.goto(receipt_of(comment))
    page.get_by_label("A mail when somebody answers me").check()
    page.get_by_role("button", name="Send me the link").click()
    page.goto(links_in(delivered()[0])[0])
    page.get_by_role("button", name="Yes, it is mine").click()
    expect(page.get_by_label("A mail when somebody answers me")).to_be_checked()
    expect(page.get_by_text("Know me here the next time")).to_be_hidden()
    page.get_by_role("button", name="Erase everything").click()
    page.get_by_role("button", name="Keep my comments").click()
    expect(page.get_by_text("Your comments stay.")).to_be_visible()


def test_a_rejected_author_appeals_by_keyboard_and_another_moderator_decides(story, open_page):
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    page = open_page()
    page.goto(receipt_of(comment))
    page.get_by_text("I do not agree").press("Enter")
    page.get_by_label("Why should it be published?").fill("I quoted the minister.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Another moderator will look at it.")).to_be_visible()
    desk = open_page()
    sign_in(desk, other_moderator())
    desk.goto("/admin/comments/comment/appeals/")
    desk.get_by_label("Answer to the author").fill("You did.")
    desk.get_by_role("button", name="Publish the comment").click()
    expect(desk.get_by_text("No appeal waits.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("You did.")).to_be_visible()


def test_a_moderator_bans_a_person_with_all_open_comments_and_takes_it_back(story, browser_page):
    person = make_commenter()
    comment = make_own(story, person, state=State.PENDING)
    sign_in(browser_page, moderator())
    browser_page.goto("/admin/comments/comment/")
    browser_page.get_by_role("link", name=person.email).click()
    browser_page.get_by_role("link", name="Ban or suspend…").click()
    browser_page.get_by_label("Reject those that wait").check()
    browser_page.get_by_role("button", name="Ban or suspend").click()
    expect(browser_page.get_by_text("1 comment went with it.")).to_be_visible()
    browser_page.get_by_role("button", name="Lift it, and undo what it did").click()
    expect(browser_page.get_by_text("Brought back: 1 comment.")).to_be_visible()
    comment.refresh_from_db()
    assert comment.state == State.PENDING


# Hostile words


@pytest.fixture
def hostile(story):
    """Everything that a reader or colleague can write into these tables, written by somebody evil: addresses by name."""
    person = make_commenter()
    words = {"name": HOSTILE[1][:100], "website": "https://evil.example/%22%3E%3Cscript%3E", "text": WORDS}
    held = make_own(story, person, state=State.PENDING, **words)
    refused = make_own(story, person, state=State.PENDING, **words)
    moderation.reject(refused, by=moderator(), reason="abuse", note=WORDS)
    Message.objects.update(text=WORDS)
    appeals.make(refused, WORDS)
    answered = make_own(story, person, state=State.PENDING, **words)
    moderation.reject(answered, by=moderator(), reason="abuse")
    appeals.decide(appeals.make(answered, WORDS), by=other_moderator(), overturn=False, answer=WORDS)
    PersonNote.objects.create(email_key=person.email_key, text=WORDS, by=moderator())
    sanction = sanctions.impose("address", person.email_key, by=moderator(), reason="abuse", note=WORDS, comment=held)
    public = make_own(story, person, **words)
    people.ask_to_erase(person)
    queue = "/admin/comments/comment/"
    return {
        "own page": f"/comments/you/{keys.mint(keys.YOU, person)}",
        "letter": f"/comments/you/confirm/{keys.mint(keys.CONFIRM, person, make_comment(story, **words).public_id, '')}",
        "stop": f"/comments/stop/{keys.mint(keys.STOP, person)}",
        "find": "/comments/you/",
        "receipt of the refused": receipt_of(refused),
        "receipt of the answered": receipt_of(answered),
        "receipt of the public": receipt_of(public),
        "story": path_of(story),
        "person": f"{queue}{held.public_id}/person/",
        "ban": f"{queue}{held.public_id}/ban/",
        "comment": f"{queue}{refused.public_id}/",
        "sanctions": f"{queue}sanctions/",
        "sanction": f"{queue}sanctions/{sanction.pk}/",
        "appeals": f"{queue}appeals/",
        "decided appeals": f"{queue}appeals/?which=decided",
        "messages": f"{queue}messages/",
        "privacy": f"{queue}privacy/",
    }


def test_hostile_words_do_nothing_on_any_page_and_break_none(hostile, open_page):
    assert Appeal.objects.count() == 2 and Sanction.objects.count() == 1
    faults = []
    for width in (1440, 390):
        page = open_page(viewport={"width": width, "height": 900})
        sign_in(page, administrator())
        for name, address in hostile.items():
            page.goto(address)
            if page.evaluate("window.pwned"):
                faults.append(f"{name}: a script ran")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{name}: wider than {width}")
            if page.locator("main script:not([src]), main svg[onload], main [onerror], main [onfocus]").count():
                faults.append(f"{name}: markup of a reader is markup of the page")
            if "development-only" in page.content():
                faults.append(f"{name}: a template was run")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_these_pages(hostile, open_page, scheme):
    page = open_page(color_scheme=scheme)
    sign_in(page, administrator())
    faults = []
    for address in hostile.values():
        page.goto(address)
        for more in page.locator("details:not([open]) > summary").all():
            if more.is_visible():
                more.click()
        faults += accessibility_faults(page)
    assert not faults, "\n".join(faults)
