"""Search: the same answers on both databases, whatever readers type."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms import Select
from django.urls import reverse
from django.utils.html import strip_tags

from articles import clock, workflow
from articles.forms.search import SearchForm
from articles.search import parse
from tests.cast import editor, make_article, make_author, make_live, make_section, rewrite
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Three stories that search can tell apart."""
    for headline, body, more in (
        ("Ferries return to the harbour", "<p>After the storm the ferries sail again.</p>", {}),
        ("Council votes on trams", "<p>The harbour was mentioned once.</p>", {"bylines": [make_author()]}),
        ("Café owners hope for summer", "<p>Coffee is dear this year.</p>", {"tags": ["Trade"]}),
    ):
        make_live(headline=headline, standfirst="", body=body, **more)


def found(client, q: str, **filters) -> list[str]:
    page = client.get(reverse("articles:search"), {"q": q, **filters})
    assert page.status_code == 200
    return [strip_tags(hit.title) for hit in page.context["hits"]]


def test_words_in_headlines_come_before_words_in_texts(archive, client):
    assert found(client, "harbour") == ["Ferries return to the harbour", "Council votes on trams"]


def test_a_word_finds_its_other_forms(archive, client):
    assert found(client, "ferry") == ["Ferries return to the harbour"]
    assert found(client, "voting") == ["Council votes on trams"]


def test_the_last_word_may_be_half_typed(archive, client):
    assert found(client, "council tra") == ["Council votes on trams"]


def test_every_word_must_be_there(archive, client):
    assert found(client, "harbour trams") == ["Council votes on trams"]
    assert found(client, "harbour zebra") == []


def test_a_phrase_is_looked_for_as_it_stands(archive, client):
    assert found(client, '"storm the ferries"') == ["Ferries return to the harbour"]
    assert found(client, '"ferries the storm"') == []


def test_a_minus_leaves_a_word_out(archive, client):
    assert found(client, "harbour -trams") == ["Ferries return to the harbour"]


@pytest.mark.parametrize("typed", ["café", "cafe", "CAFÉ", "cafe\u0301", "caf"])
def test_accents_do_not_matter(archive, client, typed):
    assert found(client, typed) == ["Café owners hope for summer"]


def test_a_word_typed_with_its_accent_is_marked(archive, client):
    page = client.get(reverse("articles:search"), {"q": "café"}).content.decode()
    assert "<mark>Café</mark> owners" in page


def test_names_and_tags_are_found(archive, client):
    assert found(client, "Calder") == ["Council votes on trams"]
    assert found(client, "trade") == ["Café owners hope for summer"]


def test_found_words_are_marked_and_nothing_else_is_markup(client):
    make_live(headline="Ships & <b>boats</b>", body="<p>Ships &lt;script&gt; sail.</p>")
    page = client.get(reverse("articles:search"), {"q": "ships"}).content.decode()
    assert "<mark>Ships</mark> &amp; &lt;b&gt;boats&lt;/b&gt;" in page
    assert "<script>" not in page.replace('<script type="application/ld+json">', "")


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "'", "he said \"no", "   ", "\0", "a\0b", "*", "-", "--", "NEAR(", "AND", "a AND", "(", "^", "col:x", ":*",
     "\\", "%", "_", "𝔘𝔫𝔦", "ß" * 500, "a " * 300, "'; DROP TABLE x", "<->", "!!", "&|", "\ue000", "🚢", "-only -minus"],
)  # fmt: skip
def test_nothing_that_a_reader_types_is_an_error(archive, client, typed):
    assert isinstance(found(client, typed), list)


def test_filters_narrow_the_hits(client):
    sport = make_section("Sport")
    make_live(headline="Harbour run", section=sport, bylines=[make_author()])
    make_live(headline="Harbour dues")
    today = f"{clock.now():%Y-%m-%d}"
    assert found(client, "harbour", section="sport") == ["Harbour run"]
    assert found(client, "harbour", author="ines-calder") == ["Harbour run"]
    assert found(client, "harbour", start="2099-01-01") == []
    assert len(found(client, "harbour", start="2020-01-01", end=today)) == 2


@pytest.mark.parametrize("filters", [{"section": "nowhere"}, {"start": "yesterday"}, {"page": "0"}, {"author": "'"}])
def test_a_filter_that_makes_no_sense_is_no_error(archive, client, filters):
    assert found(client, "harbour", **filters)


@pytest.mark.parametrize(
    "asked", [{}, {"section": "sport-&-<play>", "author": "d'arcy"}, {"section": "<b>", "author": "nobody"}]
)
def test_the_lists_to_choose_from_are_what_django_would_draw(asked):
    make_live(section=make_section("Sport & <play>"), bylines=[make_author("D'Arcy")])
    make_live(section=make_section("City"), bylines=[make_author()])
    for name, label in (("section", "All sections"), ("author", "All authors")):
        form = SearchForm(asked or None)
        ours, form.fields[name].widget.__class__ = str(form[name]), Select
        form.fields[name].widget.template_name = Select.template_name
        assert re.sub(r"\s+<", "<", ours) == re.sub(r"\s+<", "<", str(form[name]))
        assert f">{label}</option>" in ours and ours.count("<option") == 3
        assert ours.count(" selected>") == (asked.get("author") != "nobody")


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize("filters", [{"start": "0001-01-01"}, {"end": "9999-12-31"}, {"end": "2901-01-01"}])
def test_a_day_that_no_archive_has_is_told_beside_its_field(archive, client, settings, zone, filters):
    settings.TIME_ZONE = zone
    page = client.get(reverse("articles:search"), {"q": "harbour", **filters})
    assert "Choose a day between the years 1600 and 2900." in page.text
    assert page.context["hits"]


def test_only_what_is_live_is_found(client):
    hidden = make_article(headline="Zanzibar talks")
    workflow.schedule(hidden, by=editor(), at=clock.read() + timedelta(hours=1))
    article = make_live(headline="Zeppelin lands")
    rewrite(article, headline="Zeppelin crashes")
    workflow.publish(article, by=editor(), kind="update")
    withdrawn = make_live(headline="Zebra on the loose")
    workflow.withdraw(withdrawn, by=editor())
    assert found(client, "zanzibar") == found(client, "zebra") == found(client, "lands") == []
    assert found(client, "zeppelin") == ["Zeppelin crashes"]


def test_what_was_unscheduled_leaves_the_index(client):
    article = make_article(headline="Zanzibar talks")
    workflow.schedule(article, by=editor(), at=clock.read() + timedelta(hours=1))
    workflow.unschedule(article, by=editor())
    make_live(headline="Another story")
    assert found(client, "zanzibar") == []


def test_more_hits_are_on_a_further_page(client):
    for number in range(23):
        make_live(headline=f"Harbour notes {number}")
    page = client.get(reverse("articles:search"), {"q": "harbour"})
    more = client.get(reverse("articles:search") + page.context["more"])
    shown = [hit.edition.pk for hit in [*page.context["hits"], *more.context["hits"]]]
    assert len(shown) == len(set(shown)) == 23
    assert not more.context["more"]


def test_the_index_can_be_made_anew(archive, client):
    connection.check_constraints()
    call_command("rebuild_search", verbosity=0)
    assert found(client, "ferries") == ["Ferries return to the harbour"]


def test_editions_can_be_rendered_anew(archive, client):
    call_command("render_editions", verbosity=0)
    assert found(client, "ferries") == ["Ferries return to the harbour"]


def test_queries_do_not_grow_with_hits(client, django_assert_num_queries):
    def add(number):
        for _ in range(number):
            make_live(headline="Harbour notes", bylines=[make_author()], tags=["sea"])

    assert_queries_do_not_grow(lambda: client.get(reverse("articles:search"), {"q": "harbour"}), add)


def test_what_was_typed_is_taken_apart():
    query = parse('harbour "old town" -fire “new ships')
    assert query.wanted == (("harbour",), ("old", "town"), ("new", "ships"))
    assert query.unwanted == (("fire",),)


def test_the_newest_come_first_if_that_is_asked(archive, client):
    assert found(client, "harbour", order="newest") == ["Council votes on trams", "Ferries return to the harbour"]


def test_hits_are_counted_as_far_as_they_are_looked_at(client, monkeypatch):
    for number in range(3):
        make_live(headline=f"Harbour notes {number}")
    hidden = make_live(headline="Harbour secrets")
    workflow.withdraw(hidden, by=editor())
    assert ">3 stories<" in client.get(reverse("articles:search"), {"q": "harbour"}).text
    monkeypatch.setattr(import_module("articles.search.find"), "POOL", 2)
    assert "More than 2 stories" in client.get(reverse("articles:search"), {"q": "harbour"}).text


def test_of_more_hits_than_are_looked_at_the_newest_are_shown(client, monkeypatch):
    for name in ("LOOK", "MANY"):
        monkeypatch.setattr(f"articles.search.postgresql.{name}", 1)
    monkeypatch.setattr(import_module("articles.search.find"), "POOL", 2)
    for headline, standfirst in (("Old harbour", ""), ("Harbour walk", ""), ("A walk", "Beside the water")):
        make_live(headline=headline, standfirst=standfirst, body="<p>The harbour again.</p>")
    assert found(client, "harbour") == ["Harbour walk", "A walk"]
    assert found(client, "harbour", order="newest") == ["A walk", "Harbour walk"]


@pytest.mark.parametrize("sign", ["ﷺ", "ﷻ", "⑴", "⒇", "㈠", "²", "ﬃ"])
def test_signs_that_stand_for_several_letters_are_searched_for_like_any(archive, client, sign):
    assert found(client, sign) == found(client, f"harbour {sign}") == found(client, f"{sign}a") == []


def test_a_sign_that_is_no_letter_at_all_is_no_error(archive, client):
    assert found(client, "ͺ") == []
    found(client, "harbour ͺ")
