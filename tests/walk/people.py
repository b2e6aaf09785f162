"""What the people of a newsroom do in a real browser: each step by the keys that they press and the words that they see.

A step ends when its result can be seen. Each screen that a person comes to is looked at by axe.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults
from tests.cast import PASSWORD

HEADING = "Control+Alt+2"


@dataclass(frozen=True)
class Story:
    """What a reporter has in mind. `body` is (p | h2, text) pairs; `picture` is a file as a browser attaches it."""

    headline: str
    standfirst: str
    body: list[tuple[str, str]]
    section: str
    author: str
    kicker: str = ""
    tags: list[str] = field(default_factory=list)
    picture: dict | None = None
    alt: str = ""
    credit: str = ""
    caption: str = ""

    @property
    def paragraphs(self) -> list[str]:
        return [text for _, text in self.body]


def look(page: Page) -> None:
    """The screen as it stands has no fault that axe knows."""
    faults = accessibility_faults(page)
    assert not faults, "\n".join(faults)


def sign_in(page: Page, user) -> None:
    page.goto("/admin/")
    look(page)
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(user.get_short_name())
    look(page)


# The reporter


def write(page: Page, story: Story) -> None:
    """A new story, typed: the words by keys alone, then what stands beside them."""
    page.get_by_role("link", name="New story").click()
    expect(page.get_by_label("Headline", exact=True)).to_be_focused()
    look(page)
    if story.kicker:
        page.keyboard.press("Shift+Tab")
        page.keyboard.type(story.kicker)
        page.keyboard.press("Enter")
    page.keyboard.type(story.headline)
    page.keyboard.press("Enter")
    page.keyboard.type(story.standfirst)
    page.keyboard.press("Tab")  # the text tools are one stop …
    page.keyboard.press("Tab")  # … and the text is the next
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_focused()
    _type_body(page, story.body)
    _set_beside(page, story)
    if story.picture:
        _upload_lead(page, story)
    look(page)


def _type_body(page: Page, body: list[tuple[str, str]]) -> None:
    for number, (kind, text) in enumerate(body):
        if number:
            page.keyboard.press("Enter")
        if kind == "h2":
            page.keyboard.press(HEADING)
        page.keyboard.type(text)


def _set_beside(page: Page, story: Story) -> None:
    side = page.get_by_role("complementary", name="About the story")
    side.get_by_label("Section", exact=True).select_option(story.section)
    side.get_by_label("Tags").fill(", ".join(story.tags))
    side.get_by_role("button", name="Add a name").click()
    page.keyboard.type(story.author)


def _upload_lead(page: Page, story: Story) -> None:
    page.get_by_role("button", name="Choose a picture").click()
    chooser = page.get_by_role("dialog", name="Choose a picture")
    chooser.get_by_text("Upload a new picture").click()
    chooser.get_by_label("File", exact=True).set_input_files([story.picture])
    chooser.get_by_label("Alternative text").fill(story.alt)
    chooser.get_by_role("textbox", name="Credit").fill(story.credit)
    look(page)
    chooser.get_by_role("button", name="Upload and use").click()
    expect(page.get_by_role("button", name="Choose another picture")).to_be_focused()
    page.get_by_label("Caption", exact=True).fill(story.caption)


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    look(page)


def move(page: Page, label: str, said: str, note: str = "") -> None:
    """Presses a move of the bar, then its button on the page that asks; `said` is what the desk answers."""
    page.get_by_role("region", name="State and moves").get_by_text(f"{label}…", exact=True).click()
    asked = page.locator(".move")  # a page of its own, or over the form
    expect(asked).to_be_visible()
    look(page)
    if note:
        asked.get_by_role("textbox").fill(note)
    asked.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("dialog.over")).to_have_count(0)  # the last message may still stand behind it
    expect(page.get_by_text(said)).to_be_visible()
    look(page)


# The editor


def open_what_waits(page: Page, headline: str) -> None:
    page.get_by_role("region", name="Waiting for me").get_by_role("link", name=headline).click()
    expect(page.get_by_label("Headline", exact=True)).to_have_value(headline)
    look(page)


# The reader


def read(page: Page, story: Story) -> None:
    """From the front to the story: every word of it stands there, in order."""
    page.goto("/")
    look(page)
    page.get_by_role("link", name=story.headline).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.headline)
    expect(page.locator(".story__standfirst")).to_have_text(story.standfirst)
    assert body_of(page) == story.body, body_of(page)
    expect(page.locator(".story__byline")).to_have_text(f"By {story.author}")
    look(page)


def body_of(page: Page) -> list[tuple[str, str]]:
    """The paragraphs and sub-headings that a reader finds."""
    blocks = page.locator(".story__body > :is(p, h2)")
    return [tuple(pair) for pair in blocks.evaluate_all("all => all.map(each => [each.localName, each.textContent])")]


def learn_more(page: Page, author: str) -> None:
    page.get_by_role("link", name="Learn more").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(author)
    look(page)
    page.go_back()


def reply(page: Page, text: str, name: str, email: str) -> None:
    """Fills Leave a Reply in; what comes next depends on whether scripts run."""
    form = page.get_by_role("region", name="Leave a Reply")
    for label, typed in {"Comment": text, "Name": name, "Email": email}.items():
        form.get_by_role("textbox", name=label, exact=True).fill(typed)
    form.get_by_role("button", name="Post Comment").click()


def expect_receipt(page: Page, text: str) -> None:
    expect(page.get_by_text("Waiting for a moderator.")).to_be_visible()
    expect(page.get_by_text(text)).to_be_visible()


# The moderator


def approve(page: Page, text: str) -> None:
    page.get_by_role("navigation", name="Desk", exact=True).get_by_role("link", name="Comments").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comments")
    look(page)
    item = page.get_by_role("listitem").filter(has_text=text)
    item.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").get_by_text("Approved")).to_be_visible()
    expect(item).to_have_count(0)
    look(page)
