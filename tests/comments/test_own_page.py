"""A reader's own page: comments with states and reasons, mails, export, and erasing with a day to think."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import editing, erasing, keys, moderation, people, retention
from comments.models import Comment, Commenter, ModerationEvent, State
from tests.cast import make_live, moderator, rewrite
from tests.comments.letterbox import delivered
from tests.comments.makers import ELSEWHERE, OURS, make_comment, make_commenter, make_own
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def wanda():
    return make_commenter()


def page_of(person, tail=""):
    return f"/comments/you/{keys.mint(keys.YOU, person)}{tail}"


def press(person, verb, headers=OURS, **data):
    answer = Client().post(page_of(person, f"/{verb}/"), data, headers=headers)
    person.refresh_from_db()
    return answer


def test_the_page_shows_every_own_comment_with_its_state_and_reason_and_no_other(story, wanda):
    waiting = make_own(story, wanda, state=State.PENDING, text="This one waits.")
    refused = make_own(story, wanda, state=State.PENDING, text="This one was refused.")
    moderation.reject(refused, by=moderator(), reason="abuse")
    make_comment(story, text="Somebody else's.", email="other@reader.example")
    make_comment(story, text="Signed with her address by nobody knows whom.")
    page = Client().get(page_of(wanda)).text
    assert waiting.text in page and "Waits for a moderator" in page
    assert refused.text in page and "Your comment attacks somebody." in page
    assert "Somebody else" not in page and "by nobody knows whom" not in page
    assert moderator().name not in page


def test_a_page_of_a_reader_is_kept_by_nobody_and_told_to_nobody(story, wanda):
    headers = Client().get(page_of(wanda)).headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "noindex" in headers["X-Robots-Tag"]


def test_the_page_takes_as_many_queries_with_many_comments(story, wanda):
    def add(count):
        for number in range(count):
            make_own(story, wanda, text=f"Comment {number}.")

    assert_queries_do_not_grow(lambda: Client().get(page_of(wanda)), add)


def test_long_lists_go_on_by_the_last_comment_seen(story, wanda):
    comments = [make_own(story, wanda, text=f"Number {number}.") for number in range(27)]
    first = Client().get(page_of(wanda)).text
    assert "Number 26." in first and "Number 1." not in first
    older = Client().get(f"{page_of(wanda)}?before={comments[2].pk}").text
    assert "Number 1." in older and "Number 2." not in older
    for odd in ("x", "-1", "9" * 30, "८"):
        assert Client().get(f"{page_of(wanda)}?before={odd}").status_code == 200


def test_a_reader_chooses_the_mails_and_switches_them_off(wanda):
    press(wanda, "mails", replies="daily", decisions="on")
    assert (wanda.replies, wanda.tell_decisions) == ("daily", True)
    press(wanda, "mails", replies="nonsense")
    assert (wanda.replies, wanda.tell_decisions) == ("off", False)


@pytest.mark.parametrize("verb", ["mails", "claim", "erase", "end", "keep"])
def test_another_site_presses_no_button(wanda, verb):
    answer = press(wanda, verb, headers=ELSEWHERE, replies="each")
    assert answer.status_code == 403
    assert (wanda.replies, wanda.erase_after, wanda.generation) == ("off", None, 1)


def test_a_button_that_is_not_there_is_not_pressed(wanda):
    assert press(wanda, "approve").status_code == 404
    assert Client().get(page_of(wanda, "/erase/")).status_code == 405


def test_ending_all_links_leaves_the_page_that_asked(wanda):
    before = page_of(wanda)
    answer = press(wanda, "end")
    assert Client().get(before).status_code == 404
    assert Client().get(answer["Location"]).status_code == 200


def test_the_export_holds_everything_that_was_written_and_said(story, wanda):
    comment = make_own(story, wanda, state=State.PENDING, text=HOSTILE, name="وندا", website="https://wanda.example")
    moderation.reject(comment, by=moderator(), reason="abuse", note="Knows her from elsewhere.")
    answer = Client().get(page_of(wanda, "/export"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-comments.json"'
    data = json.loads(answer.content)
    (said,) = data["comments"]
    assert (said["text"], said["name"], said["state"]) == (HOSTILE, "وندا", "rejected")
    assert said["decisions"][0]["reason"] == "abuse" and said["decisions"][0]["message"]
    assert moderator().name not in answer.text and "Knows her" not in answer.text


def test_the_export_holds_what_was_said_before_a_change(story, wanda):
    comment = make_own(story, wanda, text="What I said first.", state=State.PENDING)
    editing.rewrite(comment, "What I mean.", seen=comment.version)
    (told,) = json.loads(Client().get(page_of(wanda, "/export")).content)["comments"]
    assert told["text"] == "What I mean." and told["former texts"][0]["text"] == "What I said first."


def test_who_erases_everything_is_told_what_stays_because_nobody_has_proved_it(story, wanda):
    make_own(story, wanda)
    assert "not proved" not in Client().get(page_of(wanda)).text
    make_comment(story, email=wanda.email)
    assert "1 more is signed with your address and not proved" in Client().get(page_of(wanda)).text


def test_the_export_does_not_tell_what_the_desk_is_writing(story, wanda):
    make_own(story, wanda)
    rewrite(story, headline="Not public yet")
    assert "Not public yet" not in Client().get(page_of(wanda, "/export")).text


# Erasing


def test_everything_is_erased_a_day_after_it_was_asked_for_and_not_before(story, wanda, readers_clock):
    mine = make_own(story, wanda)
    answered = make_comment(story, mine, name="Olga", email="olga@reader.example", text="An answer.")
    refused = make_own(story, wanda, state=State.PENDING)
    moderation.reject(refused, by=moderator(), reason="abuse", note="She again.")
    press(wanda, "erase")
    (letter,) = delivered()
    assert letter.subject.startswith("Your comments will be erased")
    assert retention.erase_due() == 0
    readers_clock(timezone.now() + timedelta(hours=24, minutes=1))
    assert retention.erase_due() == 2
    for comment in Comment.objects.filter(pk__in=[mine.pk, refused.pk]):
        kept = (comment.name, comment.email, comment.website, comment.text, comment.address_key, comment.commenter)
        assert (comment.state, kept) == ("erased", ("", "", "", "", "", None))
    assert not Commenter.objects.exists()
    assert not ModerationEvent.objects.exclude(note="").exists()
    page = Client().get(story.editions.live().get().address_id).text
    assert "This comment has been erased." in page and answered.text in page
    assert retention.erase_due() == 0


def test_who_changes_their_mind_within_the_day_keeps_everything(story, wanda, readers_clock):
    make_own(story, wanda)
    press(wanda, "erase")
    assert "Everything will be erased" in Client().get(page_of(wanda)).text
    press(wanda, "keep")
    readers_clock(timezone.now() + timedelta(hours=25))
    assert retention.erase_due() == 0 and Comment.objects.get().text
    assert delivered() == [], "the letter that was on its way is not true any more"


def test_what_others_signed_with_my_address_is_not_erased_by_me(story, wanda, readers_clock):
    typed = make_comment(story, text="Nobody has proved this.")
    people.ask_to_erase(wanda)
    readers_clock(timezone.now() + timedelta(hours=25))
    retention.erase_due()
    typed.refresh_from_db()
    assert typed.text


def test_erasing_while_a_moderator_decides_loses_neither(story, wanda):
    comment = make_own(story, wanda, state=State.PENDING)
    stale = Comment.objects.get(pk=comment.pk)
    moderation.approve(comment, by=moderator())
    erasing.erase(stale)
    comment.refresh_from_db()
    assert comment.state == State.ERASED
    assert list(comment.events.values_list("became", flat=True)) == ["approved", "erased"]


def test_what_was_erased_cannot_be_brought_back(story, wanda):
    comment = make_own(story, wanda)
    erasing.erase(comment, by=moderator())
    event = comment.events.last()
    with pytest.raises(moderation.NotOpen):
        moderation.undo(event, by=moderator())


def test_who_was_erased_may_come_back_as_somebody_new(story, wanda):
    erasing.erase_person(wanda.email)
    assert people.ask(wanda.email, "subnet")
    assert len(delivered()) == 1
    assert Commenter.objects.get().confirmed_at is None
