"""Sites behind their doors, on a database that commits."""

import pytest
from django.conf import settings

from articles.models import Edition
from newsroom.pagecache import addresses
from tests import cast
from tests.newsroom.pagecache.readers import Site


@pytest.fixture
def open_site(transactional_db):
    """Opens a site as one more process would: `open_site(room=…)`."""
    addresses.names_read_by.cache_clear()
    assert settings.PAGE_CACHE_MB == 0  # the sites here are their own
    sites = []

    def open_one(**options) -> Site:
        sites.append(Site(**options))
        return sites[-1]

    yield open_one
    for site in sites:
        site.close()


@pytest.fixture
def site(open_site) -> Site:
    return open_site()


@pytest.fixture
def story(transactional_db) -> Edition:
    """A live story in City, by Ines, about ships."""
    return cast.make_live(
        headline="First ship since March", slug="ship", bylines=[cast.make_author()], tags=["ships"],
        lead_picture=cast.make_picture(),
    ).editions.get()  # fmt: skip
