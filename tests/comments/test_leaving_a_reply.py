"""A reader leaves a reply: the form, the confirm page, the receipt; and nobody else sees it until it is approved."""

import re

import pytest
from django.test import Client

from comments import moderation, tokens
from comments.models import Comment, State
from tests.cast import make_live, moderator
from tests.comments.makers import ELSEWHERE, OURS, TYPED, leave, make_comment, path_of, post_address

pytestmark = pytest.mark.django_db

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def test_the_form_is_the_one_readers_know(story, client):
    page = client.get(post_address(story)).content.decode()
    assert "Leave a Reply" in page
    assert "Your email address will not be published." in page
    assert "Required fields are marked" in page
    assert "Save my name, email, and website in this browser for the next time I comment." in page
    assert "Post Comment" in page
    places = [page.index(f'name="{name}"') for name in ("comment", "name", "email", "website")]
    assert places == sorted(places)


def test_a_reply_is_held_and_its_author_gets_a_receipt(story, client):
    response = leave(story, client)
    assert response.status_code == 303
    comment = Comment.objects.get()
    assert comment.state == State.PENDING
    assert [hit.rule for hit in comment.hits.all()] == ["all", "fast"]
    receipt = client.get(response["Location"])
    assert receipt.status_code == 200
    assert "Waiting for a moderator" in receipt.content.decode()
    assert TYPED["comment"] in receipt.content.decode()
    assert receipt["Cache-Control"] == "no-store"
    assert receipt["Referrer-Policy"] == "no-referrer"
    assert "noindex" in receipt["X-Robots-Tag"]


def test_a_held_reply_is_nowhere_and_an_approved_one_is_on_the_page_at_the_next_request(story, client):
    leave(story)
    assert TYPED["comment"] not in client.get(path_of(story)).content.decode()
    moderation.approve(Comment.objects.get(), by=moderator())
    page = client.get(path_of(story)).content.decode()
    assert TYPED["comment"] in page
    assert TYPED["email"] not in page
    assert "1 reply" in page


def test_the_cached_form_leads_to_an_uncached_last_look_and_then_to_the_receipt(story):
    """The way without a script: no cookie, no token in the page."""
    reader = Client()
    look = leave(story, reader, token="")
    assert look.status_code == 200
    assert not Comment.objects.exists()
    assert look["Cache-Control"] == "no-store"
    page = look.content.decode()
    assert "One last look" in page
    assert TYPED["comment"] in page
    hidden = dict(HIDDEN.findall(page))
    done = leave(story, reader, token=hidden["token"], parent=hidden["parent"])
    assert done.status_code == 303
    assert [hit.rule for hit in Comment.objects.get().hits.all()] == ["all"]  # and not "fast": we asked for that click
    assert not reader.cookies


def test_no_page_of_a_reader_sets_a_cookie_or_carries_a_token_of_one_reader(story):
    one, other = Client(), Client()
    pages = [reader.get(path_of(story)) for reader in (one, other)]
    assert pages[0].content == pages[1].content
    assert not one.cookies
    assert dict(HIDDEN.findall(pages[0].content.decode()))["token"] == ""


def test_the_script_fetches_a_token_that_works(story, client):
    answer = client.get("/comments/token", {"story": path_of(story)})
    assert answer["Cache-Control"] == "no-store"
    assert leave(story, token=answer.json()["token"]).status_code == 303


def test_no_token_for_a_story_that_is_not_public(client):
    assert client.get("/comments/token", {"story": "/2026/01/01/nothing/"}).status_code == 404


@pytest.mark.parametrize("origin", ["http://testserver", "http://127.0.0.1:8000"])
def test_a_browser_that_only_says_origin_is_believed_when_it_is_ours(story, origin):
    assert leave(story, headers={"Origin": origin}).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        ELSEWHERE,
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver:81"},
    ],
)
def test_a_form_on_another_site_gets_no_further_than_the_last_look(story, headers):
    response = leave(story, headers=headers)
    assert response.status_code == 200
    assert "One last look" in response.content.decode()
    assert not Comment.objects.exists()


def test_an_old_browser_that_says_nothing_needs_the_token(story):
    assert leave(story, headers={}, token="").status_code == 200
    assert not Comment.objects.exists()
    assert leave(story, headers={}).status_code == 303


def test_a_second_post_of_the_same_form_gives_the_same_receipt(story):
    token = tokens.mint(story.pk)
    first, second = leave(story, token=token), leave(story, token=token)
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


def test_a_used_token_with_other_words_keeps_them_and_asks_again(story):
    token = tokens.mint(story.pk)
    leave(story, token=token)
    again = leave(story, token=token, comment="Something else that I want to say.")
    assert again.status_code == 422
    page = again.content.decode()
    assert "Something else that I want to say." in page
    assert leave(story, token=dict(HIDDEN.findall(page))["token"], comment="Something else.").status_code == 303


def test_a_reply_stands_below_the_comment_that_it_answers(story, client):
    parent = make_comment(story, text="Who remembers the old pier?")
    page = client.get(f"/comments/reply/{parent.public_id}/")
    assert "Who remembers the old pier?" in page.content.decode()
    assert f'name="parent" value="{parent.public_id}"' in page.content.decode()
    leave(story, parent=parent.public_id)
    reply = Comment.objects.exclude(pk=parent.pk).get()
    assert (reply.parent, reply.root, reply.depth) == (parent, parent, 1)
    assert reply.path.startswith(parent.path)


def test_a_receipt_needs_its_key(story, client):
    comment = make_comment(story, state=State.PENDING)
    other = tokens.receipt_key(make_comment(story).public_id)
    for key in ("", "x", other):
        assert client.get(f"/comments/r/{comment.public_id}", {"k": key}).status_code == 404


def test_the_author_withdraws_by_post_alone(story, client):
    comment = make_comment(story)
    key = tokens.receipt_key(comment.public_id)
    assert client.get(f"/comments/r/{comment.public_id}/withdraw", {"k": key}).status_code == 405
    assert client.post(f"/comments/r/{comment.public_id}/withdraw", {"k": "x"}, headers=OURS).status_code == 404
    assert client.post(f"/comments/r/{comment.public_id}/withdraw", {"k": key}, headers=ELSEWHERE).status_code == 403
    for _ in "pressed", "pressed twice":
        done = client.post(f"/comments/r/{comment.public_id}/withdraw", {"k": key}, headers=OURS)
        assert done.status_code == 303
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN
    assert comment.events.get().kind == "author"
    assert comment.text not in client.get(path_of(story)).content.decode()


def test_a_comment_that_is_not_visible_answers_as_one_that_never_was(story, client):
    hidden = [make_comment(story, state=state) for state in State.values if state != State.APPROVED]
    answers = [client.get(f"/comments/{public_id}/") for public_id in ("abcdefghijkl", *(c.public_id for c in hidden))]
    assert {answer.status_code for answer in answers} == {404}
    for comment in hidden:
        assert client.get(f"/comments/reply/{comment.public_id}/").status_code == 404


def test_the_address_of_a_comment_leads_to_its_place(story, client):
    comment = make_comment(story)
    response = client.get(f"/comments/{comment.public_id}/")
    assert response["Location"] == f"{path_of(story)}#comment-{comment.public_id}"
