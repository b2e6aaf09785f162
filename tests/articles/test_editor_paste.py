"""What is pasted leaves no residue: recorded clipboards of other programs come out as our canonical HTML."""

from pathlib import Path

import pytest

from articles import body
from tests.articles.editor import keys, on_editor_page, open_editor, paste, save, value

pytestmark = on_editor_page
CLIPBOARD = Path(__file__).parent / "clipboard"
RESIDUE = ("style=", "class=", "<span", "mso", "<o:p", "<img", "dir=")
RECORDED = sorted(path.name for path in CLIPBOARD.iterdir() if ".expected" not in path.name)


def recorded(name: str) -> dict[str, str]:
    path = CLIPBOARD / name
    return {"html" if path.suffix == ".html" else "plain": path.read_text()}


def expected(name: str) -> str:
    return (CLIPBOARD / name).with_suffix(".expected.html").read_text().replace(">\n", ">")


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_clipboard_becomes_canonical_html(browser_page, name):
    page = open_editor(browser_page)
    paste(page, **recorded(name))
    assert [residue for residue in RESIDUE if residue in value(page)] == []
    assert body.clean(value(page)) == expected(name)
    assert save(page) == expected(name)


def test_an_address_pasted_over_words_makes_them_a_link(browser_page):
    page = open_editor(browser_page, "<p>here</p>")
    keys(page, "Control+a")
    paste(page, plain="https://example.org/a")
    assert value(page) == '<p><a href="https://example.org/a">here</a></p>'


def test_an_address_pasted_alone_is_a_link(browser_page):
    page = open_editor(browser_page)
    paste(page, plain="https://example.org/a")
    keys(page, " follows")
    assert value(page) == '<p><a href="https://example.org/a">https://example.org/a</a> follows</p>'


def test_what_was_cut_here_comes_back_as_it_was(browser_page):
    story = (
        "<h2>A</h2><ul><li><p>b</p></li></ul><blockquote><p>c</p><cite>d</cite></blockquote>"
        '<aside class="pullquote"><p>e</p></aside><figure data-picture="7" data-alt="f"><figcaption>g</figcaption></figure>'
        '<div data-card="https://example.org/h" data-title="i" data-site=""></div><p>j<sup data-note="k"></sup> <code>l</code></p>'
        '<aside class="factbox"><h3>m</h3><p>n</p></aside><pre><code>o\n  p</code></pre><div data-story="3"></div>'
        '<section class="gallery"><figure data-picture="7"><figcaption>q</figcaption></figure>'
        '<figure data-picture="8"><figcaption></figcaption></figure></section>'
        '<figure data-picture="9" data-size="wide"><figcaption></figcaption></figure><p>r</p>'
    )
    page = open_editor(browser_page, story)
    keys(page, "Control+a", "Control+x")
    assert value(page) == ""
    keys(page, "Control+v")
    assert body.clean(value(page)) == story


def test_what_was_struck_out_hidden_or_commented_does_not_come_back_as_plain_words(browser_page):
    page = open_editor(browser_page)
    paste(
        page,
        html="<p>The mayor <del>took bribes</del><s>lied</s><ins>resigned</ins>"
        '<span style="text-decoration:line-through"> and stole</span><span style="display:none;mso-hide:all"> unseen</span>'
        ' on Monday<span class="MsoCommentReference">[LB1]</span>.</p>'
        '<div style="mso-element:comment-list"><p class="MsoCommentText">Do we have proof?</p></div>',
    )
    assert value(page) == "<p>The mayor resigned on Monday.</p>"
    assert page.get_by_text("Left out of what you pasted").count() == 1


def test_a_click_beside_a_line_that_ends_in_a_footnote_puts_the_cursor_behind_it(browser_page):
    page = open_editor(browser_page, '<p>One short line<sup data-note="k"></sup></p><p>Two</p>')
    box = page.locator(".body-editor__text p").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] / 2)
    page.keyboard.type(" more")
    assert value(page) == '<p>One short line<sup data-note="k"></sup> more</p><p>Two</p>'


def test_in_arabic_behind_the_line_is_on_its_left(browser_page):
    page = open_editor(browser_page, '<p>سطر<sup data-note="k"></sup></p><p>Two</p>')
    page.locator("select[name=language]").select_option("ar")
    box = page.locator(".body-editor__text p").first.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    page.keyboard.type("X")
    assert value(page) == '<p>سطر<sup data-note="k"></sup>X</p><p>Two</p>'


def test_a_paste_can_be_undone(browser_page):
    page = open_editor(browser_page, "<p>Mine</p>")
    keys(page, "Control+a", "ArrowRight")
    paste(page, html="<p>Theirs</p><p>too</p>")
    assert "Theirs" in value(page)
    keys(page, "Control+z")
    assert value(page) == "<p>Mine</p>"
