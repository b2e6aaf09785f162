"""The product's main job, end to end, as people do it: a story is written, published, read, replied to; the reply appears."""

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, State
from tests.cast import editor, make_author, make_section, moderator, picture_file, reporter
from tests.walk import people
from tests.walk.people import Story

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "My grandfather laid these stones."
ANSWERED = "So did mine, two courses further up."


@pytest.fixture
def story():
    picture = picture_file(1600, 1000)
    return Story(
        kicker="Harbour",
        headline="The old mole is rebuilt stone by stone",
        standfirst="Divers number each block before it is lifted, so that it can return to its place.",
        body=[
            ("p", "The first of four thousand blocks came up at dawn, on a chain that was made for it."),
            ("p", "“We know where each of them stood,” said the foreman. “That is half of the work.”"),
            ("h2", "What it costs"),
            ("p", "Eleven million, over three summers; the council votes in May."),
        ],
        section="Harbour",
        author="Ines Calder",
        tags=["Ports", "Heritage"],
        picture={"name": "mole.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()},
        alt="A crane lifts a block of granite out of the water",
        credit="Paula Photo",
        caption="The first block, at dawn.",
    )


@pytest.fixture(autouse=True)
def newsroom():
    make_section("Harbour")
    make_author("Ines Calder", job_title="Harbour correspondent", biography="Ines writes about ships.")
    return reporter(), editor(), moderator()


@pytest.fixture
def person(open_page):
    """Opens a browser of somebody's own; at the end none of their consoles may hold an error."""
    errors = []

    def person(**options):
        page = open_page(**options)
        page.on("console", lambda message: errors.append(message) if is_fault(message) else None)
        return page

    yield person
    assert [f"{message.location['url']}: {message.text}" for message in errors] == []


def is_fault(message) -> bool:
    """An error of the page's own: what axe tries, and is refused, has no address; an autosave may be asked for what it began from."""
    address = message.location["url"]
    is_asked = address.endswith("/autosave/") and "409" in message.text
    return message.type == "error" and bool(address) and not is_asked


def test_a_story_goes_from_the_reporters_keys_to_a_readers_reply_on_its_page(person, story):
    at_the_desk(person(), story)
    reader = person()
    people.read(reader, story)
    assert picture_is_seen(reader, story.alt)
    people.learn_more(reader, story.author)

    people.reply(reader, SAID, "Per Aaby", "per@reader.example")
    people.expect_receipt(reader, SAID)
    people.look(reader)
    plain = person(java_script_enabled=False)
    plain.goto(address_of_story())
    people.reply(plain, ANSWERED, "Lea Brandt", "lea@reader.example")
    plain.get_by_text("One last look.").wait_for()
    plain.get_by_role("button", name="Post Comment").click()
    people.expect_receipt(plain, ANSWERED)

    assert set(Comment.objects.values_list("state", flat=True)) == {State.PENDING}
    assert places_that_say(SAID, ANSWERED) == []

    desk = person()
    people.sign_in(desk, moderator())
    people.approve(desk, SAID)
    people.approve(desk, ANSWERED)
    reader.goto(address_of_story())
    people.expect(reader.get_by_role("heading", name="2 replies")).to_be_visible()
    assert reader.locator(".reply__text").all_inner_texts() == [ANSWERED, SAID]
    assert "per@reader.example" not in reader.content()
    people.look(reader)


def at_the_desk(desk, story: Story):
    """The reporter writes and submits; the editor approves and publishes, in the same browser."""
    people.sign_in(desk, reporter())
    people.write(desk, story)
    people.save(desk)
    people.move(desk, "Submit for review", "Submitted for review.", note="The foreman has seen his words.")
    sign_out(desk)
    people.sign_in(desk, editor())
    people.open_what_waits(desk, story.headline)
    people.move(desk, "Approve", "Approved: this text may go out.")
    people.move(desk, "Publish", "Published.")


def sign_out(desk):
    desk.get_by_text("Rita", exact=True).click()
    desk.get_by_role("button", name="Sign out").click()
    desk.get_by_text("signed out").first.wait_for()
    people.look(desk)


def picture_is_seen(page, alt: str) -> bool:
    image = page.get_by_alt_text(alt)
    image.scroll_into_view_if_needed()
    return image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def address_of_story() -> str:
    return Article.objects.get().editions.live().get().get_absolute_url()


def places_that_say(*words: str) -> list[str]:
    """The public addresses of which the answer holds any of these words; a held reply is on none."""
    comments = [f"/comments/{comment.public_id}/" for comment in Comment.objects.all()]
    addresses = [address_of_story(), "/", "/harbour/", "/author/ines-calder/", "/tag/ports/", "/search/?q=stones"]
    return [
        address
        for address in [*addresses, "/feed.xml", "/feed.atom", "/sitemap.xml", *comments]
        if any(word in Client().get(address).content.decode() for word in words)
    ]
