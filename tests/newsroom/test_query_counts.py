"""The number of queries of a public page does not grow with what is on it."""

from datetime import timedelta

import pytest

from articles.models import Series
from tests import cast
from tests.newsroom.newspaper import NOON, publish
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db

# What each page asks for. The clock's question on PostgreSQL comes once a minute and is asked before counting.
PAGES = {
    "/": 4,  # newest; sections; newest by section; the bylines of all
    "/city/": 3,  # sections; stories; bylines
    "/tag/ports/": 4,  # tag; stories; bylines; sections
    "/series/the-wall/": 4,  # series; stories; bylines; sections
    "/author/ines-calder/": 5,  # author; links; stories; bylines; sections
    "/authors/": 2,  # authors; sections
    "/2026/": 7,  # is it public; months; before; after; stories; bylines; sections
    "/2026/03/": 7,
    "/2026/03/14/": 6,
    "/corrections/": 4,  # corrections; what is live of their stories; their texts; sections
    "/nothing/here/": 2,  # sections; former path of a section
}


@pytest.fixture
def add():
    """Publishes so many stories, each with a tag, a section, an author and a picture of its own beside the shared ones."""
    author, series, city = (
        cast.make_author(),
        Series.objects.create(name="The wall", slug="the-wall"),
        cast.make_section(),
    )
    made = []

    def publish_some(count: int) -> None:
        for _ in range(count):
            number = len(made)
            cast.make_section(f"Section {number}")
            made.append(
                publish(
                    NOON + timedelta(minutes=number),
                    headline=f"Story {number}",
                    slug=f"s{number}",
                    section=cast.make_section(f"Part {number}", parent=city),
                    series=series,
                    tags=["Ports", f"Tag {number}"],
                    bylines=[author, (cast.make_author(f"Author {number}"), "pictures")],
                    lead_picture=cast.make_picture(),
                )
            )

    return publish_some


@pytest.mark.parametrize(("address", "queries"), PAGES.items())
def test_a_page_takes_as_many_queries_with_ten_stories_as_with_two(client, add, address, queries):
    asked = assert_queries_do_not_grow(lambda: client.get(address), add)
    assert len(asked) <= queries, "\n".join(asked)


def test_a_story_takes_at_most_seven_queries(client, add):
    """The story with picture, section and text; bylines and authors; tags; sections; related stories; policies; replies."""
    add(1)
    asked = assert_queries_do_not_grow(lambda: client.get("/2026/03/14/s0/"), add)
    assert len(asked) <= 7, "\n".join(asked)
