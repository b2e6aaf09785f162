"""What was wrong is said where readers look: on the story, in the list of corrections, in its feeds, to machines."""

import re
from datetime import timedelta

import lxml.etree
import pytest

from articles import clock, workflow
from articles.models import Article
from tests import cast
from tests.articles.stories import NOON, published
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def correct(article: Article, kind: str = "correction", note: str = "We gave a wrong month.", **fields):
    fields = fields or {"body": "<p>It fell in June.</p>"}
    return workflow.publish(cast.rewrite(article, **fields), by=cast.editor(), kind=kind, note=note)


def corrected(kind: str = "correction", note: str = "We gave a wrong month.", **fields) -> Article:
    words = {"body": "<p>It fell in May.</p>", "headline": "The wall", "slug": "wall"}
    article = published(NOON, **(words | fields)).article
    correct(article, kind, note)
    return article


def page(client) -> str:
    answer = client.get("/corrections/")
    assert answer.status_code == 200
    return answer.content.decode()


def items(client) -> list:
    return lxml.etree.fromstring(client.get("/corrections/feed.xml").content).findall("channel/item")


def test_the_list_says_that_there_was_nothing_yet(client):
    assert "nothing to correct yet" in page(client)


def test_a_correction_is_listed_with_its_day_its_note_its_story_and_the_changed_words(client):
    corrected()
    html = page(client)
    assert '<a href="/2026/03/14/wall/"' in html and "The wall</a>" in html
    assert "We gave a wrong month." in html
    assert re.search(r"fell in <del>May</del> ?<ins>June</ins>\.", html)


@pytest.mark.parametrize(("kind", "listed"), [("clarification", 1), ("retraction", 1), ("update", 0), ("typo", 0)])
def test_only_what_was_wrong_or_unclear_is_listed(client, kind, listed):
    corrected(kind)
    assert page(client).count("We gave a wrong month.") == listed


def test_the_newest_comes_first_and_older_ones_follow_by_pages(client):
    article = corrected()
    for number in range(24):
        correct(article, note=f"Note {number}.", body=f"<p>It fell in {number}.</p>")
    first = client.get("/corrections/")
    told = re.findall(r"Note (\d+)\.", first.content.decode())
    assert told == [str(number) for number in range(23, 3, -1)]
    older = client.get("/corrections/", {"cursor": first.context["page"].next_cursor}).content.decode()
    assert "Note 3." in older and "We gave a wrong month." in older and "Older corrections" not in older
    assert client.get("/corrections/", {"cursor": "x"}).status_code == 404


def test_the_feeds_tell_it_with_the_changed_words(client):
    corrected()
    (item,) = items(client)
    assert item.findtext("title") == "Correction: The wall"
    assert item.findtext("link").endswith("/2026/03/14/wall/")
    assert item.findtext("description") == "We gave a wrong month."
    assert "<del>May</del>" in item.findtext(CONTENT)
    atom = client.get("/corrections/feed.atom").content.decode()
    assert "We gave a wrong month." in atom
    assert 'href="http://127.0.0.1:8000/corrections/feed.xml"' in page(client)


@pytest.mark.parametrize("verb", ["withdraw", "kill"])
def test_of_a_story_that_is_down_only_the_day_and_the_kind_are_told(client, verb):
    article = corrected(headline="Word in the headline", slug="word-in-the-address")
    name = items(client)[0].findtext("guid")
    why = {"note": "Word in the reason"} if verb == "withdraw" else {"reason": "Word in the reason"}
    getattr(workflow, verb)(article, by=cast.editor(), **why)
    for path in ("/corrections/", "/corrections/feed.xml", "/corrections/feed.atom"):
        told = client.get(path).content.decode()
        assert "Correction" in told
        for hidden in ("Word in", "word-in", "wrong month", "May", "June"):
            assert hidden not in told.replace("We got wrong", ""), (path, hidden)
    assert "This story is no longer available." in page(client)
    assert items(client)[0].findtext("guid") == name


def test_a_story_that_is_back_has_its_corrections_back(client):
    article = corrected()
    workflow.withdraw(article, by=cast.editor())
    workflow.publish(article, by=cast.editor(), kind="republication")
    assert "We gave a wrong month." in page(client)


def test_a_correction_that_is_only_planned_is_not_listed(client):
    article = published(NOON).article
    later = cast.rewrite(article, headline="Planned")
    at = article.editions.get().live_from.replace(year=2099)
    workflow.schedule(later, by=cast.editor(), at=at, kind="correction", note="Planned note.")
    assert "Planned" not in page(client)


def test_queries_do_not_grow_with_corrections(client, readers_clock):
    readers_clock(clock.read() + timedelta(hours=1))

    def add(many):
        for number in range(many):
            corrected(slug=f"wall-{Article.objects.count()}-{number}")

    for path in ("/corrections/", "/corrections/feed.xml"):
        asked = assert_queries_do_not_grow(lambda path=path: client.get(path), add)
        assert len(asked) <= 4, "\n".join(asked)  # corrections; what is live of their stories; texts; sections


def test_a_retraction_stands_above_the_story_and_not_below_it(client):
    article = corrected("retraction", "The letter was forged.")
    html = client.get(article.editions.live().get().get_absolute_url()).content.decode()
    story = html[html.index("<article") : html.index("</article>")]
    assert story.index("This story has been retracted") < story.index("<h1")
    assert "The letter was forged." in story
    assert "Corrections and clarifications" not in story


def test_corrections_stand_below_the_story_with_a_retraction_above(client):
    article = corrected()
    correct(article, "retraction", "The letter was forged.", body="<p>It stood.</p>")
    html = client.get(article.editions.live().get().get_absolute_url()).content.decode().partition("<article")[2]
    assert html.index("The letter was forged.") < html.index("<h1") < html.index("We gave a wrong month.")


def test_a_feed_reader_is_told_as_a_reader_of_the_page_is(client):
    article = corrected()
    correct(article, "retraction", "The <letter> was forged.", body="<p>It stood.</p>")
    text = lxml.etree.fromstring(client.get("/feed.xml").content).findtext(f"channel/item/{CONTENT}")
    assert (
        text.index("The &lt;letter&gt; was forged.") < text.index("It stood.") < text.index("We gave a wrong month.")
    )


def test_every_page_leads_to_the_corrections_and_so_does_the_sitemap(client):
    assert 'href="/corrections/"' in client.get("/").content.decode()
    assert "http://127.0.0.1:8000/corrections/" in client.get("/sitemap-pages.xml").content.decode()


def test_no_main_section_can_take_the_address(client):
    client.force_login(cast.editor())
    typed = {"name": "Corrections", "slug": "corrections", "parent": "", "position": "0", "description": ""}
    assert "used by the site itself" in client.post("/admin/articles/section/add/", typed).text
