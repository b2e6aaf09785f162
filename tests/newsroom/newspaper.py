"""A small newspaper that has every kind of page, for tests that walk over all of them."""

from datetime import UTC, datetime, timedelta

from articles import previewing, workflow
from articles.models import Series
from tests import cast

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
EVERYTHING = """
<p>The wall is to be taken apart <strong>stone by stone</strong>, the <a href="https://port.example/">port</a> <em>said</em>.</p>
<h2>What it costs</h2><h3>In short</h3>
<ul><li>a cofferdam</li><li>lime</li></ul><ol><li>First</li><li>Then</li></ol>
<blockquote><p>I was baptised behind that wall.</p><cite>Per Aaby, 84</cite></blockquote>
<aside class="pullquote"><p>We have no choice.</p></aside>
<aside class="factbox"><h3>The wall in figures</h3><p>Length: 84 metres<sup data-note="Measured in 1921: https://port.example/wall"></sup></p></aside>
<section class="gallery"><figure data-picture="{picture}"><figcaption>Before.</figcaption></figure>
<figure data-picture="{picture}"><figcaption>After.</figcaption></figure></section>
<pre><code>if stone.is_loose and not stone.is_carved:
    replace(stone, by=Stone(quarry="Aaby", weight=stone.weight, mark=next(marks)))</code></pre><p><code>marks</code> are letters.</p>
<figure data-picture="{picture}" data-size="wide"></figure><figure data-picture="{picture}" data-size="full"></figure>
<figure data-picture="{picture}" data-alt="Divers at the wall"><figcaption>Divers at work.</figcaption></figure>
<table><caption>What it costs, in millions of crowns</caption><thead><tr><th>Part of the work</th><th>First estimate</th>
<th>Tender</th><th>Difference</th><th>Paid by</th><th>Completed</th></tr></thead><tbody><tr><td>Stone</td><td>6.0</td><td>6.4</td>
<td>+0.4</td><td>Municipality</td><td>September</td></tr></tbody></table>
<div data-card="https://port.example/report" data-title="The report" data-site="Port"></div>
<hr><p>The council votes on Thursday.</p>
"""


def publish(at: datetime = NOON, **fields):
    """A live edition, first published at `at`."""
    return workflow.publish(cast.make_article(**fields), by=cast.editor(), first_published_at=at)


def make_newspaper() -> dict[str, str]:
    """Publishes it; returns the address of each kind of page by what a reader would call it."""
    harbour = cast.make_section("Harbour")
    shipping = cast.make_section("Shipping", parent=harbour)
    cast.make_section("Empty")
    ines = cast.make_author(
        "Ines Calder", job_title="Harbour correspondent", biography="Ines writes about ships.",
        about="She was born at sea.\n\nShe lives by it.", email="ines@news.example", picture=cast.make_picture("navy"),
    )  # fmt: skip
    ines.links.get_or_create(label="Her own page", url="https://ines.example/")
    series = Series.objects.get_or_create(
        slug="the-wall", defaults={"name": "The wall", "description": "What holds it."}
    )[0]
    full = publish(
        headline="Wall to be rebuilt", kicker="The wall", section=shipping, series=series, tags=["Ports", "Weather"],
        bylines=[ines, (cast.make_author("Lea Brandt"), "pictures")], body=EVERYTHING.format(picture=cast.make_picture().pk),
        lead_picture=cast.make_picture("maroon"), lead_alt="The quay", lead_caption="The quay at dawn.", slug="wall",
    )  # fmt: skip
    article = cast.rewrite(full.article, headline="Wall to be rebuilt stone by stone")
    workflow.publish(article, by=cast.editor(), kind="correction", note="We gave a wrong cost.")
    arabic = publish(
        headline="ميناء المدينة يعود إلى العمل", standfirst="السفن الأولى دخلت عند الفجر.", body="<p>لوّح العمال من الرصيف.</p>",
        language="ar", slug="mina", section=harbour, tags=["Ports"], bylines=[ines],
    )  # fmt: skip
    long = publish(headline=f"{LONG} dissolved", standfirst=LONG, kicker=LONG[:60], slug="long", section=shipping)
    retracted = publish(
        headline="The letter", slug="letter", section=harbour, body="<p>It was signed by the port.</p>"
    )
    article = cast.rewrite(retracted.article, body="<p>It said that it was signed by the port.</p>")
    workflow.publish(article, by=cast.editor(), kind="retraction", note="The letter was forged.")
    gone = publish(slug="gone", section=harbour)
    workflow.publish(
        cast.rewrite(gone.article, headline="Gone"), by=cast.editor(), kind="clarification", note="It went."
    )
    workflow.withdraw(gone.article, by=cast.editor())
    killed = publish(slug="killed", section=harbour)
    workflow.kill(killed.article, by=cast.editor(), reason=f"A court has forbidden us to publish this.\n\n{LONG}")
    for number in range(40):
        publish(
            NOON - timedelta(hours=number), headline=f"Older story {number}", slug=f"older-{number}", section=harbour
        )
    draft = cast.make_article(headline="A story that is shown by a link", section=harbour)
    _, token = previewing.share(draft, by=cast.editor(), revision=draft.revisions.first(), lasts="day")
    link, ended = previewing.share(draft, by=cast.editor(), revision=draft.revisions.first(), lasts="day")
    previewing.revoke(link, by=cast.editor())
    return {
        "preview by a link": f"/preview/{token}/",
        "preview that has ended": f"/preview/{ended}/",
        "front": "/",
        "section": "/harbour/",
        "subsection": "/harbour/shipping/",
        "empty section": "/empty/",
        "story": full.get_absolute_url(),
        "story in Arabic": arabic.get_absolute_url(),
        "story with a long word": long.get_absolute_url(),
        "story that was retracted": retracted.get_absolute_url(),
        "story that is gone": gone.get_absolute_url(),
        "versions of a story": f"{full.get_absolute_url()}history/",
        "corrections": "/corrections/",
        "story that was killed": killed.get_absolute_url(),
        "author": "/author/ines-calder/",
        "authors": "/authors/",
        "tag": "/tag/ports/",
        "series": "/series/the-wall/",
        "year": "/2026/",
        "month": "/2026/03/",
        "day": "/2026/03/14/",
        "search": "/search/",
        "search with hits": "/search/?q=wall",
        "search without hits": "/search/?q=zebra",
        "nothing there": "/nothing/here/",
    }
