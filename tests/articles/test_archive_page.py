"""The archive by year, month and day of the site's own time zone."""

import re
from datetime import UTC, datetime

import pytest

from tests.articles.stories import NOON, published
from tests.articles.test_list_pages import headlines, html_of

pytestmark = pytest.mark.django_db


def test_year_month_and_day_show_what_was_published_then(client):
    published(NOON, headline="In March")
    published(datetime(2026, 5, 2, tzinfo=UTC), headline="In May", slug="may")
    assert headlines(html_of(client, "/2026/")) == ["In May", "In March"]
    assert headlines(html_of(client, "/2026/03/")) == ["In March"]
    assert headlines(html_of(client, "/2026/03/14/")) == ["In March"]


def test_a_day_begins_at_midnight_of_the_site_and_not_of_greenwich(client):
    """In London 23:30 UTC on 30 June is half past midnight of 1 July."""
    published(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), headline="After midnight")
    assert headlines(html_of(client, "/2026/07/01/")) == ["After midnight"]
    assert client.get("/2026/06/30/").status_code == 404


def test_each_page_leads_to_the_nearest_ones_that_have_stories(client):
    published(datetime(2024, 1, 5, 12, tzinfo=UTC), slug="a")
    published(NOON, slug="b")
    published(datetime(2026, 5, 2, 12, tzinfo=UTC), slug="c")
    march = html_of(client, "/2026/03/")
    assert '<a rel="prev" href="/2024/01/">January 2024</a>' in march
    assert re.search(r'rel="next" href="/2026/05/">May 2026</a>', march)
    assert '<a rel="prev" href="/2024/">2024</a>' in html_of(client, "/2026/")
    assert 'rel="prev"' not in html_of(client, "/2024/01/05/")


def test_a_year_names_its_months_with_stories_and_a_month_its_days(client):
    published(NOON)
    year = html_of(client, "/2026/")
    assert re.findall(r'href="(/2026/\d\d/)"', year) == ["/2026/03/"]
    assert re.findall(r'href="(/2026/03/\d\d/)"', html_of(client, "/2026/03/")) == ["/2026/03/14/"]


@pytest.mark.parametrize(
    "address",
    ["/2025/", "/2026/02/", "/2026/02/30/", "/2026/13/", "/2026/00/", "/0000/", "/0001/", "/9999/", "/9999/12/31/"],
)
def test_a_time_without_stories_answers_404(client, address):
    published(NOON)
    assert client.get(address).status_code == 404


def test_this_year_has_a_page_before_its_first_story(client, readers_clock):
    readers_clock(datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert "Nothing has been published yet" in html_of(client, "/2027/")


def test_a_date_has_one_address_only(client):
    published(NOON)
    assert client.get("/2026/3/14/").status_code == 404
