"""Queries that are compiled once give the same rows, and the same keys of the page, as those that they stand for."""

import pytest

from accounts import keys
from accounts.prepared import NotPrepared, prepared
from articles import changes, clock, loading
from articles.forms.search import _named
from articles.models import Edition, Section
from articles.related import _related
from articles.search.find import _live
from articles.views import front
from authors import views as authors
from comments import policies
from comments.querysets import FIRST_PAGES, _whole
from tests import cast
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def read_by(query, values) -> tuple[list, set, set]:
    """What a query gives, and what its page knows of it."""
    with keys.collecting() as page:
        rows = list(query(*values))
    return rows, page.keys, page.refusals


@pytest.fixture
def story() -> Edition:
    people = [cast.make_author(), (cast.make_author("Teo Vanterloo"), "pictures")]
    cast.make_live(headline="The quay", slug="quay", tags=["ports"], bylines=people[:1])
    return cast.make_live(headline="First ship", slug="ship", tags=["ports", "ships"], bylines=people).editions.get()


def queries_about(story: Edition) -> list[tuple]:
    """Each prepared query of readers' pages with values of one story."""
    at, section, tags = clock.instant(), story.section.pk, tuple(story.tag_links.values_list("tag", flat=True))
    author = story.bylines.first().author
    lists = {"in_section": section, "tagged": tags[0], "by_author": author.pk, "in_series": 1}
    return [
        (loading._at, story.address_id, at, changes.no_versions()),
        (loading._people, story.pk),
        (loading._tags, (story.pk,)),
        (loading._newest, at),
        (front._top, at),
        (front._newest_in, at, (section,), (story.pk,)),
        (loading._bylines, (story.pk, story.pk)),
        (_related, at, story.article_id, (section,), tags),
        (_related, at, story.article_id, (section,), ()),
        (authors._at, author.slug),
        (policies._shown_of, story.article_id),
        (_named, at),
        (_live, at, (story.pk, story.pk)),
        *((loading.LISTS[door], at, of) for door, of in lists.items()),
        *((loading.FEEDS[door], at, of) for door, of in lists.items()),
    ]


def test_a_prepared_query_gives_the_rows_and_the_keys_of_the_one_it_stands_for(story):
    other = Edition.objects.exclude(pk=story.pk).get()
    for query, *values in [*queries_about(other), *queries_about(story)]:
        assert read_by(query, values) == read_by(query.build, values), query.build.__name__


def test_a_prepared_part_of_a_query_has_the_parameters_and_the_keys_of_the_one_it_stands_for(story):
    parts = [(_whole, story.article_id, clock.instant()), *((each, story.article_id) for each in FIRST_PAGES.values())]
    for query, *values in parts:
        with keys.collecting() as page:
            text, params = query.sql(*values)
        with keys.collecting() as compiled:
            assert (text, tuple(params)) == query.build(*values).query.sql_with_params()
        assert (page.keys, page.refusals) == (compiled.keys, compiled.refusals)


def test_it_is_built_once_for_each_number_of_values():
    built = []

    @prepared
    def some(ids):
        built.append(ids)
        return Section.objects.filter(pk__in=ids)

    city, sports = cast.make_section(), cast.make_section("Sports")
    assert some((city.pk,)) == [city]
    assert some((sports.pk,)) == [sports]
    assert len(built) == 1
    assert set(some((city.pk, sports.pk))) == {city, sports}
    assert len(built) == 2


def test_a_value_that_goes_into_the_query_in_another_shape_is_refused():
    asking = prepared(lambda word: Section.objects.filter(name__contains=word))
    with pytest.raises(NotPrepared):
        asking("ship")


def test_a_value_that_looks_like_another_one_s_place_changes_nothing(story):
    asking = prepared(lambda name, slug: Section.objects.filter(name=name, slug=slug))
    [query] = queries_of(lambda: asking("stand-in-10001-for-a-word", "city"))
    assert "'stand-in-10001-for-a-word'" in query and "'city'" in query
