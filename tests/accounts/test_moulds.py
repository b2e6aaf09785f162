"""Parts of pages that are drawn by a mould are what their template draws, escaped, whatever words they hold."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts import moulds
from accounts.moulds import OPEN, Mould, NoMould, joined
from articles import cards, loading
from articles import drawn as story_drawn
from articles.models import Edition, Series
from articles.search import Hit
from articles.templatetags import seo
from articles.templatetags.seo import head_of_story
from authors.models import Author
from comments import drawn
from comments.links import paragraphs
from comments.models import Mode
from comments.policies import Applied, Said
from comments.threads import Conversation, Node
from library import markup
from tests import cast

HOSTILE = "\"><script>alert(1)</script>'&amp; " + f"{OPEN}0\ue5a1"


@pytest.fixture
def template(settings, tmp_path):
    """A template of these words: gives its name."""
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]

    def write(words: str) -> str:
        (tmp_path / "_mould.html").write_text(words)
        return "_mould.html"

    return write


def mould(name: str) -> Mould:
    return Mould(name, lambda key, *values: {"key": key} | dict(zip(("a", "b"), values, strict=False)))


def test_words_are_escaped_and_no_word_is_taken_for_a_place(template):
    part = mould(template("<p>{{ a }}|{{ b }}|{{ a }}</p>"))
    assert part(1, HOSTILE, "B") == render_to_string("_mould.html", {"a": HOSTILE, "b": "B"})
    assert part(HOSTILE, "A", "B") == render_to_string("_mould.html", {"a": "A", "b": "B"})
    assert part(1, SafeString("<b>x</b>"), "B") == "<p><b>x</b>|B|<b>x</b></p>"


def test_each_shape_is_drawn_once(template, monkeypatch):
    part, drawings = mould(template("{% if a %}<i>{{ a }}</i>{% endif %}{{ key }}{{ b }}")), []
    monkeypatch.setattr(moulds, "render_to_string", lambda *args: drawings.append(args) or render_to_string(*args))
    assert [part("k", "1", "2"), part("k", "", "2"), part("k", "3", "4"), part("l", "3", "4")] == [
        "<i>1</i>k2",
        "k2",
        "<i>3</i>k4",
        "<i>3</i>l4",
    ]
    assert len(drawings) == 3


def test_while_somebody_works_on_templates_each_is_drawn_anew(template, settings):
    settings.DEBUG = True
    part = mould(template("<p>{{ a }}</p>"))
    assert part(1, "x") == "<p>x</p>"
    template("<b>{{ a }}</b>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {}]
    assert part(1, "x") == "<b>x</b>"


@pytest.mark.parametrize("wrong", ["{{ a|slice:':2' }}", "{{ a|slice:'2:' }}"])
def test_a_place_that_is_cut_is_refused(template, wrong):
    with pytest.raises(NoMould):
        mould(template(wrong))(1, "word")


def test_what_is_joined_is_escaped_unless_it_is_html_of_ours():
    assert joined([SafeString("<li>"), "<li>"]) == "<li>&lt;li&gt;"


@pytest.mark.django_db
@pytest.mark.parametrize("standfirst", [True, False, "bare"])
@pytest.mark.parametrize("with_picture", [True, False])
def test_a_card_is_what_its_template_draws_of_the_same_words(standfirst, with_picture, monkeypatch):
    picture = cast.make_picture() if with_picture else None
    cast.make_live(headline="Ships & <crabs>", kicker="", bylines=[cast.make_author("D'Arcy")], lead_picture=picture)
    edition = Edition.objects.live().with_pictures().get()
    found = cards.card(edition, 2, standfirst=standfirst, picture=True, variant="lead")
    assert "Ships &amp; &lt;crabs&gt;" in found and ("<picture>" in found) == with_picture
    monkeypatch.setattr(cards, "_CARD", _itself("articles/_card.html", cards._context))
    monkeypatch.setattr(markup, "_PICTURE", _itself("library/_picture.html", markup._context))
    assert cards.card(edition, 2, standfirst=standfirst, picture=True, variant="lead") == found


@pytest.mark.django_db
@pytest.mark.parametrize("people", [[], ["D'Arcy"]])
def test_a_hit_of_search_is_what_its_template_draws_of_the_same_words(people, monkeypatch):
    cast.make_live(headline="Ships & <crabs>", bylines=[cast.make_author(name) for name in people])
    hit = Hit(Edition.objects.live().with_section().get(), SafeString("<mark>Ships</mark> &amp;"), SafeString("a"))
    found = cards.found(hit)
    assert "<mark>Ships</mark> &amp;</a>" in found and ("By D&#x27;Arcy" in found) == bool(people)
    monkeypatch.setattr(cards, "_HIT", _itself("articles/_hit.html", cards._context_of_hit))
    assert cards.found(hit) == found


def _itself(template: str, context):
    """A mould's template without the mould."""
    return lambda key, *values: SafeString(render_to_string(template, context(key, *values)))


@pytest.mark.django_db
@pytest.mark.parametrize("is_rich", [True, False])
def test_the_parts_of_a_storys_page_are_what_their_templates_draw_of_the_same_words(is_rich, monkeypatch):
    story = loading.story_at(_rich_story() if is_rich else _bare_story())
    parts = (story_drawn.story_head, story_drawn.story_meta, story_drawn.lead_figure, story_drawn.story_after)
    tags = (*parts, head_of_story)
    found = [part(story) for part in tags]
    for name in ("head", "meta", "figure", "after", "box"):
        mould = getattr(story_drawn, f"_{name.upper()}")
        context = getattr(story_drawn, f"_context_of_{name}")
        monkeypatch.setattr(story_drawn, f"_{name.upper()}", _itself(mould.template, context))
    monkeypatch.setattr(seo, "_HEAD", _itself("shared/_head_meta.html", seo._context))
    assert [part(story) for part in tags] == found
    assert ("&lt;b&gt;" in "".join(found)) == is_rich and "<b>" not in "".join(found)


def _rich_story() -> str:
    ann = Author.objects.create(
        name="Ann <b>", slug="ann", job_title="<b>", biography="<b>", picture=cast.make_picture()
    )
    authors = [ann, Author.objects.create(name="Bo O'Neil", slug="bo"), (cast.make_author(), "pictures")]
    ports, series = (
        cast.make_section("Ports", parent=cast.make_section()),
        Series.objects.create(name="W & <b>", slug="w"),
    )
    words = {"headline": "Ships <b>", "kicker": "“<b>”", "lead_caption": "<b>", "lead_alt": "<b>"}
    article = cast.make_live(
        **words, bylines=authors, tags=["a & <b>", "c"], section=ports, series=series, lead_picture=cast.make_picture()
    )
    return article.editions.get().address_id


def _bare_story() -> str:
    return cast.make_live(standfirst="").editions.get().address_id


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("sort", ["newest", "picks"])
@pytest.mark.parametrize("total", [0, 1, 1_204])
def test_a_conversation_is_what_its_template_draws_of_the_same_words(total, sort, is_open, monkeypatch):
    policy = Applied({"mode": Said(Mode.POST if is_open else Mode.CLOSED, "section 3", "<Sport>")}, None)
    nodes, story = [_node("One & <two>")] * min(total, 2), Edition(address_id="/2026/01/02/a-&-b/")
    asked = (story, Conversation(nodes, total, "0001" if total > 1 else ""), policy, "0009", sort)
    found = drawn.replies(*asked)
    monkeypatch.setattr(drawn, "_REPLIES", _itself("comments/_replies.html", drawn._context_of_replies))
    assert drawn.replies(*asked) == found
    assert ("1,204 replies" in found) == (total == 1_204) and ("&lt;Sport&gt; are closed" in found) == (not is_open)


@pytest.mark.parametrize("gone", ["", "This comment has been erased."])
@pytest.mark.parametrize("is_open", [True, False])
def test_a_comment_is_what_its_template_draws_of_the_same_words(gone, is_open, monkeypatch):
    words = "One & <two>\nhttps://example.com/a?b=1&c=2 three\n\n> quoted\n\n" + HOSTILE
    above = Node("1", public_id="b" * 12, name="<Bo>")
    node = _node(words, gone=gone, website="https://example.com/?a&b", answers=above, recommended=3, is_pick=True)
    node.replies = [_node("A reply", name=HOSTILE)]
    found = drawn.thread([node, _node("Another")], is_open)
    for name, context in (("comment", drawn._context_of_comment), ("text", drawn._context_of_paragraph)):
        monkeypatch.setattr(drawn, f"_{name.upper()}", _itself(f"comments/_{name}.html", context))
    assert drawn.thread([node, _node("Another")], is_open) == found
    assert "<script>alert" not in found


def _node(words: str, name: str = "Ann", **fields) -> Node:
    at = cast_at()
    return Node("1", public_id="a" * 12, text=paragraphs(words), name=name, created_at=at, edited_at=at, **fields)


def cast_at():
    from datetime import UTC, datetime

    return datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_a_text_of_the_thread_is_the_text_of_all_other_pages():
    words = paragraphs("One\ntwo https://example.com/\n\n> quoted\n> twice\n\nlast")
    whole = render_to_string("comments/_text.html", {"text": words})
    assert re.sub(r"\n", "", drawn.text(words)) == re.sub(r"\n", "", whole)
