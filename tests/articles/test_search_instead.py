"""“Did you mean …?”: for a misspelt word one that readers can find, and never one that stands only in what is hidden."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from articles import clock, workflow
from articles.models import Edition, SearchWord
from articles.search import words
from tests.cast import administrator, editor, make_article, make_author, make_live, make_section, rewrite

pytestmark = pytest.mark.django_db


def ask(client, q: str, **more):
    page = client.get(reverse("articles:search"), {"q": q, **more})
    assert page.status_code == 200
    assert ("Did you mean" in page.text) == bool(page.context["meant"])
    return page


def meant(client, q: str, **more) -> str:
    return ask(client, q, **more).context["meant"]


def test_a_misspelt_word_leads_to_the_right_one(client):
    make_live(headline="Ferries return to the harbour", body="<p>Sails.</p>")
    for typed in ("harbor", "harbuor", "habour", "harbourr", "harvour", "Arbour", "HARBUOR"):
        assert meant(client, typed) == "harbour", typed


def test_words_of_other_alphabets_and_with_accents_are_offered(client):
    make_live(headline="Café Žižkov, Премьера в театре, Straßenbahn, Η Αθήνα", body="<p>Words.</p>")
    rights = {"zizkob": "žižkov", "театоре": "театре", "strassenbhan": "straßenbahn", "αθηνσ": "αθήνα"}
    for typed, right in rights.items():
        assert meant(client, typed) == right


def test_names_and_tags_are_offered(client):
    make_live(headline="Council votes", bylines=[make_author()], tags=["Trams"])
    assert meant(client, "caldre") == "calder"
    assert meant(client, "trasm") == "trams"


def test_only_what_finds_nothing_is_exchanged_and_the_rest_stays_as_typed(client):
    make_live(headline="Ferries return to the harbour", body="<p>After the storm.</p>")
    assert meant(client, 'storm "the harbuor" -fire') == 'storm "the harbour" -fire'
    assert meant(client, "feries harbuor") == "ferries harbour"


def test_nothing_is_offered_where_something_was_found_or_nothing_is_near(client):
    make_live(headline="Ferries return to the harbour")
    assert (
        meant(client, "harbour")
        == meant(client, "xylophone")
        == meant(client, "har")
        == meant(client, "-harbuor")
        == ""
    )


def test_nothing_is_offered_that_would_find_nothing(client):
    make_live(headline="Ferries return", body="<p>Sails.</p>")
    make_live(headline="Trams return", body="<p>Rails.</p>")
    assert meant(client, "feries trams") == ""


def _drafted():
    make_article(headline="Zanzibar talks")


def _scheduled():
    workflow.schedule(make_article(headline="Zanzibar talks"), by=editor(), at=clock.read() + timedelta(hours=1))


def _withdrawn():
    workflow.withdraw(make_live(headline="Zanzibar talks"), by=editor())


def _killed():
    workflow.kill(make_live(headline="Zanzibar talks"), by=editor(), reason="A court.")


def _superseded():
    story = make_live(headline="Zanzibar talks")
    rewrite(story, headline="Talks")
    workflow.publish(story, by=editor(), kind="update")


@pytest.mark.parametrize("hide", [_drafted, _scheduled, _withdrawn, _killed, _superseded])
def test_what_stands_only_in_what_is_hidden_is_never_offered(client, hide):
    hide()
    make_live(headline="Council votes")
    for typed in ("zanzibra", "zanzbar", "council zanzibra"):
        assert meant(client, typed) == ""


def test_not_even_where_another_form_of_it_is_live(client):
    _withdrawn()
    make_live(headline="Zanzibars and Zanzibarians")
    for typed in ("zanzibra", "zanzbar"):
        assert "zanzibar" not in meant(client, typed).split()


def test_a_word_is_offered_from_the_second_on_in_which_its_story_is_live(client, readers_clock):
    at = clock.read() + timedelta(hours=1)
    workflow.schedule(make_article(headline="Zanzibar talks"), by=editor(), at=at)
    assert meant(client, "zanzibra") == ""
    readers_clock(at)
    assert meant(client, "zanzibra") == "zanzibar"


def test_the_link_keeps_what_narrows_and_only_that_counts(client):
    make_live(headline="Harbour run", section=make_section("Sport"))
    make_live(headline="Council votes", standfirst="")
    page = ask(client, "harbuor", section="sport", start="2020-01-01", page="1")
    asked = parse_qs(urlsplit(page.context["meant_address"]).query)
    assert asked == {"q": ["harbour"], "section": ["sport"], "start": ["2020-01-01"]}
    assert meant(client, "harbuor", section="city") == ""


def test_what_was_typed_around_the_word_is_no_markup(client):
    make_live(headline="Ferries return to the harbour")
    page = ask(client, "<b>harbuor</b>")
    assert "<b>" not in page.text


def test_a_search_asks_a_bounded_number_of_questions(client, django_assert_max_num_queries):
    make_live(headline=" ".join(f"harbour{letter}" for letter in "abcdefghijklmnop"))
    with django_assert_max_num_queries(40):
        meant(client, " ".join(f"harbuor{letter}" for letter in "abcdefghijkl"))


def test_publishing_the_same_words_again_keeps_no_more_of_them(db):
    make_live(headline="Harbour notes")
    before = SearchWord.objects.count()
    make_live(headline="Harbour notes")
    assert SearchWord.objects.count() == before


def test_the_words_are_made_anew_with_the_index(client):
    make_live(headline="Ferries return to the harbour")
    _withdrawn()
    SearchWord.objects.all().delete()
    connection.check_constraints()
    call_command("rebuild_search", verbosity=0)
    assert meant(client, "harbuor") == "harbour"
    assert not SearchWord.objects.filter(word="zanzibar").exists()


def test_what_is_redacted_or_unscheduled_takes_its_words_along(db):
    story = make_live(headline="Zanzibar talks")
    workflow.withdraw(story, by=editor())
    workflow.redact(story, by=administrator(), editions=Edition.objects.filter(article=story), reason="A court.")
    planned = make_article(headline="Zeppelin lands")
    workflow.schedule(planned, by=editor(), at=clock.read() + timedelta(hours=1))
    assert SearchWord.objects.filter(word="zeppelin").exists()
    workflow.unschedule(planned, by=editor())
    assert not SearchWord.objects.filter(word__in=["zanzibar", "zeppelin"]).exists()


@pytest.mark.parametrize("typed", ["mergerz", "mergerz xables", "mergerz xables stoxes"])
def test_a_hidden_headline_changes_nothing_of_what_is_offered(client, typed):
    make_live(headline="Mergers tables stones", body="<p>All three together.</p>")
    make_live(headline="cables stores", body="<p>Others that are near.</p>")
    before = ask(client, typed).text
    for headline in ("Merger talks", "Mergerx mergery fables", "Merges gables stokes"):
        workflow.schedule(make_article(headline=headline), by=editor(), at=clock.read() + timedelta(hours=1))
    assert ask(client, typed).text == before


def test_nothing_is_offered_beyond_the_first_page(client):
    make_live(headline="Harbours open")
    make_live(headline="Harbour closes")
    assert meant(client, "harbour", first="9-9") == meant(client, "harbour", older="9-9") == ""


def test_while_the_words_are_made_anew_those_that_are_offered_stay(client):
    make_live(headline="Ferries return to the harbour")
    before = set(SearchWord.objects.values_list("pk", flat=True))
    words.rebuild()
    assert set(SearchWord.objects.values_list("pk", flat=True)) == before
