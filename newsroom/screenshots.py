"""The pictures of the documents: what is opened, typed and pressed before each is taken, in a demo newsroom that runs.

Each picture is a function that leaves a page as it is to be seen. They share one desk, so a story that one of them has
begun is there for the next; each can also be taken alone.
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image

from newsroom.demo.catalogue import PASSWORD, people

WIDTH, HEIGHT = 1280, 860
MOST_BYTES = 150_000
COLOURS = (256, 128, 96, 64, 48, 32, 24, 16)

HEADLINE = "The seal on Skarra slip has a name, and a parking ticket"
STANDFIRST = "She arrived with the spring tide, sleeps on the ferry ramp and has so far held up eleven sailings."
PARAGRAPHS = (
    "The harbour master has tried a horn, a hose and a herring. On Tuesday he tried a parking ticket, which the seal ate.",
    "“She is a resident,” said Ottilie Brack, who sells the ferry tickets. “We sail round her, or we wait.”",
)
HEADING = "What the law says"
LAST = "A seal may not be moved while it rests. How long a rest may last, the law of 1908 does not say."
REPLY = (
    "I cross it twice a day. Six weeks of one lane is a long time, but I would rather wait than wonder about a cable."
)
BRIDGE = "Isken Bridge to lose a lane"
CORRECTED = "Assembly approves 310m-crown tidal barrier"
APPROVED = "How to vote for a mayor"

SHOTS: dict[str, Callable] = {}


def shot(function: Callable) -> Callable:
    """Enters a picture by its name: `story_page` makes `story-page.png`."""
    SHOTS[function.__name__.replace("_", "-")] = function
    return function


class Newsroom:
    """The demo newsroom in a browser: a page for each role, signed in when it is first asked for."""

    def __init__(self, chromium, address: str):
        self.chromium, self.address = chromium, address
        self.pages = {}
        self.begun = ""  # the address of the story that was typed for the pictures

    def as_(self, role: str):
        """The page of somebody with this role; of a reader for "Reader"."""
        if role not in self.pages:
            size = {"width": WIDTH, "height": HEIGHT}
            context = self.chromium.new_context(
                base_url=self.address, viewport=size, reduced_motion="reduce", color_scheme="light", locale="en-GB"
            )
            self.pages[role] = context.new_page()
            if role != "Reader":
                self._sign_in(self.pages[role], role)
        return self.pages[role]

    def _sign_in(self, page, role: str) -> None:
        page.goto("/admin/")
        page.get_by_label("E-mail address").fill(next(each["email"] for each in people() if each["role"] == role))
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator("#logout-form").wait_for(state="attached")

    def open_story(self, role: str, headline: str):
        """A demo story at the desk, found as people find it: by a search of the list."""
        page = self.as_(role)
        page.goto(f"/admin/articles/article/?q={headline}")
        page.get_by_role("link", name=headline).first.click()
        page.get_by_label("Headline", exact=True).wait_for()
        return page

    def begun_story(self):
        """The reporter's page with the story that is typed for the pictures, saved once."""
        page = self.as_("Reporter")
        if self.begun:
            page.goto(self.begun)
            page.locator(".body-editor--ready").wait_for()
            return page
        page.get_by_role("link", name="New story").click()
        page.locator(".body-editor--ready").wait_for()
        type_story(page)
        save(page)
        self.begun = page.url
        return page


def type_story(page) -> None:
    page.get_by_label("Kicker").fill("Harbour life")
    page.get_by_label("Headline", exact=True).fill(HEADLINE)
    page.get_by_label("Standfirst").fill(STANDFIRST)
    page.get_by_role("textbox", name="Text", exact=True).click()
    for paragraph in PARAGRAPHS:
        page.keyboard.insert_text(paragraph)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Alt+2")
    page.keyboard.insert_text(HEADING)
    page.keyboard.press("Enter")
    page.keyboard.insert_text(LAST)
    page.get_by_label("Section", exact=True).select_option(index=1)
    page.get_by_label("Tags").fill("Ferries, Wildlife")


def save(page) -> None:
    page.keyboard.press("Control+s")
    page.get_by_text("Saved.", exact=True).wait_for()


# For readers


@shot
def front(newsroom):
    page = newsroom.as_("Reader")
    page.goto("/")
    return page


@shot
def reply(newsroom):
    """Leave a Reply below a story, filled in."""
    page = newsroom.as_("Reader")
    page.goto("/")
    page.get_by_role("link", name=BRIDGE).first.click()
    form = page.get_by_role("region", name="Leave a Reply")
    for label, typed in {"Comment": REPLY, "Name": "Ada Lindqvist", "Email": "ada@reader.example"}.items():
        form.get_by_role("textbox", name=label, exact=True).fill(typed)
    form.evaluate("form => form.scrollIntoView({block: 'center'})")
    return page


@shot
def receipt(newsroom):
    """What the reader sees after that."""
    page = reply(newsroom)
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("button", name="Withdraw my comment").wait_for()
    return page


# Writing


@shot
def desk_home(newsroom):
    page = newsroom.as_("Editor")
    page.goto("/admin/")
    return page


@shot
def story_page(newsroom):
    return newsroom.begun_story()


@shot
def choose_picture(newsroom):
    """The chooser over the story, the library's newest pictures in it."""
    page = newsroom.begun_story()
    page.get_by_role("button", name="Choose a picture").click()
    page.locator(".chooser__picture img").first.wait_for()
    return page


@shot
def story_list(newsroom):
    page = newsroom.as_("Editor")
    page.goto("/admin/articles/article/")
    return page


@shot
def story_stale(newsroom):
    """Two people changed the same words: the second sees both, with the text still there."""
    page = newsroom.begun_story()
    page.context.set_offline(True)
    page.get_by_label("Standfirst").fill(f"{STANDFIRST} Nobody minds.")
    other = newsroom.as_("Editor")
    other.goto(newsroom.begun)
    other.locator(".body-editor--ready").wait_for()
    other.get_by_label("Standfirst").fill(f"{STANDFIRST} Everybody minds.")
    save(other)
    page.context.set_offline(False)
    page.keyboard.press("Control+s")
    page.get_by_text("Two of you changed the same words").wait_for()
    page.evaluate("scrollTo(0, 0)")
    return page


@shot
def pictures(newsroom):
    page = newsroom.as_("Photo editor")
    page.goto("/admin/library/picture/")
    return page


# Publishing


@shot
def publish(newsroom):
    return _ask(newsroom, APPROVED, "publish")


@shot
def schedule(newsroom):
    page = _ask(newsroom, APPROVED, "schedule")
    page.locator("[name=at]").fill("2027-05-14T06:30")
    return page


@shot
def embargo(newsroom):
    page = _ask(newsroom, APPROVED, "set-embargo")
    page.locator("[name=at]").fill("2027-05-14T06:30")
    page.locator("[name=note]").fill("The ministry's, agreed by telephone: not before its press conference.")
    return page


@shot
def kill(newsroom):
    page = _ask(newsroom, CORRECTED, "kill")
    page.locator("[name=note]").fill(
        "A court has forbidden us to publish this story. We have appealed against its order."
    )
    return page


@shot
def calendar(newsroom):
    page = newsroom.as_("Editor")
    page.goto("/admin/articles/article/calendar/")
    return page


def _ask(newsroom, headline: str, verb: str):
    page = newsroom.open_story("Editor", headline)
    page.goto(page.url.split("?")[0].replace("/change/", f"/{verb}/"))
    page.locator("main form button[type=submit]:visible").first.wait_for()
    return page


@shot
def history(newsroom):
    page = newsroom.open_story("Editor", CORRECTED)
    page.goto(page.url.split("?")[0].replace("/change/", "/history/"))
    return page


@shot
def story_versions(newsroom):
    page = newsroom.as_("Reader")
    page.goto("/corrections/")
    page.get_by_role("link", name=CORRECTED).click()
    page.get_by_role("link", name="All versions of this story").click()
    return page


@shot
def corrections(newsroom):
    page = newsroom.as_("Reader")
    page.goto("/corrections/")
    return page


@shot
def tags(newsroom):
    page = newsroom.as_("Editor")
    page.goto("/admin/articles/tag/")
    return page


@shot
def changes_of_the_week(newsroom):
    page = newsroom.as_("Editor")
    page.goto("/admin/articles/article/changes/")
    return page


@shot
def compare(newsroom):
    """The newest text of a story beside its first one."""
    page = history(newsroom)
    page.locator("#compare-a option").last.wait_for(state="attached")
    page.locator("#compare-a").select_option(index=page.locator("#compare-a option").count() - 1)
    page.get_by_role("button", name="Compare").click()
    page.locator(".difference").first.wait_for()
    return page


# Moderating


@shot
def queue(newsroom):
    page = newsroom.as_("Moderator")
    page.goto("/admin/comments/comment/")
    page.locator("[data-keys]").wait_for()
    return page


@shot
def reading(newsroom):
    """The next comment that waits, with what stands around it."""
    page = newsroom.as_("Moderator")
    page.goto("/admin/comments/comment/read/")
    page.locator("[data-keys]").wait_for()
    return page


@shot
def queue_decided(newsroom):
    """One comment approved, and the way back."""
    page = queue(newsroom)
    page.get_by_role("button", name="Approve").nth(1).click()
    page.get_by_role("status").get_by_role("button", name="Undo").wait_for()
    page.evaluate("scrollTo(0, 0)")
    return page


# Taking them


def take(chromium, address: str, names: list[str], folder: Path):
    """Yields (path, bytes) of each picture as it is written into `folder`."""
    newsroom = Newsroom(chromium, address)
    for name in names:
        page = SHOTS[name](newsroom)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        path = folder / f"{name}.png"
        path.write_bytes(small(page.screenshot(animations="disabled", caret="hide")))
        yield path, path.stat().st_size


def small(png: bytes) -> bytes:
    """The same picture with a palette, of as many colours as fit into MOST_BYTES."""
    with Image.open(BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    for colours in COLOURS:
        found = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(found, "PNG", optimize=True)
        if found.tell() <= MOST_BYTES:
            break
    return found.getvalue()
