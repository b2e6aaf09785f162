"""The editor in its form: it keeps the text through every refusal, says what it is, and works without script too."""

from base64 import b64encode
from io import BytesIO

import pytest

from articles import body
from library.models import Picture
from tests import cast
from tests.articles.bodies import EXAMPLES
from tests.articles.editor import SETTLED, keys, on_editor_page, open_editor, save, value
from tests.browser import accessibility_faults, sign_in

pytestmark = on_editor_page
EVERYTHING = "".join(EXAMPLES.values())


def figure(picture, words=""):
    return f'<figure data-picture="{picture.pk}"{words}><figcaption>Said here</figcaption></figure>'


def drop(page, place, file):
    """Drops a file on an element of the text, as from the desktop."""
    page.locator(f".body-editor__text {place}").evaluate(
        """(element, bytes) => {
          const dataTransfer = new DataTransfer();
          const data = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
          dataTransfer.items.add(new File([data], "dropped.jpg", { type: "image/jpeg" }));
          const { left, top, height } = element.getBoundingClientRect();
          const place = { clientX: left + 5, clientY: top + height / 2, bubbles: true, cancelable: true };
          element.dispatchEvent(new DragEvent("drop", { dataTransfer, ...place }));
        }""",
        b64encode(file.getvalue()).decode(),
    )


def test_the_text_survives_a_validation_error(browser_page):
    page = open_editor(browser_page)
    keys(page, "Control+Alt+2", "A heading", "Enter", "and text")
    page.fill("[name=headline]", "")
    page.click("button:text-is('Save')")
    page.wait_for_selector(".errorlist")
    assert value(page) == "<h2>A heading</h2><p>and text</p>"
    page.fill("[name=headline]", "There")
    assert save(page) == "<h2>A heading</h2><p>and text</p>"


def test_every_change_is_in_the_field_at_once_and_told(browser_page):
    page = open_editor(browser_page, "<p>a</p>")
    page.evaluate("document.forms[0].addEventListener('input', (e) => (document.title = e.target.name))")
    assert page.title() == "Write"
    keys(page, "b")
    assert page.title() == "body"
    assert "b" in value(page)


def test_opening_and_leaving_changes_nothing(browser_page):
    page = open_editor(browser_page, EVERYTHING)
    before = value(page)
    page.click("[name=headline]")
    assert value(page) == before
    assert body.clean(value(page)) == EVERYTHING


def test_a_text_set_by_another_script_is_shown(browser_page):
    page = open_editor(browser_page, "<p>Mine</p>")
    page.evaluate(
        """() => { const field = document.querySelector("textarea[name=body]"); field.value = "<p>Theirs</p>";
        field.dispatchEvent(new Event("body:load")) }"""
    )
    assert page.text_content(".body-editor__text") == "Theirs"


def test_without_script_it_is_a_field_for_html(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/write/")
    page.fill("textarea[name=body]", "<p>Typed <b>by hand</b><script>alert(1)</script></p>")
    assert save(page) == "<p>Typed <strong>by hand</strong></p>"


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wrong_for_assistive_technology(open_page, width):
    for scheme in ("light", "dark"):
        page = open_editor(open_page(viewport={"width": width, "height": 900}, color_scheme=scheme), EVERYTHING)
        page.click(".body-editor__text td")
        page.evaluate(SETTLED)
        assert accessibility_faults(page) == []
        keys(page, "Control+k")
        assert accessibility_faults(page) == []
        keys(page, "Escape")
        page.click("[aria-label=Keys]")
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_text_has_the_name_of_its_label_and_no_inline_style(browser_page):
    page = open_editor(browser_page, EVERYTHING)
    assert page.get_by_role("textbox", name="Text:", exact=True).get_attribute("aria-multiline") == "true"
    keys(page, "Control+End", "typed")
    assert page.locator(".body-editor [style]").count() == 0


def test_the_story_is_written_in_its_direction(browser_page):
    page = open_editor(browser_page)
    page.select_option("[name=language]", "ar")
    assert page.get_attribute(".body-editor__text", "dir") == "rtl"
    assert page.get_attribute(".body-editor__text", "lang") == "ar"


def test_words_and_minutes_are_counted_while_one_writes(browser_page):
    page = open_editor(browser_page, f"<p>{'word ' * 500}</p>")
    assert page.text_content(".body-editor__count") == "500 words · 2 min"
    keys(page, "Control+a", "One two")
    assert page.text_content(".body-editor__count") == "2 words · 1 min"


def test_browser_and_server_count_the_same(browser_page):
    page = open_editor(browser_page, EVERYTHING)
    for html in (EVERYTHING, "<p>हिन्दी में — 港口今天重新开放了 ท่าเรือเปิด It’s 2.5 km/h…so</p>"):
        open_editor(page, html)
        assert page.text_content(".body-editor__count").split()[0] == str(body.words(html))


def test_a_picture_in_the_text_is_described_where_it_stands(browser_page):
    picture = cast.make_picture(alt="The quay", caption="Its own caption", credit="Ann Other")
    page = open_editor(browser_page, figure(picture))
    assert page.get_attribute("figure img", "alt") == "The quay"
    assert page.text_content(".body-editor__credit") == "Ann Other"
    page.click("figcaption")
    keys(page, "End", ", and more", "Tab", "Control+a", "A ship at the quay", "Enter", "Enter", "On")
    assert save(page) == (
        f'<figure data-picture="{picture.pk}" data-alt="A ship at the quay">'
        "<figcaption>Said here, and more</figcaption></figure><p>On</p>"
    )


def test_an_empty_alternative_text_says_that_the_picture_decorates(browser_page):
    picture = cast.make_picture(alt="The quay")
    page = open_editor(browser_page, figure(picture))
    page.fill("figure input", "")
    assert "pass over" in page.text_content(".body-editor__hint")
    assert value(page) == figure(picture, ' data-alt=""')
    page.fill("figure input", "The quay")
    assert value(page) == figure(picture)


def test_a_picture_without_words_of_its_own_shows_the_librarys(browser_page):
    picture = cast.make_picture(caption="Its own caption")
    page = open_editor(browser_page, f'<figure data-picture="{picture.pk}"></figure>')
    assert page.text_content("figcaption") == "Its own caption"


def test_a_picture_is_chosen_from_the_library(browser_page):
    picture = cast.make_picture(title="The quay at dawn", caption="Dawn", alt="A quay")
    sign_in(browser_page, cast.reporter())
    page = open_editor(browser_page, "<p>Before</p>")
    keys(page, "Control+Alt+p")
    page.click("dialog >> text=The quay at dawn")
    keys(page, " breaks")
    assert save(page).startswith(f'<p>Before</p><figure data-picture="{picture.pk}"><figcaption>')


def test_a_picture_file_dropped_on_the_text_goes_to_the_library(browser_page):
    sign_in(browser_page, cast.reporter())
    page = open_editor(browser_page, "<p>Before</p><p>After</p>")
    drop(page, "p >> nth=0", cast.picture_file(colour="navy"))
    page.wait_for_selector("figure img[src]")
    picture = Picture.objects.get()
    assert picture.created_by == cast.reporter()
    assert (
        save(page)
        == f'<p>Before</p><figure data-picture="{picture.pk}"><figcaption></figcaption></figure><p>After</p>'
    )


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(browser_page):
    sign_in(browser_page, cast.reporter())
    page = open_editor(browser_page, "<p>Before</p>")
    drop(page, "p >> nth=0", BytesIO(b"no picture"))
    page.locator(".body-editor__status", has_text="dropped.jpg: ").wait_for()
    assert save(page) == "<p>Before</p>"


def test_a_picture_can_be_removed_with_the_keyboard(browser_page):
    page = open_editor(browser_page, f"<p>a</p>{EXAMPLES['figcaption']}<p>b</p>")
    page.click("figcaption")
    keys(page, "Home", "Backspace", "Backspace")
    assert value(page) == "<p>a</p><p>b</p>"
    keys(page, "Control+z")
    assert "figure" in value(page)


def test_a_picture_is_made_wider_and_narrower(browser_page):
    picture = cast.make_picture()
    page = open_editor(browser_page, figure(picture))
    page.get_by_label("Width").select_option("Wide")
    assert value(page) == figure(picture, ' data-size="wide"')
    page.get_by_label("Width").select_option("Text width")
    assert value(page) == figure(picture)


def test_a_gallery_is_made_and_put_in_order_by_keyboard(browser_page):
    dawn, dusk = (cast.make_picture(colour=title, title=title, caption=title) for title in ("gold", "navy"))
    sign_in(browser_page, cast.reporter())
    page = open_editor(browser_page)
    for number, picture in enumerate((dawn, dusk)):
        keys(page, "Control+Alt+g")
        page.click(f"dialog >> text={picture.title}")
        page.locator(".gallery figure").nth(number).wait_for()
    assert page.get_by_role("combobox", name="Width").count() == 0
    keys(page, "Alt+ArrowUp", "!", "Enter", "?")
    keys(page, "Enter", "On")
    gallery = (
        f'<section class="gallery"><figure data-picture="{dusk.pk}"><figcaption>!navy</figcaption></figure>'
        f'<figure data-picture="{dawn.pk}"><figcaption>?gold</figcaption></figure></section><p>On</p>'
    )
    assert value(page) == gallery
    assert body.clean(value(page)) == gallery
    page.click("figcaption >> nth=0")
    page.get_by_role("button", name="Remove", exact=True).first.click()
    page.get_by_role("button", name="Remove", exact=True).first.click()
    assert value(page) == "<p>On</p>"
    keys(page, "Control+z")
    assert "<figure" in value(page)


def test_a_footnote_is_changed_and_removed_with_the_mouse(browser_page):
    page = open_editor(browser_page, '<p>a<sup data-note="One"></sup> b</p>')
    page.click("[aria-label='Footnote: One']")
    page.fill("dialog textarea", "Two\nlines")
    page.click("dialog >> text=Save")
    assert value(page) == '<p>a<sup data-note="Two lines"></sup> b</p>'
    page.click("[aria-label='Footnote: Two lines']")
    page.click("text=Remove footnote")
    assert value(page) == "<p>a b</p>"


def test_a_heading_has_no_footnote_and_says_so(browser_page):
    page = open_editor(browser_page, "<h2>a</h2>")
    keys(page, "Control+Alt+f")
    assert "Footnotes stand in paragraphs" in page.text_content(".body-editor__status")


def test_a_link_card_is_changed_by_key(browser_page):
    page = open_editor(browser_page, EXAMPLES["card"] + "<p>b</p>")
    keys(page, "Control+End", "Home", "ArrowUp", "Enter")
    page.fill("dialog [name=title]", "Another title")
    page.keyboard.press("Enter")
    assert save(page) == EXAMPLES["card"].replace("A title", "Another title") + "<p>b</p>"
