"""What becomes of a good file: upright, in plain colours, known by its bytes, with the words that it brought along."""

import hashlib
import io
import struct
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image, ImageCms

from library.models import Picture
from tests.cast import photo_editor, reporter
from tests.conftest import SAMPLE_DATA
from tests.library import files

pytestmark = pytest.mark.django_db


def take(data: bytes, name="photo.jpg", **fields) -> Picture:
    return Picture.objects.take_in(files.upload(data, name), by=photo_editor(), **fields)


def drawn(picture: Picture, kind="jpeg") -> Image.Image:
    """The largest rendition of that format, as a reader's browser decodes it."""
    made = max((r for r in picture.renditions if r["format"] == kind), key=lambda r: r["width"])
    with picture.original.storage.open(made["file"]) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def near(colour, other, by=24):
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


def test_a_photograph_is_kept_as_it_came_and_drawn_in_every_width_and_format(media):
    data = files.jpeg(1000, 750)
    picture = take(data)
    assert (picture.width, picture.height) == (1000, 750)
    assert picture.digest == hashlib.sha256(data).hexdigest()
    assert picture.created_by == photo_editor()
    assert [(r["format"], r["width"], r["height"]) for r in picture.renditions] == [
        (kind, width, height)
        for width, height in [(1000, 750), (960, 720), (720, 540), (480, 360), (320, 240)]
        for kind in ("avif", "webp", "jpeg")
    ]
    kept = media()
    assert kept.pop(picture.original.name) == data
    assert {r["file"]: r["bytes"] for r in picture.renditions} == {name: len(data) for name, data in kept.items()}


def test_every_rendition_is_what_it_says(media):
    picture = take(files.jpeg(700, 500))
    for r in picture.renditions:
        image = Image.open(io.BytesIO(media()[r["file"]]))
        assert (image.format.lower(), image.size, image.mode) == (r["format"], (r["width"], r["height"]), "RGB")


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((1, 1), [1]),
        ((320, 200), [320]),
        ((321, 200), [320, 321]),
        ((1920, 20), [320, 480, 720, 960, 1280, 1920]),
        ((4000, 40), [320, 480, 720, 960, 1280, 1920]),
        ((10, 2000), [10]),
    ],
)
def test_no_picture_is_drawn_larger_than_it_is_and_each_at_least_once(size, widths):
    made = take(files.jpeg(*size)).renditions
    assert sorted({r["width"] for r in made}) == widths
    assert all(r["height"] >= 1 for r in made)


def test_the_name_of_the_original_cannot_be_known_from_what_is_served():
    picture = take(files.jpeg(), "secret-source.jpg")
    folders = {r["file"].split("/")[2] for r in picture.renditions}
    token = picture.original.name.split("/")[2]
    assert len(folders) == 1
    assert token not in folders
    assert len(token) == 32
    assert "secret" not in picture.original.name
    assert not any("original" in r["file"] for r in picture.renditions)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation):
    picture = take(files.turned(orientation))
    assert (picture.width, picture.height) == (60, 40)
    for kind in ("avif", "webp", "jpeg"):
        image = drawn(picture, kind)
        assert image.size == (60, 40)
        assert near(image.getpixel((6, 6)), (255, 0, 0), 60)
        assert not near(image.getpixel((54, 34)), (255, 0, 0), 60)


@pytest.mark.parametrize("orientation", [0, 9, 77])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation):
    assert take(files.turned(orientation)).width == 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_nothing_of_the_place_or_the_camera_is_in_any_file_that_is_served(kind, media):
    picture = take(files.with_everything(kind))
    original = media()[picture.original.name]
    assert b"canary" in original  # as it came, under a name that nobody can guess
    for r in picture.renditions:
        data = media()[r["file"]]
        assert files.PLACE not in data
        assert b"GPS" not in data
        assert b"canary" not in data
        assert dict(Image.open(io.BytesIO(data)).getexif()).keys() <= {0x013B, 0x8298}


def test_the_maker_and_the_holder_of_the_rights_stay_in_every_rendition(media):
    picture = take(files.with_everything())
    for r in picture.renditions:
        image = Image.open(io.BytesIO(media()[r["file"]]))
        assert image.getexif()[0x013B] == "Ines Calder"
        assert image.getexif()[0x8298] == "Copyright 2026 Harbour Agency"
        assert b"<rdf:li>Ines Calder</rdf:li>" in image.info["xmp"]


def test_words_come_from_the_file_unless_somebody_types_others():
    read = take(files.with_everything(), "DSC_0017.jpg")
    assert read.caption == "Fishing boats leave the harbour."
    assert read.credit == "Ines Calder"
    assert read.taken_on == date(2026, 3, 14)
    assert read.title == "DSC 0017"
    typed = take(files.with_everything("PNG"), caption="Boats.", credit="", title="Boats at dawn")
    assert (typed.caption, typed.credit, typed.title) == ("Boats.", "Ines Calder", "Boats at dawn")


def test_a_word_that_is_too_long_is_refused_and_nothing_is_kept(media):
    with pytest.raises(ValidationError):
        take(files.jpeg(), credit="x" * 201)
    assert not media()


def test_iptc_words_of_an_agency_are_read():
    fields = {
        5: b"Harbour",
        80: "Inès Calder".encode(),
        110: b"Agency",
        115: b"Wire",
        120: b"At dawn.",
        55: b"20260314",
    }
    picture = take(files.with_iptc(fields))
    assert (picture.title, picture.caption, picture.source) == ("Harbour", "At dawn.", "Wire")
    assert picture.credit == "Inès Calder / Agency"
    assert picture.taken_on == date(2026, 3, 14)


def test_xmp_wins_over_iptc_unless_iptc_was_changed_after_it():
    xmp = files.with_xmp(
        '<dc:description><r:Alt xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<r:li xml:lang="de">Nein</r:li><r:li xml:lang="x-default">From XMP</r:li></r:Alt></dc:description>'
    )
    block = {120: b"From IPTC"}
    assert take(files.with_iptc(block, xmp)).caption == "From XMP"
    assert take(files.with_iptc(block, xmp, digest=b"0" * 16)).caption == "From IPTC"


def test_an_alternative_text_in_the_file_is_kept():
    assert (
        take(files.with_xmp("<iptc:AltTextAccessibility>A red boat</iptc:AltTextAccessibility>")).alt == "A red boat"
    )


@pytest.mark.parametrize("talk", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "  ", "DCIM\\100"])
def test_what_a_camera_writes_into_every_picture_is_no_caption(talk):
    exif = Image.Exif()
    exif[0x010E] = talk
    assert take(files.encode(files.photo(), exif=exif)).caption == ""


def test_words_from_a_file_are_cleaned_and_cut():
    picture = take(files.with_iptc({120: b"a\0b\x07 \xe2\x80\xae  c\r\rd" + b"e" * 3000, 110: b"<script>x</script>"}))
    assert picture.caption.startswith("ab c\n\nde")
    assert len(picture.caption) == 1000
    assert picture.credit == "<script>x</script>"  # text; every page escapes it


@pytest.mark.parametrize(
    "packet",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        b"<x" * 50_000,
        b"\xff\xfe\x00",
        b"",
        b"<a>" * 5000 + b"</a>" * 5000,
    ],
)
def test_hostile_xmp_says_nothing(packet):
    assert take(files.encode(files.photo(), "PNG", xmp=packet) if packet else files.jpeg()).caption == ""


@pytest.mark.parametrize("length", [0x8002, 0xFFFF, 0])
def test_a_broken_iptc_block_says_nothing(length):
    segment = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0"
        + struct.pack(">I", 20)
        + b"\x1c\x02\x78"
        + struct.pack(">H", length)
        + b"x" * 15
    )
    data = files.jpeg()
    assert len(take(data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]).caption) < 20


# Colours

RED = (255, 0, 0)


def test_a_printers_cmyk_is_served_in_screen_colours():
    assert near(
        drawn(take(files.encode(Image.new("CMYK", (50, 50), (0, 255, 255, 0))))).getpixel((25, 25)), (254, 0, 0), 40
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_png_is_served(mode):
    image = files.photo(60, 40).convert("I").convert("I;16") if mode == "I;16" else files.photo(60, 40, mode)
    assert drawn(take(files.encode(image, "PNG"), "a.png")).size == (60, 40)


def test_sixteen_bit_greys_keep_their_middle():
    image = Image.new("I;16", (20, 20), 0x8000)
    assert near(drawn(take(files.encode(image, "TIFF"))).getpixel((9, 9)), (128, 128, 128), 4)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_transparent_parts_are_white_in_every_format(kind):
    image = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    picture = take(files.encode(image, kind))
    for served in ("avif", "webp", "jpeg"):
        assert near(drawn(picture, served).getpixel((20, 15)), (255, 255, 255), 6)


def test_a_colour_profile_is_applied_and_left_out(media):
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = take(files.encode(Image.new("RGB", (30, 30), RED), icc_profile=swapped))
    assert near(drawn(picture).getpixel((9, 9)), RED)
    assert not any(Image.open(io.BytesIO(media()[r["file"]])).info.get("icc_profile") for r in picture.renditions)


@pytest.mark.parametrize("profile", [b"no profile", b"", b"\0" * 128])
def test_a_broken_profile_is_ignored(profile):
    assert near(drawn(take(files.encode(Image.new("RGB", (30, 30), RED), icc_profile=profile))).getpixel((9, 9)), RED)


def test_a_profile_for_other_colours_is_ignored():
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert near(drawn(take(files.encode(Image.new("RGB", (30, 30), RED), icc_profile=grey))).getpixel((9, 9)), RED)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_of_an_animation_the_first_frame_is_served(kind):
    picture = take(files.animation(3, kind))
    assert near(drawn(picture).getpixel((20, 15)), RED, 60)
    assert not any(getattr(drawn(picture, served), "is_animated", False) for served in ("avif", "webp"))


def test_a_large_photograph_is_decoded_small_and_remembers_its_size():
    picture = take(files.jpeg(4200, 2800))
    assert (picture.width, picture.height) == (4200, 2800)
    assert max(r["width"] for r in picture.renditions) == 1920
    assert max(r["height"] for r in picture.renditions) == 1280


# The same file again


def test_the_same_file_twice_is_one_picture(media):
    first, before = take(files.jpeg(), "a.jpg", credit="Ines"), set(media())
    second = take(files.jpeg(), "b.jpg", credit="Somebody else")
    assert first.is_new
    assert not second.is_new
    assert (second.pk, second.credit) == (first.pk, "Ines")
    assert set(media()) == before


def test_the_form_leads_to_the_picture_that_is_held_already(client):
    held = take(files.jpeg())
    client.force_login(reporter())
    answer = client.post(
        reverse("admin:library_picture_add"), {"files": files.upload(files.jpeg(), "again.jpg")}, follow=True
    )
    assert answer.redirect_chain[-1][0] == reverse("admin:library_picture_change", args=[held.pk])
    assert "Already in the library" in answer.content.decode()


def test_two_who_send_the_same_file_at_once_get_the_same_picture(monkeypatch, media):
    from library import intake

    examine = intake.examine

    def somebody_is_faster(data):
        monkeypatch.setattr(intake, "examine", examine)
        take(data, "faster.jpg")
        return examine(data)

    monkeypatch.setattr(intake, "examine", somebody_is_faster)
    picture = take(files.jpeg(), "slower.jpg")
    assert not picture.is_new
    assert picture.title == "faster"
    assert Picture.objects.count() == 1
    assert set(media()) == {picture.original.name, *(r["file"] for r in picture.renditions)}


@pytest.mark.shared_data
def test_the_working_groups_own_picture_is_read_as_it_demands():
    picture = take((SAMPLE_DATA / "images/metadata/exiftool-MWG.jpg").read_bytes())
    assert picture.caption == "RIGHT-EXIF-Description"
    assert picture.credit == "RIGHT1of2-EXIF-Creator, RIGHT2of2-EXIF-Creator"


@pytest.mark.shared_data
@pytest.mark.parametrize("turn", [2, 3, 4, 5, 6, 7, 8])
def test_turned_photographs_of_the_collection_all_look_alike(turn):
    folder = SAMPLE_DATA / "images/orientation"
    picture = take((folder / f"hopper_orientation_{turn}.jpg").read_bytes())
    other = take((folder / "hopper_orientation_2.jpg").read_bytes())
    small = [drawn(p).resize((4, 4)).get_flattened_data() for p in (picture, other)]
    assert all(near(a, b, 12) for a, b in zip(*small, strict=True))


@pytest.mark.shared_data
def test_no_real_photograph_gives_its_place_away(media):
    picture = take((SAMPLE_DATA / "images/metadata/pillow-exif-gps.jpg").read_bytes())
    for r in picture.renditions:
        assert 0x8825 not in Image.open(io.BytesIO(media()[r["file"]])).getexif()
