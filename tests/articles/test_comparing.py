"""Comparing two texts: blocks paired by likeness, words marked inside them, everything else in plain rows."""

from articles.compare import changed, compare, compare_bodies, for_readers
from articles.compare.blocks import blocks
from articles.compare.words import words

EMPTY = {"section": None, "series": None, "lead": None, "tags": [], "bylines": []} | dict.fromkeys(
    ("kicker", "headline", "standfirst", "body", "slug", "language", "seo_title", "seo_description"), ""
)


def drawn(runs) -> str:
    """As a person sees it: [-gone-] and {+new+}."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(" " * run.spaced + marks[run.kind].format(run.text) for run in runs)


def rows(was: str, now: str) -> list[tuple[str, str, str]]:
    return [(row.kind, row.label, drawn(row.runs)) for row in compare_bodies(was, now)]


def part(name: str, was, now) -> str:
    [row] = compare(EMPTY | {name: was}, EMPTY | {name: now}).parts
    return drawn(row.runs)


def test_words_are_marked_and_signs_stand_for_themselves():
    assert part("headline", "Harbour opens, at last", "Harbour opens again") == "Harbour opens[-, at last-] {+again+}"
    assert part("headline", "One", "Two") == "[-One-] {+Two+}"


def test_blanks_that_nobody_sees_are_no_difference():
    assert rows("<p>One  two</p>", "<p>One two </p>")[0][0] == "same"


def test_a_changed_paragraph_is_shown_as_one():
    was = "<p>The ship came in at dawn.</p><p>Nobody was hurt.</p>"
    now = "<p>The ship came in at noon.</p><p>Nobody was hurt.</p>"
    assert rows(was, now) == [
        ("changed", "Paragraph", "The ship came in at [-dawn-] {+noon+}."),
        ("same", "Paragraph", "Nobody was hurt."),
    ]


def test_paragraphs_without_likeness_went_and_came():
    assert [kind for kind, *_ in rows("<p>One two three four.</p>", "<p>Five six seven eight.</p>")] == [
        "removed",
        "added",
    ]


def test_a_paragraph_put_between_others_leaves_them_alone():
    was = "<p>First of all.</p><p>Last of all.</p>"
    now = "<p>First of all.</p><p>Something new.</p><p>Last of all.</p>"
    assert [kind for kind, *_ in rows(was, now)] == ["same", "added", "same"]


def test_another_dress_is_a_difference():
    assert rows("<p>A <strong>bold</strong> word</p>", "<p>A bold word</p>") == [
        ("changed", "Paragraph", "A [-bold-] {+bold+} word")
    ]
    [(kind, *_)] = rows('<p><a href="/a/">Here</a> it is</p>', '<p><a href="/b/">Here</a> it is</p>')
    assert kind == "changed"


def test_a_heading_that_became_a_sub_heading_says_so():
    assert rows("<h2>What next</h2>", "<h3>What next</h3>") == [("changed", "Sub-heading (was: heading)", "What next")]


def test_every_element_of_a_body_is_a_block():
    body = (
        "<h2>A</h2><ul><li><p>B</p><ol><li><p>C</p></li></ol></li></ul><blockquote><p>D</p><cite>E</cite></blockquote>"
        "<table><tbody><tr><td>F</td><td>G</td></tr></tbody></table><hr>"
        '<figure data-picture="3" data-alt="H"><figcaption>I</figcaption></figure>'
        '<aside class="pullquote"><p>J</p></aside><div data-card="https://k.example/" data-title="K" data-site="k.example"></div>'
    )
    found = [(block.tag, " ".join(word.text for word in block.words)) for block in blocks(body)]
    assert found == [
        ("h2", "A"),
        ("li", "B"),
        ("li", "C"),
        ("blockquote", "D"),
        ("cite", "E"),
        ("tr", "F | G"),
        ("hr", ""),
        ("figure", "No. 3 H I"),
        ("aside", "J"),
        ("div", "K https : //k . example/"),
    ]


def test_footnotes_boxes_galleries_and_code_are_blocks_or_words_too():
    body = (
        '<aside class="factbox"><h3>A</h3><p>B<sup data-note="n"></sup></p><ul><li><p>C</p></li></ul></aside>'
        '<section class="gallery"><figure data-picture="3" data-size="wide"></figure></section><pre><code>d e</code></pre>'
    )
    found = [(block.label, " ".join(word.text for word in block.words)) for block in blocks(body)]
    assert found == [
        ("Fact box", "A"),
        ("Fact box", "B [ n ]"),
        ("List item", "C"),
        ("Picture", "No. 3 wide"),
        ("Code", "d e"),
    ]
    assert rows("<p>a</p>", "<p><code>a</code></p>")[0][0] == "changed"


def test_another_picture_is_another_block_and_another_caption_is_not():
    one = '<figure data-picture="1"><figcaption>Quay</figcaption></figure>'
    assert [kind for kind, *_ in rows(one, one.replace('"1"', '"2"'))] == ["removed", "added"]
    assert rows(one, one.replace("Quay", "Pier")) == [("changed", "Picture", "No. 1 [-Quay-] {+Pier+}")]


def test_words_of_scripts_without_blanks_and_with_vowel_signs_are_told_apart():
    assert [word.text for word in words("港口今天")] == list("港口今天")
    assert [word.text for word in words("বাংলা সংবাদ।")] == ["বাংলা", "সংবাদ।"]


def test_names_roles_and_tags_are_compared_as_names():
    ines, tom = (
        {"author": 1, "role": "words", "name": "Ines Calder"},
        {"author": 2, "role": "pictures", "name": "Tom Berg"},
    )
    assert part("bylines", [ines], [ines, tom]) == "Ines Calder{+, Tom Berg (photographs)+}"
    assert part("tags", [{"id": 1, "name": "Port of London"}], []) == "[-Port of London-]"


def test_what_did_not_change_is_folded_but_for_its_neighbours():
    paragraphs = [f"<p>Paragraph number {number}.</p>" for number in range(12)]
    now = [*paragraphs[:6], "<p>Paragraph number six.</p>", *paragraphs[7:]]
    body = compare(EMPTY | {"body": "".join(paragraphs)}, EMPTY | {"body": "".join(now)}).body
    assert [(stretch.folded, len(stretch.rows)) for stretch in body] == [(True, 5), (False, 3), (True, 4)]


def test_equal_texts_do_not_differ():
    text = EMPTY | {"headline": "One", "body": "<p>Two</p>"}
    assert not compare(text, text).differs


def test_a_long_text_that_changed_throughout_is_compared_without_weighing_each_pair():
    was = "".join(f"<p>Old paragraph {number} of a long text.</p>" for number in range(300))
    now = "".join(f"<p>New paragraph {number} of a long text.</p>" for number in range(300))
    assert len(compare_bodies(was, now)) == 600


def with_picture(body: str, **words) -> dict:
    return EMPTY | {"body": body, "pictures": [{"picture": 3, "alt": "", "caption": "", "credit": ""} | words]}


def test_the_librarys_words_for_a_picture_count_where_the_story_has_none_of_its_own():
    bare, own = (
        '<figure data-picture="3"></figure>',
        '<figure data-picture="3" data-alt="Mine"><figcaption>Mine</figcaption></figure>',
    )
    was, now = (
        {"alt": "A quay", "caption": "At dawn.", "credit": "Paula"},
        {"alt": "A pier", "caption": "At noon.", "credit": "Paul"},
    )
    [row] = changed(with_picture(bare, **was), with_picture(bare, **now))
    assert drawn(row.runs) == "No. 3 A [-quay-] {+pier+} At [-dawn-] {+noon+}. [-Paula-] {+Paul+}"
    [row] = changed(with_picture(own, **was), with_picture(own, **now))
    assert drawn(row.runs) == "No. 3 Mine Mine [-Paula-] {+Paul+}"


def test_an_empty_caption_says_that_there_is_none():
    empty = '<figure data-picture="3" data-alt=""><figcaption></figcaption></figure>'
    assert not changed(with_picture(empty, caption="At dawn.", alt="A quay"), with_picture(empty, caption="At noon."))


def test_a_text_that_was_only_typed_is_compared_without_the_librarys_words():
    typed = EMPTY | {"body": '<figure data-picture="3"></figure>'}
    assert not changed(with_picture(typed["body"], alt="A quay", credit="Paula"), typed)


def test_readers_are_told_what_they_could_see_and_no_number_of_a_picture():
    lead = {"picture": 3, "alt": "A quay", "caption": "", "credit": ""}
    was = with_picture('<figure data-picture="3"></figure>', alt="A quay") | {"lead": lead, "slug": "one"}
    now = with_picture('<figure data-picture="3"></figure>', alt="A pier") | {
        "lead": lead | {"picture": 4},
        "slug": "two",
    }
    told = [(row.label, drawn(row.runs)) for row in for_readers(was, now)]
    assert told == [
        ("Lead picture", "[-the earlier picture-] {+another picture+}"),
        ("Picture", "A [-quay-] {+pier+}"),
    ]


def test_what_changed_alone_is_the_same_as_in_the_whole_comparison():
    was = "<h2>One</h2><p>The ship came in.</p><ul><li><p>A</p></li><li><p>B</p></li></ul><p>Nobody was hurt.</p>"
    now = "<h2>One</h2><p>The boat came in.</p><ul><li><p>A</p></li><li><p>C</p></li></ul><p>More.</p><p>Nobody was hurt.</p>"
    whole = [row for row in compare_bodies(was, now) if row.kind != "same"]
    assert changed(EMPTY | {"body": was}, EMPTY | {"body": now}) == whole
    assert len(whole) == 4
