"""The HTML of every page of the conversation is right: readers' pages, refusals and the moderators' screens."""

import pytest
from django.test import Client

from comments import moderation, reports
from comments.models import State
from tests import nu
from tests.cast import editor, make_live, moderator, other_moderator
from tests.comments.makers import OURS, a_reader, leave, make_comment, path_of, post_address

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def conversation():
    """A story with a comment that was answered and reported, one that is gone, and one that waits."""
    story = make_live(headline="The last ferry")
    text = "First.\nSecond.\n\nhttps://example.com/?a=1&b=<2>"
    parent = make_comment(story, text=text, website="https://wanda.example")
    gone = make_comment(story, parent)
    make_comment(story, gone)
    moderation.remove(gone, by=other_moderator(), reason="legal")
    for reason in ("hate", "error"):
        reports.report(story, parent, reason=reason, text='"> <b> & more', reader=a_reader(reason))
    return story, parent, make_comment(story, parent, state=State.PENDING, name='"> <b>')


def test_no_page_of_those_who_comment_has_an_error(conversation):
    story, parent, _ = conversation
    reader, receipt = Client(), leave(story, parent=parent.public_id)["Location"]
    pages = {
        "thread": reader.get(path_of(story)),
        "form": reader.get(post_address(story)),
        "reply": reader.get(f"/comments/reply/{parent.public_id}/"),
        "refusal": leave(story, name="", email="x", website="javascript:x"),
        "last look": leave(story, token="", comment="Something <else>."),
        "parent gone": leave(story, parent="abcdefghijkl"),
        "never was": reader.post("/comments/on/nothing/", {"comment": "x"}),
        "receipt": reader.get(receipt),
        "oldest": reader.get(path_of(story), {"sort": "oldest"}),
        "quote": reader.get(f"/comments/reply/{parent.public_id}/?quote"),
        "rewrite": reader.get(receipt.replace("?", "/edit?")),
        "rewritten badly": reader.post(receipt.replace("?", "/edit?"), {"comment": "", "seen": "x"}, headers=OURS),
        "recommend": reader.get(f"/comments/{parent.public_id}/recommend"),
        "report": reader.get(f"/comments/{parent.public_id}/report"),
        "report refused": reader.post(f"/comments/{parent.public_id}/report", {"reason": "other"}, headers=OURS),
        "reported": reader.get(f"/comments/{parent.public_id}/report?sent"),
        "error": reader.get(f"/comments/error{path_of(story)}"),
    }
    assert_no_errors(pages)


def test_no_page_of_those_who_moderate_has_an_error(conversation):
    _, parent, held = conversation
    desk, chief = Client(), Client()
    desk.force_login(moderator())
    chief.force_login(editor())
    pages = {
        "reports": chief.get(f"{QUEUE}reports/"),
        "no reports": desk.get(f"{QUEUE}reports/"),
        "one reported": chief.get(f"{QUEUE}{parent.public_id}/"),
        "queue": desk.get(QUEUE),
        "done": desk.get(f"{QUEUE}?done={moderation.approve(held, by=moderator()).pk}"),
        "approved": desk.get(f"{QUEUE}?folder=approved"),
        "all": desk.get(f"{QUEUE}?folder=all&q=%22%3E"),
        "empty": desk.get(f"{QUEUE}?folder=spam"),
        "one": desk.get(f"{QUEUE}{held.public_id}/"),
    }
    assert_no_errors(pages)


def assert_no_errors(pages: dict) -> None:
    assert nu.errors({name: page.content for name, page in pages.items()}) == []
