"""Hours at the desk: told on two clocks, typed as a wall shows them, and moved in place."""

from datetime import timedelta

import pytest
from lxml import html

from articles import workflow
from articles.models import Edition
from articles.state import public_state
from tests.articles.desk import make, page, signed_in, text_of
from tests.articles.test_desk_moves import TOMORROW, again, wall
from tests.cast import (
    editor,
    make_article,
    make_live,
    other_editor,
    reporter,
    rewrite,
)

pytestmark = pytest.mark.django_db


# Times on two clocks


@pytest.fixture
def in_new_york():
    user = editor()
    user.time_zone = "America/New_York"
    user.save()
    return signed_in(user)


def test_a_time_is_told_on_the_clock_of_the_person_and_on_the_newspapers(in_new_york):
    story = make_article()
    assert "In Europe/London, the newspaper's own zone, it is" in text_of(in_new_york.get(page("schedule", story)))
    answer = make(in_new_york, story, "schedule", at="2027-07-01T21:00")
    both = "1 July 2027, 21:00 (2 July, 02:00 in Europe/London)"
    assert f"Scheduled for {both}." in text_of(in_new_york.get(answer.url))
    assert f"Scheduled for {both}" in text_of(in_new_york.get(page("changelist")))
    assert f"scheduled it for {both}" in text_of(in_new_york.get(page("history", story)))
    assert f"What is scheduled for {both} will not go out" in text_of(in_new_york.get(page("unschedule", story)))


def test_whose_clock_is_the_newspapers_is_told_one_time():
    story = make_article()
    workflow.schedule(story, by=editor(), at=TOMORROW)
    assert "in Europe/London)" not in text_of(signed_in(editor()).get(page("change", story)))


@pytest.mark.parametrize(
    ("wall", "told"),
    [
        ("2027-03-28T01:30", "28 March 2027 01:30 does not exist in Europe/London"),
        ("2027-10-31T01:30", "31 October 2027 01:30 happens twice in Europe/London"),
    ],
)
def test_no_form_guesses_at_an_hour_that_is_missing_or_comes_twice(wall, told):
    client = signed_in(editor())
    story, live, coming = make_article(), make_live(), make_article()
    workflow.schedule(coming, by=editor(), at=TOMORROW)
    answers = [
        make(client, story, "schedule", at=wall),
        make(client, story, "schedule", at="2027-01-01T12:00", until=wall),
        make(client, coming, "reschedule", at=wall),
        make(client, live, "expire", at=wall),
        make(client, story, "assign", due=wall),
    ]
    assert [told in text_of(answer) for answer in answers] == [True] * len(answers)
    assert list(Edition.objects.filter(live_from__gt=TOMORROW)) == []


# From the list


def test_the_list_leads_to_scheduling_with_one_press():
    ready, coming, draft = (make_article(headline=word) for word in ("Ready to go", "Coming soon", "A draft"))
    workflow.submit(ready, by=reporter())
    workflow.approve(ready, by=editor())
    workflow.schedule(coming, by=editor(), at=TOMORROW)
    shown = signed_in(editor()).get(page("changelist")).text
    for verb, story in (("schedule", ready), ("reschedule", coming), ("unschedule", coming)):
        assert page(verb, story) in shown
    assert page("schedule", draft) not in shown
    assert page("reschedule", coming) not in signed_in(reporter()).get(page("changelist")).text


def timing(response) -> dict:
    """What the bar of a scheduled story would send when one of its two buttons is pressed."""
    inputs = html.fromstring(response.content).xpath("//input[@form='timing']")
    return {each.get("name"): each.get("value") for each in inputs}


def test_what_is_scheduled_is_moved_and_taken_back_in_the_bar_with_one_press_each():
    story, client = make_article(), signed_in(editor())
    workflow.schedule(story, by=editor(), at=TOMORROW)
    shown = timing(client.get(page("change", story)))
    assert shown["at"] == wall(TOMORROW)
    client.post(page("reschedule", story), shown | {"at": wall(TOMORROW + timedelta(hours=1))})
    assert public_state(again(story)).next.live_from == TOMORROW + timedelta(hours=1)
    client.post(page("unschedule", story), timing(client.get(page("change", story))))
    assert public_state(again(story)).word == "Never published"
    assert timing(signed_in(reporter()).get(page("change", story))) == {}


def test_what_somebody_else_moved_meanwhile_is_not_moved_again_unseen():
    story, client = make_article(), signed_in(editor())
    workflow.schedule(story, by=editor(), at=TOMORROW)
    shown = timing(client.get(page("change", story)))
    workflow.reschedule(again(story), by=other_editor(), at=TOMORROW + timedelta(hours=2))
    answer = client.post(page("unschedule", story), shown)
    assert answer.status_code == 409
    assert "Somebody else has just moved this story" in text_of(answer)


def test_unscheduling_is_undone_with_the_text_the_hour_the_end_and_the_note_that_there_were():
    story, client = rewrite(make_live(), headline="For tomorrow"), signed_in(editor())
    end, to_the_second = TOMORROW + timedelta(days=2), TOMORROW + timedelta(seconds=7)
    workflow.schedule(story, by=editor(), at=to_the_second, until=end, kind="correction", note="It was May.")
    answer = client.get(client.post(page("unschedule", story), timing(client.get(page("change", story)))).url)
    rewrite(again(story), headline="Written since")
    undo = next(form for form in html.fromstring(answer.content).forms if form.get("class") == "undo")
    assert undo.get("action") == page("schedule", story)
    client.post(undo.get("action"), dict(undo.form_values()))
    back = public_state(again(story)).next
    assert (back.headline, back.live_from, back.live_until) == ("For tomorrow", to_the_second, end)
    assert (back.change, back.note) == ("correction", "It was May.")


def test_parts_that_an_amendment_could_not_carry_are_shown_beside_each_other():
    story = rewrite(make_live(), body="<p>The text for tomorrow.</p>")
    workflow.schedule(story, by=editor(), at=TOMORROW, kind="update")
    client = signed_in(editor())
    answer = client.get(make(client, story, "amend", body="<p>Mended.</p>", kind="typo").url)
    told = text_of(answer)
    assert "The scheduled version has another text: the change was not carried over there." in told
    assert "The working copy has another text" in told
    from lxml import html

    ways = [each.get("href") for each in html.fromstring(answer.content).xpath("//a[text()='See both']")]
    texts = [text_of(client.get(way)) for way in ways]
    assert len(ways) == 2 and all("Mended." in text and "The text for tomorrow." in text for text in texts)


def test_after_an_amendment_it_is_the_working_copy_that_can_be_published():
    story = rewrite(make_live(), body="<p>The text for tomorrow.</p>")
    client = signed_in(editor())
    make(client, story, "amend", body="<p>Mended.</p>", kind="typo")
    make(client, story, "publish", kind="update")
    assert "The text for tomorrow." in Edition.objects.live().get(article=story).rendered.body
