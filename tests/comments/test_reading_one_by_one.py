"""One comment at a time: what stands around it, what comes next, who has it in hand, and what a late one is told."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import leases, moderation
from comments.models import Comment, Commenter, ModerationEvent, RuleHit, State
from tests.cast import make_live, moderator, other_moderator
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"
READ = f"{QUEUE}read/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def story():
    return make_live(headline="The last ferry", standfirst="After ninety years the boat is gone.")


@pytest.fixture
def desk():
    return of(moderator())


@pytest.fixture
def three(story):
    now = timezone.now()
    return [
        make_comment(story, state=State.PENDING, name=f"Reader {n}", created_at=now + timedelta(minutes=n))
        for n in range(3)
    ]


def of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def act(desk, comment, verb="approve", seen=1, headers=None, **data):
    address = f"{QUEUE}act/{comment.public_id}/{verb}/"
    return desk.post(address, {"seen": seen, "reading": "1"} | data, headers=headers)


def test_the_first_to_be_read_is_the_oldest_that_waits(desk, three):
    assert desk.get(READ)["Location"] == f"{READ}{three[0].public_id}/"
    page = desk.get(READ, follow=True).text
    assert "Reader 0" in page
    assert "Reader 1" not in page.partition("Beside it")[0]


def test_all_that_a_decision_needs_stands_around_it(story, desk):
    known = Commenter.objects.create(email="wanda@reader.example", email_key="k", confirmed_at=timezone.now())
    of_her = {"commenter": known, "proved_at": timezone.now(), "email": "wanda@reader.example"}
    parent = make_comment(story, name="Otto", text="Who remembers the pier?")
    for _ in range(3):
        make_comment(story, **of_her)
    refused = make_comment(story, state=State.PENDING, text="Rude words that were refused.", **of_her)
    moderation.reject(refused, by=other_moderator(), reason="hate")
    make_comment(story, state=State.REJECTED, email="wanda@reader.example", text="Somebody else typed her address.")
    beside = make_comment(story, parent, name="Bert", text="I remember it well.")
    comment = make_comment(story, parent, state=State.PENDING, text="I do, at evil.example.", **of_her)
    RuleHit.objects.create(comment=comment, rule="links", evidence="evil.example")
    page = desk.get(f"{READ}{comment.public_id}/").text
    for said in ("The last ferry", "After ninety years", "Who remembers the pier?", "Contains links", "Proved"):
        assert said in page
    assert "3 approved, 1 rejected" in page
    assert "(25 % refused)" in page
    assert "Rude words that were refused." in page
    assert "Bert" in page and beside.text in page
    assert "Same person" in page


def test_who_has_only_typed_an_address_is_known_by_that(story, desk):
    make_comment(story, state=State.SPAM, email="wanda@reader.example")
    comment = make_comment(story, state=State.PENDING, email="Wanda@reader.example")
    page = desk.get(f"{READ}{comment.public_id}/").text
    assert "Same e-mail" in page
    assert "1 spam" in page
    assert "(100 % refused)" in page


@pytest.mark.parametrize(
    ("text", "evidence", "marked"),
    [
        ("Buy V1agra and ViÁgra, now!", "viagra", ["ViÁgra"]),
        ("so v.i.a.g.r.a it is", "viagra", ["v.i.a.g.r.a"]),
        ("a classic ass of a man", "ass", ["ass"]),
        ("cheap  PILLS here", "cheap pills", ["cheap  PILLS"]),
        ("see http://evil.example/x?a=1 there", "evil.example", ["evil.example/x?a=1"]),
        ("pills, more pills", "pills, cheap pills", ["pills", "pills"]),
        ("<b>pills</b>", "pills", ["pills"]),
        ("nothing of it", "pills", []),
        ("all cheap\npills here", "cheap pills", ["cheap", "pills"]),
        ("all cheap\n\npills here", "cheap pills", ["cheap", "pills"]),
        ("cheap pills, and cheap\npills", "pills, cheap pills", ["cheap pills", "cheap", "pills"]),
    ],
)
def test_the_words_that_a_rule_has_found_are_marked_in_the_text(story, desk, text, evidence, marked):
    comment = make_comment(story, state=State.PENDING, text=text)
    RuleHit.objects.create(comment=comment, rule="banned", evidence=evidence)
    page = desk.get(f"{READ}{comment.public_id}/").text
    assert [re.sub("<[^>]+>", "", each) for each in re.findall("<mark>(.*?)</mark>", page)] == marked
    assert "<b>pills" not in page


def test_evidence_that_is_no_word_of_the_text_marks_nothing(story, desk):
    comment = make_comment(story, state=State.PENDING, text="I said it once.")
    RuleHit.objects.create(comment=comment, rule="repeated", evidence="once")
    assert "<mark>" not in desk.get(f"{READ}{comment.public_id}/").text


def test_readers_see_no_marks(story, client):
    comment = make_comment(story, text="cheap pills")
    RuleHit.objects.create(comment=comment, rule="banned", evidence="pills")
    assert "<mark>" not in client.get(story.editions.get().get_absolute_url()).text


def test_after_a_decision_comes_the_next_one_and_the_way_back(desk, three):
    response = act(desk, three[0])
    assert response["Location"].startswith(f"{READ}{three[1].public_id}/?done=")
    page = desk.get(response["Location"]).text
    assert "Approved: “Reader 0”." in page
    undo = re.search(r'action="(/admin/comments/comment/undo/\d+/)"', page)[1]
    assert desk.post(undo, {"reading": "1"})["Location"] == f"{READ}{three[0].public_id}/"
    assert again(three[0]).state == State.PENDING


def test_the_script_gets_the_next_one_with_the_answer(desk, three):
    answer = act(desk, three[0], headers=JSON).json()
    assert answer["page"]["id"] == three[1].public_id
    assert answer["page"]["address"] == f"{READ}{three[1].public_id}/"
    assert "Reader 1" in answer["page"]["html"]
    assert "<html" not in answer["page"]["html"]
    undone = desk.post(answer["undo"], {"reading": "1"}, headers=JSON).json()
    assert undone["page"]["id"] == three[0].public_id


def test_what_was_skipped_comes_again_at_the_end(desk, three):
    assert act(desk, three[2])["Location"].startswith(f"{READ}{three[0].public_id}/")
    act(desk, three[0])
    response = act(desk, three[1])
    assert response["Location"].startswith(f"{READ}?done=")
    page = desk.get(response["Location"]).text
    assert "Nothing waits here." in page
    assert "Undo" in page


def test_next_and_previous_go_round(desk, three):
    for here, way, there in ((0, "next", 1), (1, "prev", 0), (2, "next", 0), (0, "prev", 2)):
        page = desk.get(f"{READ}{three[here].public_id}/").text
        address = re.search(rf'rel="{way}" href="([^"]+)"', page)[1].replace("&amp;", "&")
        assert desk.get(address)["Location"] == f"{READ}{three[there].public_id}/"
        assert desk.get(address, headers=JSON).json()["page"]["id"] == three[there].public_id


def test_a_folder_and_a_search_are_kept_from_one_to_the_next(story, desk):
    spam = [make_comment(story, state=State.SPAM, name=name, text="pills") for name in ("One", "Two", "Three")]
    make_comment(story, state=State.SPAM, name="Another", text="something else")
    response = act(desk, spam[1], folder="spam", q="pills")
    assert response["Location"].startswith(f"{READ}{spam[0].public_id}/?folder=spam&q=pills&done=")


def test_when_a_folder_is_through_the_others_in_which_somebody_waits_are_named(story, desk):
    make_comment(story, reviewed_at=timezone.now(), reported=2)
    page = desk.get(READ).text
    assert "Nothing waits here." in page
    assert f'{READ}?folder=reported">Reported' in page
    assert "Not yet looked at" not in page


def test_what_a_colleague_has_in_hand_is_left_to_them_and_named(desk, three):
    leases.take(three[0], by=other_moderator())
    assert desk.get(READ)["Location"] == f"{READ}{three[1].public_id}/"
    assert "Max Moderator has this in hand." in desk.get(QUEUE).text
    assert "Max Moderator has this in hand." in desk.get(f"{READ}{three[0].public_id}/").text


def test_a_lease_never_stops_a_decision_and_ends_with_it(desk, three):
    leases.take(three[0], by=other_moderator())
    act(desk, three[0])
    comment = again(three[0])
    assert (comment.state, comment.leased_by, comment.leased_until) == (State.APPROVED, None, None)


def test_what_is_shown_next_is_taken_in_hand(desk, three):
    act(desk, three[0])
    assert again(three[1]).leased_by == moderator()


def test_a_lease_is_taken_renewed_and_laid_down(desk, three):
    address = f"{QUEUE}lease/{three[0].public_id}/"
    assert desk.post(address).json() == {"holder": ""}
    first = again(three[0]).leased_until
    assert desk.post(address).json() == {"holder": ""}
    assert again(three[0]).leased_until > first
    assert of(other_moderator()).post(address).json() == {"holder": "Mona Moderator"}
    of(other_moderator()).post(address, {"drop": "1"})
    assert again(three[0]).leased_by == moderator()
    desk.post(f"{QUEUE}lease/{three[1].public_id}/", {"instead": three[0].public_id})
    assert [again(comment).leased_by for comment in three] == [None, moderator(), None]
    desk.post(f"{QUEUE}lease/{three[1].public_id}/", {"drop": "1"})
    assert again(three[1]).leased_by is None


def test_a_lease_that_nobody_renews_is_over_after_three_minutes(desk, three, readers_clock):
    leases.take(three[0], by=other_moderator())
    readers_clock(timezone.now() + timedelta(minutes=2, seconds=50))
    assert desk.get(READ)["Location"] == f"{READ}{three[1].public_id}/"
    readers_clock(timezone.now() + timedelta(minutes=3, seconds=10))
    assert desk.get(READ)["Location"] == f"{READ}{three[0].public_id}/"
    assert "in hand" not in desk.get(f"{READ}{three[0].public_id}/").text


def test_when_others_have_all_of_it_in_hand_the_page_says_so(desk, three):
    for comment in three:
        leases.take(comment, by=other_moderator())
    page = desk.get(READ).text
    assert "Others have the rest in hand." in page
    assert "3 wait in this folder" in page


def test_who_is_late_is_told_who_did_what_and_may_undo_it(desk, three):
    moderation.reject(again(three[0]), by=other_moderator(), reason="hate")
    response = act(desk, three[0])
    page = desk.get(response["Location"]).text
    assert "Max Moderator rejected this comment at" in page
    assert "(Hateful). Nothing was changed." in page
    assert "Undo theirs" in page
    theirs = ModerationEvent.objects.get()
    assert f"{QUEUE}undo/{theirs.pk}/" in page
    answer = act(desk, three[0], headers=JSON)
    assert answer.status_code == 409
    assert answer.json()["undo"] == f"{QUEUE}undo/{theirs.pk}/"
    desk.post(answer.json()["undo"], {"reading": "1"})
    assert again(three[0]).state == State.PENDING


def test_what_its_author_withdrew_meanwhile_cannot_be_brought_back(desk, three):
    moderation.withdraw(again(three[0]))
    answer = act(desk, three[0], headers=JSON).json()
    assert "Its author withdrew this comment" in answer["message"]
    assert answer["undo"] == ""
    assert "Nothing can be decided" in answer["page"]["html"]


def test_reading_asks_the_same_number_of_questions_whatever_waits(story, desk, three):
    def questions():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(f"{READ}{three[1].public_id}/").status_code == 200
        return [query["sql"] for query in captured if "clock_timestamp" not in query["sql"]]

    few = questions()
    for _ in range(12):
        make_comment(story)
        comment = make_comment(story, state=State.PENDING)
        RuleHit.objects.create(comment=three[1], rule="all")
        moderation.reject(comment, by=other_moderator(), reason="hate")
    assert len(questions()) <= len(few) + 1, "the hits of one comment are one more question at most"


@pytest.mark.parametrize("address", ["read/?after=nonsense", "read/aaaaaaaaaaaa/", "read/?before=1-x"])
def test_odd_addresses_are_not_there(desk, three, address):
    assert desk.get(QUEUE + address).status_code == 404


def test_a_folder_that_there_is_not_gives_way_to_the_held_comments_and_says_so(desk, three):
    said = "There is no folder “zz”. These are the held comments."
    for address in (READ, f"{READ}{three[0].public_id}/"):
        page = desk.get(address, {"folder": "zz"}, follow=True)
        assert page.status_code == 200 and page.text.count(said) == 1 and "Reader 0" in page.text
    assert desk.get(READ, {"folder": "zz"}, headers=JSON).json()["page"]["id"] == three[0].public_id
    assert said not in desk.get(READ, follow=True).text


def test_a_decision_taken_in_a_folder_that_there_is_not_leads_on_to_the_held_comments(desk, three):
    assert act(desk, three[0], folder="zz")["Location"].startswith(f"{READ}{three[1].public_id}/?done=")
    assert again(three[0]).state == State.APPROVED


def test_no_get_takes_anything_in_hand(desk, three):
    desk.get(READ, follow=True)
    assert desk.get(f"{QUEUE}lease/{three[0].public_id}/").status_code == 405
    assert again(three[0]).leased_by is None
