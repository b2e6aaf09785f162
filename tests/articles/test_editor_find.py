"""Find and replace in one story, what is still to come, and how long it is to be."""

from articles import body
from tests.articles.editor import keys, on_editor_page, open_editor, value
from tests.browser import accessibility_faults

pytestmark = on_editor_page
TEXT = "<p>The ship and the <strong>Ship</strong>yard.</p><ul><li><p>ships</p></li></ul><h2>Ship’s end</h2>"


def found(page) -> str:
    return page.text_content(".editor-find__count")


def test_places_are_counted_walked_through_and_left_where_one_was(browser_page):
    page = open_editor(browser_page, TEXT)
    keys(page, "Control+Home", "Control+f", "ship")
    assert found(page) == "1 of 4"
    assert page.locator(".body-editor__found").count() == 4
    keys(page, "Enter", "Enter")
    assert found(page) == "3 of 4"
    keys(page, "Shift+Enter", "Escape", "craft")
    assert page.locator(".editor-find").is_hidden()
    assert value(page) == TEXT.replace("<strong>Ship</strong>", "<strong>craft</strong>")


def test_case_and_whole_words_narrow_it_down(browser_page):
    page = open_editor(browser_page, TEXT)
    keys(page, "Control+Home", "Control+f", "Ship")
    page.check("text=Match case")
    assert found(page) == "1 of 2"
    page.check("text=Whole word")
    assert found(page) == "1 of 1"
    page.uncheck("text=Match case")
    assert found(page) == "2 of 2"
    page.get_by_label("Find", exact=True).fill("ship's (end")
    assert found(page) == "Not found"
    page.get_by_label("Find", exact=True).fill("ship's end")
    assert found(page) == "1 of 1"


def test_one_is_replaced_and_all_are_replaced_and_that_is_one_step(browser_page):
    page = open_editor(browser_page, TEXT)
    keys(page, "Control+Home", "Control+f", "ship", "Escape", "Control+f")
    page.get_by_label("Replace with").fill("boat")
    page.get_by_label("Replace with").press("Enter")
    once = TEXT.replace("The ship", "The boat")
    assert value(page) == once
    page.click("text=Replace all")
    assert value(page) == once.replace("Ship", "boat").replace("ships", "boats")
    assert found(page) == "3 replaced"
    keys(page, "Escape", "Control+z")
    assert value(page) == once


def test_the_row_is_right_for_assistive_technology_and_narrow_windows(open_page):
    for width in (390, 1440):
        page = open_editor(open_page(viewport={"width": width, "height": 900}), TEXT)
        keys(page, "Control+f", "ship")
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_to_come_is_marked_until_it_is_there(browser_page):
    page = open_editor(browser_page, "<p>By TK, TKTK people and ATK.</p>")
    assert page.locator(".body-editor__to-come").all_text_contents() == ["TK", "TKTK"]
    keys(page, "End", " TK")
    assert page.locator(".body-editor__to-come").count() == 3
    assert "to-come" not in value(page)
    keys(page, "Backspace")
    assert page.locator(".body-editor__to-come").count() == 2


def test_words_are_counted_by_block_as_the_server_counts_them_together(browser_page):
    html = "<p>港口今</p><p>天重新开</p><p>ท่าเรื</p><p>อเปิด</p><p>one two</p>"
    page = open_editor(browser_page, html)
    assert page.text_content(".body-editor__count").split()[0] == str(body.words(html))
