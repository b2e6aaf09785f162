"""Every element of a body can be made with the keyboard alone, and all of it can be undone."""

import re

from django.conf import settings

from articles import body
from tests.articles.editor import keys, on_editor_page, open_editor, value

pytestmark = on_editor_page

MADE_WITH_KEYS = {
    "paragraphs": (["One", "Enter", "Two"], "<p>One</p><p>Two</p>"),
    "a line break": (["One", "Shift+Enter", "Two"], "<p>One<br>Two</p>"),
    "a heading": (["Control+Alt+2", "What happened", "Enter", "This"], "<h2>What happened</h2><p>This</p>"),
    "a small heading": (["Control+Alt+3", "At sea"], "<h3>At sea</h3>"),
    "a heading back to a paragraph": (["Control+Alt+2", "x", "Control+Alt+0"], "<p>x</p>"),
    "bold": (["a ", "Control+b", "b", "Control+b", " c"], "<p>a <strong>b</strong> c</p>"),
    "italic": (["Control+i", "Echo", "Control+i", " says"], "<p><em>Echo</em> says</p>"),
    "a bulleted list": (["Control+Shift+8", "a", "Enter", "b"], "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
    "a numbered list": (["Control+Shift+7", "a"], "<ol><li><p>a</p></li></ol>"),
    "a list in a list": (
        ["Control+Shift+8", "a", "Enter", "Tab", "b"],
        "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
    ),
    "the end of a list": (["Control+Shift+8", "a", "Enter", "Enter", "b"], "<ul><li><p>a</p></li></ul><p>b</p>"),
    "a quotation": (["Control+Shift+b", "Said"], "<blockquote><p>Said</p></blockquote>"),
    "a quotation with a name": (
        ["Control+Shift+b", "Said", "Control+Alt+w", "Ann", "Enter", "On"],
        "<blockquote><p>Said</p><cite>Ann</cite></blockquote><p>On</p>",
    ),
    "a pull quote": (
        ["Control+Shift+e", "Loud", "Control+Enter", "On"],
        '<aside class="pullquote"><p>Loud</p></aside><p>On</p>',
    ),
    "no quotation after all": (["Control+Shift+b", "Said", "Control+Shift+b"], "<p>Said</p>"),
    "a link": (
        ["Control+k", "example.org/a", "Tab", "here", "Enter", " and on"],
        '<p><a href="https://example.org/a">here</a> and on</p>',
    ),
    "a rule": (["a", "Control+Alt+h", "b"], "<p>a</p><hr><p>b</p>"),
    "a link card": (
        ["Control+Alt+k", "https://video.example/1", "Tab", "A video", "Enter", "On"],
        '<div data-card="https://video.example/1" data-title="A video" data-site=""></div><p>On</p>',
    ),
    "a table": (
        ["Control+Alt+t", *"a\tb\tc\td\te\tf\tg\th\ti".replace("\t", "|Tab|").split("|"), "Control+Enter", "On"],
        "<table><thead><tr><th><p>a</p></th><th><p>b</p></th><th><p>c</p></th></tr></thead>"
        "<tbody><tr><td><p>d</p></td><td><p>e</p></td><td><p>f</p></td></tr>"
        "<tr><td><p>g</p></td><td><p>h</p></td><td><p>i</p></td></tr></tbody></table><p>On</p>",
    ),
    "a fact box": (
        ["Control+Alt+b", "At a glance", "Enter", "a", "Enter", "b", "Control+Enter", "On"],
        '<aside class="factbox"><h3>At a glance</h3><p>a</p><p>b</p></aside><p>On</p>',
    ),
    "a fact box around a text": (
        ["a", "Control+Alt+b", "Of it"],
        '<aside class="factbox"><h3>Of it</h3><p>a</p></aside>',
    ),
    "no fact box after all": (["a", "Control+Alt+b", "Of it", "Control+Alt+b"], "<h3>Of it</h3><p>a</p>"),
    "a footnote": (
        ["a", "Control+Alt+f", "The source", "Control+Enter", ", b"],
        '<p>a<sup data-note="The source"></sup>, b</p>',
    ),
    "a footnote changed": (
        [
            "a",
            "Control+Alt+f",
            "The source",
            "Control+Enter",
            "ArrowLeft",
            "Enter",
            "End",
            "s",
            "Control+Enter",
            "!",
        ],
        '<p>a<sup data-note="The sources"></sup>!</p>',
    ),
    "code": (
        ["Control+Alt+c", "if a:", "Enter", "  b", "Control+Enter", "On"],
        "<pre><code>if a:\n  b</code></pre><p>On</p>",
    ),
    "code in the text": (["a ", "Control+e", "b", "Control+e", " c"], "<p>a <code>b</code> c</p>"),
    "a thing from the list": (
        ["Control+Alt+i", *["ArrowDown"] * 9, "Enter", "On"],
        "<hr><p>On</p>",
    ),
    "a block moved up": (["a", "Enter", "b", "Alt+ArrowUp", "!"], "<p>b!</p><p>a</p>"),
}


def test_keys_alone_make_every_element(browser_page):
    made = {}
    for what, (pressed, _) in MADE_WITH_KEYS.items():
        keys(open_editor(browser_page), *pressed)
        made[what] = body.clean(value(browser_page))
    assert made == {what: expected for what, (_, expected) in MADE_WITH_KEYS.items()}


def test_the_toolbar_is_one_stop_with_arrow_keys_inside(browser_page):
    page = open_editor(browser_page, "<p>word</p>")
    keys(page, "Control+a", "Alt+F10", "ArrowRight", "ArrowRight", "ArrowRight")
    assert page.evaluate("document.activeElement.ariaLabel") == "Bold"
    keys(page, "Enter")
    assert value(page) == "<p><strong>word</strong></p>"
    assert page.get_attribute("[aria-label=Bold]", "aria-pressed") == "true"
    keys(page, "Alt+F10", "End", "ArrowRight")
    assert page.evaluate("document.activeElement.ariaLabel") == "Paragraph"
    keys(page, "Escape", "Control+b")
    assert value(page) == "<p>word</p>"


def test_everything_can_be_undone_and_redone(browser_page):
    page = open_editor(browser_page, "<p>Before</p>")
    keys(page, "Control+a", "Control+Alt+2", "Control+Shift+b", "Control+Alt+t")
    changed = value(page)
    for _ in range(4):
        keys(page, "Control+z")
    assert value(page) == "<p>Before</p>"
    for _ in range(4):
        keys(page, "Control+Shift+z")
    assert value(page) == changed


def test_a_link_can_be_changed_and_removed(browser_page):
    page = open_editor(browser_page, '<p><a href="https://example.org/">here</a></p>')
    keys(page, "Home", "ArrowRight", "Control+k", "Control+a", "ann@example.org", "Enter")
    assert value(page) == '<p><a href="mailto:ann@example.org">here</a></p>'
    keys(page, "Control+k")
    page.click("text=Remove link")
    assert value(page) == "<p>here</p>"


def test_an_address_that_is_none_is_refused_where_it_is_typed(browser_page):
    page = open_editor(browser_page, "<p>word</p>")
    keys(page, "Control+a", "Control+k", "javascript:alert(1)", "Enter")
    assert "Type a web address" in page.text_content(".editor-dialog__error")
    keys(page, "Escape")
    assert value(page) == "<p>word</p>"


def test_rows_and_columns_come_and_go(browser_page):
    page = open_editor(browser_page)
    keys(page, "Control+Alt+t", "a")
    assert (value(page).count("<tr>"), value(page).count("<th>")) == (3, 3)
    for tool in ("Row below", "Column after", "Column before", "Delete column"):
        page.click(f".editor-bar >> text={tool}")
    assert (value(page).count("<tr>"), value(page).count("<th>")) == (4, 4)
    keys(page, "ArrowDown")
    page.click("text=Delete row")
    assert (value(page).count("<tr>"), value(page).count("<th>")) == (3, 4)
    page.click("text=Delete table")
    assert value(page) == ""


def test_the_help_and_the_guide_list_the_same_keys(browser_page):
    page = open_editor(browser_page)
    page.click("[aria-label=Keys]")
    rows = page.eval_on_selector_all(
        "dialog dl > div", "rows => rows.map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    guide = (settings.BASE_DIR / "docs/editors/writing.md").read_text()
    listed = re.findall(r"^\| (.+?) \| `(.+)` \|$", guide, re.MULTILINE)
    assert [tuple(row) for row in rows] == listed
    keys(page, "Escape", "text")
    assert value(page) == "<p>text</p>"
