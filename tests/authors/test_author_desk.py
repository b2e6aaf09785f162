"""Authors at the desk: written by editors, kept while a byline names them, never lost by a new address."""

import pytest
from django.urls import reverse

from authors.models import Author, AuthorAlias
from tests.cast import editor, make_article, make_author, make_live, make_picture, reporter
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
NO_LINKS = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def change(author):
    return reverse("admin:authors_author_change", args=[author.pk])


def fields(**changes):
    return {"name": "Ines Calder", "slug": "ines-calder", "job_title": "Harbour correspondent"} | NO_LINKS | changes


def test_a_new_author_with_portrait_account_and_links(desk, client):
    link = {"links-TOTAL_FORMS": "1", "links-0-label": "Mastodon", "links-0-url": "https://social.example/@ines"}
    link["links-0-position"] = "0"
    picture, rita = make_picture(), reporter()
    page = desk.post(
        reverse("admin:authors_author_add"), fields(picture=picture.pk, user=rita.pk, about="One.\n\nTwo.") | link
    )
    assert page.status_code == 302
    ines = Author.objects.get(slug="ines-calder")
    assert (ines.picture, ines.user) == (picture, rita)
    assert [link.label for link in ines.links.all()] == ["Mastodon"]
    make_live(bylines=[ines])
    public = desk.get(ines.get_absolute_url())
    assert public.status_code == 200
    assert "https://social.example/@ines" in public.text


def test_a_new_address_keeps_the_earlier_one_working(desk):
    ines = make_author()
    assert desk.post(change(ines), fields(slug="ines-calder-brown")).status_code == 302
    answer = desk.get("/author/ines-calder/")
    assert (answer.status_code, answer.url) == (301, "/author/ines-calder-brown/")


def test_an_author_may_return_to_an_earlier_address(desk):
    ines = make_author()
    make_live(bylines=[ines])
    for slug in ("ines-brown", "ines-calder"):
        desk.post(change(ines), fields(slug=slug))
    assert desk.get("/author/ines-calder/").status_code == 200
    assert [alias.slug for alias in AuthorAlias.objects.all()] == ["ines-brown"]


def test_nobody_else_may_take_an_earlier_address(desk):
    desk.post(change(make_author()), fields(slug="ines-brown"))
    page = desk.post(reverse("admin:authors_author_add"), fields(name="Another Ines"))
    assert "still leads there" in page.text
    assert Author.objects.count() == 1


@pytest.mark.parametrize("make", [make_article, make_live])
def test_an_author_in_a_byline_is_kept_and_the_page_says_why(desk, make):
    ines = make_author()
    make(bylines=[ines])
    address = reverse("admin:authors_author_delete", args=[ines.pk])
    for answer in (desk.get(address), desk.post(address, {"post": "yes"})):
        assert answer.status_code == 200
        assert "cannot be deleted" in answer.text
        assert "1 story at the desk" in answer.text
    assert Author.objects.filter(pk=ines.pk).exists()


def test_an_author_that_nothing_names_can_be_deleted(desk):
    ines = make_author()
    address = reverse("admin:authors_author_delete", args=[ines.pk])
    assert "This cannot be undone." in desk.get(address).text
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert not Author.objects.exists()


def test_a_reporter_reads_authors_and_changes_none(client):
    client.force_login(reporter())
    ines = make_author()
    page = client.get(change(ines))
    assert page.status_code == 200
    assert 'name="job_title"' not in page.text
    assert client.post(change(ines), fields(job_title="Editor in chief")).status_code == 403
    assert client.get(reverse("admin:authors_author_add")).status_code == 403


def test_only_people_without_a_page_are_offered_as_account(desk):
    rita = reporter()
    taken = make_author("Rita Reporter", user=rita)
    offered = desk.get(reverse("admin:authors_author_add")).context["adminform"].form.fields["user"].queryset
    assert rita not in offered
    assert rita in desk.get(change(taken)).context["adminform"].form.fields["user"].queryset


def test_the_desk_leads_to_the_public_page(desk):
    page = desk.get(change(make_author()))
    assert "View on site" in page.text
    address = page.context["absolute_url"]
    assert desk.get(address).url == "/author/ines-calder/"


def test_the_list_of_authors_asks_no_more_of_the_database_with_more_authors(desk):
    def hire(many):
        for _ in range(many):
            make_author(f"Author Number {Author.objects.count()}")

    assert_queries_do_not_grow(lambda: desk.get(reverse("admin:authors_author_changelist")), hire)
