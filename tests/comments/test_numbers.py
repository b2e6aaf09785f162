"""How moderation goes, in numbers: for moderators, and for readers once somebody has said so."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Audit
from articles import workflow
from comments import erasing, keys, moderation, numbers, openness
from comments.models import Comment, NumbersSetting, RuleHit, State
from comments.numbers import Period
from comments.views.leaving import receipt_address
from tests.cast import administrator, editor, limited, make_live, make_section, moderator, other_moderator
from tests.comments.makers import make_comment, make_commenter, post_address
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db

NUMBERS = "/admin/comments/comment/numbers/"
PUBLIC = "/comments/numbers"
MONTH = Period(30)


@pytest.fixture
def story():
    return make_live(section=make_section("City"))


def of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def waited(story, minutes: int, **fields) -> Comment:
    return make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(minutes=minutes), **fields)


def minutes(span) -> int:
    return round(span.total_seconds() / 60)


def test_who_waits_is_told_by_section_with_the_longest_wait_first(story):
    sports = make_live(section=make_section("Sports"))
    waited(sports, 10)
    waited(story, 30)
    waited(story, 90)
    found = numbers.waiting_by_section(moderator())
    assert [(each.section, each.number) for each in found] == [("City", 2), ("Sports", 1)]
    assert minutes(timezone.now() - found[0].oldest) == 90
    assert "90 minutes" in of(moderator()).get(NUMBERS).text


def test_half_and_ninety_five_of_a_hundred_first_decisions(story):
    for wait in range(1, 21):
        moderation.approve(waited(story, wait * 10), by=moderator())
    times = numbers.time_to_decision(moderator(), MONTH)
    assert (minutes(times["median"]), minutes(times["p95"])) == (100, 190)


def test_only_first_decisions_of_people_count_as_waiting(story):
    comment = waited(story, 10)
    moderation.reject(comment, by=moderator(), reason="hate")
    moderation.hold(again(comment), by=moderator())
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(days=3))
    moderation.withdraw(waited(story, 500))
    held_again = again(comment)
    moderation.approve(held_again, by=moderator())
    assert numbers.time_to_decision(moderator(), MONTH)["median"] > timedelta(days=2)
    assert numbers.totals(moderator(), MONTH)["decided"] == 3


def test_nobody_decided_anything_yet(story):
    assert numbers.time_to_decision(moderator(), MONTH) == {"median": None, "p95": None}
    page = of(moderator()).get(NUMBERS).text
    assert "Nothing was decided in these days." in page
    assert "<svg viewBox" not in page


def test_decisions_by_person_and_what_somebody_else_reversed(story):
    mine, slip, theirs = (waited(story, 5) for _ in range(3))
    moderation.approve(mine, by=moderator())
    moderation.remove(again(mine), by=other_moderator(), reason="legal")  # reverses mine
    moderation.undo(moderation.reject(slip, by=moderator(), reason="hate"), by=moderator())  # a slip
    moderation.mark_spam(theirs, by=other_moderator())
    found = {tally.name: tally for tally in numbers.by_person(moderator(), MONTH)}
    mona, maxim = found["Mona Moderator"], found["Max Moderator"]
    assert (mona.approved, mona.refused, mona.reversed, mona.reversal_rate) == (1, 1, 1, "50.0 %")
    assert (maxim.approved, maxim.refused, maxim.reversed) == (0, 2, 0)
    assert numbers.totals(moderator(), MONTH)["reversed"] == 1


def test_a_decision_that_somebody_else_undoes_is_reversed(story):
    moderation.undo(moderation.approve(waited(story, 5), by=moderator()), by=other_moderator())
    assert numbers.totals(moderator(), MONTH) == {
        "approved": 1, "refused": 0, "held": 0, "reversed": 1, "decided": 1, "arrived": 1
    }  # fmt: skip


def test_what_became_of_the_comments_that_a_rule_has_held(story):
    for verb in ("approve", "approve", "spam", None):
        comment = waited(story, 5)
        RuleHit.objects.create(comment=comment, rule="links", evidence="a.example")
        RuleHit.objects.create(comment=comment, rule="links", evidence="b.example")
        if verb:
            moderation.act(verb, comment, by=moderator())
    (links,) = numbers.by_rule(moderator(), MONTH)
    assert (links.name, links.approved, links.refused, links.held) == ("Contains links", 2, 1, 1)
    assert links.release_rate == "66.7 %"
    assert "66.7 %" in of(moderator()).get(NUMBERS).text


def test_each_day_has_its_bar_and_its_row(story):
    for verb in ("approve", "approve", "spam"):
        moderation.act(verb, waited(story, 1), by=moderator())
    days = numbers.by_day(moderator(), Period(7))
    assert len(days) == 7
    assert {key: days[-1][key] for key in ("approved", "refused")} == {"approved": 2, "refused": 1}
    page = of(moderator()).get(NUMBERS, {"days": 7}).text
    assert page.count('<rect class="chart__approved"') == 7
    assert "style=" not in page.partition("<main")[2]
    assert 'height="80"' in page and 'height="40"' in page  # two and one of three, of 120


def test_a_period_that_nobody_offers_is_not_there(story):
    for days in ("0", "8", "-7", "x", "9" * 40, "²"):
        assert of(moderator()).get(NUMBERS, {"days": days}).status_code == 404
    assert of(moderator()).get(NUMBERS, {"days": "90"}).status_code == 200


def test_who_moderates_some_sections_sees_their_numbers(story):
    sports = make_live(section=make_section("Sports"))
    for each in (story, sports):
        moderation.approve(waited(each, 5), by=other_moderator())
        waited(each, 5)
    sam = limited(moderator(), make_section("Sports"))
    assert numbers.totals(sam, MONTH)["decided"] == 1
    assert [each.section for each in numbers.waiting_by_section(sam)] == ["Sports"]
    assert sum(day["arrived"] for day in numbers.by_day(sam, MONTH)) == 2


def test_the_page_asks_the_same_number_of_questions_whatever_was_decided(story):
    desk = of(moderator())

    def add(count):
        for number in range(count):
            place = make_live(headline=f"Story {number}", section=make_section(f"Section {number}"))
            waited(place, 5)
            comment = waited(place, 5)
            RuleHit.objects.create(comment=comment, rule=f"rule {number}")
            moderation.approve(comment, by=other_moderator())

    assert_queries_do_not_grow(lambda: desk.get(NUMBERS), add)


# For readers


def test_readers_see_nothing_until_somebody_says_so(story, client):
    assert client.get(PUBLIC).status_code == 404
    assert not openness.is_open()


def test_an_administrator_shows_the_numbers_and_hides_them_again(story, client):
    moderation.reject(waited(story, 12, email="secret@reader.example"), by=moderator(), reason="hate")
    moderation.mark_spam(waited(story, 12), by=moderator())
    desk = of(administrator())
    assert "Show the page" in desk.get(NUMBERS).text
    desk.post(f"{NUMBERS}show/", {"shown": "1"})
    answer = client.get(PUBLIC)
    assert answer.status_code == 200
    assert not answer.cookies
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text))
    assert "Comments that came in 2" in page
    assert "12 minutes" in page
    assert "Hateful 1" in page and "Spam 1" in page
    assert "Moderator" not in answer.text and "secret@" not in answer.text
    assert "Hide the page" in desk.get(NUMBERS).text
    desk.post(f"{NUMBERS}show/", {"shown": "1"})
    assert NumbersSetting.objects.count() == 1
    desk.post(f"{NUMBERS}show/", {"shown": "0"})
    assert client.get(PUBLIC).status_code == 404
    rows = Audit.objects.filter(action="comments_numbers").order_by("pk")
    assert [(row.by, row.note) for row in rows] == [(administrator(), "Shown"), (administrator(), "Hidden")]


def test_readers_are_told_of_live_stories_alone(story, client):
    moderation.approve(waited(story, 5), by=moderator())
    workflow.withdraw(story, by=editor())
    openness.say(True, by=administrator())
    page = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", client.get(PUBLIC).text))
    assert "Comments that came in 0" in page and "Decisions to publish 0" in page


def test_a_moderator_cannot_show_them(story):
    assert "Show the page" not in of(moderator()).get(NUMBERS).text
    assert of(moderator()).post(f"{NUMBERS}show/", {"shown": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        openness.say(True, by=moderator())
    assert not openness.is_open()


def test_the_pages_of_those_who_comment_lead_to_the_numbers_while_they_are_shown(story):
    comment, person = make_comment(story), make_commenter()
    pages = [receipt_address(comment), post_address(story), f"/comments/you/{keys.mint(keys.YOU, person)}"]
    link = f'href="{PUBLIC}"'
    assert not any(link in Client().get(page).text for page in pages)
    openness.say(True, by=administrator())
    assert all(link in Client().get(page).text for page in pages)


@pytest.mark.parametrize(
    "change",
    ["UPDATE comments_numberssetting SET shown = %s", "DELETE FROM comments_numberssetting WHERE shown != %s"],
)
def test_what_was_said_is_never_changed(change):
    openness.say(True, by=administrator())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [False])


def test_spans_are_told_in_words():
    from comments.templatetags.comments import lasting

    told = [lasting(timedelta(minutes=minutes)) for minutes in (0.5, 1, 59, 119, 120, 2_879, 2_880)]
    assert told == ["a minute", "1 minute", "59 minutes", "119 minutes", "2 hours", "47 hours", "2 days"]
    assert lasting(None) == "–"


def test_to_erase_a_person_reverses_nobody(story):
    comment = waited(story, 5)
    moderation.approve(comment, by=moderator())
    erasing.erase(again(comment), by=administrator())
    assert [tally.name for tally in numbers.by_person(moderator(), MONTH)] == ["Mona Moderator"]
    assert numbers.totals(moderator(), MONTH)["reversed"] == 0


def test_a_decision_on_another_text_and_on_what_was_held_only_reverses_nobody(story):
    rewritten, held = waited(story, 5), make_comment(story)
    moderation.approve(rewritten, by=moderator())
    Comment.objects.filter(pk=rewritten.pk).update(revision=2)
    moderation.remove(again(rewritten), by=other_moderator(), reason="legal")
    moderation.hold(held, by=moderator())
    moderation.approve(again(held), by=other_moderator())
    assert numbers.totals(moderator(), MONTH)["reversed"] == 0


def test_a_comment_that_its_author_has_rewritten_before_waited_like_any_other(story):
    Comment.objects.filter(pk=waited(story, 100).pk).update(version=4, revision=3)
    moderation.approve(Comment.objects.get(), by=moderator())
    assert minutes(numbers.time_to_decision(moderator(), MONTH)["median"]) == 100


def test_readers_are_not_told_of_refusals_that_were_undone(story):
    moderation.undo(moderation.reject(waited(story, 5), by=moderator(), reason="hate"), by=moderator())
    moderation.reject(waited(story, 5), by=moderator(), reason="abuse")
    assert numbers.totals(None, MONTH)["refused"] == sum(number for _, number in numbers.by_reason(MONTH)) == 1
