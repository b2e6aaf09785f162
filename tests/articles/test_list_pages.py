"""Pages of many stories: front, section, tag, series, author."""

import re
from datetime import timedelta

import pytest

from articles import workflow
from articles.models import Article, SectionAlias, Series, Tag, TagAlias
from authors.models import AuthorAlias
from tests import cast
from tests.articles.stories import NOON, published

pytestmark = pytest.mark.django_db


def html_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def headlines(html: str) -> list[str]:
    return re.findall(r'class="card__headline"[^>]*><a href="[^"]*">([^<]*)</a>', html)


def all_pages(client, address: str) -> list[list[str]]:
    """The headlines of a list, page by page, as a reader finds them who goes on to older stories until the end."""
    pages, next_address = [], address
    while next_address:
        html = html_of(client, next_address)
        pages.append(headlines(html))
        older = re.search(r'rel="next" href="(\?cursor=[^"]+)"', html)
        next_address = older and address + older[1]
    return pages


# The front


def test_the_newest_story_leads_the_front_and_each_section_follows_with_its_own(client):
    city, sport = cast.make_section("City"), cast.make_section("Sport")
    for day in range(12):
        section = sport if day % 2 else city
        published(NOON + timedelta(days=day), headline=f"Story {day}", slug=f"s{day}", section=section)
    html = html_of(client, "/")
    assert headlines(html)[:8] == [f"Story {day}" for day in range(11, 3, -1)]
    sports = html[html.index('href="/sport/">Sport</a></h2>') :]
    assert headlines(sports) == ["Story 3", "Story 1"]


def test_the_front_names_the_newspaper_in_its_only_first_heading(client):
    html = html_of(client, "/")
    assert re.findall(r"<h1>.*?>([^<]+)</a></h1>", html) == ["The Harbour Post"]


def test_an_empty_front_says_so(client):
    assert "Nothing has been published yet" in html_of(client, "/")


# A section


def test_a_section_shows_its_stories_and_those_of_the_sections_below_it(client):
    harbour = cast.make_section("Harbour")
    shipping = cast.make_section("Shipping", parent=harbour)
    published(NOON, headline="Of the harbour", section=harbour)
    published(NOON + timedelta(days=1), headline="Of shipping", section=shipping)
    published(NOON, headline="Of the world", section=cast.make_section("World"))
    html = html_of(client, "/harbour/")
    assert headlines(html) == ["Of shipping", "Of the harbour"]
    assert 'href="/harbour/shipping/">Shipping</a>' in html
    assert headlines(html_of(client, "/harbour/shipping/")) == ["Of shipping"]


def test_a_subsection_leads_back_to_its_section(client):
    cast.make_section("Shipping", parent=cast.make_section("Harbour"))
    crumbs = re.search(r'aria-label="Breadcrumb">.*?</nav>', html_of(client, "/harbour/shipping/"), re.DOTALL)
    assert 'href="/harbour/"' in crumbs[0]


def test_the_section_is_marked_in_the_navigation(client):
    cast.make_section("Shipping", parent=cast.make_section("Harbour"))
    assert 'href="/harbour/" aria-current="page">Harbour</a>' in html_of(client, "/harbour/")
    assert 'href="/harbour/" aria-current="true">Harbour</a>' in html_of(client, "/harbour/shipping/")


def test_an_empty_section_says_so_and_leads_on(client):
    cast.make_section("Harbour")
    assert "Nothing has been published in Harbour yet" in html_of(client, "/harbour/")


def test_an_unknown_section_answers_404(client):
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/wp-login.php").status_code == 404


def test_a_former_path_of_a_section_answers_one_redirect_and_keeps_the_page(client):
    section = cast.make_section("Harbour")
    SectionAlias.objects.create(path="port", section=section)
    answer = client.get("/port/?cursor=5-1")
    assert (answer.status_code, answer["Location"]) == (301, "/harbour/?cursor=5-1")


# Paging


@pytest.mark.parametrize(
    "address", ["/city/", "/tag/ports/", "/author/ines-calder/", "/series/the-wall/", "/2026/03/14/"]
)
def test_paging_shows_every_story_once_even_when_all_have_the_same_time(client, address):
    series = Series.objects.create(name="The wall", slug="the-wall")
    author = cast.make_author()
    for number in range(65):
        published(headline=f"Story {number}", slug=f"s{number}", tags=["Ports"], bylines=[author], series=series)
    pages = all_pages(client, address)
    assert [len(page) for page in pages] == [30, 30, 5]
    assert sorted(sum(pages, [])) == sorted(f"Story {number}" for number in range(65))


def test_a_story_published_between_two_pages_moves_nothing(client):
    for number in range(40):
        published(NOON + timedelta(minutes=number), headline=f"Story {number}", slug=f"s{number}")
    first = html_of(client, "/city/")
    published(NOON + timedelta(days=1), headline="A new one", slug="new")
    older = re.search(r'rel="next" href="([^"]+)"', first)[1]
    assert headlines(html_of(client, f"/city/{older}")) == [f"Story {number}" for number in range(9, -1, -1)]


@pytest.mark.parametrize("cursor", ["x", "1", "1-x", "-", "1-1-1"])
def test_a_cursor_that_we_never_wrote_answers_404(client, cursor):
    cast.make_section("City")
    author = cast.make_author()
    assert client.get("/city/", {"cursor": cursor}).status_code == 404
    assert client.get(author.get_absolute_url(), {"cursor": cursor}).status_code == 404


# Tags and series


def test_a_tag_shows_its_stories(client):
    published(headline="With the tag", tags=["Ports"])
    published(headline="Without", slug="without")
    assert headlines(html_of(client, "/tag/ports/")) == ["With the tag"]


def test_a_tag_or_series_that_no_reader_has_met_answers_404(client):
    """The name alone may tell what is still to come."""
    series = Series.objects.create(name="Secret", slug="secret")
    cast.make_article(tags=["Minister resigns"], series=series)
    assert Tag.objects.filter(slug="minister-resigns").exists()
    assert client.get("/tag/minister-resigns/").status_code == 404
    assert client.get("/series/secret/").status_code == 404


def test_a_former_slug_of_a_tag_answers_one_redirect(client):
    published(tags=["Ports"])
    TagAlias.objects.create(slug="harbours", tag=Tag.objects.get(slug="ports"))
    answer = client.get("/tag/harbours/")
    assert (answer.status_code, answer["Location"]) == (301, "/tag/ports/")


def test_a_series_shows_what_it_is_about_and_its_stories(client):
    series = Series.objects.create(name="The wall", slug="the-wall", description="What holds the sea back.")
    published(headline="Part one", series=series)
    html = html_of(client, "/series/the-wall/")
    assert "What holds the sea back." in html
    assert headlines(html) == ["Part one"]


# Authors


def test_an_authors_page_introduces_them_and_shows_their_stories(client):
    author = cast.make_author(
        job_title="Harbour correspondent", about="First paragraph.\n\nSecond paragraph.", email="ines@news.example"
    )
    author.links.create(label="Mastodon", url="https://social.example/@ines")
    published(headline="By Ines", bylines=[author])
    published(headline="By somebody else", slug="other")
    html = html_of(client, "/author/ines-calder/")
    assert "<p>First paragraph.</p>" in html
    assert "Harbour correspondent" in html
    assert 'href="mailto:ines@news.example"' in html
    assert 'href="https://social.example/@ines"' in html
    assert headlines(html) == ["By Ines"]


def test_an_author_with_two_roles_in_a_story_has_it_once_on_the_list(client):
    author = cast.make_author()
    published(headline="Words and pictures", bylines=[(author, "words"), (author, "pictures")])
    assert headlines(html_of(client, author.get_absolute_url())) == ["Words and pictures"]


def test_readers_do_not_learn_who_is_about_to_write(client):
    newcomer, former = cast.make_author("Nora New"), cast.make_author("Fay Former")
    cast.make_article(headline="Her first", slug="first", bylines=[newcomer])
    published(headline="Gone", slug="gone", bylines=[former])
    workflow.withdraw(Article.objects.get(slug="gone"), by=cast.editor())
    published(headline="By Ines", bylines=[cast.make_author()])
    for author in (newcomer, former):
        for below in ("", "feed.xml", "feed.atom"):
            assert client.get(f"{author.get_absolute_url()}{below}").status_code == 404
    listed = html_of(client, "/authors/")
    assert "Ines Calder" in listed
    assert "Nora New" not in listed and "Fay Former" not in listed


def test_a_former_slug_of_an_author_answers_one_redirect(client):
    author = cast.make_author()
    AuthorAlias.objects.create(slug="ines-miller", author=author)
    answer = client.get("/author/ines-miller/")
    assert (answer.status_code, answer["Location"]) == (301, "/author/ines-calder/")


def test_the_list_of_authors_leads_to_each(client):
    published(bylines=[cast.make_author("Ines Calder"), (cast.make_author("Tomas Whitfield"), "pictures")])
    html = html_of(client, "/authors/")
    assert 'href="/author/ines-calder/"' in html
    assert 'href="/author/tomas-whitfield/"' in html


def test_no_list_shows_a_draft(client):
    cast.make_article(headline="Not yet", tags=["Ports"], bylines=[cast.make_author()])
    published(headline="Already", slug="already", tags=["Ports"], bylines=[cast.make_author()])
    for address in ("/", "/city/", "/tag/ports/", "/author/ines-calder/", "/2026/"):
        assert headlines(html_of(client, address)) == ["Already"], address
    assert Article.objects.count() == 2
