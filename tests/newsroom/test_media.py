"""Files of the library: their sizes go out, their originals do not."""

import pytest
from django.conf import settings

from tests.cast import make_picture

pytestmark = pytest.mark.django_db


def test_each_size_of_a_picture_is_served_for_a_year(client):
    for rendition in make_picture().renditions:
        answer = client.get(f"/{settings.MEDIA_URL.strip('/')}/{rendition['file']}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == f"image/{rendition['format']}"
        assert "immutable" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("added", ["", "/", "//", "%2f", "/.", "/x/.."])
def test_an_original_is_for_nobody(client, added):
    assert client.get(f"{make_picture().original.url}{added}").status_code == 404


@pytest.mark.parametrize(
    "path", ["", "pictures/", "../newsroom/settings.py", "%2e%2e/settings.py", "pictures/.draft-x", "a" * 5000]
)
def test_nothing_else_is_served(client, path):
    make_picture()
    assert client.get(f"/media/{path}").status_code in (400, 404)
