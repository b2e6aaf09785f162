"""What anybody may type into an address or a form of the desk: numbers that are none, and days that no calendar has."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, Section
from comments.models import State
from tests import cast
from tests.articles.desk import form_of, save
from tests.cast import PASSWORD, administrator, make_author, make_section
from tests.comments.makers import make_comment
from tests.newsroom.addresses import patterns

pytestmark = pytest.mark.django_db

NO_NUMBERS = ["9" * 19, "9" * 5000, "²", "x", "-1", "\0x"]
NO_INSTANTS = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "yesterday"]


ROUTES = {(name.partition(":")[0], str(each.pattern)) for name, each in patterns()}
WITH_PARTS = sorted((room, route) for room, route in ROUTES if "<" in route)


@pytest.fixture
def desk(client):
    client.force_login(administrator())
    return client


def story() -> Article:
    made = Article.objects.create(headline="Ferry late", created_by=administrator(), saved_by=administrator())
    revisions.keep(made, administrator())
    return made


@pytest.mark.parametrize("typed", NO_NUMBERS)
@pytest.mark.parametrize("name", ["section", "author"])
def test_a_filter_of_the_story_list_that_names_nothing_filters_nothing(desk, name, typed):
    make_section(), make_author(), story()
    assert b"Ferry late" in desk.get(reverse("admin:articles_article_changelist"), {name: typed}).content


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_a_role_that_does_not_exist_filters_nobody(desk, typed):
    assert b"Ada" in desk.get(reverse("admin:accounts_user_changelist"), {"role": typed}).content


@pytest.mark.parametrize("typed", NO_INSTANTS)
def test_history_before_a_day_that_does_not_exist_is_all_of_it(desk, typed):
    answer = desk.get(reverse("admin:articles_article_history", args=[story().pk]), {"before": typed})
    assert b"saved the text" in answer.content


@pytest.mark.parametrize("typed", NO_NUMBERS)
@pytest.mark.parametrize(("screen", "name"), [("preview", "revision"), ("compare", "a"), ("compare", "b")])
def test_a_revision_that_does_not_exist_is_not_found(desk, screen, name, typed):
    assert desk.get(reverse(f"admin:articles_article_{screen}", args=[story().pk]), {name: typed}).status_code == 404


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_many_stories_are_not_moved_by_what_is_no_number(desk, typed):
    made = story()
    form = {"action": "publish_selected", "_selected_action": made.pk, "confirmed": "1", "seen": f"{typed}-1-1"}
    assert desk.post(reverse("admin:articles_article_changelist"), form).status_code == 302
    assert not made.editions.exists()


@pytest.mark.parametrize("typed", NO_NUMBERS)
@pytest.mark.parametrize(
    ("room", "action"), [("library_picture", "describe_selected"), ("articles_article", "submit_selected")]
)
def test_what_is_no_number_cannot_be_selected(desk, room, action, typed):
    form = {"action": action, "_selected_action": typed}
    assert desk.post(reverse(f"admin:{room}_changelist"), form).status_code == 400


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_a_lead_picture_that_is_no_number_is_told_beside_its_field(desk, typed):
    form = {"headline": "Ferry late", "language": "en-gb", "lead_picture": typed}
    form |= {"bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0"}
    answer = desk.post(reverse("admin:articles_article_add"), form)
    assert b"Ferry late" in answer.content
    assert "lead_picture" in answer.context["adminform"].form.errors


@pytest.mark.parametrize(
    "typed", ["", "//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_the_desk_when_asked_for_elsewhere(client, typed):
    form = {"username": administrator().email, "password": PASSWORD, "next": typed}
    assert client.post(reverse("admin:login"), form).headers["Location"] == reverse("admin:index")


CHOICES = [
    ("admin:accounts_user_add", "groups"),
    ("admin:authors_author_add", "user"),
    ("admin:authors_author_add", "picture"),
    ("admin:articles_section_add", "parent"),
    ("admin:articles_article_add", "section"),
    ("admin:articles_article_add", "series"),
    ("admin:articles_article_add", "lead_picture"),
    ("admin:articles_article_assign", "assigned_to"),
    ("admin:articles_article_redact", "editions"),
]


@pytest.mark.parametrize("typed", [*NO_NUMBERS, "9" * 40])
@pytest.mark.parametrize(("address", "field"), CHOICES)
def test_a_choice_that_no_database_knows_is_refused_on_the_form(desk, address, field, typed):
    gone = cast.make_live()
    workflow.withdraw(gone, by=administrator())
    answer = desk.post(reverse(address, args=[] if address.endswith("_add") else [gone.pk]), {field: typed})
    form = answer.context["form"] if "form" in answer.context else answer.context["adminform"].form
    assert answer.status_code in {200, 400} and form.errors[field]


def test_every_choice_of_a_row_by_its_number_follows_the_one_rule():
    """`to_field_name` asks for text; numbers.py is the rule itself."""
    rooms = [
        Path(apps.get_app_config(room).path) for room in ("accounts", "library", "authors", "articles", "comments")
    ]
    said = [
        text
        for room in rooms
        for file in room.rglob("*.py")
        if file.name != "numbers.py" and (text := file.read_text())
    ]
    field = r"(?:forms\.)?Model(?:Multiple)?ChoiceField"
    ours = [name for text in said for name in re.findall(rf"class (\w+)\({field}\)", text)]
    called = rf"(?<!class )\b(?:{'|'.join([field, *ours])})\([^)]*\)*[^)]*\)"
    by_number = [call for text in said for call in re.findall(called, text)]
    assert len(by_number) >= len(ours)
    assert [call for call in by_number if "to_field_name" not in call] == []


# NUL, which is a letter to SQLite and nothing that PostgreSQL can be asked for


@pytest.mark.parametrize("part", ["%00", "a%00b"])
@pytest.mark.parametrize(("room", "route"), WITH_PARTS)
def test_an_address_with_a_nul_in_it_is_not_found(client, room, route, part):
    address = re.sub(r"<(\w+):\w+>", lambda found: {"yyyy": "1999", "nn": "11"}.get(found[1], part), route)
    assert client.get(f"/{'comments/' if room == 'comments' else ''}{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=a%00b&section=%00&author=%00",
        "/?cursor=%00",
        "/admin/articles/article/?q=%00&section=%00",
        "/admin/articles/article/tags/?q=%00",
        "/admin/library/picture/?q=%00",
        "/admin/library/picture/?licence__exact=%00",
        "/admin/library/picture/?licence=%00",
        "/admin/library/picture/choose/?q=%00&cursor=%00",
        "/admin/comments/comment/?q=%00&cursor=%00",
        "/admin/record/?action=%00&who=%00",
        "/admin/accounts/user/?q=%00",
    ],
)
def test_a_nul_in_what_is_asked_breaks_no_page(desk, address):
    assert desk.get(address).status_code in {200, 302, 400, 404}


CONTROLS = "\0\x01\x08\x1b\x7f\x9f\ufffe"


def test_controls_that_nobody_sees_do_not_stay_in_a_story(desk):
    make_author()
    made = cast.make_article()
    typed = {"headline": f"Ferry{CONTROLS} late", "standfirst": f"By{CONTROLS} an hour", "tags": f"har{CONTROLS}bour"}
    typed |= {
        "kicker": "Line\x0bbreak",
        "lead_alt": f"A{CONTROLS} ferry",
        "bylines-0-author": f"Ines{CONTROLS} Calder",
    }
    answer = save(desk, made, **typed)
    assert answer.status_code == 302, answer.context["refused"]
    made.refresh_from_db()
    assert (made.headline, made.standfirst, made.kicker) == ("Ferry late", "By an hour", "Line break")
    assert made.lead_alt == "A ferry"
    assert [tag.name for tag in made.tags.all()] == ["harbour"]
    assert [byline.author.name for byline in made.bylines.all()] == ["Ines Calder"]


def test_controls_do_not_stay_in_the_names_of_a_catalogue(desk):
    form = {
        "name": f"Har{CONTROLS}bour",
        "slug": "harbour",
        "parent": "",
        "position": "0",
        "description": "By\0 the sea",
    }
    assert desk.post("/admin/articles/section/add/", form).status_code == 302
    section = Section.objects.get(slug="harbour")
    assert (section.name, section.description) == ("Harbour", "By the sea")


def test_controls_do_not_stay_in_the_note_of_a_withdrawal_of_many(desk):
    made = cast.make_live()
    address = reverse("admin:articles_article_changelist")
    asked = desk.post(address, {"action": "withdraw_selected", "_selected_action": made.pk})
    assert desk.post(address, form_of(asked, "move") | {"note": "\0Wrong\x08 names"}).status_code == 302
    assert made.events.order_by("-pk").first().note == "Wrong names"


def test_controls_do_not_stay_in_a_moderators_note(desk):
    comment = make_comment(cast.make_live(), state=State.PENDING)
    words = {"seen": comment.version, "reason": "off_topic", "note": "a\0b"}
    assert desk.post(f"/admin/comments/comment/act/{comment.public_id}/reject/", words).status_code in {302, 303}
    assert comment.events.get(note="ab")


@pytest.mark.parametrize("field", ["", "slug", "%00", "pk"])
def test_a_field_that_belongs_to_no_page_of_the_desk_is_refused(desk, field):
    section = cast.make_section("Harbour")
    for page in ("change", "delete"):
        address = reverse(f"admin:articles_section_{page}", args=[section.pk])
        assert desk.get(f"{address}?_to_field={field}").status_code == 400
        assert desk.post(address, {"_to_field": field}).status_code == 400


@pytest.mark.parametrize("length", ["9" * 5000, "x", "-1"])
def test_a_length_that_is_no_number_is_refused_at_the_desk(desk, length):
    answer = desk.generic("POST", "/admin/login/", b"", CONTENT_LENGTH=length)
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers
