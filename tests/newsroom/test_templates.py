"""Rules of templates and of generated HTML that a strict Content-Security-Policy and readers' safety ask for."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("newsroom", "accounts", "library", "authors", "articles", "comments", "fronts", "importers")
TEMPLATES = sorted(path for pattern in ("templates/**/*.html", "*/templates/**/*.html") for path in ROOT.glob(pattern))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))

# The only places where text is declared to be safe HTML, and why it is.
SAFE_IN_TEMPLATES = {"templates/articles/_body.html"}  # what articles/body/render.py made of a sanitised body
SAFE_IN_PYTHON = {
    "accounts/moulds.py": "puts escaped words into the places that a template has left",
    "articles/body/render.py": "builds the body from an allow-list, escaping each piece",
    "articles/search/find.py": "escapes the passage before it marks the words",
    "articles/templatetags/seo.py": "JSON for machines, in which no sign can end its script element",
}

INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an inline style sheet": r"<style\b",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a javascript: address": r"javascript:",
    "an inline script": r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(ld\+)?json)",
    "an address of a third party": r"<(?:script|link|img|iframe|source)\b[^>]*(?:src|href|srcset)\s*=\s*[\"']?(?:https?:)?//",
}
COMMENTS = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def found_in(path: Path, pattern: str) -> list[str]:
    """Where a pattern occurs outside comments; a template tag counts as a word, whatever signs are in it."""
    text = TAGS.sub("x", COMMENTS.sub(lambda comment: "\n" * comment[0].count("\n"), path.read_text(encoding="utf-8")))
    return [f"{name(path)}:{text.count(chr(10), 0, hit.start()) + 1}" for hit in re.finditer(pattern, text)]


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    assert not [place for path in TEMPLATES for place in found_in(path, INLINE[what])]


def test_no_template_switches_escaping_off():
    pattern = re.compile(r"\|\s*safe(seq)?\b|{%-?\s*autoescape\s+off")
    unsafe = {name(path) for path in TEMPLATES if pattern.search(COMMENTS.sub("", path.read_text(encoding="utf-8")))}
    assert unsafe <= SAFE_IN_TEMPLATES


def test_no_python_declares_text_to_be_safe_html():
    pattern = re.compile(r"\bmark_safe\(|\bSafe(String|Text)\([^\"')]|__html__")
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert {name(path) for path in paths if pattern.search(path.read_text(encoding="utf-8"))} <= set(SAFE_IN_PYTHON)


def test_every_fragment_says_what_it_is_and_what_it_needs():
    silent = [
        name(path)
        for path in TEMPLATES
        if path.name.startswith("_") and not re.match(r"\s*({%[^%]*%}\s*)*({#|{% comment)", path.read_text())
    ]
    assert not silent


def test_no_script_writes_code_or_markup_from_text():
    """`eval` is refused by the policy; inner HTML built from text is how a comment becomes a script."""
    pattern = re.compile(r"\beval\(|new Function\(|document\.write\(|\bsetAttribute\([\"']style")
    assert not [name(path) for path in SCRIPTS if pattern.search(path.read_text(encoding="utf-8"))]


def test_every_static_file_that_a_template_names_is_there():
    named = {
        (name(path), target)
        for path in TEMPLATES
        for target in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8"))
    }
    assert not [place for place in named if not finders.find(place[1])]
