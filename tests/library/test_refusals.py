"""Files that are not taken in: each is a sentence beside the field, never an error page, and leaves nothing behind."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from library import intake
from library.models import Picture
from tests.cast import reporter
from tests.conftest import SAMPLE_DATA
from tests.library import files

pytestmark = pytest.mark.django_db

REFUSED = {
    "an empty file": (b"", "empty"),
    "a drawing with a program": (files.SVG, "svg drawings"),
    "a drawing with an XML head": (b'<?xml version="1.0"?>' + files.SVG, "svg drawings"),
    "a page": (files.HTML, "not a picture"),
    "a telephone's HEIC": (files.HEIF, "export it as jpeg"),
    "text": (b"Dear editor, please find attached", "not a picture"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not a picture"),
    "a Photoshop file": (b"8BPS\0\x01" + b"\0" * 400, "not a picture"),
    "an icon": (files.encode(Image.new("RGB", (16, 16)), "ICO"), "not a picture"),
    "zeros": (b"\0" * 5000, "only zeros"),
    "a JPEG that breaks off": (files.jpeg()[:4000], "damaged"),
    "a PNG that breaks off": (files.encode(files.photo(), "PNG")[:900], "damaged"),
    "a WebP that breaks off": (files.encode(files.photo(), "WEBP")[:900], "damaged"),
    "only the head of a JPEG": (files.jpeg()[:24], "damaged"),
    "a PNG with a broken chunk": (files.encode(files.photo(), "PNG").replace(b"IDAT", b"IDAX", 1), "damaged"),
    "a bomb of 41 megapixels": (files.png_that_claims(8200, 5000), "8,200 × 5,000 pixels"),
    "a bomb of 10,000 megapixels": (files.png_that_claims(100_000, 100_000), "too many pixels"),
    "a picture without width": (files.png_that_claims(0, 10), "damaged"),
    "a tape": (files.png_that_claims(17_000, 10), "no side"),
    "101 frames": (files.animation(101), "more than 100 pictures"),
    "101 pages": (files.animation(101, "TIFF"), "more than 100 pictures"),
}


def send(client, *uploads):
    return client.post(reverse("admin:library_picture_add"), {"files": uploads})


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_not_fit_is_a_sentence_on_the_form(client, kind, media):
    data, sentence = REFUSED[kind]
    client.force_login(reporter())
    answer = send(client, files.upload(data, "holiday.jpg"))
    assert answer.status_code == 400
    text = answer.content.decode()
    assert sentence in text.lower()
    assert "holiday.jpg" in text
    assert not Picture.objects.exists()
    assert not media()


@pytest.mark.parametrize("kind", REFUSED)
def test_the_chooser_hears_the_same_sentence(client, kind):
    data, sentence = REFUSED[kind]
    client.force_login(reporter())
    answer = client.post(reverse("admin:library_picture_upload"), {"file": files.upload(data)})
    assert answer.status_code == 400
    assert sentence in answer.json()["errors"]["file"][0].lower()


def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(client, monkeypatch):
    monkeypatch.setattr(intake, "MEGABYTES", 1)
    monkeypatch.setattr(intake, "examine", None)
    client.force_login(reporter())
    answer = send(client, files.upload(files.jpeg() + b"\0" * 1024 * 1024))
    assert "larger than 1 MB" in answer.content.decode()


def test_of_several_files_the_good_are_kept_and_each_bad_one_is_named(client):
    client.force_login(reporter())
    answer = send(client, files.upload(files.jpeg(), "good.jpg"), files.upload(files.SVG, "drawing.svg"))
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "drawing.svg" in text
    assert Picture.objects.get().title == "good"
    assert reverse("admin:library_picture_change", args=[Picture.objects.get().pk]) in text


def test_more_files_than_the_form_takes_at_once_are_refused_together(client):
    client.force_login(reporter())
    answer = send(client, *(files.upload(files.jpeg(40, 30), f"{n}.jpg") for n in range(11)))
    assert "These are 11 files" in answer.content.decode()
    assert not Picture.objects.exists()


def test_sending_no_file_says_what_is_missing(client):
    client.force_login(reporter())
    assert "Choose at least one picture" in send(client).content.decode()


def test_a_file_with_the_wrong_name_is_known_by_its_bytes(client):
    client.force_login(reporter())
    assert send(client, files.upload(files.encode(files.photo(), "PNG"), "evil.html")).status_code == 302
    assert Picture.objects.get().original.name.endswith("/original.png")


def test_nothing_that_is_hidden_behind_a_picture_is_served(client, media):
    client.force_login(reporter())
    send(client, files.upload(files.jpeg() + files.HTML + b"PK\x03\x04"))
    served = [data for name, data in media().items() if "original" not in name]
    assert served
    assert not any(b"<script" in data or b"PK\x03\x04" in data for data in served)


@pytest.mark.parametrize("words", ["\0", "../../etc/passwd", "a" * 300, "‮gpj.exe", "<img src=x>", "  ", ".jpg"])
def test_a_hostile_file_name_is_only_a_title(client, words, media):
    client.force_login(reporter())
    send(client, files.upload(files.jpeg(), f"{words}.jpg"))
    picture = Picture.objects.get()
    assert 0 < len(picture.title) <= 200
    assert "‮" not in picture.title
    assert all(name.startswith("pictures/") for name in media())


def test_a_full_disk_is_told_and_leaves_no_file(client, monkeypatch, media):
    save, saved = default_storage.save, []

    def fill_up(name, content, **options):
        if len(saved) == 7:
            raise OSError(28, "No space left on device")
        saved.append(save(name, content, **options))
        return saved[-1]

    monkeypatch.setattr(default_storage._wrapped, "save", fill_up)
    client.force_login(reporter())
    answer = client.post(reverse("admin:library_picture_upload"), {"file": files.upload(files.jpeg())})
    assert answer.status_code == 503
    assert "could not store it" in answer.json()["errors"]["file"][0]
    assert len(saved) == 7
    assert not media()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("place", range(0, 4000, 97))
def test_a_flipped_byte_is_never_an_error_page(place):
    for data in (files.with_everything(), files.encode(files.photo(120, 90), "GIF"), files.turned(6)):
        hurt = bytearray(data)
        hurt[place % len(hurt)] ^= 0xFF
        with suppress(intake.Unacceptable):  # nothing else may be raised
            intake.examine(bytes(hurt))


@pytest.mark.shared_data
def test_every_file_of_the_collection_is_taken_or_refused_with_a_sentence():
    known = sorted(path for path in (SAMPLE_DATA / "images").rglob("*") if path.is_file())
    refused = {path.name: code for path in known if (code := outcome(path))}
    assert refused == {
        "hopper.heif": "heif",
        "decompression_bomb.gif": "too-many-pixels",
        "truncated_image.png": "damaged",
        "truncated_jpeg.jpg": "damaged",
        "ultrahdr.jpg": "damaged",
    }


def outcome(path: Path) -> str:
    try:
        intake.examine(path.read_bytes())
    except intake.Unacceptable as refusal:
        return refusal.code
    return ""
