"""Policies: what holds for a story, whence, by the second; what readers are told; who may say so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from comments import moderation, policies
from comments.models import Comment, Mode, Policy, State
from comments.policies import policy_for, set_policy
from tests.cast import administrator, editor, make_live, make_section, moderator, rewrite, sports_editor
from tests.comments.makers import leave, make_comment, path_of, unhurried
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    unhurried(monkeypatch)


@pytest.fixture
def clock_at(monkeypatch):
    """Sets the site's clock, which on PostgreSQL is the database's."""
    return lambda at: monkeypatch.setattr("articles.clock.site_now", lambda: at)


@pytest.fixture
def story():
    return make_live(headline="The last ferry", section=make_section("Boats", make_section("Harbour")))


def desk(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def say(place=None, **values):
    return set_policy(values, by=administrator(), section=place)


def test_as_it_comes_every_comment_is_read_first(story):
    leave(story)
    comment = Comment.objects.get()
    assert (comment.state, policy_for(story).why) == (State.PENDING, "Nobody has said otherwise.")
    assert [hit.rule for hit in comment.hits.all()] == ["all"]


def test_a_section_inherits_from_the_one_above_and_says_so(story):
    say(make_section("Harbour"), mode=Mode.POST, depth=2)
    applied = policy_for(story)
    assert (applied.mode, applied.depth, applied.links) == (Mode.POST, 2, 0)
    assert applied.why == "Said for Harbour."
    say(make_section("Boats", make_section("Harbour")), mode=Mode.PRE)
    assert (policy_for(story).mode, policy_for(story).depth) == (Mode.PRE, 2)


def test_the_word_for_a_story_goes_before_that_of_its_section(story):
    say(make_section("Harbour"), mode=Mode.CLOSED)
    set_policy({"mode": Mode.POST}, by=administrator(), article=story)
    assert leave(story).status_code == 303
    assert policy_for(story).why == "Said for this story."


def test_posted_comments_are_public_at_once_and_listed_as_not_yet_looked_at(story, client):
    say(mode=Mode.POST)
    leave(story, comment="Public at once, this is.")
    comment = Comment.objects.get()
    assert (comment.state, comment.reviewed_at) == (State.APPROVED, None)
    assert "Public at once, this is." in client.get(path_of(story)).text
    folder = desk(moderator()).get("/admin/comments/comment/?folder=unread").text
    assert "Public at once, this is." in folder
    assert "Looks fine" in folder


def test_what_was_looked_at_leaves_the_list_and_comes_back_by_undo(story):
    say(mode=Mode.POST)
    leave(story)
    event = moderation.act("look", Comment.objects.get(), by=moderator())
    seen = Comment.objects.get()
    assert (seen.state, seen.reviewed_by) == (State.APPROVED, moderator())
    assert not Comment.objects.unseen().exists()
    assert moderation.told(event).startswith("Mona Moderator looked at this comment and left it as it is at")
    moderation.undo(event, by=moderator())
    assert Comment.objects.unseen().get() == seen


def test_links_that_need_no_look_pass_and_one_more_is_held(story):
    say(mode=Mode.POST, links=1)
    leave(story, comment="See https://harbour.example/ for it.")
    leave(story, comment="See https://harbour.example/ and https://pier.example/ for it.")
    first, second = Comment.objects.order_by("pk")
    assert (first.state, second.state) == (State.APPROVED, State.PENDING)
    assert second.hits.get().evidence == "harbour.example, pier.example"


def test_only_trusted_readers_are_public_at_once_where_the_policy_says_so(story, monkeypatch):
    say(mode=Mode.TRUSTED)
    leave(story, comment="Nobody knows me here yet.")
    monkeypatch.setattr("comments.trust.is_trusted", lambda comment: True)
    leave(story, comment="Everybody knows me here.")
    stranger, friend = Comment.objects.order_by("pk")
    assert (stranger.state, stranger.hits.get().rule) == (State.PENDING, "untrusted")
    assert friend.state == State.APPROVED


def test_replies_close_by_the_second_and_nothing_typed_is_lost(story, clock_at, client):
    say(close_after=14)
    ends = story.editions.get().published_at + timedelta(days=14)
    clock_at(ends - timedelta(seconds=1))
    assert leave(story, comment="One second before the end").status_code == 303
    clock_at(ends + timedelta(seconds=1))
    answer = leave(story, comment="One second after the end")
    assert answer.status_code == 403
    assert "Replies close 14 days after a story is published." in answer.text
    assert "One second after the end" in answer.text
    page = client.get(path_of(story)).text
    assert "Replies close 14 days after a story is published." in page
    assert "Post Comment" not in page


@pytest.mark.parametrize(
    ("where", "told"),
    [("site", "Replies are closed at the moment."), ("section", "Replies to stories in Harbour are closed.")],
)
def test_readers_are_told_what_closes_the_replies(story, client, where, told):
    say(make_section("Harbour") if where == "section" else None, mode=Mode.CLOSED)
    assert told in client.get(path_of(story)).text
    answer = leave(story, comment="Words that are kept")
    assert (answer.status_code, Comment.objects.count()) == (403, 0)
    assert told in answer.text
    assert "Words that are kept" in answer.text


def test_replies_are_shown_to_the_depth_that_is_said(story, client):
    say(depth=1)
    below = make_comment(story, make_comment(story))
    page = client.get(path_of(story)).text
    assert below.public_id in page
    assert page.count('class="thread') == 1


def test_a_moderator_closes_one_story_and_opens_it_again(story):
    moderation.close_thread(story, by=moderator())
    assert not policy_for(story).is_open
    moderation.open_thread(story, by=moderator())
    assert policy_for(story).is_open
    assert Policy.objects.get().by == moderator()


def test_the_page_of_a_story_says_what_applies_and_why(story):
    say(make_section("Harbour"), mode=Mode.CLOSED, depth=3)
    page = desk(moderator()).get(reverse("admin:comments_policies_of_story", args=[story.pk])).text
    for told in ("Replies are closed", "Said for Harbour.", "Replies to stories in Harbour are closed.", "as it came"):
        assert told in page
    assert "Save the policy" not in page


def test_an_administrator_sets_a_section_on_its_page_and_it_is_recorded(story):
    address = reverse("admin:comments_policies_of_section", args=[make_section("Harbour").pk])
    data = {"mode": "post", "close_after": "30", "depth": "", "links": "2", "valve": "", "seen": ""}
    answer = desk(administrator()).post(address, data)
    assert answer.status_code == 303
    assert (policy_for(story).mode, policy_for(story).said["close_after"].value) == (Mode.POST, 30)
    from accounts.models import Audit

    assert "close after 30 days" in Audit.objects.get(action="comment_policy").note


def test_a_policy_that_somebody_changed_meanwhile_is_not_overruled_unseen(story):
    say(mode=Mode.POST)
    address = reverse("admin:comments_policies_of_site")
    answer = desk(administrator()).post(address, {"mode": "closed", "seen": "2020-01-01"})
    assert answer.status_code == 409
    assert "meanwhile" in answer.text
    assert policy_for(story).mode == Mode.POST


@pytest.mark.parametrize(
    "wrong", [{"depth": "0"}, {"depth": "99"}, {"links": "-1"}, {"mode": "nonsense"}, {"close_after": "9" * 30}]
)
def test_what_makes_no_sense_is_refused_beside_its_field(story, wrong):
    answer = desk(administrator()).post(reverse("admin:comments_policies_of_site"), {"seen": ""} | wrong)
    assert answer.status_code == 400
    assert "error" in answer.text.lower()
    assert not Policy.objects.exists()


def test_an_editor_of_some_sections_sets_those_and_not_the_site(story):
    sports = desk(sports_editor())
    for name, address, status in (
        ("own", reverse("admin:comments_policies_of_section", args=[make_section("Sports").pk]), 303),
        ("another", reverse("admin:comments_policies_of_section", args=[make_section("Harbour").pk]), 403),
        ("the site", reverse("admin:comments_policies_of_site"), 403),
        ("a story elsewhere", reverse("admin:comments_policies_of_story", args=[story.pk]), 403),
    ):
        assert sports.post(address, {"mode": "post", "seen": ""}).status_code == status, name


def test_who_may_not_set_policies_cannot_by_the_verb_either(story):
    with pytest.raises(policies.PermissionDenied):
        set_policy({"mode": Mode.POST}, by=moderator())
    assert set_policy({"mode": Mode.POST}, by=editor()).mode == Mode.POST


def test_the_page_of_all_places_shows_each_and_finds_a_story(story):
    say(make_section("Harbour"), mode=Mode.POST)
    page = desk(moderator()).get(reverse("admin:comments_policies"), {"q": "last ferry"}).text
    assert page.index(">The whole site<") < page.index(">Harbour<") < page.index(">Boats<")
    assert reverse("admin:comments_policies_of_story", args=[story.pk]) in page


def test_the_page_of_all_places_asks_no_more_for_more_sections(story):
    client, made = desk(moderator()), []

    def add(count: int) -> None:
        for _ in range(count):
            made.append(make_section(f"Part {len(made)}", make_section("Harbour")))
            say(made[-1], mode=Mode.POST)

    assert_queries_do_not_grow(lambda: client.get(reverse("admin:comments_policies"), {"q": "ferry"}), add)


def test_the_policy_of_a_story_that_is_not_public_tells_no_headline(story):
    make_comment(story, state=State.PENDING)
    workflow.withdraw(story, by=editor())
    rewrite(story, headline="What the desk is writing")
    page = desk(moderator()).get(reverse("admin:comments_policies_of_story", args=[story.pk])).text
    assert "A story that is not public" in page and "What the desk is writing" not in page
