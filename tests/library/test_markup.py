"""A picture as readers' browsers get it."""

import re

import pytest
from django.template import Context, Template
from lxml import html

from library.markup import picture_html
from library.models import Picture
from tests import nu
from tests.cast import photo_editor
from tests.library import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    return Picture.objects.take_in(
        files.upload(files.jpeg(1000, 750)), by=photo_editor(), alt="The library's own words"
    )


def parsed(markup) -> list:
    """The two sources and the img of one picture."""
    root = html.fragment_fromstring(markup)
    assert root.tag == "picture"
    return list(root.iter("source", "img"))


def test_the_best_format_comes_first_and_each_names_its_widths(picture):
    element = parsed(picture_html(picture, "Boats", sizes="50vw"))
    assert [child.get("type") for child in element] == ["image/avif", "image/webp", None]
    for child, ending in zip(element, ("avif", "webp", "jpg"), strict=True):
        assert re.findall(r"(\d+)\.(\w+) (\d+)w", child.get("srcset")) == [
            (str(width), ending, str(width)) for width in (320, 480, 720, 960, 1000)
        ]
        assert child.get("sizes") == "50vw"


def test_every_address_in_it_is_a_file(picture, client, settings):
    urls = re.findall(rf"{settings.MEDIA_URL}\S+\.(?:avif|webp|jpg)", picture_html(picture))
    assert len(set(urls)) == 15
    assert all(picture.original.storage.exists(url.removeprefix(settings.MEDIA_URL)) for url in urls)


def test_its_place_is_kept_free_while_it_loads(picture):
    image = parsed(picture_html(picture))[-1]
    assert (image.get("width"), image.get("height")) == ("1000", "750")
    assert image.get("loading") == "lazy"
    assert image.get("decoding") == "async"
    assert image.get("src").endswith("/960.jpg")


def test_the_leading_picture_is_fetched_first(picture):
    image = parsed(picture_html(picture, eager=True))[-1]
    assert image.get("loading") is None
    assert image.get("fetchpriority") == "high"


def test_the_words_given_are_printed_and_nothing_else(picture):
    assert parsed(picture_html(picture))[-1].get("alt") == ""
    hostile = '"><script>alert(1)</script>'
    markup = picture_html(picture, hostile, sizes='"><b>')
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert parsed(markup)[-1].get("alt") == hostile


@pytest.mark.parametrize(
    ("place", "classes"),
    [((0.5, 0.5), None), ((0.52, 0.48), None), ((0, 1), "focus-x0 focus-y10"), ((0.34, 0.5), "focus-x3 focus-y5")],
)
def test_a_crop_keeps_the_focal_point_without_an_inline_style(picture, place, classes):
    picture.focal_x, picture.focal_y = place
    markup = picture_html(picture)
    assert "style" not in markup
    assert parsed(markup)[-1].get("class") == classes


def test_every_class_of_the_focal_point_has_a_rule(settings):
    rules = (settings.BASE_DIR / "static/css/focal.css").read_text()
    assert all(f".focus-{axis}{step} " in rules for axis in "xy" for step in range(11))


def test_the_tag_prints_the_same_and_nothing_for_no_picture(picture):
    page = Template('{% load library %}{% picture p alt="Boats" sizes="50vw" eager=True %}')
    assert page.render(Context({"p": picture})) == picture_html(picture, "Boats", "50vw", True)
    assert page.render(Context({"p": None})) == ""


def test_a_picture_without_renditions_prints_nothing(picture):
    picture.renditions = []
    assert picture_html(picture) == ""
    assert picture.url_for(640) == ""


@pytest.mark.parametrize(("asked", "got"), [(1, 320), (320, 320), (321, 480), (481, 720), (1000, 1000), (5000, 1000)])
def test_other_places_ask_for_one_jpeg_wide_enough(picture, asked, got):
    assert picture.url_for(asked).endswith(f"/{got}.jpg")


def test_the_markup_is_valid_html_also_in_odd_cases(picture):
    picture.focal_x = 0.9
    turns = {
        "plain": picture_html(picture),
        "leading": picture_html(picture, "Boats & “crabs”", sizes="(min-width: 48rem) 13rem, 100vw", eager=True),
        "inside a link": f'<a href="/x/">{picture_html(picture, "Boats")}</a>',
        "inside a line of text": f"<p>Boats <span>{picture_html(picture)}</span></p>",
    }
    page = '<!doctype html><html lang="en"><head><title>A</title></head><body>{}</body></html>'
    assert nu.errors({name: page.format(markup) for name, markup in turns.items()}) == []
