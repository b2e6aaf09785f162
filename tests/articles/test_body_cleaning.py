"""Whatever is typed, pasted or imported is stored in one canonical form."""

import pytest

from articles import body

CLEANED = [
    # text
    ("", ""),
    ("  \n ", ""),
    ("bare text", "<p>bare text</p>"),
    ("one<p>two</p>three", "<p>one</p><p>two</p><p>three</p>"),
    ("<div>one</div><div>two<div>three</div></div>", "<p>one</p><p>two</p><p>three</p>"),
    ("<p>  a \n\t b  </p>", "<p>a b</p>"),
    ("<p>10&nbsp;km &nbsp; </p>", "<p>10\u00a0km</p>"),
    ("<p></p><p>&nbsp;</p><p><br></p><p><strong> </strong></p>", ""),
    ("<p>a<br>b</p>", "<p>a<br>b</p>"),
    ("<p><br>a<br><br> <br>b<br></p>", "<p>a</p><p>b</p>"),
    ("<pre>a\n  b</pre>", "<p>a b</p>"),
    # marks
    ("<b>a</b><i>b</i>", "<p><strong>a</strong><em>b</em></p>"),
    ("<p><em><strong>a</strong></em></p>", "<p><strong><em>a</em></strong></p>"),
    ("<p><b>a</b><b>b</b><b> </b>c</p>", "<p><strong>ab</strong> c</p>"),
    ("<p><b>a<br>b</b></p>", "<p><strong>a<br>b</strong></p>"),
    ("<b id='docs-internal-guid-1'><p>a <b>b</b></p></b>", "<p>a <strong>b</strong></p>"),
    ("<p><u>a</u><s>b</s><kbd>c</kbd><span>d</span></p>", "<p>abcd</p>"),
    ("<p>3 m<sup>2</sup>, CO<sub>2</sub>, 1<sup>st</sup></p>", "<p>3 m², CO₂, 1st</p>"),
    ("<p>in <cite>Hamlet</cite></p>", "<p>in <em>Hamlet</em></p>"),
    # code
    ("<p>a <code>b <kbd>c</kbd></code></p>", "<p>a <code>b c</code></p>"),
    ("<pre>\n<code>a\r\n\tb  <b>c</b><br>d\n\n</code></pre>", "<pre><code>a\n    b  c\nd</code></pre>"),
    ("<pre><code> \n </code></pre>", ""),
    ("<ul><li>a<pre><code>b\nc</code></pre></li></ul>", "<ul><li><p>a</p></li></ul><pre><code>b\nc</code></pre>"),
    # footnotes
    (
        "<p>a<sup data-note=' The \n source '>1</sup></p>",
        '<p>a<sup data-note="The source"></sup>1</p>',
    ),
    ("<p>a<sup data-note=' '></sup> \ufffc b</p>", "<p>a b</p>"),
    (
        "<p><b>a<sup data-note=n></sup>b</b></p>",
        '<p><strong>a</strong><sup data-note="n"></sup><strong>b</strong></p>',
    ),
    ("<h2>a<sup data-note=n></sup></h2>", "<h2>a (n)</h2>"),
    (
        "<figure data-picture=1><figcaption>a<sup data-note=n></sup></figcaption></figure>",
        '<figure data-picture="1"><figcaption>a (n)</figcaption></figure>',
    ),
    # fact boxes
    (
        "<aside class=factbox><h4>a</h4><h2>b</h2><table><tr><td>1<td>2</table></aside>",
        '<aside class="factbox"><h3>a</h3><p>b</p></aside>'
        "<table><tbody><tr><td><p>1</p></td><td><p>2</p></td></tr></tbody></table>",
    ),
    ("<aside class=factbox>a<h3>b</h3></aside>", '<aside class="factbox"><p>a</p><p>b</p></aside>'),
    ("<aside class=factbox><h3>a</h3></aside>", "<h3>a</h3>"),
    (
        "<aside class=factbox><aside class=factbox><h3>a</h3>b</aside></aside>",
        '<aside class="factbox"><p>a</p><p>b</p></aside>',
    ),
    ("<aside class=factbox></aside>", ""),
    # galleries
    (
        "<section class='gallery x'>a<figure data-picture=1 data-size=full></figure><p>b</p><figure data-picture=2></section>",
        '<section class="gallery"><figure data-picture="1"></figure><figure data-picture="2"></figure></section><p>a</p><p>b</p>',
    ),
    (
        "<section class=gallery><figure data-picture=1 data-size=wide></figure></section>",
        '<figure data-picture="1" data-size="wide"></figure>',
    ),
    ("<section class=gallery>a</section><section>b</section>", "<p>a</p><p>b</p>"),
    ("<figure data-picture=1 data-size=huge></figure>", '<figure data-picture="1"></figure>'),
    # headings
    ("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>", "<h2>a</h2><h2>b</h2><h3>c</h3><h3>d</h3><h3>e</h3>"),
    ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
    # lists
    ("<ul><li>a<ul><li>b</ul><li><p>c</ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
    ("<ul><li></li></ul><ol></ol>", ""),
    ("<ol>a<li>b</ol>", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
    ("<ul><li><h2>a</h2><blockquote>b</blockquote></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    (
        "<ul><li>a<figure data-picture=1></figure></li></ul><p>b</p>",
        '<ul><li><p>a</p></li></ul><figure data-picture="1"></figure><p>b</p>',
    ),
    ("<li>a</li>", "<p>a</p>"),
    ("<dl><dt>a<dd>b</dl>", "<p>a</p><p>b</p>"),
    # quotations
    ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
    (
        "<blockquote><p>a</p><footer>— <cite>Ann</cite>, pilot</footer></blockquote>",
        "<blockquote><p>a</p><cite>Ann, pilot</cite></blockquote>",
    ),
    ("<blockquote><cite>Ann</cite></blockquote>", "<p>Ann</p>"),
    ("<blockquote><blockquote>a</blockquote></blockquote>", "<blockquote><p>a</p></blockquote>"),
    ("<aside class='wide pullquote'>a</aside>", '<aside class="pullquote"><p>a</p></aside>'),
    ("<aside>a</aside>", "<p>a</p>"),
    # pictures and cards
    ("<figure data-picture='007'><img src=x></figure>", '<figure data-picture="7"></figure>'),
    (
        "<figure data-picture=7 data-alt=' a  b '>\n<figcaption></figcaption></figure>",
        '<figure data-picture="7" data-alt="a b"><figcaption></figcaption></figure>',
    ),
    ("<figure><img><figcaption>a</figcaption></figure>", "<p>a</p>"),
    ("<img src=x alt=a>", ""),
    (
        "<div data-card='HTTPS://bücher.example/a b'>c</div>",
        '<div data-card="https://xn--bcher-kva.example/a%20b" data-title="" data-site=""></div><p>c</p>',
    ),
    # tables
    (
        "<table><tr><th>A<th>B<tr><td colspan=2>c</table>",
        "<table><thead><tr><th><p>A</p></th><th><p>B</p></th></tr></thead>"
        "<tbody><tr><td><p>c</p></td><td><p></p></td></tr></tbody></table>",
    ),
    (
        "<table><caption>t</caption><tr><td rowspan=2>a<td>b<tr><td>c</table>",
        "<table><caption>t</caption><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr>"
        "<tr><td><p></p></td><td><p>c</p></td></tr></tbody></table>",
    ),
    ("<table><tr><td><h2>a</h2><p>b</p></td></tr></table>", "<h2>a</h2><p>b</p>"),
    ("<table></table>", ""),
    # what one might lose
    ("<p>a < b and c > d & e</p>", "<p>a &lt; b and c &gt; d &amp; e</p>"),
    ("<p", "<p>&lt;p</p>"),
    ("a<!-- b", "<p>a b</p>"),
    ("<unknown>a</unknown>", "<p>a</p>"),
]

LINKS = [
    ("https://example.org", "https://example.org/"),
    ("HTTP://Example.ORG/A?b=c&d#e", "http://example.org/A?b=c&amp;d#e"),
    ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
    ("https://аpple.example/", "https://xn--pple-43d.example/"),
    ("https://name:secret@example.org/", "https://example.org/"),
    ("//example.org/a", "https://example.org/a"),
    ("/a/b?c", "/a/b?c"),
    ("mailto:ann@example.org?subject=x", "mailto:ann@example.org"),
    ("https://example.org/a b%20c%zz", "https://example.org/a%20b%20c%25zz"),
    ("ftp://example.org/", ""),
    ("example.org", ""),
    ("#note", ""),
    ("https://", ""),
    ("https:///evil.example", ""),
    ("https://exa mple.org/", ""),
    ("https://example.org:99999x/", ""),
    ("https://" + "a" * 3000 + ".example/", ""),
    ("tel:+1", ""),
]


@pytest.mark.parametrize(("html", "canonical"), CLEANED)
def test_html_becomes_canonical(html, canonical):
    assert body.clean(html) == canonical
    assert body.clean(canonical) == canonical


@pytest.mark.parametrize(("address", "kept"), LINKS)
def test_a_link_keeps_an_address_that_may_stay(address, kept):
    expected = f'<p><a href="{kept}">x</a></p>' if kept else "<p>x</p>"
    assert body.clean(f'<a href="{address}">x</a>') == expected
    assert body.clean(expected) == expected


def test_no_word_is_lost_in_a_place_that_cannot_hold_it():
    inside = "<h2>one</h2><ul><li>two</li></ul><blockquote>three</blockquote><table><tr><td>four<td>five</table>six"
    for place in ("p", "h2", "li", "blockquote", "td", "figure", "cite", "aside", "th", "caption", "figcaption", "dd"):
        found = body.text(f"<{place} class=pullquote data-picture=1>{inside}</{place}>")
        assert all(word in found for word in "one two three four five six".split()), place
