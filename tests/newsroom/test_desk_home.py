"""The desk's first page and its navigation: the day's work of each role, and nothing that they may not open."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import agenda, planning, sittings, sorting, workflow
from articles.models import Article
from comments.models import State
from tests import cast
from tests.browser import sign_in
from tests.comments.makers import make_comment
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


def home(client, person) -> str:
    client.force_login(person)
    page = client.get("/admin/")
    assert page.status_code == 200
    return page.text


def part(text: str, heading: str) -> str:
    """What stands below a heading of the page."""
    return text.partition(f'aria-labelledby="{heading}"')[2].partition("</section>")[0]


def navigation(text: str) -> list[str]:
    bar = text.partition('class="bar__nav"')[2].partition("</nav>")[0]
    return [re.sub(r"<.*?>.*", "", label).strip() for label in re.findall(r"<a [^>]*>(.*?)</a>", bar)]


@pytest.mark.parametrize(
    ("who", "entries"),
    [
        (cast.reporter, ["Stories", "Calendar", "Pictures", "Authors", "Sections &amp; tags"]),
        (cast.photo_editor, ["Stories", "Calendar", "Pictures", "Authors", "Sections &amp; tags"]),
        (cast.editor, ["Stories", "Calendar", "Comments", "Pictures", "Authors", "Sections &amp; tags"]),
        (cast.moderator, ["Comments"]),
        (
            cast.administrator,
            ["Stories", "Calendar", "Comments", "Pictures", "Authors", "Sections &amp; tags", "People", "Tasks"],
        ),
    ],
)
def test_each_role_sees_the_entries_that_it_may_open(client, who, entries):
    assert navigation(home(client, who())) == entries


def test_only_who_may_begin_a_story_is_offered_one(client):
    assert reverse("admin:articles_article_add") in home(client, cast.reporter())
    assert reverse("admin:articles_article_add") not in home(client, cast.photo_editor())
    assert reverse("admin:articles_article_add") not in home(client, cast.moderator())


def test_a_reporter_sees_own_stories_and_what_came_back(client):
    rita = cast.reporter()
    mine = cast.make_article(by=rita, headline="Mine")
    back = cast.make_article(by=rita, headline="Back to me")
    cast.make_article(by=cast.other_reporter(), headline="Another's")
    workflow.submit(back, by=rita)
    workflow.return_to_writer(back, by=cast.editor(), note="Ask the port authority.")
    text = home(client, rita)
    assert "Mine" in part(text, "my-stories")
    assert "Back to me" in part(text, "waiting")
    assert "Ask the port authority." in part(text, "waiting")
    assert "Another&#x27;s" not in text
    assert reverse("admin:articles_article_change", args=[mine.pk]) in text


def test_what_was_submitted_again_no_longer_counts_as_returned(client):
    rita = cast.reporter()
    story = cast.make_article(by=rita)
    workflow.submit(story, by=rita)
    workflow.return_to_writer(story, by=cast.editor(), note="More.")
    cast.rewrite(story, by=rita, body="<p>More.</p>")
    workflow.submit(story, by=rita)
    assert "Returned" not in home(client, rita)


def test_an_editor_sees_what_waits_for_review_but_not_the_own(client):
    edith = cast.editor()
    theirs, own = cast.make_article(headline="Theirs"), cast.make_article(by=edith, headline="Her own")
    workflow.submit(theirs, by=cast.reporter())
    workflow.submit(own, by=edith)
    waiting = part(home(client, edith), "waiting")
    assert "Theirs" in waiting
    assert "Her own" not in waiting


def test_what_is_scheduled_is_shown_to_those_who_may_open_it(client):
    story = cast.make_article(by=cast.reporter(), headline="Tomorrow's news")
    workflow.schedule(story, by=cast.editor(), at=timezone.now() + timedelta(days=1))
    for person, sees in [
        (cast.editor(), True),
        (cast.reporter(), True),
        (cast.other_reporter(), False),
        (cast.moderator(), False),
    ]:
        assert ("Tomorrow&#x27;s news" in home(client, person)) is sees, person


def test_what_was_published_leads_each_to_where_they_may_go(client):
    live = cast.make_live(headline="Out now")
    desk, public = reverse("admin:articles_article_change", args=[live.pk]), live.editions.get().get_absolute_url()
    assert desk in part(home(client, cast.editor()), "published")
    assert public in part(home(client, cast.moderator()), "published")
    assert desk not in home(client, cast.moderator())


def test_moderators_see_held_comments_first_and_how_long_they_wait(client):
    live = cast.make_live()
    make_comment(live, state=State.PENDING, text="Please look at me.")
    make_comment(live, state=State.SPAM, text="Cheap watches.")
    text = home(client, cast.moderator())
    assert "Please look at me." in part(text, "held")
    assert "Cheap watches." not in text
    assert text.index('id="held"') < text.index('id="published"')
    assert "waited since" in text
    assert '<span class="count">1<span' in text
    assert "Please look at me." not in home(client, cast.reporter())


def test_a_moderator_reads_nothing_of_unpublished_stories(client):
    live = cast.make_live(headline="Known")
    cast.rewrite(live, headline="Secret new headline")
    cast.make_article(headline="Secret draft")
    make_comment(live, state=State.PENDING)
    assert "Secret" not in home(client, cast.moderator())


def test_an_empty_newsroom_says_so_in_words(client):
    text = home(client, cast.administrator())
    for sentence in (
        "Nothing begun yet.",
        "Nothing waits for you.",
        "Nothing is scheduled.",
        "Nothing is due within two days, and nothing is late.",
        "Nothing is public yet.",
        "No comment waits.",
    ):
        assert sentence in text


def hours(number: float):
    return timezone.now() + timedelta(hours=number)


def test_what_is_due_and_what_is_late_stand_apart_and_only_what_is_not_done(client):
    for name, deadline in [("Missed", -3), ("Tonight", 3), ("Next week", 24 * 7)]:
        cast.make_article(headline=name, slug=name.lower().replace(" ", "-"), deadline=hours(deadline))
    cast.make_live(headline="Done", slug="done", deadline=hours(-1))
    planned = cast.make_article(headline="Planned", slug="planned", deadline=hours(1))
    workflow.schedule(planned, by=cast.editor(), at=hours(2))
    due = part(home(client, cast.editor()), "due")
    assert due.index("Missed") < due.index("Tonight")
    assert due.count("Late: due") == 1 and "nobody is on it" in due
    for name in ("Next week", "Done", "Planned"):
        assert name not in due


def test_reporters_are_reminded_of_their_own_only_and_of_what_they_were_given(client):
    cast.make_article(by=cast.other_reporter(), headline="Theirs", deadline=hours(1))
    cast.make_article(
        by=cast.other_reporter(), headline="Given to me", slug="b", deadline=hours(1), assigned_to=cast.reporter()
    )
    due = part(home(client, cast.reporter()), "due")
    assert "Given to me" in due and "Theirs" not in due


def test_what_is_scheduled_for_today_stands_apart_from_later(client, monkeypatch):
    for name, days in [("This evening", 0), ("Next week", 7)]:
        story = cast.make_article(headline=name, slug=name.lower().replace(" ", "-"))
        workflow.schedule(story, by=cast.editor(), at=hours(24 * days + 1))
    monkeypatch.setattr("articles.agenda.today", lambda: timezone.localdate(hours(1)))
    scheduled = part(home(client, cast.editor()), "scheduled")
    assert scheduled.index("Today") < scheduled.index("This evening") < scheduled.index("Later")
    assert scheduled.index("Later") < scheduled.index("Next week")
    monkeypatch.setattr("articles.agenda.today", lambda: timezone.localdate(hours(-48)))
    assert "Nothing more today." in part(home(client, cast.editor()), "scheduled")


def test_what_is_planned_for_today_is_shown_until_it_is_out(client):
    for name, days in [("Planned today", 0), ("Planned tomorrow", 1)]:
        story = cast.make_article(headline=name, slug=name.lower().replace(" ", "-"))
        planning.plan(story, by=cast.editor(), day=agenda.today() + timedelta(days=days), seen=None)
    scheduled = part(home(client, cast.editor()), "scheduled")
    assert "Planned today" in scheduled and "Planned tomorrow" not in scheduled
    workflow.publish(Article.objects.get(slug="planned-today"), by=cast.editor())
    assert "Planned today" not in part(home(client, cast.editor()), "scheduled")


def test_what_colleagues_have_open_is_shown_of_what_one_may_open(client):
    mine = cast.make_article(headline="Mine, open")
    theirs = cast.make_article(by=cast.other_reporter(), headline="Theirs, open", slug="b")
    assert "Nobody else has a story open." in part(home(client, cast.reporter()), "opened")
    sittings.look_in(cast.editor(), "tab-of-edith", mine, quiet_for=0, leaves=False)
    sittings.look_in(cast.other_reporter(), "tab-of-ron", theirs, quiet_for=300, leaves=False)
    opened = part(home(client, cast.reporter()), "opened")
    assert "Mine, open" in opened and "Edith Editor is writing" in opened and "Theirs" not in opened
    opened = part(home(client, cast.editor()), "opened")
    assert "Theirs, open" in opened and "Ron Reporter has it open, idle since" in opened and "Mine" not in opened
    sittings.look_in(cast.other_reporter(), "tab-of-ron", theirs, quiet_for=0, leaves=True)
    assert "Nobody else has a story open." in part(home(client, cast.editor()), "opened")


def test_a_returned_story_stays_returned_when_somebody_tidies_it(client):
    rita = cast.reporter()
    story = cast.make_article(by=rita, headline="Back to me")
    workflow.submit(story, by=rita)
    workflow.return_to_writer(story, by=cast.editor(), note="More.")
    sorting.retag(story, by=cast.editor(), add=["harbour"])
    assert "Back to me" in part(home(client, rita), "waiting")


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.administrator])
def test_the_first_page_asks_no_more_of_the_database_with_more_to_do(client, who):
    def work(many):
        for _ in range(many):
            live = cast.make_live(
                bylines=[cast.make_author()], slug=f"s-{timezone.now().timestamp()}".replace(".", "-")
            )
            make_comment(live, state=State.PENDING)
            cast.make_article(deadline=hours(-1))
            open_one = cast.make_article(deadline=hours(1))
            planning.plan(open_one, by=cast.editor(), day=agenda.today(), seen=None)
            sittings.look_in(cast.other_editor(), f"tab-of-{open_one.pk:09}", open_one, quiet_for=0, leaves=False)
            coming = cast.make_article(slug=f"p-{timezone.now().timestamp()}".replace(".", "-"))
            workflow.schedule(coming, by=cast.editor(), at=hours(1))
            story = cast.make_article()
            workflow.submit(story, by=cast.reporter())
            workflow.return_to_writer(story, by=cast.editor(), note="More.")
            workflow.submit(cast.make_article(), by=cast.reporter())

    client.force_login(who())
    assert_queries_do_not_grow(lambda: client.get("/admin/"), work)


def test_the_page_of_one_apps_tables_leads_home(client):
    client.force_login(cast.editor())
    assert client.get(reverse("admin:app_list", args=["articles"])).url == "/admin/"


def test_refusals_at_the_desk_stay_at_the_desk_and_elsewhere_they_do_not(client):
    client.force_login(cast.reporter())
    for address, status in [(reverse("admin:accounts_user_changelist"), 403), ("/admin/nothing/here/", 404)]:
        page = client.get(address)
        assert page.status_code == status
        assert "Back to the desk" in page.text
    assert "Back to the desk" not in client.get("/nothing/here/").text
    client.logout()
    assert client.get("/admin/nothing/here/").status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_time_of_another_year_stands_beside_its_headline(open_page, width):
    workflow.schedule(cast.make_article(), by=cast.editor(), at=timezone.now() + timedelta(days=400))
    page = open_page()
    sign_in(page, cast.editor())
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/admin/")
    line = page.locator("[aria-labelledby=scheduled] .line--time")
    time, head = (line.locator(part).bounding_box() for part in ("time", ".line__head"))
    assert time["x"] + time["width"] <= head["x"]


def test_own_stories_are_the_same_by_their_numbers():
    rita, ron = cast.reporter(), cast.other_reporter()
    begun = cast.make_article(headline="begun", by=rita)
    given = cast.make_article(headline="given", by=ron, assigned_to=rita)
    signed = cast.make_article(headline="signed", by=ron, bylines=[cast.make_author("Rita R.", user=rita)])
    cast.make_article(headline="of another", by=ron)
    own = Article.objects.own(rita)
    assert set(own) == set(Article.objects.among_own(rita)) == {begun, given, signed}
    assert list(own) == list(Article.objects.among_own(rita))
