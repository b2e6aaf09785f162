"""Sections, series and tags at the desk: the tree in its order, addresses that keep working, words once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from articles.models import Section, SectionAlias, Series, Tag
from tests.cast import editor, make_article, make_live, make_section, reporter
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def address(kind, page, thing=None):
    return reverse(f"admin:articles_{kind}_{page}", args=[thing.pk] if thing else [])


def section(**fields):
    return {"name": "City", "slug": "city", "parent": "", "position": "0", "description": ""} | fields


def test_the_list_of_sections_is_the_tree(desk):
    world, city = make_section("World"), make_section("City")
    make_section("Asia", world)
    make_section("Harbour", city)
    Section.objects.filter(pk=world.pk).update(position=1)
    page = desk.get(address("section", "changelist"))
    listed = [each.path for each in page.context["cl"].result_list]
    assert listed == ["city", "city/harbour", "world", "world/asia"]
    assert '<span class="indent-1">Harbour</span>' in page.text


@pytest.mark.parametrize("word", ["admin", "search", "tag", "author", "2024", "feed"])
def test_a_main_section_cannot_take_a_word_of_the_site(desk, word):
    page = desk.post(address("section", "add"), section(slug=word))
    assert "used by the site itself" in page.text
    assert not Section.objects.exists()


def test_a_moved_section_and_those_below_it_keep_their_earlier_addresses(desk):
    city, world = make_section("City"), make_section("World")
    make_section("Harbour", city)
    changed = section(slug="town", parent=world.pk)
    assert desk.post(address("section", "change", city), changed).status_code == 302
    assert set(Section.objects.values_list("path", flat=True)) == {"world", "world/town", "world/town/harbour"}
    for old, new in [("/city/", "/world/town/"), ("/city/harbour/", "/world/town/harbour/")]:
        answer = desk.get(old)
        assert (answer.status_code, answer.url) == (301, new)


def test_an_earlier_address_is_not_given_to_another_section(desk):
    city = make_section("City")
    desk.post(address("section", "change", city), section(slug="town"))
    page = desk.post(address("section", "add"), section(name="City again"))
    assert "still leads there" in page.text
    assert SectionAlias.objects.get().section == city


def test_a_section_cannot_stand_below_itself_or_its_own_children(desk):
    city = make_section("City")
    harbour = make_section("Harbour", city)
    offered = desk.get(address("section", "change", city)).context["adminform"].form.fields["parent"].queryset
    assert not set(offered) & {city, harbour}
    page = desk.post(address("section", "change", city), section(parent=harbour.pk))
    assert page.context["adminform"].form.errors


def test_two_sections_cannot_share_an_address(desk):
    make_section("City")
    page = desk.post(address("section", "add"), section(name="Another"))
    assert "already a section at /city/" in page.text


@pytest.mark.parametrize("make", [make_article, make_live])
def test_a_section_with_stories_is_kept_and_the_page_says_why(desk, make):
    city = make_section("City")
    make(section=city)
    page = desk.post(address("section", "delete", city), {"post": "yes"})
    assert "cannot be deleted" in page.text
    assert "1 story at the desk" in page.text
    assert Section.objects.filter(pk=city.pk).exists()


def test_a_section_with_sections_below_it_is_kept(desk):
    city = make_section("City")
    make_section("Harbour", city)
    assert "1 section below it" in desk.post(address("section", "delete", city), {"post": "yes"}).text


def test_a_series_is_made_and_an_empty_one_can_be_deleted(desk):
    made = desk.post(
        address("series", "add"), {"name": "The long winter", "slug": "the-long-winter", "description": ""}
    )
    assert made.status_code == 302
    assert desk.post(address("series", "delete", Series.objects.get()), {"post": "yes"}).status_code == 302
    assert not Series.objects.exists()


def test_a_word_is_one_tag_whatever_its_case(desk):
    Tag.objects.create(name="Shipping")
    page = desk.post(address("tag", "add"), {"name": " SHIPPING ", "slug": "shipping-2"})
    assert "There is already a tag “Shipping”." in page.text
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.create(name="shipping", slug="shipping-3")


def test_a_renamed_tag_keeps_its_earlier_address(desk):
    make_live(tags=["Harbor"])
    harbor = Tag.objects.get()
    desk.post(address("tag", "change", harbor), {"name": "Harbour", "slug": "harbour"})
    answer = desk.get("/tag/harbor/")
    assert (answer.status_code, answer.url) == (301, "/tag/harbour/")
    page = desk.post(address("tag", "add"), {"name": "Harbor", "slug": "harbor"})
    assert "still leads there" in page.text


def test_a_tag_in_use_is_kept(desk):
    make_article(tags=["Harbour"])
    page = desk.post(address("tag", "delete", Tag.objects.get()), {"post": "yes"})
    assert "1 story at the desk" in page.text


def test_a_reporter_reads_the_catalogue_and_changes_none(client):
    client.force_login(reporter())
    city = make_section("City")
    assert client.get(address("section", "change", city)).status_code == 200
    assert client.post(address("section", "change", city), section(name="X")).status_code == 403
    assert client.get(address("section", "add")).status_code == 403
    assert client.get(address("series", "add")).status_code == 403


@pytest.mark.parametrize("kind", ["section", "series", "tag"])
def test_the_lists_ask_no_more_of_the_database_with_more_in_them(desk, kind):
    model = {"section": Section, "series": Series, "tag": Tag}[kind]

    def add(many):
        for _ in range(many):
            number = model.objects.count()
            model.objects.create(name=f"Number {number}", slug=f"number-{number}")

    assert_queries_do_not_grow(lambda: desk.get(address(kind, "changelist")), add)
