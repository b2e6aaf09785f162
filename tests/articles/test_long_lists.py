"""Lists of a long archive: each is a walk along an index, so that a page costs the same however many stories there are."""

from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import changes, desk, loading, sitemaps, workflow
from articles.admin.listing import COUNTED
from articles.models import Address, Article, Edition, Revision, Stage
from tests.articles.desk import page, signed_in
from tests.cast import editor, make_article, make_author, make_live, make_section, rewrite
from tests.plans import assert_walks, plans_of

pytestmark = pytest.mark.django_db

LIST = page("changelist")
MANY = 150
BY_SAVING = 'ORDER BY "articles_article"."saved_at" DESC'
NUMBERS = 'SELECT "articles_article"."id" AS "pk" FROM "articles_article"'  # of the stories on a page


@pytest.fixture
def archive():
    """Enough stories for the databases to take the way that they take of a hundred thousand: one story and its copies."""
    story = make_live(section=make_section("City"))
    edition, frozen = story.editions.get(), story.revisions.get()
    times = [edition.live_from - timedelta(hours=number + 1) for number in range(MANY)]
    stories = Article.objects.bulk_create(
        _copy(story, headline=f"Story {at}", saved_at=at, sent_digest=edition.digest) for at in times
    )
    frozen = Revision.objects.bulk_create(_copy(frozen, article=each) for each in stories)
    addresses = Address.objects.bulk_create(Address(path=f"/{each.pk}/", article=each) for each in stories)
    Edition.objects.bulk_create(
        _copy(edition, article=each.article, address=each, revision=text, published_at=at, live_from=at)
        for each, text, at in zip(addresses, frozen, times, strict=True)
    )


def _copy(thing, **fields):
    made = copy(thing)
    for name, value in (fields | {"pk": None}).items():
        setattr(made, name, value)
    return made


def asking(**query):
    client = signed_in(editor())
    return lambda: client.get(LIST, query)


def test_the_stories_of_a_stage_are_one_walk_along_their_index(archive):
    make_article(stage=Stage.READY)
    assert_walks(asking(stage="ready"), "article_by_stage", '"stage" =')


def test_the_first_page_finds_what_waits_for_review_by_the_same_index(archive):
    make_article(stage=Stage.IN_REVIEW)
    assert_walks(lambda: desk.to_review(editor()), "article_by_stage", '"stage" =')


def test_stories_by_headline_are_one_walk_along_their_index(archive):
    assert_walks(asking(o="1"), "article_by_headline", NUMBERS, 'ORDER BY "articles_article"."headline"')


def test_the_stories_of_a_section_are_one_walk_along_their_index(archive):
    section = make_section("Sport")  # of those in which nearly all stories stand the order of all is as good a way
    some = Article.objects.order_by("saved_at").values_list("pk", flat=True)[: MANY // 3 + 10]
    Article.objects.filter(pk__in=list(some)).update(section=section)
    assert_walks(asking(section=section.pk), "article_by_section", NUMBERS, BY_SAVING)


def test_the_number_of_stories_on_the_list_is_taken_from_the_index_alone(archive):
    (plan,) = plans_of(asking(), NUMBERS, f"LIMIT {COUNTED}")
    assert connection.vendor == "postgresql" or "COVERING INDEX" in plan, plan  # there once the table was vacuumed


@pytest.mark.parametrize("public", ["never", "changed"])
def test_what_is_not_public_as_it_is_written_is_found_without_the_rest_of_the_archive(archive, public):
    make_article()
    plans = plans_of(asking(public=public), '"sent_digest"')
    assert len(plans) >= 2  # the number, and the page
    for plan in plans:
        assert "article_unsent" in plan, plan
        assert "SCAN articles_article\n" not in f"{plan}\n" and "Seq Scan on articles_article" not in plan, plan


def test_the_stories_of_an_author_are_found_by_their_bylines(archive):
    author = make_author("Ines Calder")
    make_live(bylines=[author])
    for plan in plans_of(asking(author=author.pk), NUMBERS, BY_SAVING):
        assert "byline" in plan and "CORRELATED" not in plan and "SCAN articles_article" not in plan, plan


def test_a_search_shows_its_first_hits_without_sorting_all_of_them(archive):
    assert_walks(asking(q="story"), "article_by_saving", NUMBERS, BY_SAVING)


@pytest.mark.parametrize(
    "newest",
    [
        lambda: desk.just_published(),
        lambda: loading.for_feed("", 0),
        lambda: Client().get("/news-sitemap.xml"),
        lambda: sitemaps._months_with_stories(),
    ],
    ids=["first page", "feed", "news sitemap", "sitemap index"],
)
def test_the_newest_of_all_are_one_walk_along_the_index_of_dates(archive, newest):
    for plan in plans_of(newest, 'FROM "articles_edition"'):
        assert "edition_newest" in plan or connection.vendor == "postgresql", plan  # of few rows any index will do
        assert "edition_starts" not in plan or connection.vendor == "postgresql", plan


def test_corrections_are_one_walk_along_their_index(archive):
    workflow.publish(rewrite(make_live(), headline="Other"), by=editor(), kind="correction", note="It was the other.")
    assert_walks(lambda: list(changes.noted()[:30]), "edition_noted", '"change" IN')


def again(story: Article) -> Article:
    return Article.objects.with_public_state().get(pk=story.pk)


def soon():
    return timezone.now() + timedelta(days=1)


def taken_back() -> Article:
    story = make_article(headline="taken back")
    workflow.schedule(story, by=editor(), at=soon())
    workflow.unschedule(story, by=editor())
    return story


def update_to_come() -> Article:
    story = rewrite(make_live(), headline="an update to come")
    workflow.schedule(story, by=editor(), at=soon(), kind="update")
    return story


def update_taken_back() -> Article:
    story = update_to_come()
    workflow.unschedule(story, by=editor())
    return story


def to_come() -> Article:
    story = make_article(headline="to come")
    workflow.schedule(story, by=editor(), at=soon())
    return story


def withdrawn() -> Article:
    story = make_live(headline="withdrawn")
    workflow.withdraw(story, by=editor())
    return story


STATES = [
    make_article, taken_back, to_come, make_live, update_to_come, update_taken_back, withdrawn,
    lambda: rewrite(make_live(), headline="other words"),
    lambda: rewrite(withdrawn(), headline="other words"),
]  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_nothing_that_is_unsent_is_left_out_of_the_filters(state):
    story = again(state())
    at = timezone.now()
    ever = Edition.objects.filter(article=story, live_from__lte=at)
    live = Edition.objects.live(at).filter(article=story).first()
    shown = {public: bool(asking(public=public)().context["cl"].rows) for public in ("never", "changed")}
    assert shown == {"never": not ever.exists(), "changed": bool(live and live.digest != story.content_digest)}


def test_the_newest_edition_is_known_by_its_digest():
    story = update_to_come()
    assert again(story).sent_digest == story.editions.order_by("-number").first().digest
    workflow.unschedule(story, by=editor())
    assert again(story).sent_digest == story.editions.get().digest
    assert again(taken_back()).sent_digest is None
