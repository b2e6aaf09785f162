"""Nothing leaks: what is hidden changes no public byte and no header, at any public address.

The site is read twice, at the same instant of its clock: before and after stories are hidden in every way. Each hidden
word is unforgeable; beyond that every answer must be the same to the byte, so that no count, date, menu or feed tells
that something is there. Addresses come from the URLconf and from every link found on the way.
"""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import clock, notes, planning, workflow
from articles.models import Article, Edition, Series
from comments.models import State
from tests import cast
from tests.comments.makers import make_comment
from tests.newsroom.addresses import public_names

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)|<loc>http://127\.0\.0\.1:8000(/[^<]*)|srcset="([^"]*)"')
WORD = "xyzzyq"  # begins every hidden word, and stands nowhere else

# One set of arguments or more for each public address; an address that is not here fails the walk.
ARGUMENTS = {
    "healthz": [{}],
    "comments:leave": [],  # reached by the links of live stories; by GET it only says how to post
    "comments:token": [{}],
    "comments:transparency": [{}],
    "comments:reply": [],
    "comments:receipt": [],
    "comments:rewrite": [],
    "comments:recommend": [],  # this and the next two by the links of comments and stories
    "comments:report": [],
    "comments:report-error": [],
    "comments:story-rss": [],
    "comments:feed-rss": [{}],
    "comments:feed-atom": [{}],
    "comments:withdraw": [],
    "comments:comment": [],
    "comments:prove": [],
    "comments:appeal": [],
    "comments:find": [{}],
    "comments:confirm": [{"key": "x" * 43}],  # with a key: see comments/test_proving.py
    "comments:you": [{"key": "x" * 43}],
    "comments:you_export": [{"key": "x" * 43}],
    "comments:you_act": [],
    "comments:stop": [{"key": "x" * 43}],
    "authors:author": [{"slug": "ines-calder"}],
    "authors:author-list": [{}],
    "articles:preview": [{"token": "x" * 43}],  # with a token: see test_preview_links.py
    "articles:search": [{}],
    "articles:robots": [{}],
    "articles:sitemap": [{}],
    "articles:sitemap-pages": [{}],
    "articles:sitemap-month": [{"year": 2026, "month": 3}],
    "articles:sitemap-news": [{}],
    "articles:feed-rss": [{}],
    "articles:feed-atom": [{}],
    "articles:author-feed-rss": [{"slug": "ines-calder"}],
    "articles:author-feed-atom": [{"slug": "ines-calder"}],
    "articles:tag-feed-rss": [{"slug": "ships"}],
    "articles:tag-feed-atom": [{"slug": "ships"}],
    "articles:corrections": [{}],
    "articles:corrections-rss": [{}],
    "articles:corrections-atom": [{}],
    "articles:history": [],  # by the links of stories that have more than one version
    "articles:home": [{}],
    "articles:tag": [{"slug": "ships"}],
    "articles:series": [{"slug": "the-wall"}],
    "articles:year": [{"year": 2026}, {"year": 2025}],
    "articles:month": [{"year": 2026, "month": 3}],
    "articles:day": [{"year": 2026, "month": 3, "day": 14}],
    "articles:article": [],  # by links
    "articles:section-feed-rss": [{"path": "city"}, {"path": "city/docks"}],
    "articles:section-feed-atom": [{"path": "city"}, {"path": "city/docks"}],
    "articles:section": [{"path": "city"}, {"path": "city/docks"}],
}
ASKED = ["?q=ships", "?q=xyzzyq", "?q=story&section=city", "?q=story&author=ines-calder"]


@pytest.fixture(autouse=True)
def one_instant(readers_clock):
    """The readers' clock stands still an hour from now, so that all that is published meanwhile is seen."""
    at = clock.read() + HOUR
    readers_clock(at)
    return at


def hidden_words(name: str) -> dict:
    """Every field of a story filled with a word of its own."""
    word = f"{WORD}{name}"
    picture = cast.make_picture(
        f"#{abs(hash(name)) % 0xFFFFFF:06x}",
        title=f"{word}title",
        alt=f"{word}alt",
        caption=f"{word}caption",
        credit=f"{word}credit",
    )
    return {
        "kicker": f"{word}kicker",
        "headline": f"{word}headline",
        "standfirst": f"{word}standfirst",
        "body": f'<p>{word}body ships</p><figure data-picture="{picture.pk}" data-alt="{word}placed"></figure>',
        "slug": f"{word}slug",
        "seo_title": f"{word}seo",
        "seo_description": f"{word}description",
        "lead_picture": picture,
        "lead_alt": f"{word}leadalt",
        "lead_caption": f"{word}leadcaption",
    }


def story(name: str) -> Article:
    series = Series.objects.get_or_create(slug=f"{WORD}series", defaults={"name": f"{WORD}series"})[0]
    return cast.make_article(
        tags=[f"{WORD}tag{name}", "ships"],
        bylines=[cast.make_author(), cast.make_author(f"{WORD}{name}author")],
        section=docks(),
        series=series,
        **hidden_words(name),
    )


def noted(article: Article) -> Article:
    notes.add(article, by=cast.editor(), text=f"{WORD}note", quote=f"{WORD}quote")
    return article


def docks():
    return cast.make_section("Docks", parent=cast.make_section("City"))


def published(name: str) -> Article:
    article = noted(story(name))
    workflow.publish(article, by=cast.editor())
    make_comment(article, text=f"{WORD}{name} comment", name=f"{WORD}{name}reader")
    return article


def draft():
    story("draft")


def planned():
    planning.plan(story("planned"), by=cast.editor(), day=timezone.localdate(), seen=None)


def in_review():
    workflow.submit(story("review"), by=cast.reporter())


def ready():
    article = story("ready")
    workflow.submit(article, by=cast.reporter())
    workflow.approve(article, by=cast.editor())


def returned():
    article = story("returned")
    workflow.submit(article, by=cast.reporter())
    workflow.return_to_writer(article, by=cast.editor(), note=f"{WORD}note")


def thrown_away():
    workflow.trash(story("trash"), by=cast.editor(), note=f"{WORD}trashnote")


def scheduled():
    workflow.schedule(story("scheduled"), by=cast.editor(), at=clock.read() + 2 * HOUR)


def unscheduled():
    article = story("unscheduled")
    workflow.schedule(article, by=cast.editor(), at=clock.read() + 2 * HOUR)
    workflow.unschedule(article, by=cast.editor())


def under_embargo():
    article, until = story("embargo"), clock.read() + 2 * HOUR
    workflow.set_embargo(article, by=cast.reporter(), until=until, note=f"{WORD}source")
    workflow.schedule(article, by=cast.editor(), at=until)


def withdrawn():
    workflow.withdraw(published("withdrawn"), by=cast.editor(), note=f"{WORD}why")


def expired():
    workflow.expire(published("expired"), by=cast.editor(), at=clock.read() + HOUR / 2)


def killed():
    workflow.kill(published("killed"), by=cast.editor(), reason="A court has forbidden us to publish this.")


def reinstated():
    article = published("reinstated")
    workflow.kill(article, by=cast.editor(), reason=f"{WORD}reason")
    workflow.reinstate(article, by=cast.editor(), note=f"{WORD}why")


def redacted():
    article = published("redacted")
    workflow.withdraw(article, by=cast.editor())
    workflow.redact(article, by=cast.administrator(), editions=article.editions.all(), reason=f"{WORD}order")


def changes_of_a_live_story():
    article = Article.objects.get(headline="The first story")
    picture = hidden_words("changes")
    cast.rewrite(article, **picture)


def update_of_a_live_story():
    article = Article.objects.get(headline="The second story")
    cast.rewrite(article, **hidden_words("update"))
    workflow.schedule(article, by=cast.editor(), at=clock.read() + 2 * HOUR, kind="correction", note=f"{WORD}plan")


def comments_that_nobody_may_see():
    article = Article.objects.get(slug="third")
    for state in set(State) - {State.APPROVED, State.REMOVED}:
        make_comment(article, state=state, text=f"{WORD}{state} comment", name=f"{WORD}{state}")
    make_comment(article, state=State.REMOVED, text=f"{WORD} comment taken down", name=f"{WORD}")


HIDDEN = [
    draft, planned, in_review, ready, returned, thrown_away, scheduled, unscheduled, under_embargo, withdrawn, expired,
    killed, reinstated, redacted,
    changes_of_a_live_story, update_of_a_live_story, comments_that_nobody_may_see,
]  # fmt: skip


@pytest.fixture
def newspaper():
    wall = Series.objects.create(name="The wall", slug="the-wall")
    for number, name in enumerate(["first", "second", "third"]):
        at = clock.read().replace(year=2026, month=3, day=14) - timedelta(days=200 * number)
        fields = {"headline": f"The {name} story", "slug": name, "series": wall, "tags": ["ships"]}
        article = cast.make_article(
            section=docks(), bylines=[cast.make_author()], lead_picture=cast.make_picture(), **fields
        )
        workflow.publish(article, by=cast.editor(), first_published_at=at)
        make_comment(article)
    cast.rewrite(article, headline="The third story, mended")
    workflow.publish(article, by=cast.editor(), kind="correction", note="It was the third.")
    cast.make_picture("navy")


def read(client) -> dict[str, bytes]:
    """All public answers by address: headers and body, as they go over the wire."""
    waiting = [reverse(name, kwargs=each) for name in public_names() for each in ARGUMENTS[name]]
    waiting += [reverse("articles:search") + asked for asked in ASKED] + ["/no/such/page/"]
    answers: dict[str, bytes] = {}
    while waiting:
        address = waiting.pop()
        if address in answers or address.startswith("/admin/"):
            continue
        answers[address] = wire = answer_of(client, address)
        waiting += links(wire)
    return answers


def answer_of(client, address: str) -> bytes:
    answer = client.get(address)
    head = "\n".join(
        f"{name}: {value}" for name, value in answer.headers.items() if name != "Expires"
    )  # now, in seconds
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if address.startswith("/comments/"):  # tokens differ by design; only their words are compared
        body = re.sub(rb'value="[^"]{20,}"|"token": "[^"]*"', b"", body)
    return f"{answer.status_code}\n{head}\n\n".encode() + body


def links(wire: bytes) -> list[str]:
    found = []
    for link, loc, sources in LINK.findall(html.unescape(wire.decode("utf-8", "replace"))):
        found += [link or loc] if link or loc else [each.split()[0] for each in sources.split(",")]
    return [each for each in found if each.startswith("/")]


def test_every_public_address_is_in_the_walk():
    assert set(public_names()) == set(ARGUMENTS)


def test_what_is_hidden_changes_no_public_byte(newspaper, client):
    before = read(client)
    for hide in HIDDEN:
        hide()
    after = read(client)
    assert len(before) > 40
    assert not [address for address, wire in after.items() if WORD.encode() in wire and "q=" + WORD not in address]
    assert set(after) == set(before)
    assert [address for address in before if before[address] != after[address]] == []


@pytest.mark.parametrize("hide", [draft, scheduled, unscheduled, under_embargo, update_of_a_live_story])
def test_an_address_that_was_never_public_answers_as_if_nothing_were_there(hide, newspaper, client):
    hide()
    for edition in Edition.objects.filter(live_from__gt=clock.now()):
        assert client.get(edition.get_absolute_url()).status_code == 404
    for article in Article.objects.filter(headline__startswith=WORD):
        day = f"{clock.now():%Y/%m/%d}"
        assert client.get(f"/{day}/{article.slug}/").status_code == 404
        for tag in article.tags.filter(name__startswith=WORD):
            assert client.get(tag.get_absolute_url()).status_code == 404
    assert client.get(f"/series/{WORD}series/").status_code == 404


@pytest.mark.parametrize("hide", [withdrawn, expired, killed, reinstated])
def test_an_address_that_was_public_says_that_it_is_gone_and_nothing_more(hide, newspaper, client):
    hide()
    gone = Edition.objects.get(headline__startswith=WORD)
    answer = client.get(gone.get_absolute_url())
    assert answer.status_code == 410
    assert WORD not in answer.content.decode().replace(gone.get_absolute_url(), "")


def test_no_search_finds_what_is_hidden(newspaper, client):
    for hide in HIDDEN:
        hide()
    for word in {*re.findall(rf"{WORD}\w*", " ".join(hidden_words(hide.__name__)["body"] for hide in HIDDEN)), WORD}:
        assert client.get(reverse("articles:search"), {"q": word}).context["hits"] == []


def test_no_answer_counts_down_to_what_is_planned(newspaper, client):
    scheduled()
    for address in ("/", "/city/", "/feed.xml", "/sitemap.xml"):
        headers = client.get(address).headers
        assert "max-age" not in headers.get("Cache-Control", "") and "Expires" not in headers
