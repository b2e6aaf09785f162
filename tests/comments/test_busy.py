"""The database is busy, or a form cannot be read: every form of a reader is answered with a page, and no typed word is lost."""

import threading

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from comments import keys, moderation
from comments.models import Appeal, Comment, State
from comments.tokens import receipt_key
from tests.cast import make_live, moderator
from tests.comments.makers import OURS, make_comment, make_commenter, path_of
from tests.comments.test_races import at_once

WORDS = "It was <b>no</b> such thing & you know it"
KEPT = "It was &lt;b&gt;no&lt;/b&gt; such thing &amp; you know it"
RUBBISH = {"data": b"--x\r\nrubbish", "content_type": "multipart/form-data; boundary="}


def refused() -> Comment:
    comment = make_comment(make_live(), state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="abuse")
    return comment


def forms() -> dict[str, tuple[str, str, dict]]:
    """What each form is called: what it asks first, its address, and what it sends."""
    comment, person = refused(), make_commenter("other@reader.example")
    receipt, key = f"/comments/r/{comment.public_id}", {"k": receipt_key(comment.public_id)}
    you, mint = keys.mint(keys.YOU, person), keys.mint
    proving = "comments.views.proving"
    return {
        "appeal": (f"{proving}.appeals.make", f"{receipt}/appeal", key | {"text": WORDS}),
        "prove": (f"{proving}._own", f"{receipt}/prove", key | {"replies": "daily"}),
        "find": (f"{proving}.people.ask", "/comments/you/", {"email": "wanda@reader.example"}),
        "confirm": (f"{proving}.people.confirm", f"/comments/you/confirm/{mint(keys.CONFIRM, person, '', '')}", {}),
        "stop": (f"{proving}.people.mute", f"/comments/stop/{mint(keys.STOP, person)}", {}),
        "act": ("comments.views.you.people.set_mails", f"/comments/you/{you}/mails/", {"replies": "daily"}),
        "withdraw": ("comments.views.receipt._own", f"{receipt}/withdraw", key),
        "recommend": ("comments.views.recommending.get_object_or_404", f"/comments/{comment.public_id}/recommend", {}),
        "report": ("comments.views.reporting.reports.report", _report(), {"reason": "personal", "text": WORDS}),
    }


def _report() -> str:
    return f"/comments/{make_comment(make_live()).public_id}/report"


NAMES = ("appeal", "prove", "find", "confirm", "stop", "act", "withdraw", "recommend", "report")


def busy(*args, **kwargs):
    raise OperationalError("database is locked")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_busy_database_gives_back_all_that_was_sent(name, monkeypatch):
    asked, address, sent = forms()[name]
    monkeypatch.setattr(asked, busy)
    answer = Client().post(address, sent, headers=OURS)
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0
    assert "Nothing is lost" in answer.text and f'action="{address}"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    for value in sent.values():
        assert (KEPT if value == WORDS else value) in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["prove", "withdraw"])
def test_the_page_that_says_so_asks_the_database_nothing(name, monkeypatch, django_assert_num_queries):
    asked, address, sent = forms()[name]
    monkeypatch.setattr(asked, busy)
    with django_assert_num_queries(0):
        assert Client().post(address, sent, headers=OURS).status_code == 503


@pytest.mark.django_db
def test_the_words_can_be_sent_again_from_that_page():
    _, address, sent = forms()["appeal"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("comments.views.proving.appeals.make", busy)
        page = Client().post(address, sent, headers=OURS).text
    assert f'<input type="hidden" name="k" value="{sent["k"]}">' in page and 'name="text"' in page
    assert Client().post(address, sent, headers=OURS).status_code == 303
    assert Appeal.objects.get().text == WORDS


@pytest.mark.django_db
def test_a_page_that_cannot_be_shown_now_leads_to_itself(monkeypatch):
    comment = make_comment(make_live())
    monkeypatch.setattr("comments.views.receipt._own", busy)
    address = f"/comments/r/{comment.public_id}?k={receipt_key(comment.public_id)}"
    answer = Client().get(address)
    assert answer.status_code == 503 and "could not show this page" in answer.text
    assert f'href="{address}"' in answer.text and answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["a comment", "a download", "a token"])
def test_what_a_reader_only_asks_for_is_asked_again_later(what, monkeypatch):
    comment, person = make_comment(make_live()), make_commenter("other@reader.example")
    asked, address = {
        "a comment": ("comments.views.receipt.get_object_or_404", f"/comments/{comment.public_id}/"),
        "a download": ("comments.views.you._person", f"/comments/you/{keys.mint(keys.YOU, person)}/export"),
        "a token": ("comments.views.leaving.posting.story_at", f"/comments/token?story={path_of(comment.article)}"),
    }[what]
    monkeypatch.setattr(asked, busy)
    answer = Client().get(address)
    assert answer.status_code == 503 and int(answer["Retry-After"]) > 0


@pytest.mark.django_db
def test_a_database_that_gets_busy_while_a_refusal_is_told_is_told_instead(monkeypatch):
    comment = make_comment(make_live(), state=State.PENDING, text="What I said first.")
    monkeypatch.setattr(Comment, "refresh_from_db", busy)
    data = {"comment": WORDS, "k": receipt_key(comment.public_id), "seen": "7"}
    answer = Client().post(f"/comments/r/{comment.public_id}/edit", data, headers=OURS)
    assert answer.status_code == 503 and KEPT in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_cannot_be_read_is_explained_on_a_page(name):
    _, address, _ = forms()[name]
    answer = Client().generic("POST", address, **RUBBISH, headers=OURS)
    assert answer.status_code == 400
    assert "The form arrived damaged and could not be read." in answer.text
    assert "<main" in answer.text and "masthead" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_far_too_much_is_told_on_a_page(name):
    _, address, sent = forms()[name]
    answer = Client().post(address, sent | {"text": "x" * 1_000_001}, headers=OURS)
    assert answer.status_code == 413 and "<main" in answer.text


@pytest.mark.django_db(transaction=True)
def test_an_appeal_that_waits_too_long_for_the_database_keeps_its_words():
    """Another transaction holds what the appeal needs, for as long as it tries."""
    comment = refused()
    address, data = f"/comments/r/{comment.public_id}/appeal", {"k": receipt_key(comment.public_id), "text": WORDS}
    held, free = threading.Event(), threading.Event()
    is_sqlite = connection.vendor == "sqlite"

    def hold():
        with connections["default"].cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if is_sqlite else "BEGIN")
            if not is_sqlite:
                cursor.execute("LOCK TABLE comments_appeal IN ACCESS EXCLUSIVE MODE")
            held.set()
            free.wait(60)
            cursor.execute("ROLLBACK")

    def send():
        held.wait(60)
        try:
            patience = "PRAGMA busy_timeout = 20" if is_sqlite else "SET lock_timeout = 50"
            connections["default"].cursor().execute(patience)
            return Client().post(address, data, headers=OURS)
        finally:
            free.set()

    _, answer = at_once(hold, send)
    assert answer.status_code == 503 and KEPT in answer.text
    assert not Appeal.objects.exists()
