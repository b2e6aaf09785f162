"""Readers recommend: one voice each without account or cookie, taken back by the same reader, and not too many at once."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from comments import moderation, voices
from comments.models import Comment, MonthlySecret, Recommendation, State
from tests.cast import make_live, moderator
from tests.comments.makers import ELSEWHERE, OURS, make_comment, path_of
from tests.comments.test_races import at_once, pg

pytestmark = pytest.mark.django_db

SCRIPT = OURS | {"Accept": "application/json"}


@pytest.fixture
def comment():
    return make_comment(make_live(headline="The last ferry"))


def send(comment, client=None, *, address="192.0.2.1", headers=OURS, **data):
    client = client or Client(REMOTE_ADDR=address)
    return client.post(f"/comments/{comment.public_id}/recommend", data, headers=headers)


def number(comment) -> int:
    return Comment.objects.get(pk=comment.pk).recommended


def test_a_reader_recommends_by_a_form_and_sees_it_counted(comment, client):
    done = send(comment, client)
    assert done.status_code == 303
    page = client.get(done["Location"])
    assert "You recommend this comment" in page.content.decode()
    assert "1 reader recommends this." in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert not client.cookies
    assert "<span data-number>1</span>" in client.get(path_of(comment.article)).content.decode()


def test_one_reader_has_one_voice_and_can_take_it_back(comment):
    for _ in range(3):
        assert send(comment).status_code == 303
    assert number(comment) == 1
    send(comment, address="192.0.2.2")
    assert number(comment) == 2
    for _ in range(2):
        send(comment, take_back="1")
    assert number(comment) == Recommendation.objects.count() == 1


def test_a_household_with_many_addresses_is_one_reader(comment):
    for tail in ("1", "2", "abcd"):
        send(comment, address=f"2001:db8:1:2::{tail}")
    send(comment, address="2001:db8:1:3::1")
    assert number(comment) == 2


def test_the_script_gets_a_number(comment):
    assert send(comment, headers=SCRIPT).json() == {"recommended": 1, "mine": True}
    assert send(comment, headers=SCRIPT, take_back="1").json() == {"recommended": 0, "mine": False}


def test_nobody_recommends_everything(comment):
    for turn in range(voices.MOST):
        send(make_comment(comment.article, text=f"Number {turn}"))
    refused = send(comment)
    assert refused.status_code == 429
    assert "from your network" in refused.content.decode()
    assert int(refused["Retry-After"]) > 0
    assert send(comment, headers=SCRIPT).json()["message"].startswith("Many of these")
    assert number(comment) == 0
    assert send(comment, address="192.0.2.9").status_code == 303


def test_another_site_recommends_nothing(comment, client):
    refused = send(comment, client, headers=ELSEWHERE)
    assert refused.status_code == 403
    assert "from another site" in refused.content.decode()
    client.force_login(moderator())
    assert send(comment, client, headers={}).status_code == 403
    assert number(comment) == 0


def test_looking_recommends_nothing(comment, client):
    assert client.get(f"/comments/{comment.public_id}/recommend").status_code == 200
    assert number(comment) == 0


def test_what_is_not_visible_cannot_be_recommended(comment, client):
    for state in set(State.values) - {State.APPROVED}:
        hidden = make_comment(comment.article, state=state)
        assert send(hidden).status_code == 404
        assert client.get(f"/comments/{hidden.public_id}/recommend").status_code == 404


def test_a_busy_database_is_told(comment, monkeypatch):
    def busy(*args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(voices, "recommend", busy)
    monkeypatch.setattr(voices, "take_back", busy)
    answer = send(comment)
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()


def test_the_reader_is_kept_as_a_hash(comment):
    send(comment, address="192.0.2.77")
    assert "192.0.2" not in str(Recommendation.objects.values().get())


def test_who_only_asks_where_a_voice_stands_changes_nothing(comment, client):
    assert client.get(f"/comments/{comment.public_id}/recommend").status_code == 200
    assert not MonthlySecret.objects.exists()


def test_a_decision_leaves_the_voices_alone(comment):
    send(comment)
    moderation.hold(comment, by=moderator())
    assert number(comment) == 1


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_are_one_voice_and_many_readers_are_many():
    comment = make_comment(make_live(headline="The last ferry"))
    at_once(*[lambda: send(comment) for _ in range(12)])
    assert number(comment) == 1
    many = 30 if pg() else 8
    at_once(*[lambda n=n: send(comment, address=f"198.51.100.{n}") for n in range(many)])
    assert number(comment) == Recommendation.objects.count() == many + 1


@pytest.mark.django_db(transaction=True)
def test_of_a_flood_of_voices_exactly_the_allowed_number_is_kept(monkeypatch):
    monkeypatch.setattr(voices, "MOST", 5)
    story = make_live(headline="The last ferry")
    comments = [make_comment(story, text=f"Number {n}") for n in range(12)]
    answers = at_once(*[lambda each=each: send(each) for each in comments])
    assert sorted(answer.status_code for answer in answers) == [303] * 5 + [429] * 7
    assert Recommendation.objects.count() == 5


def test_in_the_next_month_a_reader_still_has_the_one_voice(comment, readers_clock):
    send(comment)
    readers_clock(timezone.now() + timedelta(days=32))
    send(comment)
    assert number(comment) == 1
    send(comment, take_back="1")
    assert (number(comment), Recommendation.objects.count()) == (0, 0)
