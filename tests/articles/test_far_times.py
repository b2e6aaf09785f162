"""Days that some clock of the world does not have: none can be typed, and those that are stored break no screen."""

from datetime import UTC, datetime

import pytest

from articles import workflow
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.cast import editor, make_article, make_live

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
SCREENS = ["change", "history", "publish", "schedule", "preview"]


def living_in(zone: str):
    user = editor()
    user.time_zone = zone
    user.save()
    return signed_in(user)


@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "0001-01-01T00:00", "2201-01-01T00:00"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_deadline_that_no_newsroom_has_is_told_beside_its_field_and_kept(zone, typed):
    answer = make(living_in(zone), make_article(), "assign", due=typed)
    assert "Type a day between the years 1900 and 2200." in text_of(answer)
    assert form_of(answer)["due"] == typed


@pytest.mark.parametrize(("zone", "deadline"), [("Asia/Tokyo", LAST), ("America/New_York", FIRST)])
def test_a_deadline_from_elsewhere_breaks_no_screen(zone, deadline):
    story = make_article(deadline=deadline)
    client = living_in(zone)
    for address in ["/admin/", page("changelist"), *(page(screen, story) for screen in SCREENS)]:
        assert client.get(address).status_code == 200


def test_a_start_or_an_end_from_elsewhere_breaks_no_screen():
    planned, ending = make_article(headline="Planned"), make_live(headline="Ending", slug="ending")
    workflow.schedule(planned, by=editor(), at=LAST)
    workflow.expire(ending, by=editor(), at=LAST)
    client = living_in("Asia/Tokyo")
    addresses = [page("history", planned), page("reschedule", planned), page("unschedule", planned)]
    addresses += [page("expire", ending), page("withdraw", ending), page("history", ending)]
    for address in ["/admin/", page("changelist"), page("change", planned), page("change", ending), *addresses]:
        assert client.get(address).status_code == 200
    for public in (ending.editions.get().get_absolute_url(), "/", "/feed.xml", "/sitemap.xml"):
        assert client.get(public).status_code == 200
