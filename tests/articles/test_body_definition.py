"""What is stored, what the sanitiser lets through and what the editor offers come from one definition."""

import re

import pytest

from articles import body
from articles.body import definition
from tests.articles.bodies import EXAMPLES
from tests.articles.editor import on_editor_page, open_editor, value

NAMES = {name for kind in ("nodes", "marks") for name in body.ALLOWED[kind]} - {"doc"}
ELSEWHERE = """a abbr acronym area article audio base bdi bdo big body button canvas center code col colgroup data datalist dd
 del details dfn dialog dir dl dt embed fieldset font footer form frame frameset h1 h4 h5 h6 head header hgroup html iframe
 img input ins kbd label legend link main map mark marquee math menu meta meter nav noscript object optgroup option output
 param picture plaintext pre progress q rp rt ruby s samp script search section select slot small source span strike style
 sub summary sup svg template textarea tfoot time title track tt u var video wbr xmp""".split()


def test_every_name_of_the_definition_has_an_example():
    assert set(EXAMPLES) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_what_is_allowed_passes_unchanged(name):
    assert body.clean(EXAMPLES[name]) == EXAMPLES[name]


def test_the_examples_hold_every_element_and_attribute_that_may_be_stored():
    html = "".join(EXAMPLES.values())
    found = {tag: set(re.findall(r" ([a-z-]+)=", rest)) for tag, rest in re.findall(r"<([a-z0-9]+)([^>]*)>", html)}
    assert set(found) == definition.stored_tags()
    carried = {}
    for tag, rest in re.findall(r"<([a-z0-9]+)([^>]*)>", html):
        carried.setdefault(tag, set()).update(re.findall(r" ([a-z-]+)=", rest))
    assert {tag: names for tag, names in carried.items() if names} == definition.stored_attributes()


@pytest.mark.parametrize("tag", sorted(set(ELSEWHERE) - definition.stored_tags()))
def test_no_other_element_is_stored(tag):
    assert f"<{tag}" not in body.clean(f"<p>a</p><{tag}>b</{tag}><p>c<{tag}>d</{tag}></p>")


@on_editor_page
def test_the_editor_makes_all_that_is_allowed_and_nothing_else(browser_page):
    """Each example comes out of the editor as it went in; what the definition does not know does not."""
    made = {}
    for name, html in EXAMPLES.items():
        page = open_editor(browser_page, html)
        page.keyboard.press("Control+End")
        page.keyboard.type("!")
        page.keyboard.press("Control+Enter")
        made[name] = body.clean(re.sub(r"!|<p>!</p>$", "", value(page)))
    written_out = EXAMPLES["figure"].replace("></figure>", "><figcaption></figcaption></figure>")
    assert made == EXAMPLES | {"figure": written_out}


@on_editor_page
def test_the_editors_schema_has_the_names_of_the_definition(browser_page):
    open_editor(browser_page)
    schema = browser_page.evaluate(
        """() => { const { schema } = document.querySelector(".body-editor__text").editor;
        return { nodes: Object.keys(schema.nodes), marks: Object.keys(schema.marks) } }"""
    )
    assert {kind: set(names) for kind, names in schema.items()} == {kind: set(body.ALLOWED[kind]) for kind in schema}
