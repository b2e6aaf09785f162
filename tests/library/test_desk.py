"""The library at the desk: who may see, send, change and delete, and what each page does for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from authors.models import Author
from library.models import Picture
from library.querysets import Pictures
from tests.cast import administrator, editor, make_author, moderator, other_reporter, photo_editor, reporter
from tests.library import files

pytestmark = pytest.mark.django_db

LIST = "admin:library_picture_changelist"
ADD = "admin:library_picture_add"
CHOOSE = "admin:library_picture_choose"
UPLOAD = "admin:library_picture_upload"


def make(by, size=(60, 40), **fields) -> Picture:
    return Picture.objects.take_in(files.upload(files.jpeg(*size)), by=by, **fields)


def change_of(picture):
    return reverse("admin:library_picture_change", args=[picture.pk])


def delete_of(picture):
    return reverse("admin:library_picture_delete", args=[picture.pk])


def words(picture, **changes):
    fields = ("title", "alt", "caption", "credit", "licence", "source", "focal_x", "focal_y")
    return {name: getattr(picture, name) for name in fields} | changes


# Who may


@pytest.mark.parametrize("who", [reporter, editor, photo_editor, administrator])
def test_whoever_works_with_pictures_may_look_choose_and_upload(client, who):
    client.force_login(who())
    assert client.get(reverse(LIST)).status_code == 200
    assert client.get(reverse(CHOOSE)).json() == {"pictures": [], "next": None}
    assert client.get(reverse(ADD)).status_code == 200
    answer = client.post(reverse(UPLOAD), {"file": files.upload(files.jpeg())})
    assert answer.status_code == 200
    assert Picture.objects.get().created_by == who()


def test_a_moderator_has_no_business_in_the_library(client):
    picture = make(editor())
    client.force_login(moderator())
    describe = f"{reverse('admin:library_picture_describe')}?ids={picture.pk}"
    for address in (reverse(LIST), reverse(ADD), reverse(CHOOSE), change_of(picture), delete_of(picture), describe):
        assert client.get(address).status_code == 403
    assert client.post(reverse(UPLOAD), {"file": files.upload(files.jpeg())}).status_code == 403
    assert Picture.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(client):
    picture = make(editor())
    for address in (reverse(LIST), reverse(ADD), reverse(CHOOSE), change_of(picture)):
        assert client.get(address).status_code == 302
    assert client.post(reverse(UPLOAD), {"file": files.upload(files.jpeg())}).status_code == 302
    assert Picture.objects.count() == 1


def test_an_upload_needs_the_forgery_token(client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter())
    for address in (UPLOAD, ADD):
        assert strict.post(reverse(address), {"file": files.upload(files.jpeg())}).status_code == 403
    assert not Picture.objects.exists()


def test_the_chooser_is_read_by_get_and_sent_by_post_only(client):
    client.force_login(reporter())
    assert client.post(reverse(CHOOSE)).status_code == 405
    assert client.get(reverse(UPLOAD)).status_code == 405


def test_a_reporter_changes_own_pictures_and_no_others(client):
    own, other = make(reporter()), make(other_reporter(), (61, 40))
    client.force_login(reporter())
    assert client.post(change_of(own), words(own, alt="A boat")).status_code == 302
    assert client.get(change_of(other)).status_code == 200
    assert client.post(change_of(other), words(other, alt="Mine")).status_code == 403
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.alt, other.alt) == ("A boat", "")


@pytest.mark.parametrize("who", [editor, photo_editor])
def test_who_looks_after_pictures_changes_any(client, who):
    picture = make(reporter())
    client.force_login(who())
    assert client.post(change_of(picture), words(picture, credit="Ines Calder")).status_code == 302
    picture.refresh_from_db()
    assert (picture.credit, picture.created_by) == ("Ines Calder", reporter())


def test_nobody_changes_what_a_file_is(client):
    picture = make(reporter())
    client.force_login(editor())
    forged = {"digest": "0" * 64, "width": 1, "renditions": "[]", "created_by": editor().pk, "original": "x.svg"}
    client.post(change_of(picture), words(picture, **forged))
    after = Picture.objects.get()
    assert (after.digest, after.width, after.renditions, after.created_by, after.original.name) == (
        picture.digest,
        picture.width,
        picture.renditions,
        picture.created_by,
        picture.original.name,
    )


def test_a_reporter_deletes_nothing(client):
    picture = make(reporter())
    client.force_login(reporter())
    assert client.post(delete_of(picture), {"post": "yes"}).status_code == 403
    assert Picture.objects.exists()


# The words


def test_one_upload_leads_to_the_page_of_its_words(client):
    client.force_login(reporter())
    answer = client.post(reverse(ADD), {"files": files.upload(files.with_everything(), "boats.jpg")}, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == change_of(Picture.objects.get())
    assert "Fishing boats leave the harbour." in page
    assert "Now the words" in page


def test_several_uploads_lead_to_one_page_for_all_their_words(client):
    client.force_login(reporter())
    uploads = [files.upload(files.jpeg(50 + n, 40), f"boat {n}.jpg") for n in range(3)]
    answer = client.post(reverse(ADD), {"files": uploads}, follow=True)
    address = answer.redirect_chain[-1][0]
    pictures = Picture.objects.all()
    typed = {f"p{p.pk}-{name}": value for p in pictures for name, value in words(p, alt=f"Boat of {p}").items()}
    assert client.post(address, typed).status_code == 302
    assert {p.alt for p in Picture.objects.all()} == {"Boat of boat 0", "Boat of boat 1", "Boat of boat 2"}


def test_words_typed_for_many_are_kept_when_one_is_wrong(client):
    client.force_login(reporter())
    one, two = make(reporter()), make(reporter(), (61, 40))
    address = f"{reverse('admin:library_picture_describe')}?ids={one.pk},{two.pk}"
    typed = {f"p{p.pk}-{name}": value for p in (one, two) for name, value in words(p, alt=f"typed {p.pk}").items()}
    answer = client.post(address, typed | {f"p{two.pk}-title": ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f"typed {one.pk}" in page
    assert f"typed {two.pk}" in page
    assert "This field is required" in page
    assert not Picture.objects.exclude(alt="").exists()


@pytest.mark.parametrize("ids", ["", "x", "0", "9" * 30, "1,2;drop"])
def test_a_list_of_no_pictures_leads_back_to_the_library(client, ids):
    client.force_login(reporter())
    answer = client.get(reverse("admin:library_picture_describe"), {"ids": ids})
    assert (answer.status_code, answer["Location"]) == (302, reverse(LIST))


def test_sending_what_others_uploaded_before_is_told_kindly(client):
    pictures = [make(other_reporter(), (50 + n, 40)) for n in range(2)]
    client.force_login(reporter())
    again = [files.upload(files.jpeg(50 + n, 40)) for n in range(2)]
    answer = client.post(reverse(ADD), {"files": again}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Already in the library" in page
    assert "you can change only your own" in page
    assert Picture.objects.count() == len(pictures)


def test_a_reporter_cannot_describe_what_others_uploaded(client):
    own, other = make(reporter()), make(other_reporter(), (61, 40))
    client.force_login(reporter())
    address = f"{reverse('admin:library_picture_describe')}?ids={own.pk},{other.pk}"
    assert f"p{other.pk}-alt" not in client.get(address).content.decode()
    client.post(address, {f"p{p.pk}-{n}": v for p in (own, other) for n, v in words(p, alt="typed").items()})
    assert list(Picture.objects.filter(alt="typed")) == [own]


@pytest.mark.parametrize("wrong", [{"focal_x": "1.2"}, {"focal_y": "-0.1"}, {"focal_x": "nan"}, {"licence": "mine"}])
def test_a_wrong_value_is_told_and_what_was_typed_stays(client, wrong):
    picture = make(reporter())
    client.force_login(reporter())
    answer = client.post(change_of(picture), words(picture, caption="Typed with care") | wrong)
    assert answer.status_code in (200, 400)
    assert "Typed with care" in answer.content.decode()
    assert answer.context["adminform"].form.errors.keys() == wrong.keys()


@pytest.mark.parametrize("number", ["999", "9" * 40, "-1", "x", "1.5"])
def test_a_number_that_is_no_picture_is_refused_in_other_forms(client, number):
    author = make_author("Ines Calder")
    client.force_login(editor())
    typed = {"name": "Ines Calder", "slug": "ines-calder", "picture": number}
    inline = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    answer = client.post(reverse("admin:authors_author_change", args=[author.pk]), typed | inline)
    assert answer.status_code in (200, 400)
    assert answer.context["adminform"].form.errors.keys() == {"picture"}


# Finding


def test_pictures_are_found_by_the_words_around_them(client):
    boat = make(reporter(), (60, 40), title="Harbour", credit="Ines Calder")
    make(reporter(), (61, 40), title="Town hall", caption="A boat-shaped roof")
    client.force_login(reporter())
    assert [p["id"] for p in client.get(reverse(CHOOSE), {"q": "calder HARB"}).json()["pictures"]] == [boat.pk]
    assert len(client.get(reverse(CHOOSE), {"q": "a"}).json()["pictures"]) == 2
    assert client.get(reverse(CHOOSE), {"q": "calder roof"}).json()["pictures"] == []
    page = client.get(reverse(LIST), {"q": "calder"}).content.decode()
    assert change_of(boat) in page
    assert "Town hall" not in page


def test_what_still_lacks_an_alternative_text_can_be_listed(client):
    make(reporter(), (60, 40), title="Silent one")
    make(reporter(), (61, 40), title="Described", alt="A boat")
    client.force_login(photo_editor())
    page = client.get(reverse(LIST), {"alt": "missing"}).content.decode()
    assert "Silent one" in page
    assert "Described" not in page
    assert "Described" in client.get(reverse(LIST), {"alt": "written", "licence__exact": "own"}).content.decode()
    assert "Silent one" not in client.get(reverse(LIST), {"by": "me"}).content.decode()


def test_the_chooser_gives_pages_without_gap_or_repeat(client, monkeypatch):
    monkeypatch.setattr("library.chooser.PAGE", 2)
    made = [make(reporter(), (50 + n, 40)).pk for n in range(5)]
    client.force_login(reporter())
    seen, cursor = [], ""
    for _ in range(3):
        answer = client.get(reverse(CHOOSE), {"cursor": cursor}).json()
        seen += [p["id"] for p in answer["pictures"]]
        cursor = answer["next"]
    assert seen == made[::-1]
    assert cursor is None


@pytest.mark.parametrize("query", [{"cursor": "x"}, {"cursor": "-1"}, {"cursor": "9" * 40}, {"q": "x" * 201}])
def test_a_question_that_makes_no_sense_is_answered_as_such(client, query):
    client.force_login(reporter())
    answer = client.get(reverse(CHOOSE), query)
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == query.keys()


def test_the_chooser_gives_what_a_form_needs(client):
    client.force_login(reporter())
    typed = {"alt": "A boat", "caption": "At dawn.", "credit": "Ines", "licence": "cc-by-4.0"}
    answer = client.post(reverse(UPLOAD), {"file": files.upload(files.jpeg(700, 500), "boat.jpg"), **typed}).json()
    picture = Picture.objects.get()
    assert answer == {
        "id": picture.pk,
        "title": "boat",
        "alt": "A boat",
        "caption": "At dawn.",
        "credit": "Ines",
        "width": 700,
        "height": 500,
        "thumb": picture.url_for(320),
        "preview": picture.url_for(960),
        "is_new": True,
    }
    assert picture.licence == "cc-by-4.0"
    assert client.get(reverse(CHOOSE)).json()["pictures"][0]["id"] == picture.pk


def test_the_chooser_names_each_field_that_is_wrong(client):
    client.force_login(reporter())
    answer = client.post(reverse(UPLOAD), {"alt": "x" * 501, "licence": "mine"})
    assert answer.status_code == 400
    assert answer.json()["errors"].keys() == {"file", "alt", "licence"}


# Deleting


def test_a_picture_goes_with_all_its_files(client, media, django_capture_on_commit_callbacks):
    picture = make(reporter())
    client.force_login(photo_editor())
    assert "cannot be undone" in client.get(delete_of(picture)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(delete_of(picture), {"post": "yes"})
    assert not Picture.objects.exists()
    assert not media()


def test_a_picture_in_use_stays_and_the_page_says_where_it_is_used(client, media):
    picture = make(reporter())
    Author.objects.filter(pk=make_author("Ines Calder").pk).update(picture=picture)
    client.force_login(editor())
    assert "Ines Calder" in client.get(change_of(picture)).content.decode()
    page = client.get(delete_of(picture)).content.decode()
    assert "It is used" in page
    assert "Ines Calder" in page
    assert client.post(delete_of(picture), {"post": "yes"}).status_code == 200
    assert Picture.objects.exists()
    assert media()


def test_the_title_of_a_story_that_one_may_not_see_is_not_told(client):
    from tests.cast import make_article

    picture = make(reporter())
    make_article(by=other_reporter(), headline="Canary of the harbour", lead_picture=picture)
    client.force_login(reporter())
    assert "Canary of the harbour" not in client.get(change_of(picture)).content.decode()
    assert "1 more" in client.get(change_of(picture)).content.decode()


def test_a_picture_that_somebody_uses_in_that_moment_is_kept(client, monkeypatch):
    from django.db.models import ProtectedError

    def used(picture):
        raise ProtectedError("in use", {picture})

    picture = make(reporter())
    monkeypatch.setattr(Picture, "discard", used)
    client.force_login(editor())
    answer = client.post(delete_of(picture), {"post": "yes"}, follow=True)
    assert "somebody has just used" in answer.content.decode()


# Cost


@pytest.mark.parametrize("address", [LIST, CHOOSE])
def test_the_queries_of_a_page_do_not_grow_with_the_library(client, address):
    client.force_login(editor())
    few = [make(reporter(), (50 + n, 40)) for n in range(2)]
    client.get(reverse(address))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse(address))
    for n in range(8):
        make(editor(), (70 + n, 40))
    with CaptureQueriesContext(connection) as after:
        client.get(reverse(address))
    assert len(few) == 2
    assert len(before) == len(after), "\n".join(query["sql"] for query in after.captured_queries)


def test_a_long_library_is_not_counted_to_its_end(client, monkeypatch):
    monkeypatch.setattr("library.admin.COUNTED", 3)
    for n in range(5):
        make(reporter(), (50 + n, 40))
    client.force_login(editor())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(LIST)).context["cl"].result_count == 3
    counting = [query["sql"] for query in queries if "COUNT(" in query["sql"] and "library_picture" in query["sql"]]
    assert counting
    assert all("LIMIT 3" in sql for sql in counting)


def test_the_doors_belong_to_the_model():
    assert isinstance(Picture.objects.all(), Pictures)
