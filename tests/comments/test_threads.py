"""Threads: order, depth, what is gone, pages, and that the number above them is the number shown."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from comments import paging, querysets
from comments.models import LEVELS, Comment, State
from comments.querysets import STEP
from comments.threads import LEVELS_SHOWN, conversation
from tests.cast import editor, make_live
from tests.comments.makers import make_comment, path_of

pytestmark = pytest.mark.django_db

SHOWN = re.compile(r'<article class="reply[^"]*" id="comment-([a-z2-7]{12})"')


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def ids(page) -> list[str]:
    return SHOWN.findall(page.content.decode())


def walk(nodes):
    for node in nodes:
        yield node
        yield from walk(node.replies)


def minutes(number):
    return timezone.now() - timedelta(hours=10) + timedelta(minutes=number)


def test_newest_threads_come_first_and_replies_in_the_order_of_time(story, client):
    first = make_comment(story, created_at=minutes(1))
    second = make_comment(story, created_at=minutes(2))
    late = make_comment(story, first, created_at=minutes(5))
    early = make_comment(story, first, created_at=minutes(3))
    below = make_comment(story, early, created_at=minutes(4))
    shown = ids(client.get(path_of(story)))
    assert shown == [c.public_id for c in (second, first, early, below, late)]


def test_only_approved_comments_of_this_story_are_shown_and_counted(story, client):
    make_comment(make_live(headline="Another"), text="Elsewhere")
    shown = make_comment(story)
    for state in State.values:
        if state != State.APPROVED:
            make_comment(story, state=state, text="Hidden words", name="Hidden name")
            make_comment(story, shown, state=state, text="Hidden words", name="Hidden name")
    page = client.get(path_of(story))
    assert ids(page) == [shown.public_id]
    assert "1 reply" in page.content.decode()
    assert "Hidden" not in page.content.decode()
    assert Comment.objects.counts([story.pk]) == {story.pk: 1}
    assert [c.pk for c in Comment.objects.latest()][-1:] == [shown.pk] or shown in Comment.objects.latest()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.REMOVED, "This comment has been removed."),
        (State.SPAM, "This comment has been removed."),
        (State.PENDING, "This comment has been removed."),
        (State.WITHDRAWN, "The author has withdrawn this comment."),
        (State.ERASED, "This comment has been erased."),
    ],
)
def test_what_is_gone_leaves_a_place_while_replies_are_visible(story, client, state, sentence):
    parent = make_comment(story, state=state, text="Gone words", name="Gone name")
    reply = make_comment(story, parent)
    page = client.get(path_of(story))
    assert sentence in page.content.decode()
    assert "Gone" not in page.content.decode()
    assert ids(page) == [reply.public_id]
    assert "1 reply" in page.content.decode()
    Comment.objects.filter(pk=reply.pk).update(state=State.REMOVED)
    assert sentence not in client.get(path_of(story)).content.decode()


def test_the_true_parent_is_kept_at_any_depth_and_the_page_stays_narrow(story, client):
    comment = None
    for _ in range(LEVELS + 8):
        comment = make_comment(story, comment)
    assert comment.depth == LEVELS + 7
    assert len(comment.path) == STEP * LEVELS
    found = list(walk(conversation(story.pk).threads))
    assert len(found) == LEVELS + 8
    assert max(node.level for node in found) == LEVELS_SHOWN - 1
    assert found[-1].answers.public_id == comment.parent.public_id
    assert client.get(path_of(story)).content.decode().count('<ol class="thread thread--below">') == LEVELS_SHOWN - 1


@pytest.mark.parametrize("levels", [1, 2, 6])
def test_a_thread_is_shown_to_the_depth_that_is_asked_for(story, levels):
    comment = None
    for _ in range(8):
        comment = make_comment(story, comment)
    found = list(walk(conversation(story.pk, levels=levels).threads))
    assert max(node.level for node in found) == levels - 1
    assert len(found) == 8


def test_a_reply_whose_parent_is_gone_names_nobody(story):
    top = make_comment(story)
    for _ in range(LEVELS_SHOWN):
        top = make_comment(story, top)
    Comment.objects.filter(pk=top.pk).update(state=State.REMOVED)
    reply = make_comment(story, top)
    node = next(node for node in walk(conversation(story.pk).threads) if node.public_id == reply.public_id)
    assert node.answers is None


def test_older_replies_are_pages_of_whole_threads_and_nothing_is_skipped(story, client, monkeypatch):
    monkeypatch.setattr(querysets, "PAGE", 7)
    monkeypatch.setattr(paging, "PAGE", 7)
    monkeypatch.setattr(type(Comment.objects.all()), "for_thread", smaller_pages(7))
    everything = []
    for number in range(6):
        top = make_comment(story, created_at=minutes(number * 10))
        thread = [top] + [make_comment(story, top, created_at=minutes(number * 10 + n)) for n in (1, 2)]
        everything = [c.public_id for c in thread] + everything
    seen, address = [], path_of(story)
    for _ in range(10):
        page = client.get(address)
        seen += ids(page)
        assert "18 replies" in page.content.decode()
        link = re.search(r'href="([^"]+\?replies=\d+)#replies"', page.content.decode())
        if not link:
            break
        assert len(ids(page)) == 6  # two whole threads
        address = link[1]
    assert seen == everything


def smaller_pages(size):
    original = querysets.CommentQuerySet.for_thread
    return lambda self, article_id, cursor="", **more: original(self, article_id, cursor, size, **more)


def test_one_endless_thread_is_cut_and_goes_on(story, client, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 5)
    monkeypatch.setattr(type(Comment.objects.all()), "for_thread", smaller_pages(5))
    top = make_comment(story, created_at=minutes(0))
    replies = [make_comment(story, top, created_at=minutes(n)) for n in range(1, 12)]
    page = conversation(story.pk)
    seen = [node.public_id for node in walk(page.threads)]
    assert len(seen) == 5
    while page.older:
        page = conversation(story.pk, page.older)
        seen += [node.public_id for node in walk(page.threads)]
        assert page.threads[0].answers.public_id == top.public_id
    assert seen == [c.public_id for c in (top, *replies)]


def test_a_page_of_replies_that_cannot_be_answers_404(story, client):
    for cursor in ("x", "1", "-1", "9" * 17, "1" * 10_000, "٣" * 16, "1' OR 1=1"):
        assert client.get(path_of(story), {"replies": cursor}).status_code == 404
    assert client.get(path_of(story), {"replies": "0" * 16}).status_code == 200


def test_the_address_of_an_old_comment_leads_to_the_page_on_which_it_stands(story, client, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 4)
    monkeypatch.setattr(type(Comment.objects.all()), "for_thread", smaller_pages(4))
    comments = [make_comment(story, created_at=minutes(n)) for n in range(9)]
    long = [make_comment(story, comments[2], created_at=minutes(n)) for n in range(20, 30)]
    for comment in (*comments, *long):
        address = client.get(f"/comments/{comment.public_id}/")["Location"]
        assert address.endswith(f"#comment-{comment.public_id}")
        assert comment.public_id in ids(client.get(address.partition("#")[0]))
    assert "?" not in client.get(f"/comments/{comments[-1].public_id}/")["Location"]


def test_thread_count_and_closing_take_one_query_however_long_the_thread(story):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            conversation(story.pk)
        return [query["sql"] for query in captured]

    assert len(queries()) == 1
    for _ in range(12):
        make_comment(story, make_comment(story, make_comment(story)))
    assert len(queries()) == 1


def test_comments_of_a_story_that_was_withdrawn_are_nowhere(story, client):
    comment = make_comment(story)
    assert comment in Comment.objects.visible()
    workflow.withdraw(story, by=editor())
    assert comment not in Comment.objects.visible()
    assert not Comment.objects.latest()
    assert Comment.objects.counts([story.pk]) == {}
    assert conversation(story.pk) is None
    assert client.get(f"/comments/{comment.public_id}/").status_code == 404
    assert client.get(f"/comments/reply/{comment.public_id}/").status_code == 404
