"""The library in a real browser: dropping files, choosing a picture for an author, setting the focal point; and without script."""

import pytest
from django.urls import reverse

from authors.models import Author
from library.models import Picture
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_author, reporter
from tests.library import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _roles(db):
    """A test that commits begins with an empty database, without the groups that a migration makes."""
    from django.apps import apps

    from accounts.roles import keep_roles

    keep_roles(list(apps.get_app_configs())[-1])


def make(by, size=(600, 400), **fields) -> Picture:
    return Picture.objects.take_in(files.upload(files.jpeg(*size)), by=by, **fields)


def attached(name: str, data: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def test_files_go_up_one_by_one_and_their_words_come_next(browser_page):
    page = browser_page
    sign_in(page, reporter())
    page.goto(reverse("admin:library_picture_add"))
    page.set_input_files("[name=files]", [attached(f"boat {n}.jpg", files.jpeg(300 + n, 200)) for n in range(2)])
    page.wait_for_url("**/describe/?ids=*")
    page.get_by_label("Alternative text").first.fill("A boat")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Save all").click()
    page.get_by_text("Saved: 1 changed.").wait_for()
    assert Picture.objects.filter(alt="A boat").count() == 1


def test_a_refused_file_is_named_and_the_others_go_on(browser_page):
    page = browser_page
    sign_in(page, reporter())
    page.goto(reverse("admin:library_picture_add"))
    page.set_input_files("[name=files]", [attached("drawing.svg", files.SVG), attached("boat.jpg", files.jpeg())])
    page.get_by_text("SVG drawings may hold programs").wait_for()
    page.get_by_role("link", name="Go on").wait_for()
    assert accessibility_faults(page) == []
    assert Picture.objects.get().title == "boat"


def test_uploading_works_without_script(open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, reporter())
    page.goto(reverse("admin:library_picture_add"))
    page.set_input_files("[name=files]", [attached("boat.jpg", files.jpeg())])
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("Now the words").wait_for()
    assert page.get_by_label("Title").input_value() == "boat"


def test_a_picture_is_found_and_chosen_for_an_author(browser_page):
    page, author = browser_page, make_author("Ines Calder")
    wanted = make(reporter(), title="Ines at her desk", alt="A woman writing")
    make(reporter(), (601, 400), title="Harbour")
    sign_in(page, editor())
    page.goto(reverse("admin:authors_author_change", args=[author.pk]))
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_label("Search title").fill("desk")
    page.get_by_role("status").get_by_text("1 picture.").wait_for()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Ines at her desk").click()
    page.get_by_alt_text("A woman writing").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/authors/author/")
    assert Author.objects.get().picture == wanted


def test_a_new_picture_is_sent_from_the_chooser_and_errors_stand_beside_their_field(browser_page):
    page, author = browser_page, make_author("Ines Calder")
    sign_in(page, editor())
    page.goto(reverse("admin:authors_author_change", args=[author.pk]))
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_text("Upload a new picture").click()
    page.get_by_label("Alternative text").fill("Typed with care")
    page.get_by_label("File", exact=True).set_input_files([attached("drawing.svg", files.SVG)])
    page.get_by_role("button", name="Upload and use").click()
    page.get_by_text("SVG drawings may hold programs").wait_for()
    assert page.get_by_label("Alternative text").input_value() == "Typed with care"
    page.get_by_label("File", exact=True).set_input_files([attached("ines.jpg", files.jpeg())])
    page.get_by_role("button", name="Upload and use").click()
    page.get_by_alt_text("Typed with care").wait_for()
    assert page.get_by_role("button", name="Choose another picture").evaluate("b => b === document.activeElement")


def test_in_a_low_window_the_button_of_the_chooser_is_in_sight(open_page):
    page, author = open_page(viewport={"width": 1366, "height": 650}), make_author("Ines Calder")
    sign_in(page, editor())
    page.goto(reverse("admin:authors_author_change", args=[author.pk]))
    page.get_by_role("button", name="Choose a picture").click()
    page.get_by_text("Upload a new picture").click()
    dialog = page.get_by_role("dialog").bounding_box()
    button = page.get_by_role("button", name="Upload and use").bounding_box()
    assert button["y"] + button["height"] <= dialog["y"] + dialog["height"]


def test_the_way_to_a_pictures_history_stands_at_the_end_of_the_line(browser_page):
    page = browser_page
    sign_in(page, editor())
    page.goto(reverse("admin:library_picture_change", args=[make(reporter()).pk]))
    history = page.get_by_role("link", name="History").bounding_box()
    words = page.locator(".picture-desk").bounding_box()
    assert history["x"] + history["width"] == pytest.approx(words["x"] + words["width"], abs=4)


def test_the_chooser_closes_by_the_escape_key_and_changes_nothing(browser_page):
    page = browser_page
    held = make(reporter(), alt="A woman writing")
    author = make_author("Ines Calder")
    Author.objects.update(picture=held)
    sign_in(page, editor())
    page.goto(reverse("admin:authors_author_change", args=[author.pk]))
    page.get_by_role("button", name="Choose another picture").click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.locator("[name=picture]").input_value() == str(held.pk)
    page.get_by_role("button", name="Remove the picture").click()
    assert page.locator("[name=picture]").input_value() == ""


def test_the_focal_point_is_set_by_click_and_by_keys(browser_page):
    page, picture = browser_page, make(reporter())
    sign_in(page, reporter())
    page.goto(reverse("admin:library_picture_change", args=[picture.pk]))
    image = page.locator(".picture-desk__frame img")
    box = image.bounding_box()
    image.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/library/picture/")
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y) == pytest.approx((0.27, 0.73), abs=0.015)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_library_is_accessible_and_fits_the_screen(open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    picture = make(
        reporter(), title="A rather long title that someone gave to a picture of the harbour_at_night_final_v2"
    )
    sign_in(page, editor())
    addresses = [
        reverse("admin:library_picture_changelist"),
        reverse("admin:library_picture_add"),
        reverse("admin:library_picture_change", args=[picture.pk]),
        reverse("admin:library_picture_delete", args=[picture.pk]),
        f"{reverse('admin:library_picture_describe')}?ids={picture.pk}",
    ]
    for address in addresses:
        assert page.goto(address).status == 200
        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
