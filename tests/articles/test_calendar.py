"""The calendar: what goes out when, what was published, what is merely planned, and how a plan is moved."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from lxml import html

from articles import agenda, clock, planning, workflow
from articles.agenda import Week
from articles.models import Article, Edition, Event
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_live, make_section, moderator, other_reporter, reporter, rewrite
from tests.queries import assert_queries_do_not_grow, queries_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def in_days(number: int) -> date:
    return timezone.localdate() + number * DAY


def calendar(client, day: date | None = None, **asked) -> dict[str, list[str]]:
    """What the page shows: for each day, “late” and “undated”, one line for each entry, e.g. “Planned: Ferries”."""
    query = ({"week": Week.of(day).name} if day else {}) | asked
    document = html.fromstring(client.get(page("changelist") + "calendar/", query).content)
    parts = {each.get("data-day"): each for each in document.xpath("//*[@data-day]")}
    parts |= {
        name: part[0]
        for name in ("late", "undated")
        if (part := document.xpath(f"//section[@aria-labelledby='{name}']"))
    }
    return {
        name: [_line(slot) for slot in part.xpath(".//*[contains(@class, 'slot__headline')]/..")]
        for name, part in parts.items()
    }


def _line(slot) -> str:
    word = slot.xpath(".//*[@class='slot__word']")
    headline = slot.xpath(".//*[@class='slot__headline']")[0].text_content()
    return f"{word[0].text_content()}: {headline}" if word else headline


def test_the_calendar_shows_what_was_published_what_is_scheduled_and_what_is_planned():
    make_live(headline="Out already")
    live = make_live(headline="Live")
    rewrite(live, headline="Live, anew")
    at = clock.read() + 8 * DAY
    workflow.schedule(live, by=editor(), at=at, until=at + DAY, kind="update")
    workflow.amend(live, by=editor(), patch={"headline": "Live, mended"}, kind="typo")
    planned = make_article(headline="A portrait")
    planning.plan(planned, by=editor(), day=in_days(8), seen=None)
    make_article(headline="An idea")
    client = signed_in(editor())
    now = calendar(client)
    assert now[str(in_days(0))] == ["Published: Out already", "Published: Live", "Typo or style: Live, mended"]
    assert now["undated"] == ["An idea"]
    week = calendar(client, in_days(8))
    assert week[str(in_days(8))] == ["Planned: A portrait", "Update scheduled: Live, anew"]
    ended = calendar(client, in_days(9))
    assert ended[str(in_days(9))] == ["Ends: Live, anew"]


def test_a_plan_publishes_nothing_and_no_reader_sees_it(client):
    story = make_article(slug="portrait")
    before = client.get("/").content
    planning.plan(story, by=reporter(), day=in_days(0), seen=None)
    assert not Edition.objects.exists()
    assert client.get("/").content == before


def test_a_plan_is_over_once_the_story_is_out_and_comes_back_when_it_is_unscheduled():
    story = make_article(headline="A portrait")
    planning.plan(story, by=editor(), day=in_days(3), seen=None)
    plans = Article.objects.with_open_plan()
    workflow.schedule(story, by=editor(), at=clock.read() + DAY)
    assert not plans.exists()
    workflow.unschedule(story, by=editor())
    assert plans.exists()
    workflow.publish(story, by=editor())
    assert not plans.exists()


def test_a_mended_word_is_not_what_an_update_was_planned_for():
    story = make_live()
    planning.plan(story, by=editor(), day=in_days(3), seen=None)
    workflow.amend(story, by=editor(), patch={"headline": "First ship since May"}, kind="typo")
    assert Article.objects.with_open_plan().exists()
    rewrite(story, headline="A second ship")
    workflow.publish(story, by=editor(), kind="update")
    assert not Article.objects.with_open_plan().exists()


def test_a_plan_whose_day_has_passed_is_not_forgotten():
    story = make_article(headline="A portrait")
    planning.plan(story, by=editor(), day=in_days(0), seen=None)
    Article.objects.filter(pk=story.pk).update(planned_for=in_days(-30))
    assert calendar(signed_in(editor()))["late"] == ["Planned, not out: A portrait"]


def test_a_plan_is_moved_from_the_calendar_and_leads_back_to_it():
    story = make_article(headline="A portrait")
    client = signed_in(editor())
    back = f"week={Week.of(in_days(8)).name}&section={story.section_id}"
    answer = client.post(page("plan", story), {"day": in_days(8), "seen": "", "back": back})
    assert answer.url == f"{page('changelist')}calendar/?{back}"
    assert calendar(client, in_days(8))[str(in_days(8))] == ["Planned: A portrait"]
    client.post(page("plan", story), {"day": in_days(9), "seen": in_days(8), "back": back})
    assert Article.objects.get().planned_for == in_days(9)
    assert f"planned it for {in_days(9):%-d %B %Y}" in text_of(client.get(page("history", story)))


def test_a_plan_is_made_and_taken_back_on_a_page_of_its_own():
    story = make_article()
    client = signed_in(reporter())
    make(client, story, "plan", day=in_days(5))
    assert f"{in_days(5):%A %-d %B %Y}" in text_of(client.get(page("change", story)))
    make(client, story, "plan", day="")
    assert "Plan a day" in text_of(client.get(page("change", story)))
    assert [event.verb for event in Event.objects.all()] == ["plan", "plan"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "Type a day"),
        ("2020-01-01", "has passed: a plan lies ahead"),
        ("2027-02-30", "Type a day"),
        ("9999-12-31", "between the years"),
    ],
)
def test_a_day_that_cannot_be_is_explained_and_kept(typed, told):
    answer = make(signed_in(editor()), make_article(), "plan", day=typed)
    assert answer.status_code == 400
    assert told in text_of(answer)
    assert form_of(answer, "move")["day"] == typed


def test_what_is_said_of_a_plan_names_the_year():
    story, day = make_article(), in_days(400)
    client = signed_in(editor())
    address = make(client, story, "plan", day=day).headers["Location"]
    assert f"is planned for {day:%A %-d %B %Y}." in text_of(client.get(address))


def test_of_two_planners_the_second_is_told():
    story = make_article()
    client = signed_in(editor())
    form = form_of(client.get(page("plan", story)), "move") | {"day": in_days(4)}
    planning.plan(story, by=reporter(), day=in_days(2), seen=None)
    answer = client.post(page("plan", story), form)
    assert answer.status_code == 409 and "Somebody else has just moved this story" in text_of(answer)
    assert client.post(page("plan", story), form_of(answer, "move")).status_code == 302
    assert Article.objects.get().planned_for == in_days(4)


def test_what_is_scheduled_is_not_planned_beside():
    story = make_article()
    workflow.schedule(story, by=editor(), at=clock.read() + DAY)
    refused_with("already_scheduled", planning.plan, story, by=editor(), day=in_days(2), seen=None)
    story.refresh_from_db()
    assert story.planned_for is None


def test_the_calendar_is_cut_to_a_section_and_to_a_person():
    city, sport = make_section("City"), make_section("Sport")
    docks = make_section("Docks", parent=city)
    make_live(headline="At the docks", section=docks)
    make_live(headline="The cup", section=sport, by=other_reporter())
    client = signed_in(editor())
    today = str(in_days(0))
    assert calendar(client, section=city.pk)[today] == ["Published: At the docks"]
    assert calendar(client, person=other_reporter().pk)[today] == ["Published: The cup"]
    assert calendar(client, section="x", person="-1")[today] == ["Published: At the docks", "Published: The cup"]


def test_nobody_sees_there_what_they_may_not_open():
    planning.plan(make_article(headline="Hers"), by=editor(), day=in_days(0), seen=None)
    workflow.schedule(
        make_article(headline="His", by=other_reporter()), by=editor(), at=clock.read() + timedelta(seconds=60)
    )
    shown = str(calendar(signed_in(reporter()))) + str(calendar(signed_in(reporter()), in_days(1)))
    assert "Hers" in shown and "His" not in shown
    assert signed_in(moderator()).get(page("changelist") + "calendar/").status_code == 403
    assert signed_in(reporter()).post(page("plan", make_article(by=other_reporter()))).status_code == 404


@pytest.mark.parametrize("week", ["2026-W99", "0-W1", "x", "99999-W01", "2026-W53", "-W", "9999-W52"])
def test_any_word_for_a_week_is_answered(week):
    assert signed_in(editor()).get(page("changelist") + "calendar/", {"week": week}).status_code == 200


def test_weeks_follow_one_another_over_the_end_of_a_year():
    last = Week.called("2026-W53")
    assert (last.monday, last.moved(1).name, last.moved(1).moved(-1)) == (date(2026, 12, 28), "2027-W01", last)


def test_a_day_begins_at_midnight_of_whoever_looks():
    user = editor()
    user.time_zone = "Pacific/Auckland"
    user.save()
    with timezone.override("Pacific/Auckland"):
        workflow.publish(make_article(headline="Far away"), by=user)
        today = str(timezone.localdate())
    assert calendar(signed_in(user))[today] == ["Published: Far away"]
    assert "newspaper's own zone" in text_of(signed_in(user).get(page("changelist") + "calendar/"))


def test_what_an_archive_brought_in_stands_on_the_day_on_which_it_was_out():
    noon = timezone.make_aware(
        datetime.combine(in_days(-70), time(12))
    )  # of a day on which clocks may stand otherwise
    workflow.publish(make_article(headline="Long ago"), by=editor(), first_published_at=noon)
    client = signed_in(editor())
    assert calendar(client)[str(in_days(0))] == []
    assert calendar(client, in_days(-70))[str(in_days(-70))] == ["Published: Long ago"]


def test_the_calendar_takes_as_many_queries_with_ten_stories_as_with_two():
    client = signed_in(editor())

    def add(count: int) -> None:
        for number in range(count):
            section = make_section(f"Part {Article.objects.count()}")
            make_live(headline=f"Live {number}", section=section)
            planning.plan(make_article(section=section), by=editor(), day=in_days(0), seen=None)
            workflow.schedule(make_article(section=section), by=editor(), at=clock.read() + timedelta(seconds=90))
            make_article(section=section)

    assert_queries_do_not_grow(lambda: client.get(page("changelist") + "calendar/"), add)


def test_a_crowded_week_is_cut_off(monkeypatch):
    monkeypatch.setattr(agenda, "MOST", 2)
    for number in range(3):
        make_live(headline=f"Story {number}")
    client = signed_in(editor())
    assert len(calendar(client)[str(in_days(0))]) == 2
    assert "More happens in this week than is shown" in text_of(client.get(page("changelist") + "calendar/"))


def test_what_is_scheduled_is_moved_and_taken_back_in_the_calendar_which_comes_back():
    story, client = make_article(), signed_in(editor())
    workflow.schedule(story, by=editor(), at=clock.read() + timedelta(days=8))
    week = Week.of(timezone.localdate(clock.read() + timedelta(days=8))).name
    shown = html.fromstring(client.get(f"/admin/articles/article/calendar/?week={week}").content)
    move = next(form for form in shown.forms if form.action == page("reschedule", story))
    typed = dict(move.form_values()) | {"at": "2099-05-04T06:30"}
    answer = client.post(move.action, typed)
    assert answer.url == f"/admin/articles/article/calendar/?week={week}"
    story.refresh_from_db()
    back = {"public_version": story.public_version, "back": "week=2099-W19"}
    answer = client.post(page("unschedule", story), back, follow=True)
    assert answer.redirect_chain[0][0].endswith("/calendar/?week=2099-W19")
    assert "Undo" in text_of(answer)
    assert not story.editions.exists()


def test_no_list_of_all_stories_is_made_to_show_a_week():
    make_live()
    client = signed_in(editor())
    asked = [
        sql
        for sql in queries_of(lambda: client.get(page("changelist") + "calendar/"))
        if 'FROM "articles_edition"' in sql
    ]
    assert asked
    for sql in asked:
        assert '"article_id" IN (SELECT' not in sql, sql
