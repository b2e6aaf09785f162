"""Hostile HTML: nothing of it can run, nothing of it takes long, and cleaning twice is cleaning once."""

import random
import re

import pytest

from articles import body
from articles.body import definition, guard
from tests.articles.bodies import EXAMPLES, HOSTILE

START = re.compile(r"<([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)>")
ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"]*)\"")
LARGE = {
    "bytes": "a" * 1_000_001,
    "bytes in other letters": "日" * 400_000,
    "elements": "<p>x" * 20_001,
    "depth": "<div>" * 65,
    "depth of bold": "<b>" * 65,
    "a list in a list": "<ul><li>" * 65,
    "columns": "<table><tr>" + "<td>x" * 41,
    "cells grown from a few": "<table>" + "<tr><td colspan=40 rowspan=200>x" * 100,
    "cells": "<table><tr>" + "<td>x" * 40 + "<tr><td>x" * 300,
    "ampersands": "&" * 100_000,
    "fixed blanks": "\u00a0 " * 100_000,
    "brackets": "<" * 100_000,
}
SLOW = {
    "unclosed bold before many paragraphs": "".join(f"<b id={n}>" for n in range(60)) + "<p>x" * 15_000,
    "bold that hides its depth": "<b class='</b>'>" * 60 + "<p>x" * 15_000,
    "attributes": "<p " + " ".join(f"a{n}" for n in range(120_000)) + ">x",
    "an attribute without end": "<p " + "a" * 900_000,
    "quotes without end": "<a b='" * 20_000 + '<a b="' * 20_000,
    "comments without end": "<!--" * 79_000,
    "scripts without end": "<script>" * 79_000,
    "one long address": '<a href="' + "x" * 900_000 + '">x</a>',
    "blanks": "<p>" + " " * 900_000 + "x",
    "names of quotations": "<blockquote>" + "<cite>x</cite>y" * 6_000,
    "line breaks": "<br>" * 19_000,
}


def outside_the_definition(html: str) -> list[str]:
    """Elements and attributes of canonical HTML that the definition does not know."""
    tags, attributes = definition.stored_tags(), definition.stored_attributes()
    found = []
    for tag, rest in START.findall(html):
        names = [name for name, _ in ATTRIBUTE.findall(rest)]
        if tag not in tags or not set(names) <= attributes.get(tag, set()) or len(set(names)) < len(names):
            found.append(f"{tag}{rest}")
    leftover = START.sub("", re.sub(r"</[a-z0-9]+>", "", html))
    return found + re.findall("[<>].{0,20}", leftover)


def addresses(html: str) -> list[str]:
    return re.findall(r' (?:href|data-card)="([^"]*)"', html)


def random_html(seed: int) -> str:
    chance = random.Random(seed)
    tags = [
        *sorted(definition.read_tags()),
        "script",
        "svg",
        "math",
        "span",
        "style",
        "title",
        "template",
        "o:p",
        "select",
    ]
    pieces = [
        "text",
        "\n",
        " ",
        "&nbsp;",
        "&lt;b&gt;",
        '"',
        "'",
        "<",
        ">",
        "<!--",
        "-->",
        "]]>",
        "日",
        "<br><br>",
        "&#30;",
    ]
    attributes = [
        *re.findall(r" [a-z-]+=\"[^\"]*\"", " ".join(EXAMPLES.values())),
        " colspan=3",
        " rowspan=2",
        " onclick='x'",
    ]
    attributes += [
        " href=javascript:1",
        " data-alt='a<b>'",
        ' class="x',
        " data-picture=x",
        " id=docs-internal-guid-1",
    ]

    def piece():
        kind = chance.random()
        if kind < 0.45:
            chosen = chance.choices(attributes, k=chance.choice([0, 0, 1, 2]))
            return f"<{chance.choice(tags)}{''.join(chosen)}>"
        return f"</{chance.choice(tags)}>" if kind < 0.75 else chance.choice(pieces)

    return "".join(piece() for _ in range(chance.randint(1, 40)))


@pytest.mark.parametrize("html", HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_nothing_of_hostile_html_is_left(html):
    for wrapped in (html, f"<p>a{html}b</p>", f"<table><tr><td>{html}<td>x</table>", f"<b><ul><li>{html}", html * 3):
        found = body.clean(wrapped)
        assert outside_the_definition(found) == []
        assert all(re.match("https?://[a-z0-9]|mailto:|/(?![/\\\\])", address) for address in addresses(found))
        assert "evil.example/" not in [address.split("@")[0] for address in addresses(found)]
        assert body.clean(found) == found
        shown = body.render(found, {})
        assert not re.search(
            r"<(script|img|svg|style|iframe|object|embed|form|input)|<[^>]* (on\w+|style|src)=", shown
        )


def test_cleaning_twice_is_cleaning_once():
    for seed in range(800):
        html = random_html(seed)
        found = body.clean(html)
        assert outside_the_definition(found) == [], seed
        assert body.clean(found) == found, seed


@pytest.mark.parametrize("what", LARGE)
def test_too_much_is_refused_in_a_sentence(what):
    with pytest.raises(body.TooLarge, match=r"^[A-Z].+\.$|may have"):
        body.clean(LARGE[what])


@pytest.mark.parametrize("what", SLOW)
def test_little_reaches_the_parsers_of_html_that_would_make_them_slow(what):
    """Without the guard these take from ten seconds to many minutes each: the suite would stand still here."""
    plain = guard.plain(SLOW[what])
    starts = re.findall(r"<([a-z0-9]+)([^<>]*)>", plain)
    assert plain.count("<") == len(starts) + len(re.findall(r"</[a-z0-9]+>", plain))
    assert len(starts) <= definition.MAX_ELEMENTS
    assert {tag for tag, _ in starts} <= definition.read_tags()
    assert all(
        set(re.findall(r" ([a-z-]+)=", rest)) <= definition.read_attributes().get(tag, set()) for tag, rest in starts
    )
    assert body.clean(SLOW[what]) == body.clean(plain)


def test_what_was_stored_can_be_read_again():
    """A text at the limit must not grow over it by being made canonical."""
    with pytest.raises(body.TooLarge):
        body.clean("<ul>" + "<li>x" * 15_000)
