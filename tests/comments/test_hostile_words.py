"""Hostile words in every field: shown as what they are, on the page, on the receipt and in the queue."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import moderation
from comments.links import paragraphs
from comments.models import Comment, State
from tests.cast import make_live, moderator
from tests.comments.makers import TYPED, leave, make_comment, path_of

pytestmark = pytest.mark.django_db

SCRIPTS = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "]]><script>alert(1)</script>",
]


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def pieces(text):
    return [piece for paragraph in paragraphs(text) for piece in paragraph]


def links(text):
    return [(piece.href, piece.text) for piece in pieces(text) if piece.href]


@pytest.mark.parametrize("words", SCRIPTS)
def test_markup_is_shown_as_text_on_every_page(story, words):
    desk = Client()
    desk.force_login(moderator())
    response = leave(story, comment=words, name=words[:100])
    assert response.status_code == 303
    comment = Comment.objects.get()
    parent = make_comment(story, name=words[:100], text=words)
    make_comment(story, parent, name=words[:100], text=f"{words} answered")
    moderation.approve(comment, by=moderator())
    pages = [
        Client().get(response["Location"]),
        Client().get(path_of(story)),
        Client().get(f"/comments/reply/{parent.public_id}/"),
        leave(story, comment=words, name="", email="x"),
        leave(story, comment=f"{words} once more", name=words[:100], token=""),
        desk.get("/admin/comments/comment/", {"folder": "all", "q": words}),
        desk.get(f"/admin/comments/comment/{comment.public_id}/"),
    ]
    for page in pages:
        text = page.content.decode()
        for raw in ("<script>alert", "<svg onload", "<img src=x", "' onmouseover='", "development-only-"):
            assert raw not in text, page.request["PATH_INFO"]


def test_a_note_and_a_search_are_escaped(story):
    desk = Client()
    desk.force_login(moderator())
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="other", note=SCRIPTS[0])
    assert SCRIPTS[0] not in desk.get(f"/admin/comments/comment/{comment.public_id}/").content.decode()
    for wild in ("%", "_", "'", "\\", "(((((", "\x00" * 3):
        assert desk.get("/admin/comments/comment/", {"folder": "all", "q": wild}).status_code == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See https://example.com/a?b=1&c=2.", "example.com/a?b=1&c=2"),
        ("(https://en.example.org/Pier_(harbour))", "en.example.org/Pier_(harbour)"),
        ("HTTP://EXAMPLE.COM", "example.com"),
        ("https://example.com:8443/x", "example.com:8443/x"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com"),  # Cyrillic letters
        ("https://straße.example/", "xn--strae-oqa.example"),  # browsers take ß for a letter of its own
        ("https://ΣΊΣΥΦΟς.example/", "xn--kxa6ajbbmh.example"),
        ("https://bank.com.evil.example/login", "bank.com.evil.example/login"),
    ],
)
def test_a_link_shows_its_true_host(text, shown):
    assert [each for _, each in links(text)] == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "http://bank.com@evil.example/",
        "http://user:password@evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:someone@example.com",
        "someone@example.com",
        "//evil.example",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://exa\u202emple.com",
        "http://example.com:99999999/",
        "http://.../",
        "https://",
        "ftp://example.com/x",
    ],
)
def test_what_is_no_plain_web_address_stays_text(text):
    assert links(text) == []
    assert "".join(piece.text for piece in pieces(text)) == text


def test_links_tell_search_engines_nothing(story, client):
    make_comment(story, text="See https://example.com/a", website="https://wanda.example")
    page = client.get(path_of(story)).content.decode()
    assert '<a href="https://example.com/a" rel="nofollow ugc noopener" dir="ltr">example.com/a</a>' in page
    assert '<a href="https://wanda.example" rel="nofollow ugc noopener">' in page


def test_every_letter_of_a_text_is_drawn_once():
    text = "a https://x.example/1, https://x.example/2) b\n\nhttps://x.example/3"
    drawn = "".join(piece.text for piece in pieces(text))
    assert drawn == "a x.example/1, x.example/2) bx.example/3"


@pytest.mark.parametrize(
    "bad", ["(" * 5_000, "http://" * 700, "&amp;" * 1_000, "https://a" + ")" * 4_900, "a." * 2_500]
)
def test_drawing_never_takes_long(bad):
    """Counted in steps, not in seconds: the number of pieces stays small and nothing is lost."""
    assert len(pieces(bad)) < 2_000


def test_names_are_one_line_without_turning_the_page_around(story):
    leave(story, name="\u202eevil\u202c \r\n  Wanda\u2066\x01\x1b\u200b")
    assert Comment.objects.get().name == "evil Wanda"


@pytest.mark.parametrize("field", ["comment", "name", "email", "website"])
def test_a_null_character_is_refused_and_never_reaches_the_database(story, field):
    assert leave(story, **{field: TYPED[field] + "\x00"}).status_code == 422


def test_a_name_keeps_the_joiners_that_it_needs(story):
    name = "می\u200cخواهم"
    leave(story, name=name)
    assert Comment.objects.get().name == name


def test_overrides_are_taken_out_of_a_text_and_towers_of_marks_are_cut(story):
    leave(story, comment="abc\u202edef Z" + "\u0301" * 40 + "algo\x07 Привет, ελληνικά, עברית")
    assert Comment.objects.get().text == "abcdef Z" + "\u0301" * 8 + "algo Привет, ελληνικά, עברית"


def test_text_of_either_direction_is_isolated(story, client):
    make_comment(story, name="ليلى", text="שלום\n\nhello")
    page = client.get(path_of(story)).content.decode()
    assert '<p dir="auto">שלום</p>' in page
    assert "<bdi>ليلى</bdi>" in page


def test_the_network_address_is_kept_as_a_hash_that_changes_with_the_month(story, monkeypatch):
    leave(story, Client(REMOTE_ADDR="192.0.2.7"))
    comment = Comment.objects.get()
    assert all("192.0.2.7" not in str(getattr(comment, field.attname)) for field in Comment._meta.fields)
    monkeypatch.setattr("articles.clock.site_now", lambda: timezone.now() + timedelta(days=40))
    leave(story, Client(REMOTE_ADDR="192.0.2.7"), comment="Next month.")
    assert len(set(Comment.objects.values_list("address_key", flat=True))) == 2


def test_the_field_for_machines_holds_with_a_reason_and_drops_nothing(story):
    leave(story, reference_k7="buy now", comment="Cheap watches at https://watches.example/ and more")
    comment = Comment.objects.get()
    hits = dict(comment.hits.values_list("rule", "evidence"))
    assert set(hits) >= {"all", "trap", "links"}
    assert hits["links"] == "watches.example"
