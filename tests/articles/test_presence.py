"""Who else has a story open, and taking it over: by permission, on the record, and so that nothing is overwritten."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from articles import clock, ledger, sittings
from articles.models import Article, Event, Sitting
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.articles.saving import OpenPage
from tests.cast import PASSWORD, editor, make_article, moderator, other_reporter, reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_article(assigned_to=other_reporter())


def names(answer) -> list[tuple[str, bool]]:
    return [(other["name"], other["active"]) for other in answer["others"]]


def take_over(user, story):
    return signed_in(user).post(reverse("admin:articles_article_take_over", args=[story.pk]))


# Who is here


def test_each_page_hears_who_else_has_the_story_open(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    assert names(rita.presence()) == []
    assert names(edith.presence()) == [("Rita Reporter", True)]
    assert names(rita.presence()) == [("Edith Editor", True)]


def test_who_has_not_pressed_a_key_for_a_minute_is_idle(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    rita.presence(quiet=61)
    assert names(edith.presence()) == [("Rita Reporter", False)]


def test_who_closes_the_page_is_gone_at_once_and_who_vanishes_a_little_later(story, monkeypatch):
    rita, ron, edith = OpenPage(reporter(), story), OpenPage(other_reporter(), story), OpenPage(editor(), story)
    rita.presence()
    ron.presence()
    rita.presence(leaves=1)
    assert names(edith.presence()) == [("Ron Reporter", True)]
    later = clock.read() + sittings.HERE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "read", lambda: later)
    assert names(edith.presence()) == []


def test_another_window_of_ones_own_is_told_apart(story):
    one, other = OpenPage(reporter(), story), OpenPage(reporter(), story)
    one.presence()
    assert [each["yours"] for each in other.presence()["others"]] == [True]


def test_the_page_hears_that_there_is_a_newer_text(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(headline="Newer").save()
    answer = rita.presence()
    assert (answer["version"], answer["by"]) == (1, "Edith Editor")


def test_the_page_says_who_is_here_before_any_script_does(story):
    OpenPage(reporter(), story).presence()
    assert "Rita Reporter is writing here too." in text_of(signed_in(editor()).get(page("change", story)))


def test_rows_of_long_ago_are_swept(story):
    then = clock.read() - sittings.KEPT - timedelta(days=1)
    Sitting.objects.create(by=reporter(), tab="long-ago", article=story, seen_at=then, active_at=then)
    OpenPage(editor(), story).presence()
    assert not Sitting.objects.filter(tab="long-ago").exists()


# Taking over


def test_taking_over_closes_the_page_of_the_other_and_is_on_the_record(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    rita.presence()
    assert edith.presence()["may_take_over"] is True
    assert take_over(editor(), story).status_code == 302
    assert "Edith Editor took this story over at" in rita.presence()["taken"]
    event = Event.objects.get(verb="take_over")
    assert (event.by, json.loads(event.data)["from"]) == (editor(), ["Rita Reporter"])
    assert event.digest == ledger.digest_of(event)
    assert "took the story over" in text_of(signed_in(editor()).get(page("history", story)))


def test_a_page_that_was_taken_over_saves_nothing_when_it_wakes_up(story):
    rita = OpenPage(reporter(), story).type(headline="Typed in my sleep")
    rita.presence()
    take_over(editor(), story)
    answer = rita.save()
    assert (answer.status_code, answer.json()["code"]) == (423, "taken")
    by_button = rita.client.post(page("change", story), rita.fields | {"tab": rita.tab})
    assert by_button.status_code == 409
    assert "taken over from you" in text_of(by_button)
    assert form_of(by_button)["headline"] == "Typed in my sleep"
    story.refresh_from_db()
    assert (story.headline, story.version) == ("First ship since March", 0)


def test_whoever_was_taken_over_may_open_the_story_anew(story):
    rita = OpenPage(reporter(), story)
    rita.presence()
    take_over(editor(), story)
    assert OpenPage(reporter(), story).type(headline="Later").save().status_code == 200


def test_ones_own_pages_stay_open(story):
    edith = OpenPage(editor(), story)
    edith.presence()
    take_over(editor(), story)
    assert edith.type(headline="Still mine").save().status_code == 200
    assert not Event.objects.filter(verb="take_over").exists()  # there was nobody to take it from


@pytest.mark.parametrize(("who", "status"), [(reporter, 403), (other_reporter, 403), (moderator, 403)])
def test_only_editors_take_over(story, who, status):
    edith = OpenPage(editor(), story)
    edith.presence()
    assert take_over(who(), story).status_code == status
    assert edith.type(headline="Still mine").save().status_code == 200


# Signing in again, in place


def again(client, user, password=PASSWORD, person=None):
    data = {"username": user.email, "password": password, "person": person or user.pk}
    return client.post(reverse("admin:login_again"), data)


def test_a_session_that_ended_goes_on_with_the_password_alone(story):
    rita = OpenPage(reporter(), story).type(headline="Hours of work")
    rita.client.logout()
    assert rita.save().status_code == 302
    assert rita.client.get(reverse("admin:login_again")).json()["person"] is None
    answer = again(rita.client, reporter()).json()
    assert answer["person"] == reporter().pk
    assert answer["token"]
    assert rita.save().status_code == 200
    assert Article.objects.get().headline == "Hours of work"


def test_nobody_else_goes_on_with_the_page():
    client = signed_in(reporter())
    client.logout()
    answer = again(client, editor(), person=reporter().pk)
    assert (answer.status_code, "opened by somebody else" in answer.json()["message"]) == (400, True)
    assert client.get(reverse("admin:login_again")).json()["person"] is None


def test_guessing_is_slowed_down_as_on_the_page_for_signing_in():
    client = signed_in(reporter())
    client.logout()
    answers = [again(client, reporter(), "wrong").status_code for _ in range(6)]
    assert answers == [400] * 5 + [429]
    assert again(client, reporter()).status_code == 429
