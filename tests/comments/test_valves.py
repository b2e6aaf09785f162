"""The valve: too much waits, and a place holds or closes by itself; at posting, by the worker, and back again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from comments import moderation, valves
from comments.models import Comment, Mode, Policy, State, ValveSwitch, ValveTo
from comments.policies import policy_for, set_policy
from newsroom.work import periodic, tasks
from tests.articles.desk import form_of
from tests.cast import administrator, make_live, make_section, moderator, rewrite
from tests.comments.makers import leave, make_comment, path_of, unhurried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    unhurried(monkeypatch)


@pytest.fixture
def story():
    return make_live(headline="The last ferry", section=make_section("Boats", make_section("Harbour")))


def valve(section=None, to=ValveTo.CLOSED, **more):
    return set_policy({"mode": Mode.POST, "valve": to} | more, by=administrator(), section=section)


def test_a_valve_that_is_set_late_says_that_more_may_wait_than_it_has_counted(story):
    for number in range(9):
        make_comment(story, state=State.PENDING, text=f"Number {number}")
    valve(most_waiting=3)
    valves.mind(Policy.objects.all())
    assert "4 or more wait (too many are 3)" in ValveSwitch.objects.get().why


def test_exactly_so_many_wait_as_are_allowed_then_replies_close(story, client):
    valve(most_waiting=3)
    answers = [leave(story, comment=f"Number {number} of many").status_code for number in range(5)]
    assert answers == [303, 303, 303, 403, 403]
    assert Comment.objects.count() == 3
    switch = ValveSwitch.objects.get()
    assert (switch.shut, switch.waiting, switch.name) == (True, 3, "the whole site")
    assert "3 wait (too many are 3)" in switch.why
    assert "Replies open again as soon as we have caught up." in client.get(path_of(story)).text


def test_it_may_hold_instead_of_closing(story):
    valve(to=ValveTo.PRE, most_waiting=2)
    for number in range(3):
        assert leave(story, comment=f"Number {number} of many").status_code == 303
    assert [each.state for each in Comment.objects.order_by("pk")] == [State.APPROVED, State.APPROVED, State.PENDING]
    assert policy_for(story).why == "The valve of the whole site has switched."


def test_it_opens_again_at_half_at_the_next_post_or_by_the_worker(story):
    valve(most_waiting=4)
    comments = [make_comment(story, state=State.PENDING) for _ in range(4)]
    assert valves.mind_all() == 1
    assert not policy_for(story).is_open
    moderation.approve(comments[0], by=moderator())
    assert valves.mind_all() == 0
    moderation.approve(comments[1], by=moderator())
    assert valves.mind_all() == 1
    assert policy_for(story).is_open
    assert [each.shut for each in ValveSwitch.objects.order_by("pk")] == [True, False]


def test_at_posting_it_opens_again_without_a_worker(story):
    valve(to=ValveTo.PRE, most_waiting=2)
    comments = [make_comment(story, state=State.PENDING) for _ in range(2)]
    leave(story, comment="While it was shut")
    assert Comment.objects.get(text="While it was shut").state == State.PENDING
    for comment in (*comments, Comment.objects.get(text="While it was shut")):
        moderation.approve(comment, by=moderator())
    leave(story, comment="After it has opened")
    assert Comment.objects.get(text="After it has opened").state == State.APPROVED


def test_one_that_waits_too_long_shuts_it_too(story):
    valve(most_waiting=100, longest_wait=3)
    make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(hours=2))
    assert leave(story, comment="Not yet too long").status_code == 303
    make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(hours=4))
    assert leave(story, comment="Too long by now").status_code == 403
    assert "the oldest for 4 hours" in ValveSwitch.objects.get().why


def test_a_section_counts_what_waits_in_it_and_below_it_only(story):
    valve(make_section("Harbour"), most_waiting=1)
    sports = make_live(headline="A match", section=make_section("Sports"))
    for _ in range(3):
        make_comment(sports, state=State.PENDING)
    assert leave(story, comment="The first in the harbour").status_code == 303
    assert leave(story, comment="The second in the harbour").status_code == 403
    assert leave(sports, comment="Sports goes on").status_code == 303


def test_a_section_counts_where_readers_find_a_story_and_not_where_the_desk_is_moving_it(story):
    valve(make_section("Harbour"), most_waiting=1)
    make_comment(story, state=State.PENDING)
    rewrite(story, section=make_section("Sports"))
    assert leave(story, comment="One waits in the harbour").status_code == 403


def test_a_place_that_was_closed_opens_at_posting_without_a_worker(story, client):
    valve(most_waiting=2)
    comments = [make_comment(story, state=State.PENDING) for _ in range(2)]
    assert leave(story, comment="Too many").status_code == 403
    for comment in comments:
        moderation.approve(comment, by=moderator())
    assert client.get(f"/comments/on{path_of(story)}").status_code == 403  # no GET opens it
    assert leave(story, comment="There is room again").status_code == 303


def test_what_is_public_and_not_yet_looked_at_waits_too_until_somebody_looks(story):
    valve(most_waiting=2)
    for number in range(2):
        leave(story, comment=f"Number {number} of many")
    assert leave(story, comment="Too many").status_code == 403
    for comment in Comment.objects.all():
        moderation.act("look", comment, by=moderator())
    assert valves.mind_all() == 1
    assert leave(story, comment="Open again").status_code == 303


def test_without_a_number_too_many_is_what_a_day_clears(story):
    policy = valve()
    assert valves.load_of(policy).most == valves.LEAST
    comments = [make_comment(story, state=State.PENDING) for _ in range(3)]
    for comment in comments:
        moderation.approve(comment, by=moderator())
    valves.mind_all()
    assert Policy.objects.get().pace == valves.LEAST


def test_a_valve_that_is_taken_away_lets_go(story):
    valve(most_waiting=1)
    make_comment(story, state=State.PENDING)
    valves.mind_all()
    assert not policy_for(story).is_open
    valve(to=ValveTo.OFF)
    assert policy_for(story).is_open


def test_the_worker_looks_every_ten_minutes(story):
    valve(most_waiting=1)
    make_comment(story, state=State.PENDING)
    assert "mind_valves" in periodic.tick()
    assert tasks.mind_valves.call() == 1
    assert Policy.objects.get().shut_since
    assert tasks.mind_valves.call() == 0
    assert "mind_valves" not in periodic.tick()


def test_each_switch_is_shown_and_the_database_lets_nobody_change_it(story, client):
    valve(make_section("Harbour"), most_waiting=1)
    make_comment(story, state=State.PENDING)
    valves.mind_all()
    client.force_login(moderator())
    for address in (
        reverse("admin:comments_policies"),
        reverse("admin:comments_policies_of_section", args=[make_section("Harbour").pk]),
    ):
        page = client.get(address).text
        assert "The valve has switched" in page
        assert "1 waits (too many are 1)" in page
    for change in (lambda: ValveSwitch.objects.update(why=""), lambda: ValveSwitch.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_shut_valve_that_somebody_sets_is_a_switch_like_any_other(story, client):
    section = make_section("Harbour")
    valve(section, to=ValveTo.PRE, most_waiting=1)
    make_comment(story, state=State.PENDING)
    valves.mind_all()
    client.force_login(administrator())
    address = reverse("admin:comments_policies_of_section", args=[section.pk])
    for to in (ValveTo.CLOSED, ValveTo.CLOSED, ValveTo.OFF):
        form = form_of(client.get(address), "policy")
        assert client.post(address, form | {"valve": to}).status_code == 303
    switches = ValveSwitch.objects.order_by("pk").values_list("shut", "to")
    assert list(switches) == [(True, ValveTo.PRE), (True, ValveTo.CLOSED), (False, ValveTo.CLOSED)]
    page = client.get(address).text
    assert page.count(f"set by {administrator()}.") == 2
    assert policy_for(story).is_open
