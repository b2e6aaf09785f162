"""Sitemaps and robots.txt: all that is live, with the time of its last substantive change."""

from datetime import timedelta

import lxml.etree
import pytest
from django.db import connection

from articles import clock, dates, workflow
from articles.models import Edition
from tests.cast import editor, make_article, make_author, make_live, rewrite
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    return [each.text for each in lxml.etree.fromstring(answer.content).iter(f"{MAP}loc")]


def test_every_live_story_is_reached_from_the_index(client):
    recent, old = make_live(), make_article(headline="Long ago")
    workflow.publish(old, by=editor(), first_published_at=clock.read() - timedelta(days=400))
    found = [
        address
        for sitemap in addresses(client, "/sitemap.xml")
        for address in addresses(client, sitemap.removeprefix("http://127.0.0.1:8000"))
    ]
    for article in (recent, old):
        assert "http://127.0.0.1:8000" + article.editions.get().get_absolute_url() in found


def test_the_index_names_the_months_that_have_stories_and_no_others(client):
    for days in (0, 40, 41, 400):
        story = make_article(headline=f"{days} days ago")
        workflow.publish(story, by=editor(), first_published_at=clock.read() - timedelta(days=days))
    months = {f"/sitemap-{dates.local(each.published_at):%Y-%m}.xml" for each in Edition.objects.live()}
    told = [address.removeprefix("http://127.0.0.1:8000") for address in addresses(client, "/sitemap.xml")]
    assert told == ["/sitemap-pages.xml", *sorted(months)]


def test_the_index_asks_for_each_month_and_reads_no_story_of_it(client):
    make_live()
    asked = queries_of(lambda: client.get("/sitemap.xml"))
    assert len(asked) == 3
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{asked[-1]}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan" if connection.vendor == "postgresql" else "SELECT 1")
    # Of a handful of rows PostgreSQL may take any index.
    assert (
        ("Seq Scan on articles_edition" not in plan)
        if connection.vendor == "postgresql"
        else ("edition_newest" in plan)
    ), plan


def test_a_paper_without_stories_has_an_index_all_the_same(client):
    assert addresses(client, "/sitemap.xml") == ["http://127.0.0.1:8000/sitemap-pages.xml"]


def test_lists_are_in_the_sitemap_and_unknown_authors_are_not(client):
    make_live(bylines=[make_author()])
    make_author("Not Yet Known")
    found = addresses(client, "/sitemap-pages.xml")
    assert "http://127.0.0.1:8000/city/" in found
    assert "http://127.0.0.1:8000/author/ines-calder/" in found
    assert not any("not-yet-known" in address for address in found)


def test_signs_that_xml_cannot_hold_do_not_break_the_news_sitemap(client):
    make_live(headline="Ships \x08and\x1b boats\ufffe & <b>")
    titles = lxml.etree.fromstring(client.get("/news-sitemap.xml").content).iter(f"{NEWS}title")
    assert [each.text for each in titles] == ["Ships and boats & <b>"]


def test_a_typo_does_not_move_lastmod_and_a_correction_does(client):
    article = make_live()
    first = article.editions.get()
    rewrite(article, headline="Mended")
    workflow.publish(article, by=editor(), kind="typo")
    assert lastmod(client, first) == dates.iso(first.updated_at)
    corrected = workflow.publish(article, by=editor(), kind="correction", note="It was May.")
    assert lastmod(client, first) == dates.iso(corrected.updated_at)


def lastmod(client, edition) -> str:
    path = f"/sitemap-{dates.local(edition.published_at):%Y-%m}.xml"
    return lxml.etree.fromstring(client.get(path).content).findtext(f"{MAP}url/{MAP}lastmod")


def test_news_are_two_days_old_at_most(client):
    make_live(headline="Fresh & new")
    workflow.publish(
        make_article(headline="Stale"), by=editor(), first_published_at=clock.read() - timedelta(hours=49)
    )
    root = lxml.etree.fromstring(client.get("/news-sitemap.xml").content)
    assert [each.text for each in root.iter(f"{NEWS}title")] == ["Fresh & new"]


@pytest.mark.parametrize("path", ["/sitemap-2001-01.xml", "/sitemap-2026-13.xml", "/sitemap-0000-01.xml"])
def test_a_month_without_stories_has_no_sitemap(client, path):
    assert client.get(path).status_code == 404


def test_robots_are_shown_the_sitemaps_and_kept_from_the_desk(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
