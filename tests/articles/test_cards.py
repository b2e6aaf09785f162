"""Cards in a text: of other stories, as they are live now, and of players that only a reader's wish starts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.body import embeds
from tests.articles.desk import signed_in
from tests.cast import editor, make_article, make_live, moderator, other_reporter, reporter, rewrite

VIDEO = '<div data-card="https://www.youtube.com/watch?v=abcdefghijk" data-title="The wall" data-site=""></div>'


def card_of(story) -> str:
    return f'<p>Before</p><div data-story="{story.pk}"></div><p>After</p>'


def live(**words):
    return make_live(**words).editions.live().get()


def page_of(client, edition) -> str:
    return client.get(edition.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_a_card_follows_the_live_headline_of_the_other_story(client):
    other = make_live(headline="The old headline")
    edition = live(headline="About it", body=card_of(other))
    assert '<span class="story-card__headline">The old headline</span>' in page_of(client, edition)
    rewrite(other, headline="The new headline")
    assert "The old headline" in page_of(client, edition)
    workflow.publish(other, by=editor(), kind="update")
    found = page_of(client, edition)
    assert "The new headline</span>" in found
    assert "The old headline</span>" not in found


@pytest.mark.django_db
def test_a_card_of_a_story_that_is_not_live_shows_nothing(client):
    hidden, gone = make_article(headline="xyzzy hidden"), make_live(headline="xyzzy gone")
    edition = live(headline="About it", body=card_of(hidden) + card_of(gone) + '<div data-story="999999999"></div>')
    workflow.withdraw(gone, by=editor())
    found = page_of(client, edition)
    assert "xyzzy" not in found
    assert "story-" not in found.partition('class="story__body')[2].partition("</div>")[0]


@pytest.mark.django_db
def test_feeds_and_search_know_nothing_of_cards(client):
    other = make_live(headline="The other")
    edition = live(headline="About it", body=card_of(other) + VIDEO)
    for name in ("feed", "text", "body"):
        assert "The other" not in getattr(edition.rendered, name)
    assert "story-place" not in edition.rendered.feed
    assert "data-frame" not in edition.rendered.feed
    assert "youtube.com/watch" in edition.rendered.feed


@pytest.mark.django_db
def test_many_cards_cost_one_query(client):
    others = [make_live(headline=f"Other {number}") for number in range(6)]
    few = live(headline="Few", body=card_of(others[0]))
    many = live(headline="Many", body="".join(map(card_of, others)))
    counts = []
    for edition in (few, many):
        with CaptureQueriesContext(connection) as asked:
            page_of(client, edition)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_suggestions_are_live_stories_and_ones_own():
    make_live(headline="Ships live")
    make_article(headline="Ships of mine", by=reporter())
    make_article(headline="Ships of another", by=other_reporter())
    found = signed_in(reporter()).get(reverse("admin:articles_article_cards"), {"q": "ships"}).json()["stories"]
    assert [(story["headline"], story["live"]) for story in found] == [("Ships live", True), ("Ships of mine", False)]
    assert signed_in(moderator()).get(reverse("admin:articles_article_cards"), {"q": "s"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "src"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://www.youtube.com/watch?t=3&v=abc-_fghijk", "https://www.youtube-nocookie.com/embed/abc-_fghijk"),
        ("https://youtu.be/abcdefghijk?si=x", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ("https://www.dailymotion.com/video/x8abcd1", "https://geo.dailymotion.com/player.html?video=x8abcd1"),
        (
            "https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk",
            "https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk",
        ),
    ],
)
def test_what_can_be_played_is_played_from_its_site(address, src):
    assert embeds.frame(address).src == src
    assert any(src.startswith(host + "/") for host in embeds.HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/https://youtu.be/abcdefghijk",
        "https://youtu.be/abcdefghijklm",
        "https://www.youtube.com/watch?v=abc%22onload=x",
        "https://vimeo.com/about",
        "https://www.example.org/video/1",
    ],
)
def test_what_is_not_on_the_list_stays_a_link(address):
    assert embeds.frame(address) is None


@pytest.mark.django_db
def test_only_the_page_with_a_player_lets_frames_in(client):
    playing = client.get(live(headline="Play", body=VIDEO).get_absolute_url())
    quiet = client.get(live(headline="Quiet", body="<p>a</p>").get_absolute_url())
    assert "frame-src https://www.youtube-nocookie.com " in playing["Content-Security-Policy"]
    assert "frame-src" not in quiet["Content-Security-Policy"]
    assert "frame-src" not in client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in playing["Content-Security-Policy"]
    assert b"<iframe" not in playing.content
    assert b"embed-start" in playing.content
    assert b"embed-start" not in quiet.content


@pytest.mark.django_db(transaction=True)
def test_nothing_is_loaded_from_elsewhere_before_the_reader_asks(open_page):
    edition = live(headline="Play", body=VIDEO)
    page = open_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "youtube" in request.url else None)
    page.goto(edition.get_absolute_url())
    page.get_by_role("button", name="Play “The wall” here, from YouTube").focus()
    assert not asked
    assert page.locator("iframe").count() == 0


@pytest.mark.django_db(transaction=True)
def test_the_reader_starts_the_player_by_key(chromium, live_server):
    edition = live(headline="Play", body=VIDEO)
    page = chromium.new_page()
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body="<p>playing</p>", content_type="text/html"),
    )
    page.goto(live_server.url + edition.get_absolute_url())
    page.get_by_role("button", name="Play “The wall” here, from YouTube").press("Enter")
    frame = page.locator("iframe")
    assert frame.get_attribute("title") == "The wall"
    page.frame_locator("iframe").get_by_text("playing").wait_for()
    page.close()


@pytest.mark.django_db(transaction=True)
def test_without_script_it_is_a_card_with_a_link(open_page):
    page = open_page(java_script_enabled=False)
    page.goto(live(headline="Play", body=VIDEO).get_absolute_url())
    assert page.locator(".embed a").get_attribute("href") == "https://www.youtube.com/watch?v=abcdefghijk"
    assert page.locator(".embed button").count() == 0
