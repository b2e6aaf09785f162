"""The moderators' queue: what it shows, what its forms do, who may open it, and that it stays quick."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from comments import appeals, moderation
from comments.models import Comment, ModerationEvent, RuleHit, State
from tests.cast import administrator, editor, make_live, moderator, other_moderator, photo_editor, reporter, rewrite
from tests.comments.makers import leave, make_comment

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"
ITEM = re.compile(r'<li class="item" id="item-([a-z2-7]{12})"')


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def desk():
    client = Client()
    client.force_login(moderator())
    return client


def ids(page) -> list[str]:
    return ITEM.findall(page.content.decode())


def act(desk, comment, verb, seen=1, **data):
    return desk.post(f"{QUEUE}act/{comment.public_id}/{verb}/", {"seen": seen} | data)


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def test_held_comments_are_listed_oldest_first_with_all_that_a_decision_needs(story, desk):
    parent = make_comment(story, name="Otto", text="Who remembers the pier?")
    before = make_comment(story, state=State.PENDING, email="wanda@reader.example")
    moderation.reject(before, by=other_moderator(), reason="hate")
    new = make_comment(story, parent, state=State.PENDING, email="Wanda@Reader.example", text="I do.")
    old = make_comment(story, state=State.PENDING, created_at=timezone.now() - timedelta(hours=1), email="o@x.example")
    RuleHit.objects.create(comment=new, rule="links", evidence="evil.example")
    page = desk.get(QUEUE)
    text = page.content.decode()
    assert ids(page) == [old.public_id, new.public_id]
    assert "The last ferry" in text
    assert "Who remembers the pier?" in text
    assert "Contains links" in text
    assert "evil.example" in text
    assert "1 approved, 1 rejected" in text
    assert "hateful" in text
    assert "First comment" in text


@pytest.mark.parametrize("text", ["Said at length. " * 80, "line\n" * 20, "x" * 3000])
def test_of_a_long_comment_the_queue_shows_the_beginning_and_its_own_page_all(story, desk, text):
    short, long = (make_comment(story, state=State.PENDING, text=said) for said in ("Well said.", text))
    queue = desk.get(QUEUE).text
    assert queue.count("Show all") == queue.count("item__text--long") == 1
    assert "Show all" not in desk.get(f"{QUEUE}{long.public_id}/").text
    assert "Show all" not in desk.get(f"{QUEUE}{short.public_id}/").text


def test_a_decision_moves_the_comment_and_offers_to_undo_it(story, desk):
    comment = make_comment(story, state=State.PENDING)
    response = act(desk, comment, "approve", folder="pending", q="", cursor="")
    assert response.status_code == 303
    assert again(comment).state == State.APPROVED
    page = desk.get(response["Location"]).content.decode()
    address = re.search(r'action="(/admin/comments/comment/undo/\d+/)"', page)[1]
    assert "Approved: “Wanda Whitstable”." in page
    desk.post(address, {})
    assert again(comment).state == State.PENDING
    assert "Undone" in desk.get(QUEUE).content.decode()


def test_a_rejection_is_one_press_with_its_reason(story, desk):
    comment = make_comment(story, state=State.PENDING)
    page = desk.get(QUEUE).content.decode()
    assert f'name="reason" value="off_topic" formaction="{QUEUE}act/{comment.public_id}/reject/"' in page
    act(desk, comment, "reject", reason="off_topic")
    assert again(comment).state == State.REJECTED
    assert comment.events.get().reason == "off_topic"


def test_a_rejection_without_a_reason_changes_nothing(story, desk):
    comment = make_comment(story, state=State.PENDING)
    response = act(desk, comment, "reject")
    assert "Choose a reason." in desk.get(response["Location"]).content.decode()
    assert again(comment).state == State.PENDING


def test_the_loser_is_told(story, desk):
    comment = make_comment(story, state=State.PENDING)
    moderation.mark_spam(again(comment), by=other_moderator())
    response = act(desk, comment, "approve")
    page = desk.get(response["Location"]).content.decode()
    assert "Max Moderator marked this comment as spam" in page
    assert again(comment).state == State.SPAM
    answer = desk.post(f"{QUEUE}act/{comment.public_id}/approve/", {"seen": 1}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "Max Moderator" in answer.json()["message"]


def test_the_script_gets_json(story, desk):
    comment = make_comment(story, state=State.PENDING)
    answer = desk.post(
        f"{QUEUE}act/{comment.public_id}/approve/", {"seen": 1}, headers={"Accept": "application/json"}
    ).json()
    assert answer["version"] == 2
    assert desk.post(answer["undo"], {}, headers={"Accept": "application/json"}).json()["version"] == 3


@pytest.mark.parametrize("seen", ["", "x", "-1", "0", "2", "9" * 30, "1.0", "²"])
def test_a_version_that_nobody_saw_is_a_conflict(story, desk, seen):
    comment = make_comment(story, state=State.PENDING)
    act(desk, comment, "approve", seen=seen)
    assert again(comment).state == State.PENDING


def test_many_at_once_and_undone_as_one(story, desk):
    comments = [make_comment(story, state=State.PENDING) for _ in range(4)]
    moderation.reject(again(comments[0]), by=other_moderator(), reason="hate")
    chosen = [f"{comment.public_id}:1" for comment in comments]
    response = desk.post(f"{QUEUE}bulk/spam/", {"chosen": chosen})
    page = desk.get(response["Location"]).content.decode()
    assert "Spam: 3 comments." in page
    assert "Skipped: 1 comment." in page and "Max Moderator rejected" in page
    assert listed(page) == [comments[0].public_id, *(each.public_id for each in comments[1:])]
    assert [again(comment).state for comment in comments] == ["rejected", "spam", "spam", "spam"]
    address = re.search(r'action="(/admin/comments/comment/undo-all/[-0-9a-f]+/)"', page)[1]
    moderation.approve(again(comments[1]), by=other_moderator())
    page = desk.post(address, {}, follow=True).text
    assert "Undone: 2 comments." in page and "Skipped: 1 comment." in page
    assert listed(page) == [comments[1].public_id, comments[2].public_id, comments[3].public_id]
    assert [again(comment).state for comment in comments] == ["rejected", "approved", "pending", "pending"]


def test_of_a_hundred_that_are_left_alone_each_is_named_and_no_name_is_code(story, desk):
    comments = [make_comment(story, name=f"<b>Reader</b> {number}") for number in range(100)]
    chosen = [f"{comment.public_id}:9" for comment in comments]
    page = desk.post(f"{QUEUE}bulk/spam/", {"chosen": chosen}, follow=True).text
    assert "Skipped: 100 comments." in page and "<b>Reader" not in page
    assert listed(page) == [comment.public_id for comment in comments]


def listed(page: str) -> list[str]:
    """The comments in the lists of what many decisions did, in their order."""
    lists = re.findall(r'<details class="outcome">.*?</details>', page, re.DOTALL)
    return re.findall(r'href="/admin/comments/comment/([^/"]{12})/', "".join(lists))


def test_nothing_chosen_is_said_and_does_nothing(story, desk):
    make_comment(story, state=State.PENDING)
    response = desk.post(f"{QUEUE}bulk/approve/", {})
    assert "Nothing was chosen." in desk.get(response["Location"]).content.decode()
    assert desk.post(f"{QUEUE}bulk/approve/", {"chosen": ["x", ":", "aaaaaaaaaaaa:1"]}).status_code == 303
    assert not ModerationEvent.objects.exists()


def test_folders_and_search(story, desk):
    by_state = {state: make_comment(story, state=state, text=f"Words for {state}") for state in State.values}
    for state in ("approved", "rejected", "spam", "removed", "withdrawn"):
        assert ids(desk.get(QUEUE, {"folder": state})) == [by_state[state].public_id]
    assert len(ids(desk.get(QUEUE, {"folder": "all"}))) == len(State.values)
    assert ids(desk.get(QUEUE, {"folder": "all", "q": "FOR SPAM"})) == [by_state["spam"].public_id]
    assert ids(desk.get(QUEUE, {"folder": "all", "q": "nobody@"})) == []
    assert len(ids(desk.get(QUEUE, {"folder": "all", "q": "wanda@reader"}))) == len(State.values)
    assert ids(desk.get(QUEUE, {"folder": "all", "q": "%"})) == []
    assert desk.get(QUEUE, {"cursor": "nonsense"}).status_code == 404


def test_a_folder_that_there_is_not_gives_way_to_the_held_comments_and_says_so(story, desk):
    held = make_comment(story, state=State.PENDING)
    make_comment(story, state=State.REJECTED)
    page = desk.get(QUEUE, {"folder": "<b>zz"})
    assert ids(page) == [held.public_id]
    assert "There is no folder “&lt;b&gt;zz”. These are the held comments." in page.text
    assert "There is no folder" not in desk.get(QUEUE).text


def test_pages_follow_each_other_without_gaps(story, desk):
    now = timezone.now()
    comments = [
        make_comment(story, state=State.PENDING, created_at=now + timedelta(seconds=n // 3)) for n in range(60)
    ]
    seen, address = [], QUEUE
    while address:
        page = desk.get(address)
        seen += ids(page)
        found = re.search(r'rel="next" href="([^"]+)"', page.content.decode())
        address = found and found[1].replace("&amp;", "&")
    assert seen == [comment.public_id for comment in comments]


def test_odd_addresses_are_not_there(desk, client):
    for address in ("%00/", "act/%00/approve/", "AAAAAAAAAAAA/", "aaaaaaaaaaaa/", f"{'a' * 40}/"):
        assert desk.get(QUEUE + address).status_code in (404, 405)
    assert desk.post(f"{QUEUE}act/aaaaaaaaaaaa/approve/").status_code == 404
    assert client.get("/comments/token", {"story": "\x00", "parent": "\x00"}).status_code == 404
    assert client.get("/comments/r/aaaaaaaaaaaa", {"k": "\x00"}).status_code == 404


def test_an_empty_queue_says_so(desk):
    assert "Nothing waits here." in desk.get(QUEUE).content.decode()


def test_the_queue_asks_the_same_number_of_questions_whatever_waits(story, desk):
    def questions():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(QUEUE).status_code == 200
        return [query["sql"] for query in captured]

    for number in range(3):
        make_comment(story, state=State.PENDING, email=f"{number}@reader.example")
    few = questions()
    for number in range(30):
        other = make_live(headline=f"Story {number}") if number % 10 == 0 else story
        parent = make_comment(other)
        comment = make_comment(other, parent, state=State.PENDING, email=f"{number}@other.example")
        RuleHit.objects.create(comment=comment, rule="all")
        moderation.reject(
            make_comment(other, state=State.PENDING, email=f"{number}@other.example"), by=moderator(), reason="hate"
        )
    many = questions()
    assert len(many) == len(few), "\n".join(many)


def test_one_comment_shows_everything_that_was_decided(story, desk):
    comment = make_comment(story, state=State.PENDING)
    moderation.undo(
        moderation.reject(comment, by=other_moderator(), reason="legal", note="See the court's order."), by=moderator()
    )
    page = desk.get(f"{QUEUE}{comment.public_id}/").content.decode()
    assert "Max Moderator rejected this comment" in page
    assert "Legally risky" in page
    assert "See the court&#x27;s order." in page
    assert "Mona Moderator put this comment back among the held" in page
    response = act(desk, comment, "approve", seen=3, one=comment.public_id)
    assert response["Location"].startswith(f"{QUEUE}{comment.public_id}/?done=")
    assert desk.get(response["Location"]).status_code == 200


def test_a_website_is_shown_as_readers_would_meet_it(story, desk):
    make_comment(story, state=State.PENDING, website="https://аррӏе.com/pay")
    page = desk.get(QUEUE).text
    assert "xn--80ak6aa92e.com/pay" in page and "аррӏе" not in page


def test_moderators_read_no_headline_that_readers_do_not(story, desk):
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    appeals.make(comment, "No.")
    rewrite(story, headline="Secret plans for the ferry")
    one = f"{QUEUE}{comment.public_id}/"
    for address in (QUEUE, one, f"{one}person/", f"{QUEUE}appeals/", f"{QUEUE}?folder=rejected"):
        assert "Secret plans" not in desk.get(address).text, address
    assert "Secret plans" not in desk.post(f"{one}thread/close/", follow=True).text
    assert "The last ferry" in desk.get(f"{QUEUE}appeals/").text


def test_many_are_rejected_for_a_reason_that_somebody_has_chosen(story, desk):
    comment = make_comment(story, state=State.PENDING)
    chosen = {"chosen": [f"{comment.public_id}:{comment.version}"]}
    assert '<option value="">Reason</option>' in desk.get(QUEUE).text
    page = desk.post(f"{QUEUE}bulk/reject/", chosen | {"reason": ""}, follow=True).text
    comment.refresh_from_db()
    assert comment.state == State.PENDING and page.count("Choose a reason. Nothing was changed.") == 1


def test_replies_to_a_story_are_closed_and_opened_again(story, desk, client):
    comment = make_comment(story)
    page = f"{QUEUE}{comment.public_id}/"
    address = story.editions.get().get_absolute_url()
    assert "Close replies" in desk.get(page).content.decode()
    desk.post(f"{page}thread/close/")
    desk.post(f"{page}thread/close/")
    assert "Closed by Mona Moderator" in desk.get(page).content.decode()
    assert "Replies to this story are closed." in client.get(address).content.decode()
    assert comment.public_id in client.get(address).content.decode()
    desk.post(f"{page}thread/open/")
    assert "Post Comment" in client.get(address).content.decode()
    assert desk.post(f"{page}thread/nonsense/").status_code == 404


def test_a_comment_of_a_story_that_is_not_public_says_so(story, desk):
    make_comment(story, state=State.PENDING)
    workflow.withdraw(story, by=editor())
    assert "A story that is not public" in desk.get(QUEUE).content.decode()


ADDRESSES = [
    "",
    "act/{id}/approve/",
    "bulk/approve/",
    "undo/1/",
    "undo-all/8c8e0f0a-0000-4000-8000-000000000000/",
    "{id}/thread/close/",
    "{id}/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_moderators_come_in(story, address):
    comment = make_comment(story, state=State.PENDING, text="Secret words")
    address = QUEUE + address.format(id=comment.public_id)
    for who, status in [(reporter, 403), (photo_editor, 403)]:
        client = Client()
        client.force_login(who())
        for response in (client.get(address), client.post(address, {"seen": 1, "chosen": f"{comment.public_id}:1"})):
            assert response.status_code in (status, 405)
            assert "Secret words" not in response.content.decode()
    stranger = Client().post(address, {"seen": 1})
    assert stranger.status_code == 302
    assert "/admin/login/" in stranger["Location"]
    assert again(comment).state == State.PENDING


@pytest.mark.parametrize("who", [moderator, editor, administrator])
def test_these_come_in(story, who):
    client = Client()
    client.force_login(who())
    assert client.get(QUEUE).status_code == 200


def test_no_get_changes_anything(story, desk):
    comment = make_comment(story, state=State.PENDING)
    event = moderation.approve(make_comment(story, state=State.PENDING), by=moderator())
    for address in (f"act/{comment.public_id}/approve/", "bulk/approve/", f"undo/{event.pk}/"):
        assert desk.get(QUEUE + address).status_code == 405
    assert again(comment).state == State.PENDING


def test_every_form_needs_its_csrf_token(story):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator())
    comment = make_comment(story, state=State.PENDING)
    for address in (f"act/{comment.public_id}/approve/", "bulk/approve/", "undo/1/"):
        assert client.post(QUEUE + address, {"seen": 1}).status_code == 403


def test_there_is_no_other_way_to_change_a_comment_at_the_desk(story, desk):
    comment = make_comment(story, state=State.PENDING)
    for address in (f"{comment.pk}/change/", f"{comment.pk}/delete/", "add/", f"{comment.pk}/history/"):
        assert desk.get(QUEUE + address).status_code == 404
    response = desk.post(f"{QUEUE}{comment.public_id}/", {"state": "approved"})
    assert response.status_code in (200, 405)
    assert again(comment).state == State.PENDING


def test_the_way_of_a_reply_from_the_form_to_the_page(story, desk, client):
    leave(story, comment="From the reader's hand.")
    comment = Comment.objects.get()
    assert ids(desk.get(QUEUE)) == [comment.public_id]
    act(desk, comment, "approve")
    assert "From the reader&#x27;s hand." in client.get(story.editions.get().get_absolute_url()).content.decode()
