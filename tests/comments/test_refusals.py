"""No typed word is lost: each refusal has its status, says why, and gives back the form with everything in it."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles import workflow
from comments import moderation, posting, tokens
from comments.models import Comment, State
from tests.cast import editor, make_article, make_live, moderator
from tests.comments.makers import ELSEWHERE, MOST, OURS, TYPED, a_reader, leave, make_comment, post_address

pytestmark = pytest.mark.django_db

WORDS = "Words that took me an hour <b>&amp;</b> «more»"
KEPT = "Words that took me an hour &lt;b&gt;&amp;amp;&lt;/b&gt; «more»"


@pytest.fixture
def clock_at(monkeypatch):
    """Sets the site's clock, which on PostgreSQL is the database's."""
    return lambda at: monkeypatch.setattr("articles.clock.site_now", lambda: at)


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def assert_refused(response, status: int, *sentences: str, stored: int = 0):
    page = response.content.decode()
    assert response.status_code == status, page
    assert KEPT in page
    assert f'value="{TYPED["email"]}"' in page
    assert "Leave a Reply" in page
    assert "Your comment was not posted" in page
    assert "autofocus" in page
    assert response["Cache-Control"] == "no-store"
    for sentence in sentences:
        assert sentence in page
    assert Comment.objects.count() == stored


def test_a_missing_name_is_told_beside_the_field_and_in_the_summary(story):
    response = leave(story, comment=WORDS, name="")
    assert_refused(response, 422)
    page = response.content.decode()
    assert '<a href="#reply-name">Name</a>: Write a name' in page
    assert 'id="reply-name_error"' in page
    name_field = page[page.index('name="name"') : page.index(">", page.index('name="name"'))]
    assert 'aria-invalid="true"' in name_field
    assert 'aria-describedby="reply-name_error"' in name_field
    assert "<title>Error: Leave a Reply" in page


def test_a_length_of_thousands_of_digits_is_refused_with_a_page(story, client):
    response = client.generic("POST", post_address(story), b"", CONTENT_LENGTH="9" * 5000, headers=OURS)
    assert response.status_code == 413
    assert "That is far more than a comment may hold." in response.text


def test_the_email_stays_described_by_its_note_when_it_has_an_error(story):
    page = leave(story, email="nobody").content.decode()
    assert 'aria-describedby="reply-email_error reply-email-note"' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "nobody"},
        {"email": "a@b\nBcc: victim@example.com"},
        {"email": "a@localhost"},
        {"email": "a@[127.0.0.1]"},
        {"email": f"{'a' * 300}@example.com"},
        {"name": "n" * 101},
        {"website": "javascript:alert(1)"},
        {"website": "data:text/html,x"},
        {"website": " java\tscript:alert(1)"},
        {"website": "//evil.example"},
        {"website": "ftp://example.com"},
        {"website": "http://bank.com@evil.example/"},
        {"website": 'https://example.com/"onmouseover="alert(1)'},
        {"website": f"https://example.com/{'a' * 200}"},
    ],
)
def test_what_is_not_valid_is_refused_and_kept(story, changes):
    response = leave(story, comment=WORDS, **changes)
    page = response.content.decode()
    assert response.status_code == 422
    assert KEPT in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", "  \r\n ", "\u200b\u2060", "\u3164", "\u2800", "\u00a0\ufe0f", "\u0301\u0301"])
def test_a_comment_in_which_there_is_nothing_to_read_is_empty(story, text):
    response = leave(story, comment=text)
    assert response.status_code == 422
    assert '<a href="#reply-comment">Comment</a>: Write a comment.' in response.content.decode()


def test_one_letter_too_many_is_refused_with_the_number_and_kept_whole(story):
    response = leave(story, comment="x" * 5_003)
    assert response.status_code == 422
    assert "x" * 5_003 in response.content.decode()
    assert "Please shorten it by 3." in response.content.decode()


def test_newlines_count_once_as_in_the_browser(story):
    text = "\r\n".join(["x" * 49] * 100)
    assert len(text) > 5_000
    assert leave(story, comment=text).status_code == 303
    assert len(Comment.objects.get().text) == 4_999


def test_damaged_bytes_are_told_and_the_rest_is_kept(story, client):
    body = b"comment=Caf%E9+au+lait+by+the+sea&name=Wanda&email=wanda%40reader.example"
    response = client.generic(
        "POST", post_address(story), body, content_type="application/x-www-form-urlencoded", headers=OURS
    )
    assert response.status_code == 422
    assert "au lait by the sea" in response.content.decode()
    assert "Some characters arrived damaged" in response.content.decode()


@pytest.mark.parametrize("charset", ["latin-1", "utf-7", "no-such-charset"])
def test_another_charset_is_read_as_utf8(story, client, charset):
    body = b"comment=Plain+words&name=Wanda&email=wanda%40reader.example"
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", post_address(story), body, content_type=kind, headers=OURS)
    assert response.status_code == 200
    assert "Plain words" in response.content.decode()


def test_a_field_sent_twice_is_refused(story):
    response = Client().post(post_address(story), TYPED | {"comment": [WORDS, WORDS]}, headers=OURS)
    assert_refused(response, 400, "a field twice")


def test_a_damaged_form_is_explained(story, client):
    response = client.generic(
        "POST", post_address(story), b"--x\r\nrubbish", content_type="multipart/form-data; boundary=", headers=OURS
    )
    assert response.status_code == 400
    assert "arrived damaged" in response.content.decode()


def test_a_length_that_is_no_number_is_a_damaged_form(story, client):
    kind = "application/x-www-form-urlencoded"
    response = client.generic("POST", post_address(story), b"", content_type=kind, CONTENT_LENGTH="x1", headers=OURS)
    assert response.status_code == 400


def test_a_thousand_and_one_fields_are_refused(story, client):
    data = {f"f{n}": "x" for n in range(1_001)}
    assert client.post(post_address(story), data, headers=OURS).status_code == 400


def test_a_form_of_more_than_a_megabyte_is_too_large(story, client):
    response = client.post(post_address(story), TYPED | {"comment": "x" * 1_000_001}, headers=OURS)
    assert response.status_code == 413
    assert "go back one page" in response.content.decode()


def test_a_file_is_passed_over(story, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = TYPED | {"token": tokens.mint(story.pk), "file": SimpleUploadedFile("x.exe", b"MZ" * 5_000)}
    assert client.post(post_address(story), data, headers=OURS).status_code == 303


@pytest.mark.parametrize(
    "token", ["rubbish", "x" * 300, "\x00", f"{'0' * 32}.1700000000.{'A' * 43}", f"{'0' * 32}.99999999999.{'A' * 43}"]
)
def test_a_token_that_is_none_asks_again_with_a_new_one(story, token):
    assert_refused(leave(story, comment=WORDS, token=token), 422, "sent before")


def test_a_token_cut_short_or_made_for_something_else_or_with_another_key_asks_again(story, settings):
    comment = make_comment(story, state=State.PENDING)
    good = tokens.mint(story.pk)
    for token in (good[:-1], good[:20], tokens.receipt_key(comment.public_id), good.replace(".", ".s", 1)):
        assert_refused(leave(story, comment=WORDS, token=token), 422, "sent before", stored=1)
    settings.SECRET_KEY = "the key of another installation, or of last year " * 2
    assert_refused(leave(story, comment=WORDS, token=good), 422, "sent before", stored=1)


def test_a_form_part_that_is_no_base64_is_a_refusal_and_no_error(story, client):
    part = '--x\r\nContent-Disposition: form-data; name="comment"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--'
    kind = "multipart/form-data; boundary=x"
    response = client.generic("POST", post_address(story), part, content_type=kind, headers=OURS)
    assert response.status_code in (400, 422)
    assert "Leave a Reply" in response.content.decode()


@pytest.mark.parametrize("field", ["comment", "name", "email", "website", "parent", "token"])
def test_every_field_sent_twice_is_refused_with_the_words_kept(story, field):
    data = TYPED | {"comment": WORDS, "parent": "", "token": ""}
    response = Client().post(post_address(story), data | {field: [data[field], data[field]]}, headers=OURS)
    assert response.status_code == 400
    assert KEPT in response.content.decode()


def test_no_page_of_a_reader_can_be_put_into_a_frame(story, client):
    comment = make_comment(story)
    receipt = f"/comments/r/{comment.public_id}"
    key = tokens.receipt_key(comment.public_id)
    for address in (
        f"{receipt}?k={key}",
        f"{receipt}/edit?k={key}",
        f"/comments/{comment.public_id}/report",
        f"/comments/{comment.public_id}/recommend",
        post_address(story),
    ):
        assert "frame-ancestors 'none'" in client.get(address)["Content-Security-Policy"]


def test_a_token_of_another_story_or_parent_asks_again(story):
    other, parent = make_live(headline="Another"), make_comment(story)
    assert_refused(leave(story, comment=WORDS, token=tokens.mint(other.pk)), 422, stored=1)
    assert_refused(leave(story, comment=WORDS, token=tokens.mint(story.pk, parent.public_id)), 422, stored=1)


@pytest.mark.parametrize("age", [timedelta(hours=24, seconds=2), -timedelta(seconds=62)])
def test_a_token_too_old_or_from_the_future_asks_again(story, age, clock_at):
    clock_at(timezone.now() - age)
    token = tokens.mint(story.pk)
    clock_at(timezone.now())
    assert_refused(leave(story, comment=WORDS, token=token), 422, "open for long")


def test_a_thread_that_was_closed_meanwhile(story, client):
    moderation.close_thread(story, by=moderator())
    assert_refused(leave(story, comment=WORDS), 403, "Replies to this story are closed.")
    page = client.get(story.editions.get().get_absolute_url()).content.decode()
    assert "Replies to this story are closed." in page
    assert "Post Comment" not in page


def test_a_story_that_was_withdrawn_meanwhile(story):
    address = post_address(story)
    workflow.withdraw(story, by=editor())
    page = Client().get(address)
    assert page.status_code == 410 and "The story is no longer public" in page.text
    assert "Your text" not in page.text and "was not posted" not in page.text and "Post Comment" not in page.text
    response = Client().post(address, TYPED | {"comment": WORDS, "token": tokens.mint(story.pk)}, headers=OURS)
    assert_refused(response, 410, "no longer public")


@pytest.mark.parametrize(
    "address", ["/comments/on/2026/01/01/nothing/", "/comments/on/x", "/comments/on//etc/passwd", "/comments/on/%00"]
)
def test_a_story_that_never_was(address):
    assert_refused(Client().post(address, TYPED | {"comment": WORDS}, headers=OURS), 404, "no story at this address")


def test_a_story_that_has_moved_takes_replies_at_its_former_address(story):
    from tests.cast import rewrite

    address = post_address(story)
    workflow.publish(rewrite(story, slug="elsewhere"), by=editor(), kind="update")
    data = TYPED | {"token": tokens.mint(story.pk)}
    assert Client().post(address, data, headers=OURS).status_code == 303


def test_a_scheduled_address_answers_as_one_that_never_was(story):
    from tests.cast import rewrite

    workflow.schedule(
        rewrite(story, slug="tomorrow"), by=editor(), at=timezone.now() + timedelta(days=1), kind="update"
    )
    address = post_address(story).replace("the-last-ferry", "tomorrow")
    assert Client().post(address, TYPED, headers=OURS).status_code == 404


def test_a_draft_answers_as_a_story_that_never_was():
    make_article(slug="a-draft")
    assert Client().post("/comments/on/2026/11/23/a-draft/", TYPED, headers=OURS).status_code == 404


def test_fifty_reports_hide_nothing(story, client):
    from comments import reports

    comment = make_comment(story)
    for number in range(50):
        reports.report(story, comment, reason="hate", text="", reader=a_reader(f"{number}"))
    assert comment.text in client.get(story.editions.get().get_absolute_url()).content.decode()
    assert Comment.objects.get().reported == 50


@pytest.mark.parametrize("state", [state for state in State.values if state != State.APPROVED])
def test_a_parent_that_is_not_visible_any_more(story, state):
    parent = make_comment(story, state=state)
    assert_refused(leave(story, comment=WORDS, parent=parent.public_id), 422, "not there any more", stored=1)


@pytest.mark.parametrize("parent", ["abcdefghijkl", "1", "-1", "9" * 40, "<script>", "'; DROP TABLE", "None", "\x00"])
def test_a_parent_that_never_was(story, parent):
    assert_refused(leave(story, comment=WORDS, parent=parent), 422, "not there any more")


def test_a_parent_below_another_story(story):
    parent = make_comment(make_live(headline="Another"))
    assert_refused(leave(story, comment=WORDS, parent=parent.public_id), 422, "not there any more", stored=1)


def test_after_a_lost_parent_the_words_can_be_posted_as_a_comment_of_their_own(story):
    page = leave(story, parent="abcdefghijkl").content.decode()
    assert 'name="parent" value=""' in page


def test_the_same_words_twice_from_one_person(story):
    leave(story, comment=WORDS)
    again = leave(story, comment=f"{WORDS.upper()} !!", email=TYPED["email"].upper())
    assert again.status_code == 409
    assert "You have said that already" in again.content.decode()
    assert Comment.objects.count() == 1
    assert leave(story, comment=WORDS, email="somebody@else.example").status_code == 303


def test_too_many_from_one_address_in_a_short_time(story, clock_at):
    for number in range(MOST):
        assert leave(story, comment=f"Number {number}").status_code == 303
    response = leave(story, comment=WORDS)
    assert_refused(response, 429, "from your network", stored=MOST)
    assert int(response["Retry-After"]) > 0
    assert leave(story, Client(REMOTE_ADDR="192.0.2.7"), comment=WORDS).status_code == 303
    clock_at(timezone.now() + timedelta(minutes=11))
    assert leave(story, comment=f"{WORDS} again").status_code == 303


def test_a_busy_database_loses_nothing(story, monkeypatch):
    def busy(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(posting, "_store", busy)
    token = tokens.mint(story.pk)
    response = leave(story, comment=WORDS, token=token)
    assert_refused(response, 503, "Nothing is lost")
    assert int(response["Retry-After"]) > 0
    assert token in response.content.decode()


def test_a_database_that_is_away_loses_nothing(story, django_assert_num_queries, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection refused")

    address = post_address(story)
    monkeypatch.setattr(posting, "story_at", away)
    with django_assert_num_queries(0):  # not even the navigation may ask
        response = Client().post(address, TYPED | {"comment": WORDS}, headers=OURS)
    page = response.content.decode()
    assert response.status_code == 503
    assert KEPT in page


def test_a_colleague_who_is_signed_in_is_refused_from_elsewhere(story):
    client = Client()
    client.force_login(moderator())
    for headers in (ELSEWHERE, {}, {"Origin": "null"}):
        assert_refused(leave(story, client, comment=WORDS, headers=headers), 403, "from another site")


def test_nothing_but_get_and_post(story, client):
    for method in ("put", "patch", "delete", "options"):
        assert getattr(client, method)(post_address(story)).status_code == 405
    response = client.post(
        post_address(story), TYPED | {"_method": "DELETE"}, headers={"X-HTTP-Method-Override": "DELETE"}
    )
    assert response.status_code == 200
