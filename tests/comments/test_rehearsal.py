"""Before a rule is saved: what it would have done, and how much of that was approved."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.forms import TRAP
from comments.models import Label, Report, RuleSetting, State, Verdict
from comments.policies import set_policy
from comments.rules import rehearsal
from comments.rules.settings import Setting
from tests.cast import administrator, make_live, make_section, moderator
from tests.comments.makers import leave, make_comment, make_commenter, make_own

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def test_a_word_list_is_replayed_over_thirty_days_and_nothing_is_saved(story):
    make_comment(story, text="The casino is closed.")
    make_comment(story, text="Come to the c4s1no", state=State.SPAM)
    make_comment(story, text="About the casino, long ago", created_at=timezone.now() - timedelta(days=31))
    make_comment(story, text="Nothing of the kind")
    client = Client()
    client.force_login(administrator())
    address = reverse("admin:comments_rules_one", args=["suspect"])
    page = client.post(address, {"seen": 0, "action": "hold", "words": "casino", "do": "rehearse"}).text
    assert "Of 3 comments of the last 30 days it would have met <b>2</b>" in page
    assert "your moderators approved <b>1</b> of those" in page
    assert "1 approved, 1 spam" in page
    assert "Come to the c4s1no" in page
    assert "casino</textarea>" in page
    assert not RuleSetting.objects.exists()


def test_what_nobody_has_looked_at_was_approved_by_nobody(story):
    make_comment(story, text="The casino is closed.", reviewed_at=None)
    done = rehearsal.rehearse(Setting("suspect", "hold", {}, "casino"))
    assert (done.met, done.approved) == (1, 0)


def test_a_comment_of_the_blind_sample_keeps_its_score_until_somebody_has_decided(story):
    comment = make_comment(story, state=State.PENDING)
    verdict = Verdict.objects.create(comment=comment, score=0.99, held=True, blind=True, at=timezone.now())
    setting = Setting("learnt", "hold", {"percent": 60})
    assert rehearsal.rehearse(setting).met == 0
    verdict.label, verdict.labelled_at = Label.SPAM, timezone.now()
    verdict.save()
    assert rehearsal.rehearse(setting).met == 1


def test_a_flood_and_repetitions_are_replayed(story):
    for number in range(5):
        make_comment(story, address_key="a", text=f"Number {number} of the flood")
    make_comment(story, address_key="b", text="Number 1 of the flood")
    done = rehearsal.rehearse(Setting("flood_address", "refuse", {"number": 3, "minutes": 10}))
    assert (done.looked, done.met) == (6, 2)
    assert rehearsal.rehearse(Setting("repeated", "hold", {"letters": 10, "times": 1})).met == 1


def test_how_comments_came_in_is_replayed(story):
    for seconds, trapped, network in ((2, False, "a"), (8, True, "a"), (None, None, None)):
        make_comment(story, typed_for=seconds, trapped=trapped, network_key=network, text=f"After {seconds} seconds")
    assert rehearsal.rehearse(Setting("fast", "hold", {"seconds": 3})).met == 1
    assert rehearsal.rehearse(Setting("fast", "hold", {"seconds": 9})).met == 2
    assert rehearsal.rehearse(Setting("trap", "hold", {})).met == 1
    assert rehearsal.rehearse(Setting("flood_network", "refuse", {"number": 1, "minutes": 10})).met == 1


def test_what_came_in_by_the_form_is_replayed_as_it_was_judged(story):
    leave(story, Client(REMOTE_ADDR="2001:db8::1"), **{TRAP: "x"})
    leave(story, Client(REMOTE_ADDR="2001:db8:0:1::1"), comment="Typed as fast as nobody can")
    for rule, numbers in (("trap", {}), ("fast", {"seconds": 60}), ("flood_network", {"number": 1, "minutes": 9})):
        assert rehearsal.rehearse(Setting(rule, "hold", numbers)).met == (2 if rule == "fast" else 1)


def test_a_first_comment_is_replayed_by_what_had_been_approved_before_it(story):
    person, start = make_commenter(), timezone.now() - timedelta(days=3)
    for number in range(3):
        at = start + timedelta(hours=number)
        decided = at + timedelta(minutes=90)
        make_own(story, person, text=f"Number {number}", created_at=at, decided_at=decided)
    done = rehearsal.rehearse(Setting("first", "hold", {}))
    assert [comment.text for comment, _ in done.examples] == ["Number 1", "Number 0"]


def test_heat_is_replayed_as_it_was_when_each_comment_was_written(story):
    start = timezone.now() - timedelta(days=3)
    root = make_comment(story, created_at=start)
    for minute in (1, 2, 3, 120):
        make_comment(story, root, created_at=start + timedelta(minutes=minute), text=f"After {minute} minutes")
    setting = Setting("heat", "hold", {"number": 3, "minutes": 60, "reports": 1})
    assert [comment.text for comment, _ in rehearsal.rehearse(setting).examples] == ["After 3 minutes"]
    for number, (at, answered_at) in enumerate([(100, 130), (100, 110), (130, None)]):
        when = start + timedelta(minutes=answered_at) if answered_at else None
        made = {
            "at": start + timedelta(minutes=at),
            "answered_at": when,
            "answered_by": when and moderator(),
            "outcome": "dismissed" if when else "",
        }
        Report.objects.create(article=story, comment=root, reason="hate", reporter_key=str(number), **made)
    examples = dict(rehearsal.rehearse(setting).examples)
    assert {comment.text: why for comment, why in examples.items()} == {
        "After 3 minutes": "3 replies in 60 minutes",
        "After 120 minutes": "1 open report",
    }


def test_a_rule_that_is_switched_off_would_have_done_nothing(story):
    make_comment(story, text="The casino is closed.")
    assert rehearsal.rehearse(Setting("suspect", "off", {}, "casino")).met == 0


def test_it_stops_in_time_and_says_that_it_did_not_see_all(story, monkeypatch):
    monkeypatch.setattr(rehearsal, "SECONDS", -1)
    make_comment(story)
    done = rehearsal.rehearse(Setting("suspect", "hold", {}, "casino"))
    assert (done.looked, done.is_whole) == (0, False)
    monkeypatch.setattr(rehearsal, "SECONDS", 60)
    monkeypatch.setattr(rehearsal, "MOST", 2)
    for number in range(3):
        make_comment(story, text=f"Casino {number}")
    done = rehearsal.rehearse(Setting("suspect", "hold", {}, "casino"))
    assert (done.looked, done.met, done.is_whole) == (2, 2, False)


def test_links_are_rehearsed_by_what_holds_where_each_comment_stands(story):
    science = make_live(headline="A comet", section=make_section("Science"))
    for place in (story, science):
        make_comment(place, text="See https://one.example/ there.")
    setting = Setting("links", "hold", {}, "")
    assert rehearsal.rehearse(setting).met == 2
    set_policy({"links": 5}, by=administrator(), section=make_section("Science"))
    assert [comment.article for comment, _ in rehearsal.rehearse(setting).examples] == [story]
    set_policy({"links": 2}, by=administrator())
    assert rehearsal.rehearse(setting).met == 0
