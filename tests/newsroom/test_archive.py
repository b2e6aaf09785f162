"""An archive to measure with: its stories are what publication would have left, however many there are."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Audit
from articles.models import (
    Address,
    Article,
    Byline,
    Edition,
    EditionAuthor,
    EditionSection,
    EditionTag,
    Event,
    Rendered,
    Revision,
    SearchWord,
    TaggedArticle,
)
from articles.search import words
from comments import moderation
from comments.models import Comment, State
from newsroom.archive import batch, readers, surroundings, talk
from newsroom.archive.surroundings import made
from tests.cast import make_author, make_live, make_section, moderator

pytestmark = pytest.mark.django_db
PUBLISHED = [Article, Byline, TaggedArticle, Revision, Address, Edition, EditionSection, EditionTag, EditionAuthor]
PUBLISHED += [Rendered, Event, Audit]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch, settings):
    monkeypatch.setattr(batch, "BATCH", 4)
    monkeypatch.setattr(talk, "BATCH", 4)
    monkeypatch.setattr(surroundings, "BODIES", 5)
    settings.DEBUG = True


def make(total: int, *, comments: float = 0, **options) -> None:
    call_command("make_archive", total, years=2, comments=comments, **options)


def columns(model) -> list[tuple]:
    return list(model.objects.order_by("pk").values_list())


def test_its_stories_are_read_listed_found_and_fed():
    make_section()
    make(9)
    newest = Edition.objects.live().first()
    reader = Client()
    for address in (newest.get_absolute_url(), "/", "/feed.xml", f"/{newest.section.path}/", "/sitemap.xml"):
        assert reader.get(address).status_code == 200
    assert newest.headline in reader.get("/").content.decode()
    found = reader.get("/search/", {"q": newest.headline.split()[0]}).content.decode()
    assert newest.get_absolute_url() in found


def test_the_ledger_has_all_of_it_in_one_chain_with_the_rest(capsys):
    make_live()
    make(6)
    make_live()
    call_command("verify_editions")
    assert Event.objects.filter(verb="publish").count() == 8


def filled(model) -> dict:
    """Of the last row, in which columns it says something; numbers, words and moments themselves differ."""
    row = model.objects.order_by("pk").values().last()
    return {
        name: bool(value) for name, value in row.items() if name not in ("id", "position", "note", "slug", "version")
    }


def test_its_rows_say_what_those_of_a_published_story_say():
    make_live()
    section, author = make_section(), make_author()
    make_live(kicker="Ferries", section=section, bylines=[author], tags=["night boats"], standfirst="Boats.")
    published = [filled(model) for model in PUBLISHED]
    make(1)
    assert published == [filled(model) for model in PUBLISHED]


def test_rendering_it_anew_changes_nothing():
    make(5)
    before = columns(Rendered)
    call_command("render_editions")
    assert columns(Rendered) == before


def test_search_has_learnt_its_words_as_if_told_to():
    make(9)
    learnt = set(SearchWord.objects.values_list("key", "word", "edition"))
    SearchWord.objects.all().delete()
    words.rebuild()
    assert learnt == set(SearchWord.objects.values_list("key", "word", "edition"))
    assert learnt


def test_stopped_in_the_middle_it_goes_on_from_there(monkeypatch):
    store, stored = batch.Batch.store, []

    def stopping(self):
        store(self)
        stored.append(self)
        if len(stored) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(batch.Batch, "store", stopping)
    with pytest.raises(KeyboardInterrupt):
        make(10)
    assert made() == 4
    make(10)
    assert made() == 10
    call_command("verify_editions")


def test_comments_on_it_are_in_order_by_all_their_records():
    make(12, comments=12, held=5)
    call_command("verify_comments")
    call_command("verify_editions")
    states = set(Comment.objects.values_list("state", flat=True))
    assert {State.APPROVED, State.REJECTED, State.SPAM, State.PENDING} <= states
    assert Comment.objects.filter(depth__gt=1).exists()
    assert Comment.objects.held().count() == 5


def test_comments_on_it_are_read_and_moderated():
    make_section()
    make(12, comments=12, held=3)
    desk = Client()
    desk.force_login(moderator())
    said = Comment.objects.visible().first()
    page = Client().get(said.get_absolute_url(), follow=True).content.decode()
    assert f'id="comment-{said.public_id}"' in page or said.public_id in page
    for folder in ("", "?folder=approved", "?folder=rejected", "?folder=unread"):
        assert desk.get(f"/admin/comments/comment/{folder}").status_code == 200
    moderation.approve(Comment.objects.held().first(), by=moderator())
    call_command("verify_comments")


def test_stopped_between_comments_it_goes_on_from_there(monkeypatch):
    make(12)
    stored, batches = talk._stored, []

    def stopping(comments):
        stored(comments)
        batches.append(comments)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return len(comments)

    monkeypatch.setattr(talk, "_stored", stopping)
    with pytest.raises(KeyboardInterrupt):
        make(12, comments=8)
    begun = columns(Comment)
    make(12, comments=8)
    assert 0 < len(begun) < len(columns(Comment))
    assert columns(Comment)[: len(begun)] == begun
    done = columns(Comment)
    make(12, comments=8)
    assert columns(Comment) == done
    call_command("verify_comments")


def test_more_that_wait_are_added_to_those_that_wait():
    make(3, held=4)
    make(3, held=9)
    assert Comment.objects.held().count() == 9
    call_command("verify_comments")


def test_a_long_conversation_is_put_below_one_story_once():
    make(2)
    story = surroundings.stories().select_related("created_by").first()
    talk.lengthen(story, 30)
    talk.lengthen(story, 30)
    assert story.comments.count() == 30
    call_command("verify_comments")


def test_few_stories_have_most_of_the_comments():
    said = readers.Talk("seed", 50)
    lengths = [said.length(1.4, 2_000) for _ in range(20_000)]
    assert 1 < sum(lengths) / len(lengths) < 2
    assert sum(length == 0 for length in lengths) > len(lengths) / 3
    assert max(lengths) > 100


@pytest.mark.parametrize("wrong", [{"comments": -1}, {"comments": 101}, {"held": -1}, {"held": 1_000_001}])
def test_a_number_of_comments_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(CommandError, match="between 0 and 100 comments"):
        make(1, **wrong)


def test_the_same_seed_makes_the_same_stories_and_another_makes_others():
    words = [[batch.Words(f"{seed}/0", 50).say() for _ in range(20)] for seed in (1, 1, 2)]
    assert words[0] == words[1] != words[2]


def test_it_stands_beside_what_is_there_and_never_shrinks():
    make_live(headline="Ours")
    make(5)
    with pytest.raises(CommandError, match="has 5 stories already"):
        make(3)
    assert Article.objects.filter(headline="Ours").exists()


def test_a_dry_run_makes_nothing(capsys):
    make(1_000_000, comments=1.4, held=7, dry_run=True)
    said = capsys.readouterr().out
    assert "1000000 stories would be made" in said
    assert "about 1400000 comments" in said and "7 more that are held" in said
    assert not Article.objects.exists()


def test_a_real_newspaper_is_not_filled_by_mistake(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--with-debug-off"):
        make(5)
    make(5, with_debug_off=True)
    assert made() == 5


@pytest.mark.parametrize("total", [0, -1, 10_000_001])
def test_a_number_that_makes_no_sense_is_refused(total):
    with pytest.raises(CommandError, match=r"between 1 and 10,000,000"):
        make(total)
