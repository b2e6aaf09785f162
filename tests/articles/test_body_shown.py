"""What readers get of a body: pictures, tables, cards and links as public HTML, and what one can ask of it."""

from types import SimpleNamespace

import pytest

from articles import body, rendering
from tests import cast

CARD = '<div data-card="{0}" data-title="{1}" data-site="{2}"></div>'


def placed(picture, **words):
    return {picture.pk: SimpleNamespace(**{"picture": picture, "alt": "", "caption": "", "credit": ""} | words)}


@pytest.fixture
def picture(db):
    return cast.make_picture()


def test_a_picture_is_shown_with_its_caption_and_credit(picture):
    html = f'<figure data-picture="{picture.pk}"><figcaption>A <em>ship</em> &amp; crew</figcaption></figure>'
    shown = body.render(html, placed(picture, alt="Own words", caption="Not this", credit="Ann <Other>"))
    assert shown.startswith('<figure class="figure"><picture>')
    assert 'alt="Own words"' in shown
    assert '<span class="figure__caption">A <em>ship</em> &amp; crew</span>' in shown
    assert '<span class="figure__credit">Ann &lt;Other&gt;</span></figcaption></figure>' in shown


def test_words_that_are_left_out_are_the_pictures_own_and_empty_ones_are_none(picture):
    own = placed(picture, alt="Own alt", caption="Own caption")
    assert 'alt="Own alt"' in body.render(f'<figure data-picture="{picture.pk}"></figure>', own)
    assert "Own caption" in body.render(f'<figure data-picture="{picture.pk}"></figure>', own)
    emptied = f'<figure data-picture="{picture.pk}" data-alt=""><figcaption></figcaption></figure>'
    assert 'alt=""' in body.render(emptied, own)
    assert "<figcaption>" not in body.render(emptied, own)


def test_a_picture_that_is_gone_leaves_nothing():
    html = '<p>a</p><figure data-picture="7"><figcaption>b</figcaption></figure>'
    assert body.render(html, {}) == "<p>a</p>"
    assert body.render(html, {7: SimpleNamespace(picture=None, alt="", caption="", credit="")}) == "<p>a</p>"


def test_links_elsewhere_are_cut_off_from_our_window():
    shown = body.render(
        '<p><a href="https://example.org/">a</a><a href="/b">b</a><a href="mailto:c@d.example">c</a></p>', {}
    )
    assert shown == (
        '<p><a href="https://example.org/" rel="noopener">a</a><a href="/b">b</a><a href="mailto:c@d.example">c</a></p>'
    )


def test_a_link_card_says_where_it_leads():
    shown = body.render(CARD.format("https://www.video.example/1", "A &quot;video&quot;", "Tube"), {})
    assert shown == (
        '<aside class="link-card"><a href="https://www.video.example/1" rel="noopener nofollow">'
        '<span class="link-card__title">A &quot;video&quot;</span>'
        ' <span class="link-card__site">Tube · video.example</span></a></aside>'
    )


def test_a_host_that_only_looks_like_another_is_shown_as_it_is():
    shown = body.render(CARD.format("https://аррӏе.example/", "", ""), {})
    assert "xn--80ak6aa92e.example" in shown


def test_a_table_can_be_scrolled_and_has_scopes():
    html = "<table><caption>Ships &amp; boats</caption><tr><th>Year<th>Count<tr><th>2026<td>12</table>"
    assert body.render(html, {}) == (
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Ships &amp; boats"><table>'
        "<caption>Ships &amp; boats</caption>"
        '<thead><tr><th scope="col">Year</th><th scope="col">Count</th></tr></thead>'
        '<tbody><tr><th scope="row">2026</th><td>12</td></tr></tbody></table></div>'
    )


def test_a_picture_is_as_wide_as_the_writer_wants(picture):
    html = f'<figure data-picture="{picture.pk}" data-size="wide"></figure>'
    shown = body.render(html, placed(picture))
    assert shown.startswith('<figure class="figure figure--wide">')
    assert 'sizes="(min-width: 64rem) 54rem, 100vw"' in shown


def test_a_gallery_is_a_group_of_pictures(picture):
    one = f'<figure data-picture="{picture.pk}"><figcaption>Said</figcaption></figure>'
    html = f'<section class="gallery">{one}{one}</section>'
    shown = body.render(html, placed(picture))
    assert shown.startswith(
        '<div class="gallery" role="group" aria-label="2 pictures"><figure class="figure"><picture>'
    )
    assert shown.count("Said") == 2
    assert body.pictures_in(html) == [picture.pk]


def test_footnotes_are_numbered_and_stand_at_the_end_with_links_back():
    note = '<sup data-note="{}"></sup>'
    html = f"<p>a{note.format('See https://example.org/a?b=1&amp;c=2.')}</p><ul><li><p>b{note.format('&lt;b&gt;')}</p></li></ul>"
    shown = body.render(html, {})
    assert (
        '<p>a<sup class="note-ref"><a href="#footnote-1" id="footnote-1-ref" role="doc-noteref"'
        ' aria-label="Footnote 1">1</a></sup></p>' in shown
    )
    assert shown.endswith(
        '<section class="footnotes" role="doc-endnotes"><h2>Footnotes</h2><ol>'
        '<li id="footnote-1">See <a href="https://example.org/a?b=1&amp;c=2" rel="noopener">'
        "https://example.org/a?b=1&amp;c=2</a>."
        ' <a href="#footnote-1-ref" role="doc-backlink" aria-label="Back to the text at footnote 1">↩</a></li>'
        '<li id="footnote-2">&lt;b&gt;'
        ' <a href="#footnote-2-ref" role="doc-backlink" aria-label="Back to the text at footnote 2">↩</a></li></ol></section>'
    )
    assert body.text(html) == "a\n\nb\n\nSee https://example.org/a?b=1&c=2.\n\n<b>"
    assert body.words(html) == 5


def test_a_feed_shows_footnotes_without_links_that_lead_nowhere():
    shown = rendering.for_feed(body.render('<p>a<sup data-note="n"></sup></p>', {}))
    assert shown == (
        '<p>a<sup class="note-ref">1</sup></p><section class="footnotes" role="doc-endnotes"><h2>Footnotes</h2>'
        '<ol><li id="footnote-1">n </li></ol></section>'
    )


def test_a_fact_box_has_a_heading_of_the_right_level():
    box = '<aside class="factbox"><h3>At a glance</h3><p>a</p></aside>'
    assert "<h2>At a glance</h2>" in body.render(box, {})
    assert "<h3>At a glance</h3>" in body.render(f"<h2>b</h2>{box}", {})


def test_code_keeps_its_lines():
    shown = body.render("<pre><code>if a &lt; b:\n    c</code></pre><p><code>d</code></p>", {})
    assert shown == (
        '<pre tabindex="0" role="region" aria-label="Code 1"><code>if a &lt; b:\n    c</code></pre>'
        "<p><code>d</code></p>"
    )
    assert body.text("<pre><code>a\n  b</code></pre>") == "a\n  b"


def test_no_level_of_headings_is_left_out():
    html = "<h3>a</h3><h3>b</h3><h2>c</h2><h3>d</h3>"
    assert body.render(html, {}) == "<h2>a</h2><h2>b</h2><h2>c</h2><h3>d</h3>"
    assert body.headings(html) == [(2, "a"), (2, "b"), (2, "c"), (3, "d")]


def test_items_of_one_paragraph_need_none():
    shown = body.render("<ul><li>a<ol><li>b</ol><li><p>c</p><p>d</p></ul>", {})
    assert shown == "<ul><li>a<ol><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>"


def test_what_was_put_into_the_database_by_hand_is_cleaned_when_shown():
    assert body.render('<p onclick="x">a</p><script>b</script>', {}) == "<p>a</p>"


def test_the_text_keeps_paragraphs_lines_and_cells():
    html = (
        "<h2>One</h2><p>Two<br>lines</p><ul><li>a<ul><li>b</ul><li>c</ul><hr><table><tr><th>x<th>y<tr><td>1<td>2</table>"
        "<blockquote><p>Said</p><cite>Ann</cite></blockquote>" + CARD.format("https://example.org/", "Title", "")
    )
    assert body.text(html) == "One\n\nTwo\nlines\n\na\nb\nc\n\nx\ty\n1\t2\n\nSaid\nAnn\n\nTitle"


def test_pictures_are_named_once_and_in_order():
    assert body.pictures_in("".join(f'<figure data-picture="{n}"></figure>' for n in (9, 3, 9, 12))) == [9, 3, 12]


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("", 0),
        ("<p>One two, three — four…five</p><h2>six</h2>", 6),
        ("<p>It’s 2.5 km/h by-election 10:30</p>", 5),
        ("<p>– ! …</p>", 0),
        ("<p>हिन्दी में समाचार</p>", 3),
        ("<p>خبر عاجل من الميناء</p>", 4),
        ("<p>港口今天重新开放了</p>", 6),  # nine characters
        ("<p>ท่าเรือเปิด</p>", 2),
        (
            '<figure data-picture="1"><figcaption>A ship</figcaption></figure>'
            + CARD.format("https://a.example/", "B c", ""),
            2,
        ),
    ],
)
def test_words_are_counted_in_every_script(html, count):
    assert body.words(html) == count


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (238, 1), (400, 2), (2380, 10)])
def test_reading_takes_at_least_a_minute(words, minutes):
    assert body.minutes(words) == minutes


def test_an_excerpt_ends_at_a_word():
    html = "<h2>Not this</h2><p>The ferry comes back.</p><p>Nobody objects.</p>"
    assert body.excerpt(html, 200) == "The ferry comes back. Nobody objects."
    assert body.excerpt(html, 17) == "The ferry comes…"
    assert body.excerpt("<p>" + "x" * 50 + "</p>", 10) == "x" * 9 + "…"
    assert all(len(body.excerpt(html, length)) <= length for length in range(4, 60))
