"""How the front and a story stand in a window: nothing large is left empty, whatever the lead is."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def front(page, width: int) -> tuple[dict, dict]:
    """Where the lead and the stories next to it stand."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    return page.locator(".front .card--lead").bounding_box(), page.locator(".front__beside").bounding_box()


def newest(*pictures) -> None:
    """Four stories, the last published first; with these lead pictures."""
    for number, picture in enumerate(reversed([*pictures, None, None, None][:4])):
        cast.make_live(headline=f"Story {number} of the harbour", slug=f"story-{number}", lead_picture=picture)


def test_a_lead_without_a_picture_has_the_next_stories_below_it(open_page):
    newest(None, cast.make_picture())
    lead, beside = front(open_page(), 1440)
    assert beside["y"] >= lead["y"] + lead["height"]
    assert beside["width"] == pytest.approx(lead["width"], abs=2)


def test_a_lead_with_a_picture_has_them_beside_it_and_on_a_phone_below(open_page):
    newest(cast.make_picture(), cast.make_picture("navy"))
    page = open_page()
    lead, beside = front(page, 1440)
    assert beside["x"] > lead["x"] + lead["width"] and beside["y"] == pytest.approx(lead["y"], abs=2)
    lead, beside = front(page, 390)
    assert beside["y"] >= lead["y"] + lead["height"]


def test_a_very_short_story_without_a_picture_begins_right_below_its_standfirst(open_page):
    authors = [cast.make_author(f"Ines Calder the {number}th") for number in range(5)]
    story = cast.make_live(standfirst="At noon.", body="<p>It came.</p>", bylines=authors)
    page = open_page()
    page.goto(story.editions.get().get_absolute_url())
    standfirst, body = (page.locator(part).bounding_box() for part in (".story__standfirst", ".story__body"))
    assert body["y"] - (standfirst["y"] + standfirst["height"]) < 60
