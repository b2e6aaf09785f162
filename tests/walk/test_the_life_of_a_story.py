"""An editor's story from the first key to its end: pictures, a paste, scheduled and taken back, published, corrected, killed."""

import pytest

from tests.articles.editor import paste
from tests.cast import editor, make_author, make_section, picture_file
from tests.walk import people
from tests.walk.people import Story, expect

pytestmark = pytest.mark.django_db(transaction=True)

FROM_WORD = (
    '<html xmlns:w="urn:schemas-microsoft-com:office:word"><body><p class=MsoNormal style="color:red"><b>Pasted</b> from'
    "<o:p></o:p> elsewhere.</p><script>window.broken=1</script></body></html>"
)


@pytest.fixture
def story():
    make_section("Harbour")
    make_author("Ines Calder")
    return Story(
        headline="The ferry has a new timetable",
        standfirst="It leaves an hour later, and comes back.",
        body=[("p", "From Monday the first boat goes at seven.")],
        section="Harbour",
        author="Ines Calder",
        picture={"name": "ferry.jpg", "mimeType": "image/jpeg", "buffer": picture_file(800, 500).getvalue()},
        alt="A ferry at its pier",
        credit="Paula Photo",
    )


def ask(page, label):
    """Opens the page of a move, from the menu where it is not the likely one."""
    bar = page.get_by_role("region", name="State and moves")
    if not bar.get_by_text(f"{label}…", exact=True).is_visible():
        bar.locator("summary").last.click()
    bar.get_by_text(f"{label}…", exact=True).click()
    expect(page.locator(".move")).to_be_visible()
    people.look(page)


def press(page, label, said):
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("dialog.over")).to_have_count(0)  # the last message may still stand behind it
    expect(page.get_by_text(said)).to_be_visible()
    people.look(page)


def test_a_story_is_written_pasted_scheduled_published_corrected_and_killed(open_page, story):
    page = open_page()
    people.sign_in(page, editor())
    people.write(page, story)
    page.locator(".body-editor [contenteditable=true]").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    paste(page, html=FROM_WORD, plain="Pasted from elsewhere.")
    expect(page.locator("[data-saved]", has_text="Saved")).to_be_visible()

    ask(page, "Schedule")
    page.get_by_label("When").fill("2099-05-04T06:30")
    press(page, "Schedule", "Scheduled for 4 May 2099, 06:30.")
    page.locator("summary", has_text="Reschedule").click()
    press(page, "Unschedule", "The scheduled version is taken back.")
    ask(page, "Publish")
    press(page, "Publish", "Published.")
    reader = open_page(java_script_enabled=False)
    reader.goto("/")
    reader.get_by_role("link", name=story.headline).first.click()
    assert people.body_of(reader) == [*story.body, ("p", "Pasted from elsewhere.")]
    assert reader.locator(".story__body strong").inner_text() == "Pasted"

    page.get_by_label("Headline", exact=True).fill("The ferry has an old timetable")
    expect(page.locator("[data-saved]", has_text="Saved")).to_be_visible()
    ask(page, "Publish")
    page.get_by_role("radio", name="Correction").check()
    page.get_by_label("Note for readers").fill("The timetable is that of last year.")
    press(page, "Publish", "Published.")
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("The ferry has an old timetable")
    expect(reader.get_by_text("The timetable is that of last year.")).to_be_visible()

    ask(page, "Kill")
    page.get_by_label("Reason, for readers").fill("There is no ferry.")
    press(page, "Kill", "Readers who open its address find your reason.")
    assert reader.reload().status == 410
    expect(reader.get_by_text("There is no ferry.")).to_be_visible()
