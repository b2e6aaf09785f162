"""What waits: held, by a proved address, reported, and public without anybody having looked; and looking at it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments import moderation, numbers
from comments.folders import FOLDERS
from comments.models import Comment, State
from comments.moderation import NotOpen
from comments.queue import with_context
from tests.cast import make_live, moderator, other_moderator
from tests.comments.makers import make_comment
from tests.plans import assert_walks, plans_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def story():
    return make_live()


@pytest.fixture
def desk():
    client = Client()
    client.force_login(moderator())
    return client


def published(story, **fields):
    """Public, and nobody has looked at it."""
    return make_comment(story, reviewed_at=None, **fields)


def again(comment):
    return Comment.objects.get(pk=comment.pk)


def found(name):
    return set(FOLDERS[name].of(moderator()))


def test_each_folder_of_work_holds_what_waits_for_that(story):
    seen = {"reviewed_at": timezone.now()}
    held = make_comment(story, state=State.PENDING)
    proved = make_comment(story, state=State.PENDING, proved_at=timezone.now())
    reported = make_comment(story, reported=2, **seen)
    unread = published(story)
    make_comment(story, **seen)
    make_comment(story, state=State.SPAM, reported=1, proved_at=timezone.now())
    assert found("pending") == {held, proved}
    assert found("trusted") == {proved}
    assert found("reported") == {reported}
    assert found("unread") == {unread}


def test_the_numbers_stand_beside_the_folders(story, desk):
    for _ in range(3):
        published(story, reported=1)
    page = desk.get(QUEUE).text
    assert 'Reported <span class="folders__count">3</span>' in page
    assert 'Not yet looked at <span class="folders__count">3</span>' in page


def test_a_person_who_decides_has_looked(story):
    held = make_comment(story, state=State.PENDING)
    event = moderation.approve(held, by=moderator())
    assert again(held).reviewed_by == moderator()
    assert held not in found("unread")
    moderation.undo(event, by=other_moderator())
    assert again(held).reviewed_at is None


def test_an_author_who_withdraws_has_not_looked_for_the_desk(story):
    comment = published(story)
    moderation.withdraw(comment)
    assert again(comment).reviewed_at is None


def test_looks_fine_leaves_it_public_and_takes_it_from_the_folder(story, desk):
    comment = published(story)
    assert "Looks fine" in desk.get(QUEUE, {"folder": "unread"}).text
    desk.post(f"{QUEUE}act/{comment.public_id}/look/", {"seen": 1, "folder": "unread"})
    comment = again(comment)
    assert (comment.state, comment.version, comment.reviewed_by) == (State.APPROVED, 2, moderator())
    assert comment not in found("unread")
    page = desk.get(f"{QUEUE}{comment.public_id}/").text
    assert "Mona Moderator looked at this comment and left it as it is" in page
    with pytest.raises(NotOpen, match="Somebody has looked"):
        moderation.act("look", comment, by=moderator())


def test_looks_fine_can_be_taken_back(story):
    comment = published(story)
    event = moderation.act("look", comment, by=moderator())
    moderation.undo(event, by=moderator())
    assert comment in found("unread")


def test_many_are_looked_at_at_once(story, desk):
    comments = [published(story) for _ in range(3)]
    response = desk.post(
        f"{QUEUE}bulk/look/", {"chosen": [f"{comment.public_id}:1" for comment in comments], "folder": "unread"}
    )
    assert "3 comments." in desk.get(response["Location"]).text
    assert found("unread") == set()


def test_an_empty_folder_says_what_would_be_in_it(desk):
    for name, words in (("reported", "readers have reported"), ("unread", "a rule or a policy"), ("spam", "empty")):
        assert words in desk.get(QUEUE, {"folder": name}).text


INDEXES = {
    "pending": "comment_queue",
    "trusted": "comment_proved",
    "reported": "comment_reported",
    "unread": "comment_unread",
}


@pytest.mark.parametrize(("name", "index"), INDEXES.items())
def test_each_folder_of_work_is_one_walk_along_its_index(story, name, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = FOLDERS[name].of(moderator()).order_by("created_at", "pk")[:26].explain()
    if connection.vendor == "sqlite" and name == "pending":
        index = "comment_folder"  # the same walk from its other end
    if connection.vendor == "postgresql":  # which takes any index in this order, as long as there are but few rows
        assert re.search(r"Index Scan( Backward)? using comment_", plan), plan
        assert "Sort" not in plan, plan
        return
    assert index in plan, plan
    assert "Sort" not in plan and "TEMP B-TREE" not in plan, plan


def test_all_comments_are_one_walk_along_the_index_of_times(story):
    for _ in range(30):
        make_comment(story)
    comments = with_context(FOLDERS["all"].of(moderator())).order_by("-created_at", "-pk")[:26]
    assert_walks(lambda: list(comments), "comment_by_time", '"created_at" DESC')


def test_what_waits_is_counted_by_story_from_its_index_alone(story):
    for number in range(60):
        make_comment(story if number % 3 else make_live(), state=State.PENDING if number < 30 else State.SPAM)
    plans = plans_of(lambda: numbers.waiting_by_section(moderator()), "GROUP BY")
    assert plans
    for plan in plans:
        assert "comment_waiting" in plan or connection.vendor == "postgresql", plan  # of few rows any index will do
