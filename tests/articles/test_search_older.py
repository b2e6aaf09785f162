"""Search beyond the newest hits: every hit is reached once, in both orders, whatever is published meanwhile."""

from importlib import import_module

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from articles import workflow
from articles.search import parse
from articles.search.find import backend
from tests.cast import editor, make_author, make_live
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db

ORDERS = pytest.mark.parametrize("order", ["", "newest"])


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of two hits, a window of four."""
    monkeypatch.setattr(import_module("articles.search.find"), "POOL", 4)
    monkeypatch.setattr(import_module("articles.views.search"), "SIZE", 2)


def publish(number: int, name: str = "Harbour notes") -> None:
    for each in range(number):
        make_live(headline=f"{name} {each}")


def ask(client, address: str = "?q=harbour", **more):
    return client.get(reverse("articles:search") + address, more or None)


def walk(client, page, after_first=None) -> list[list[str]]:
    """The headlines of this page and of all that follow it."""
    pages = [[strip_tags(hit.title) for hit in page.context["hits"]]]
    if after_first:
        after_first()
    while page.context["more"]:
        assert len(pages) < 50, "The pages have no end."
        page = ask(client, page.context["more"])
        pages.append([strip_tags(hit.title) for hit in page.context["hits"]])
    return pages


@ORDERS
def test_every_hit_is_reached_once(client, small_pages, order):
    publish(9)
    pages = walk(client, ask(client, q="harbour", order=order))
    assert sorted(sum(pages, [])) == [f"Harbour notes {each}" for each in range(9)]
    assert pages[2:] == [
        ["Harbour notes 4", "Harbour notes 3"],
        ["Harbour notes 2", "Harbour notes 1"],
        ["Harbour notes 0"],
    ]


@ORDERS
def test_what_is_published_while_somebody_reads_moves_nothing(client, small_pages, order):
    publish(9)
    first = ask(client, q="harbour", order=order)
    pages = walk(client, first, after_first=lambda: publish(3, "New harbour"))
    assert sorted(sum(pages, [])) == [f"Harbour notes {each}" for each in range(9)]


@ORDERS
def test_what_is_withdrawn_while_somebody_reads_does_not_end_the_pages(client, small_pages, order):
    publish(9)
    third = ask(client, ask(client, ask(client, q="harbour", order=order).context["more"]).context["more"])
    following = ask(client, third.context["more"]).context["hits"][0].edition
    workflow.withdraw(following.article, by=editor())
    assert walk(client, third) == [["Harbour notes 4", "Harbour notes 3"], ["Harbour notes 1", "Harbour notes 0"]]


def test_the_page_says_that_older_stories_follow_and_that_these_are_them(client, small_pages):
    publish(5)
    second = ask(client, ask(client, q="harbour").context["more"])
    assert ">Older stories<" in second.text
    older = ask(client, second.context["more"])
    assert "Older stories, the newest first" in older.text
    assert ">More results<" not in older.text


def test_pages_keep_what_narrows_and_an_order_begins_anew(client, small_pages):
    publish(9)
    page = ask(client, q="harbour", section="city", start="2020-01-01")
    for _ in range(3):
        page = ask(client, page.context["more"])
        assert {
            "q": "harbour",
            "section": "city",
            "start": "2020-01-01",
        }.items() <= page.wsgi_request.GET.dict().items()
    assert not {"older", "first", "page"} & set(page.context["orders"][1][1].replace("&", "=").split("="))


@pytest.mark.parametrize("name", ["first", "older"])
def test_a_key_that_nobody_has_written_is_no_error(client, small_pages, name):
    publish(1)
    for key in ("x", "1", "1-1", "-1--1", "99999999999999999-1", "1700000000000000-999999999999999999", "%00", "٣-٣"):
        assert ask(client, f"?q=harbour&{name}={key}").status_code == 200, key


def test_queries_of_an_older_page_do_not_grow(client, small_pages):
    publish(9)
    pages = [ask(client, q="harbour")]
    for _ in range(2):
        pages.append(ask(client, pages[-1].context["more"]))
    more = pages[1].context["more"]
    assert_queries_do_not_grow(lambda: ask(client, more), publish)


@ORDERS
def test_an_author_in_two_roles_takes_no_hit_from_the_pages(client, small_pages, order):
    author = make_author("Ines Calder")
    for number in range(9):
        make_live(headline=f"Harbour notes {number}", bylines=[(author, "words"), (author, "pictures")])
    pages = walk(client, ask(client, q="harbour", order=order, author=author.slug))
    assert sorted(sum(pages, [])) == [f"Harbour notes {number}" for number in range(9)]


@ORDERS
def test_a_filter_that_makes_no_sense_stops_nobody_from_reading_on(client, small_pages, order):
    publish(9)
    pages = walk(client, ask(client, q="harbour", order=order, start="yesterday"))
    assert sorted(sum(pages, [])) == [f"Harbour notes {number}" for number in range(9)]


@ORDERS
def test_older_hits_are_not_said_to_be_sorted_otherwise_than_by_date(client, small_pages, order):
    publish(7)
    page = ask(client, q="harbour", order=order)
    while not page.context["place"].older:
        page = ask(client, page.context["more"])
    chosen = [words for words, _, is_chosen in page.context["orders"] if is_chosen]
    assert chosen == (["Newest first"] if order else [])


def test_what_begins_with_the_last_word_is_found_where_the_whole_word_is_in_few_stories(client, small_pages):
    publish(3)
    make_live(headline="Harbourmaster resigns")
    assert "Harbourmaster resigns" in sum(walk(client, ask(client)), [])
    publish(3, "More harbour notes")
    found = [headline for headline in sum(walk(client, ask(client)), []) if headline != "Harbourmaster resigns"]
    assert len(found) == len(set(found)) == 6
    assert "Harbourmaster resigns" in sum(walk(client, ask(client, "?q=harbourm")), [])


def test_sqlite_does_not_gather_what_begins_with_a_common_word(small_pages):
    publish(5)
    with connection.cursor() as cursor:
        few, many = (backend().settled(cursor, parse("harbour"), most).unfinished for most in (5, 4))
    assert few
    assert many == (connection.vendor == "postgresql")
