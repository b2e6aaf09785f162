"""The page of each move: what it asks, what it does, how it refuses, and whom it lets in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Event, Stage
from articles.moves import MOVES
from articles.state import public_state
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.cast import (
    administrator,
    editor,
    make_article,
    make_live,
    moderator,
    other_editor,
    other_reporter,
    photo_editor,
    reporter,
    rewrite,
)

pytestmark = pytest.mark.django_db

VERBS = [move.verb for move in MOVES]
TOMORROW = (timezone.localtime() + timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


def wall(at) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")


def again(story) -> Article:
    return Article.objects.get(pk=story.pk)


def test_a_reporter_submits_with_a_note():
    story = make_article()
    answer = make(signed_in(reporter()), story, "submit", note="Please check the tonnage")
    assert answer.url == page("change", story)
    assert again(story).stage == Stage.IN_REVIEW
    assert Event.objects.get(verb="submit").note == "Please check the tonnage"


def test_an_editor_approves_exactly_what_was_shown():
    story = make_article()
    workflow.submit(story, by=reporter())
    client = signed_in(editor())
    form = form_of(client.get(page("approve", story)), "move")
    rewrite(again(story), by=reporter(), headline="Changed behind the editor's back")
    answer = client.post(page("approve", story), form)
    assert answer.status_code == 409
    assert "The text has changed since you opened it" in text_of(answer)
    assert "Changed behind the editor's back" in text_of(answer)
    assert client.post(page("approve", story), form_of(answer, "move")).status_code == 302
    assert again(story).stage == Stage.READY


def test_a_story_is_returned_with_a_note_that_is_needed():
    story = make_article()
    workflow.submit(story, by=reporter())
    client = signed_in(editor())
    answer = make(client, story, "return_to_writer", note=" ")
    assert answer.status_code == 400
    assert "the note is needed" in text_of(answer)
    make(client, story, "return_to_writer", note="Where is the second source?")
    assert again(story).stage == Stage.DRAFT
    assert "Where is the second source?" in text_of(signed_in(reporter()).get(page("change", story)))


def test_the_first_publication_asks_nothing_and_readers_see_the_story():
    story = make_article()
    client = signed_in(editor())
    form = form_of(client.get(page("publish", story)), "move")
    assert {"kind", "note"}.isdisjoint(form)
    answer = client.post(page("publish", story), form)
    assert "See it as readers do" in text_of(client.get(answer.url))
    assert client.get(Edition.objects.live().get(article=story).get_absolute_url()).status_code == 200


def test_publishing_says_what_is_missing():
    story = make_article(section=None)
    Article.objects.filter(pk=story.pk).update(section=None, headline="")
    story = rewrite(again(story), headline="")
    client = signed_in(editor())
    assert "Still missing: a headline, a section." in text_of(client.get(page("publish", story)))
    answer = make(client, story, "publish")
    assert answer.status_code == 400
    assert "still needs a headline and a section" in text_of(answer)


def test_what_readers_get_is_the_text_that_the_page_showed():
    story = make_article()
    client = signed_in(editor())
    form = form_of(client.get(page("publish", story)), "move")
    rewrite(story, by=reporter(), headline="Typed while the editor was reading")
    assert client.post(page("publish", story), form).status_code == 302
    assert Edition.objects.live().get(article=story).headline == "First ship since March"


def test_a_change_of_a_live_story_asks_for_its_kind_and_a_correction_for_its_note():
    story = rewrite(make_live(), headline="First ship since April")
    client = signed_in(editor())
    answer = make(client, story, "publish")
    assert answer.status_code == 400
    assert "say what kind of change this is" in text_of(answer)
    answer = make(client, story, "publish", kind="correction", note="  ")
    assert "Say in a few words why" in text_of(answer)
    assert form_of(answer, "move")["kind"] == "correction"
    make(client, story, "publish", kind="correction", note="It was April, not March.")
    live = Edition.objects.live().get(article=story)
    assert (live.headline, live.change, live.note) == (
        "First ship since April",
        "correction",
        "It was April, not March.",
    )


def test_of_two_publishers_the_second_is_told_and_loses_nothing_typed():
    story = rewrite(make_live(), headline="First ship since April")
    client = signed_in(editor())
    form = form_of(client.get(page("publish", story)), "move") | {"kind": "correction", "note": "It was April."}
    make(signed_in(other_editor()), story, "publish", kind="update")
    answer = client.post(page("publish", story), form)
    assert answer.status_code == 409
    assert "Somebody else has just moved this story" in text_of(answer)
    kept = form_of(answer, "move")
    assert (kept["kind"], kept["note"]) == ("correction", "It was April.")


def test_publishing_over_a_scheduled_update_must_be_said():
    story = rewrite(make_live(), headline="An update for tomorrow")
    workflow.schedule(story, by=editor(), at=TOMORROW, kind="update")
    story = rewrite(again(story), headline="An update for now")
    client = signed_in(editor())
    answer = make(client, story, "publish", kind="update")
    assert answer.status_code == 400
    assert "A version is already scheduled for" in text_of(answer)
    assert make(client, story, "publish", kind="update", replace="on").status_code == 302
    assert public_state(again(story)).next is None


def test_the_live_text_is_amended_and_parts_that_were_not_carried_are_named():
    story = rewrite(make_live(), headline="A headline for later")
    client = signed_in(editor())
    answer = make(client, story, "amend", headline="First ship since April", kind="typo")
    told = text_of(client.get(answer.url))
    assert "The working copy has another headline" in told
    assert Edition.objects.live().get(article=story).headline == "First ship since April"
    assert again(story).headline == "A headline for later"


def test_a_refused_amendment_keeps_the_text_that_was_typed():
    client = signed_in(editor())
    answer = make(client, make_live(), "amend", headline="Anew", body="<p>Typed for an hour.</p>")
    assert answer.status_code == 400
    kept = form_of(answer, "move")
    assert (kept["headline"], kept["body"]) == ("Anew", "<p>Typed for an hour.</p>")


def test_a_story_is_scheduled_moved_and_taken_back():
    story = make_article()
    client = signed_in(editor())
    assert "On the clock of Europe/London" in text_of(client.get(page("schedule", story)))
    make(client, story, "schedule", at=wall(TOMORROW))
    assert public_state(again(story)).next.live_from == TOMORROW
    make(client, story, "reschedule", at=wall(TOMORROW + timedelta(hours=1)))
    assert public_state(again(story)).next.live_from == TOMORROW + timedelta(hours=1)
    make(client, story, "unschedule")
    assert public_state(again(story)).word == "Never published"


def test_a_story_is_scheduled_with_its_end():
    story = make_article()
    client = signed_in(editor())
    answer = make(client, story, "schedule", at=wall(TOMORROW), until=wall(TOMORROW))
    assert answer.status_code == 400
    assert form_of(answer, "move")["until"] == wall(TOMORROW)
    make(client, story, "schedule", at=wall(TOMORROW), until=wall(TOMORROW + timedelta(days=2)))
    assert public_state(again(story)).next.live_until == TOMORROW + timedelta(days=2)


def test_a_story_that_was_withdrawn_goes_out_again_and_moves_up_only_when_told():
    first, second = make_live(headline="First"), make_live(headline="Second")
    client = signed_in(editor())
    for story, told in ((first, {}), (second, {"as_new": "on"})):
        before = public_state(story).last.published_at
        workflow.withdraw(story, by=editor())
        make(client, story, "publish", kind="republication", **told)
        assert (Edition.objects.live().get(article=story).published_at > before) is bool(told)


def test_the_clock_is_the_one_of_the_person_who_types():
    user = editor()
    user.time_zone = "America/New_York"
    user.save()
    story = make_article()
    client = signed_in(user)
    assert "On the clock of America/New_York" in text_of(client.get(page("schedule", story)))
    make(client, story, "schedule", at="2027-07-01T09:00")
    assert public_state(again(story)).next.live_from.isoformat() == "2027-07-01T13:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2020-01-01T12:00", "has passed or is too near"),
        ("2027-03-28T01:30", "does not exist in Europe/London"),
        ("2027-10-31T01:30", "happens twice in Europe/London"),
        ("9999-12-31T23:59", "between the years 1900 and 2200"),
        ("0001-01-01T00:00", "between the years 1900 and 2200"),
        ("soon", "Type a day and a time"),
        ("", "This field is required"),
    ],
)
def test_a_time_that_cannot_be_is_explained_and_kept(typed, told):
    answer = make(signed_in(editor()), make_article(), "schedule", at=typed)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert form_of(answer, "move")["at"] == typed


def test_an_end_is_set_and_cleared():
    story = make_live()
    client = signed_in(editor())
    make(client, story, "expire", at=wall(TOMORROW))
    assert public_state(again(story)).current.live_until == TOMORROW
    assert form_of(client.get(page("expire", story)), "move")["at"] == wall(TOMORROW)
    make(client, story, "expire", at="")
    assert public_state(again(story)).current.live_until is None


def test_a_withdrawn_story_is_gone_for_readers():
    story = make_live()
    address = public_state(story).current.get_absolute_url()
    client = signed_in(editor())
    make(client, story, "withdraw", note="Wrong street")
    assert client.get(address).status_code == 410
    assert "Withdrawn" in text_of(client.get(page("change", story)))


def test_typing_never_makes_a_withdrawal_stale():
    story = make_live()
    client = signed_in(editor())
    form = form_of(client.get(page("withdraw", story)), "move")
    rewrite(again(story), by=reporter(), headline="Still typing")
    assert client.post(page("withdraw", story), form).status_code == 302


# Who may, and what GET does


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", [reporter, photo_editor, moderator])
def test_a_move_is_closed_to_those_without_the_right(who, verb):
    story = make_live()
    answers = [getattr(signed_in(who()), method)(page(verb, story)).status_code for method in ("get", "post")]
    may = (who is reporter and verb in {"submit", "set_embargo", "assign", "trash"}) or (
        who is photo_editor and verb == "assign"
    )
    assert answers == ([200, 400] if may else [403, 403]) or (who is moderator and set(answers) <= {403, 404})
    assert Event.objects.filter(article=story).count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_move_of_somebody_elses_story_is_not_even_there(verb):
    assert signed_in(reporter()).post(page(verb, make_article(by=other_reporter()))).status_code == 404


def who_may(verb: str):
    return administrator() if verb == "redact" else editor()


@pytest.mark.parametrize("verb", VERBS)
def test_looking_at_a_move_changes_nothing(verb):
    story = make_live()
    before = again(story).__dict__ | {"_state": None}
    assert signed_in(who_may(verb)).get(page(verb, story)).status_code == 200
    assert again(story).__dict__ | {"_state": None} == before
    assert Event.objects.count() == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_post_without_what_was_seen_moves_nothing(verb):
    story = make_article()
    assert signed_in(who_may(verb)).post(page(verb, story)).status_code == 400
    assert not Event.objects.exists()


def test_a_text_of_another_story_cannot_be_published_through_this_one():
    story, other = make_article(), make_article(headline="Somebody else's secret")
    answer = make(signed_in(editor()), story, "publish", revision=other.revisions.get().pk)
    assert answer.status_code == 404
    assert not Edition.objects.exists()


def test_a_move_without_the_token_of_the_page_is_refused():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(editor())
    assert client.post(page("publish", make_article())).status_code == 403
