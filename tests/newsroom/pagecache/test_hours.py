"""What comes and goes by the hour: exactly the pages that it concerns change, at that instant, with nobody doing anything."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import clock, workflow
from articles.models import Edition
from newsroom.pagecache.log import Clock, Doubt
from tests import cast
from tests.newsroom.pagecache.readers import Reader, Site, Stop

SOON = timedelta(hours=1)
MOMENT = timedelta(milliseconds=1)


class Hours:
    """The clock of one or several processes, in the hand of a test."""

    def __init__(self):
        self.at = clock.read()

    def to(self, at: datetime) -> None:
        self.at = at

    def wind(self, site: Site) -> Site:
        site.cache.log.clock.now = lambda: self.at
        return site


@pytest.fixture
def hours(story) -> Hours:
    return Hours()


@pytest.fixture
def two(open_site, hours) -> list[Site]:
    return [hours.wind(open_site()), hours.wind(open_site())]


@pytest.fixture
def planned(story) -> Edition:
    """A story that comes in an hour and goes an hour later."""
    draft = cast.make_article(headline="Ferry aground", slug="ferry", section=cast.make_section("Harbour"))
    at = clock.read() + SOON
    workflow.schedule(draft, by=cast.editor(), at=at)
    edition = draft.editions.get()
    draft.refresh_from_db()
    workflow.expire(draft, by=cast.editor(), at=at + SOON)
    return draft.editions.get(pk=edition.pk)


def test_a_scheduled_story_comes_and_goes_at_its_hours_in_every_process(two, hours, planned):
    pages = [planned.address_id, "/", "/harbour/", "/feed.xml"]
    for site in two:
        assert site.ask(planned.address_id).status == 404
        assert not any("Ferry aground" in site.get(page) for page in pages)
    hours.to(planned.live_from - MOMENT)
    for site in two:
        assert site.ask(planned.address_id).status == 404
    hours.to(planned.live_from)
    for site in two:
        assert all("Ferry aground" in site.get(page) for page in pages)
    hours.to(planned.live_until - MOMENT)
    for site in two:
        assert all("Ferry aground" in site.get(page) for page in pages)
    hours.to(planned.live_until)
    for site in two:
        assert site.ask(planned.address_id).status == 410
        assert not any("Ferry aground" in site.get(page) for page in pages[1:])


def test_a_process_that_begins_later_knows_what_is_to_come(open_site, hours, planned):
    late = hours.wind(open_site())
    assert late.ask(planned.address_id).status == 404
    hours.to(planned.live_from)
    assert late.ask(planned.address_id).status == 200


@pytest.fixture
def midday(settings) -> None:
    """The newspaper lies where it is about noon: no midnight, which every page shows, comes within the hour."""
    hours_ahead = 12 - datetime.now(UTC).hour
    settings.TIME_ZONE = f"Etc/GMT{-hours_ahead:+d}"  # the signs of these zones are the other way round


def test_an_hour_drops_no_page_that_it_does_not_concern(midday, two, hours, planned, story):
    site = two[0]
    for page in (story.address_id, "/authors/", "/robots.txt"):
        site.get(page)
    kept = site.copy(story.address_id)
    hours.to(planned.live_from)
    site.get("/")
    site.get(story.address_id)
    assert site.copy(story.address_id) is kept


def test_a_page_that_was_begun_before_an_hour_and_done_after_it_is_not_kept(two, hours, planned):
    site = two[0]
    site.get("/robots.txt")
    hours.to(planned.live_from - MOMENT)
    stop = Stop(site.cache, "after_read")
    early = Reader(lambda: site.ask(planned.address_id))
    stop.reached()
    hours.to(planned.live_from + MOMENT)
    stop.go_on()
    assert early.done().status == 404
    assert site.copy(planned.address_id) is None
    assert site.ask(planned.address_id).status == 200


def test_the_date_above_a_page_changes_at_midnight(two, hours, story):
    site = two[0]
    day = clock.today()
    assert str(day.day) in site.get("/nothing/") and site.copy("/nothing/")
    robots = site.get("/robots.txt") and site.copy("/robots.txt")
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.ZoneInfo("Europe/London"))
    hours.to(midnight - MOMENT)
    before = site.get("/nothing/")
    assert f"{day.day} " in before
    hours.to(midnight)
    assert site.get("/nothing/") != before
    assert site.get("/robots.txt") and site.copy("/robots.txt") is robots


def test_a_page_that_depends_on_the_instant_is_not_kept(site, story):
    assert site.ask("/news-sitemap.xml").status == 200
    with clock.one_instant(), clock.keys.collecting() as page:
        clock.now()
    assert page.refusals


def test_the_clock_lags_and_never_leads_nor_goes_back():
    here = [0.0]
    database = Clock(monotonic=lambda: here[0])
    start = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    database.begin(start)
    here[0] = 10.0
    assert database.now() == start + timedelta(seconds=10)
    database.heard(start + timedelta(seconds=9.9))  # this answer took a tenth of a second
    assert database.now() == start + timedelta(seconds=10)
    here[0] = 11.0
    assert database.now() == start + timedelta(seconds=10.9)


@pytest.mark.parametrize("step", [timedelta(seconds=2), timedelta(seconds=-2)])
def test_a_clock_that_was_set_is_doubted(step):
    database = Clock(monotonic=lambda: 0.0)
    database.begin(datetime(2026, 3, 14, tzinfo=UTC))
    with pytest.raises(Doubt):
        database.heard(datetime(2026, 3, 14, tzinfo=UTC) + step)


def test_a_process_whose_own_clock_is_wrong_shows_nothing_early(open_site, hours, planned, monkeypatch):
    """On PostgreSQL only the database's clock counts; on SQLite both are the machine's."""
    from django.db import connection

    site = open_site()
    ahead = 3600 if connection.vendor == "postgresql" else 0
    real = clock.timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(seconds=ahead + 5 if ahead else 0))
    assert site.ask(planned.address_id).status == 404
    assert "Ferry aground" not in site.get("/")
