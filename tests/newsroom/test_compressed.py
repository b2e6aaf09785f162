"""What is made for one reader goes over the wire compressed, too, without a proxy in front."""

import gzip

import pytest
from django.http import HttpResponse

from newsroom.middleware import Compressed
from tests import cast

LONG = "Fog on the quay. " * 200


def asked(client, address: str):
    return client.get(address, headers={"accept-encoding": "gzip"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=fog", "/admin/login/"])
def test_a_page_that_nobody_keeps_is_compressed_for_a_browser_that_takes_it(client, address):
    cast.make_live(headline="Fog on the quay")
    answer = asked(client, address)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.content)
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert "Content-Encoding" not in client.get(address).headers


@pytest.mark.parametrize(
    ("kind", "is_smaller"), [("text/csv", True), ("application/json", True), ("image/jpeg", False)]
)
def test_texts_are_compressed_and_pictures_are_not(rf, kind, is_smaller):
    request = rf.get("/", headers={"accept-encoding": "gzip"})
    answer = Compressed(lambda _: HttpResponse(LONG, content_type=kind))(request)
    assert (len(answer.content) < len(LONG)) is is_smaller


@pytest.mark.parametrize("accepted", ["gzip;q=0", "br", "identity", "*;q=0"])
def test_who_takes_no_gzip_gets_none(rf, accepted):
    answer = Compressed(lambda _: HttpResponse(LONG, content_type="text/csv"))(
        rf.get("/", headers={"accept-encoding": accepted})
    )
    assert answer.content.decode() == LONG
    assert answer.headers["Vary"] == "Accept-Encoding"
