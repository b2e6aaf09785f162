"""`manage.py demo`: what it brings in, that it does so once, and where it refuses to."""

import re
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES
from articles import body
from articles.body.definition import stored_tags
from articles.models import Article, Change, Edition, Event, Revision, Series, Tag
from articles.state import public_state
from authors.models import Author
from comments.models import Comment, ModerationEvent, Recommendation, RuleHit, State
from library import renditions
from library.models import Picture
from newsroom.demo import catalogue, load, source
from tests.cast import make_article, make_section

TAG = re.compile(r"<([a-z0-9]+)")
ROWS = (
    User,
    Author,
    Picture,
    Article,
    Revision,
    Edition,
    Event,
    Tag,
    Comment,
    ModerationEvent,
    RuleHit,
    Recommendation,
)


def demo(**options) -> str:
    """What the command says."""
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def smallest_only(image, width, facts):
    """A picture's sizes, quickly."""
    small = image.resize((32, 32 * image.height // image.width))
    yield renditions.Rendition("jpeg", *small.size, renditions._encode(small, "jpeg", {}))


def load_quickly(tell=lambda noun, done, total: None) -> None:
    with mock.patch.object(renditions, "draw", smallest_only):
        load.load(tell)


class Interrupted(Exception):
    pass


def stop_at_the_seventh_story(noun, done, total) -> None:
    if (noun, done) == ("stories", 7):
        raise Interrupted


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in ROWS}


def story(slug: str) -> Article:
    return Article.objects.get(slug=slug)


def stages_and_words() -> set[str]:
    """How each story stands, in the words of the desk."""
    in_an_hour = timezone.now() + timedelta(hours=1)
    return {f"{each.get_stage_display()}, {public_state(each, in_an_hour).word}" for each in Article.objects.all()}


class TheDemoNewsroom(TestCase):
    """Loaded once for all, in two goes: the first is interrupted."""

    @classmethod
    def setUpTestData(cls):
        with pytest.raises(Interrupted):
            load_quickly(stop_at_the_seventh_story)
        assert not load.is_loaded()
        load_quickly()

    def test_a_load_that_was_interrupted_has_gone_on_where_it_stopped(self):
        slugs = {told.slug for told in source.stories(timezone.now())}
        assert sorted(Article.objects.values_list("slug", flat=True)) == sorted(slugs)
        assert Comment.objects.count() == len(source.listed("comments")["comment"])

    def test_loading_it_again_changes_nothing_and_says_so(self):
        before = rows()
        with self.assertNumQueries(1):  # is the last comment there?
            assert "nothing was changed" in demo()
        load_quickly()
        assert rows() == before

    def test_what_people_did_to_it_is_left_alone(self):
        Article.objects.filter(slug="line-4").update(slug="line-four", headline="Line 4, at last")
        before = rows()
        load_quickly()
        assert rows() == before
        assert story("line-four").headline == "Line 4, at last"

    def test_it_ends_with_addresses_and_logins(self):
        said = demo()
        assert "http://127.0.0.1:8000/admin/" in said
        assert catalogue.PASSWORD in said
        assert all(role in said for role in ROLES)

    def test_somebody_of_each_role_can_sign_in(self):
        for role in ROLES:
            user = User.objects.get(groups__name=role)
            assert self.client.login(username=user.email, password=catalogue.PASSWORD)

    def test_a_story_is_there_in_every_state(self):
        states = stages_and_words()
        for state in ("Never published", "Live", "Live, with unpublished changes", "Withdrawn", "Expired"):
            assert f"Draft, {state}" in states
        assert {"In review, Never published", "Ready, Never published"} <= states
        assert any("Scheduled for" in state for state in states)

    def test_one_story_was_returned_with_a_note(self):
        returned = Event.objects.filter(verb="return_to_writer").get()
        assert returned.note
        assert returned.article.stage == "draft"

    def test_the_reporter_has_stories_of_her_own_on_the_desk(self):
        reporter = User.objects.get(email="reporter@example.org")
        assert Article.objects.filter(created_by=reporter, stage="draft", editions=None).count() >= 2
        assert reporter.author.name == reporter.name

    def test_the_ledger_tells_the_same_as_the_editions(self):
        said = StringIO()
        call_command("verify_editions", stdout=said)
        assert "All editions are as the ledger says" in said.getvalue()

    def test_stories_went_out_over_twelve_weeks(self):
        times = Edition.objects.live().order_by("published_at").values_list("published_at", flat=True)
        assert (times[len(times) - 1] - times[0]).days > 70
        assert times[len(times) - 1] <= timezone.now()

    def test_a_correction_is_told_to_readers(self):
        page = self.client.get(story("assembly-approves-tidal-barrier").editions.live().get().get_absolute_url())
        self.assertContains(page, "by 31 votes to 29, with one abstention")
        self.assertContains(page, "An earlier version of this story said")
        self.assertNotContains(page, "by 30 votes to 28, with three abstentions")

    def test_every_kind_of_change_is_there_and_the_list_of_corrections_shows_three(self):
        assert set(Edition.objects.values_list("change", flat=True)) == set(Change.values)
        listed = self.client.get("/corrections/").context["corrections"]
        assert {each.edition.change for each in listed} == {"correction", "clarification", "retraction"}
        assert all(each.rows for each in listed)

    def test_an_update_in_the_working_copy_is_not_seen(self):
        ferry = story("skarra-ferry-aground")
        assert "switched to its short range" in ferry.body
        page = self.client.get(ferry.editions.live().get().get_absolute_url())
        self.assertNotContains(page, "switched to its short range")

    def test_one_story_has_every_element_that_a_body_may_hold(self):
        assert set(TAG.findall(story("how-the-tidal-barrier-will-work").body)) == stored_tags()

    def test_one_story_runs_from_right_to_left_and_has_a_translation(self):
        (arabic,) = [edition for edition in Edition.objects.live() if edition.direction == "rtl"]
        self.assertContains(self.client.get(arabic.get_absolute_url()), 'dir="rtl"')
        assert "translated by" in story("cafe-at-the-end-of-the-mole").editions.get().byline

    def test_there_is_a_series_of_three_and_a_story_with_all_roles(self):
        assert Edition.objects.live().in_series(Series.objects.get()).count() == 3
        roles = story("twelve-hours-in-the-port").bylines.values_list("role", flat=True)
        assert sorted(roles) == ["data", "pictures", "words", "words"]

    def test_the_long_read_is_long_and_the_brief_is_brief(self):
        assert body.words(story("twelve-hours-in-the-port").body) > 1500
        assert body.words(story("candlewick-water").body) < 100

    def test_no_word_and_no_element_is_lost_on_the_way_in(self):
        for told in source.stories(timezone.now()):
            first = Revision.objects.filter(article__slug=told.slug).earliest("pk")
            stored = Article.objects.get(pk=first.article_id)
            if not told.changes and not told["revise"]:
                assert body.text(stored.body).split() == body.text(told.told(told.body)).split(), told.slug
                assert set(TAG.findall(told.body)) <= set(TAG.findall(stored.body)), told.slug

    def test_no_relative_day_is_left_for_readers(self):
        assert not [each.slug for each in Article.objects.all() if "{" in each.body + each.standfirst]

    def test_headlines_fit_and_every_live_story_is_complete(self):
        for edition in Edition.objects.live().for_cards():
            assert len(edition.headline) <= 90, edition.headline
            assert edition.kicker
            assert edition.byline, edition.headline

    def test_every_picture_has_its_words_and_rights(self):
        for picture in Picture.objects.all():
            assert all((picture.title, picture.alt, picture.credit, picture.licence, picture.source)), picture.title
        assert Picture.objects.count() == len(list(source.PICTURES.glob("*.jpg")))

    def test_every_author_has_a_portrait_a_page_text_and_contact(self):
        assert Author.objects.count() == 5
        for author in Author.objects.all():
            assert all((author.picture, author.biography, author.about.count("\n\n") >= 2, author.email))
            assert author.links.exists()

    def test_a_comment_is_there_in_every_state_but_erased(self):
        assert set(Comment.objects.values_list("state", flat=True)) == set(State) - {State.ERASED}

    def test_comments_stand_in_threads_and_were_decided_by_the_moderator(self):
        assert Comment.objects.filter(depth=2, state="approved").exists()
        people = ModerationEvent.objects.filter(kind="person").values_list("by__email", flat=True)
        assert set(people) == {"moderator@example.org"}

    def test_a_removed_comment_with_an_answer_is_there(self):
        assert Comment.objects.filter(state="removed", replies__state="approved").exists()

    def test_readers_recommend_and_an_editor_picks_so_that_the_orders_and_badges_are_seen(self):
        assert set(Comment.objects.exclude(picked_at=None).values_list("picked_by__email", flat=True)) == {
            "editor@example.org"
        }
        assert Recommendation.objects.count() == sum(Comment.objects.values_list("recommended", flat=True)) > 50
        address = story("assembly-approves-tidal-barrier").editions.live().get().get_absolute_url()
        sorts = ("", "recommended", "picks")
        first = {sort: self.client.get(address, {"sort": sort} if sort else {}).text for sort in sorts}
        opens = {
            sort: re.search(r'class="reply__name"[^>]*><bdi>(.*?)</bdi>', page)[1] for sort, page in first.items()
        }
        assert opens == {"": "Beatrix Oduya-Finch", "recommended": "Hedda’s neighbour", "picks": "Cosmo Brandt"}
        assert "Editors’ pick" in first[""]
        assert "<span data-number>11</span>" in first[""]

    def test_comments_are_younger_than_their_story_and_older_than_now(self):
        for comment in Comment.objects.all():
            published_at = comment.article.editions.earliest("number").published_at
            assert published_at < comment.created_at < timezone.now()

    def test_the_front_page_opens_with_the_newest_story(self):
        newest = Edition.objects.live().order_by("-published_at").first()
        self.assertContains(self.client.get("/"), newest.headline)


@pytest.mark.django_db
def test_it_refuses_a_site_in_production():
    with pytest.raises(CommandError, match="DEBUG is off"):
        demo()
    assert not User.objects.exists()


@pytest.mark.django_db
@override_settings(DEBUG=True)
def test_it_refuses_a_database_with_other_content_and_names_it():
    make_article(section=make_section("Weather"))
    with pytest.raises(CommandError, match=r"stories \(1\) and sections \(1\)"):
        demo()
    assert not Author.objects.exists()


@pytest.mark.django_db
def test_it_may_be_told_to_do_both_all_the_same():
    make_article()
    with mock.patch.object(load, "load") as loaded:
        demo(among_others=True, with_debug_off=True)
    loaded.assert_called_once()


@pytest.mark.django_db
def test_a_dry_run_says_what_would_come_and_loads_nothing():
    said = demo(dry_run=True)
    assert "52 comments" in said
    assert "Nothing was loaded" in said
    assert not User.objects.exists()


def test_no_picture_is_heavy():
    assert not [path.name for path in source.PICTURES.iterdir() if path.stat().st_size > 150 * 1024 + 512]


def test_the_words_and_the_files_of_pictures_match():
    assert set(source.listed("pictures")) == {path.stem for path in source.PICTURES.iterdir()}
