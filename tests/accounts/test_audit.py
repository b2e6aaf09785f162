"""The audit: everything that is done at the desk leaves one row that nobody can change."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts import audit, triggers
from accounts.models import Audit, NotDeletable, User
from articles import revisions, workflow
from articles.models import Revision, Section
from comments import moderation
from comments.models import State
from library.models import Picture
from tests import cast
from tests.articles import desk
from tests.comments.makers import make_comment
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
RECORD = "/admin/record/"


def rows(**conditions) -> list[Audit]:
    return list(Audit.objects.filter(**conditions).order_by("pk"))


def actions(**conditions) -> list[str]:
    return [row.action for row in rows(**conditions)]


def clear() -> int:
    """Rows from now on are those after this number."""
    return Audit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


# Nobody changes it


@pytest.mark.parametrize("change", [lambda rows: rows.update(note="never"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_delete_a_row(change):
    audit.record("sign_in", by=cast.editor())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(Audit.objects.all())
    assert rows(action="sign_in")


def test_the_name_of_a_thing_can_go_and_nothing_else_with_it():
    section = cast.make_section("Courts")
    audit.record("add", by=cast.editor(), about=section, note="by order")
    for change in ({"about_name": "Other"}, {"about_name": "", "note": ""}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Audit.objects.filter(action="add").update(**change)
    audit.unname(section)
    (row,) = rows(action="add")
    assert (row.about_name, row.about_id, row.note) == ("", str(section.pk), "by order")


def test_a_person_is_deleted_neither_by_the_program_nor_in_the_database():
    rita = cast.reporter()
    with pytest.raises(NotDeletable):
        rita.delete()
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [rita.pk])
    assert User.objects.filter(pk=rita.pk).exists()


def test_the_guards_stand():
    assert triggers.missing(connection) == set()


# What is recorded


def test_each_move_of_a_story_stands_there_with_its_note():
    story = cast.make_article()
    edith = cast.editor()
    workflow.submit(story, by=cast.reporter(), note="Please.")
    workflow.approve(story, by=edith)
    workflow.publish(story, by=edith)
    workflow.withdraw(story, by=edith, note="A court asked.")
    done = rows(about_kind="articles.article", about_id=str(story.pk))
    assert [row.action for row in done] == ["save", "submit", "approve", "publish", "withdraw"]
    assert [done[1].note, done[4].note] == ["Please.", "A court asked."]
    assert done[4].by == edith and done[4].who == "Edith Editor" and done[4].about_name == "First ship since March"


def test_what_a_refused_move_would_have_done_is_not_recorded():
    story, since = cast.make_article(headline=""), clear()
    with pytest.raises(workflow.Refused):
        workflow.publish(story, by=cast.editor())
    assert "publish" not in actions(pk__gt=since)


def test_each_kept_text_is_one_row_and_saving_nothing_is_none():
    story = cast.make_article()
    cast.rewrite(story, headline="Second ship")
    revisions.keep(story, cast.editor())
    assert actions(about_id=str(story.pk), about_kind="articles.article") == ["save", "save"]


def test_a_text_that_keeps_itself_is_one_row_for_each_hour_of_work():
    from articles import audited

    story, rita = cast.make_article(), cast.reporter()
    for _ in range(3):
        rolled = Revision(article=story, kind=Revision.Kind.ROLLING, by=rita, at=story.saved_at)
        audited.saved(story, rolled, rita)
    audited.saved(story, rolled, cast.editor())
    assert actions(action="autosave") == ["autosave"] * 2


def test_signing_in_failing_and_signing_out(client):
    rita, since = cast.reporter(), clear()
    sign_in = reverse("admin:login")
    client.post(sign_in, {"username": rita.email, "password": "wrong"}, REMOTE_ADDR="198.51.100.7")
    client.post(sign_in, {"username": rita.email, "password": cast.PASSWORD}, REMOTE_ADDR="198.51.100.7")
    client.post(reverse("admin:logout"), REMOTE_ADDR="198.51.100.8")
    failed, signed_in, out = rows(pk__gt=since)
    assert (failed.action, failed.by, failed.about_name, failed.address) == (
        "sign_in_failed", None, "Rita Reporter", "198.51.100.7",
    )  # fmt: skip
    assert (signed_in.action, signed_in.by) == ("sign_in", rita)
    assert (out.action, out.by, out.address) == ("sign_out", rita, "198.51.100.8")


def test_what_a_stranger_typed_is_not_kept_and_strangers_cannot_fill_the_disk(client, monkeypatch):
    monkeypatch.setattr("accounts.hearing.STRANGERS_A_MINUTE", 2)
    for number in range(4):
        client.post(reverse("admin:login"), {"username": f"my password {number}", "password": "x"})
    found = rows(action="sign_in_failed")
    assert len(found) == 2
    assert not any("my password" in f"{row.about_name}{row.note}{row.data}{row.who}" for row in found)


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_added(client):
    client.post(
        reverse("admin:login"),
        {"username": cast.reporter().email, "password": cast.PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"},
    )
    assert rows(action="sign_in")[-1].address == "198.51.100.7"


def test_a_changed_password_is_recorded_whoever_sets_it_but_never_the_password(client):
    rita, since = cast.reporter(), clear()
    client.force_login(cast.administrator())
    new = {"password1": "quite another long word", "password2": "quite another long word"}
    client.post(reverse("admin:auth_user_password_change", args=[rita.pk]), new)
    (row,) = rows(pk__gt=since, action="password")
    assert (row.by, row.about_name) == (cast.administrator(), "Rita Reporter")
    client.force_login(User.objects.get(pk=rita.pk))
    own = {"old_password": "quite another long word", "new_password1": cast.PASSWORD, "new_password2": cast.PASSWORD}
    assert client.post(reverse("admin:password_change"), own).status_code == 302
    assert rows(pk__gt=since, action="password")[-1].by == rita
    assert "another long" not in "".join(row.data + row.note for row in rows(pk__gt=since))


def test_every_change_of_what_a_person_may_is_recorded(client):
    rita, since = cast.reporter(), clear()
    client.force_login(cast.administrator())
    editor = Group.objects.get(name="Editor")
    fields = {"name": "Rita R.", "email": rita.email, "time_zone": "", "groups": [editor.pk]}
    assert client.post(reverse("admin:accounts_user_change", args=[rita.pk]), fields).status_code == 302
    done = {(row.action, row.note) for row in rows(pk__gt=since, about_id=str(rita.pk), about_kind="accounts.user")}
    assert done == {
        ("roles", "+ Editor"),
        ("roles", "− Reporter"),
        ("account_closed", ""),
        ("person_changed", "name: Rita Reporter → Rita R."),
    }
    rita.is_superuser = True
    rita.save()
    assert rows(about_id=str(rita.pk))[-1].by is None  # typed at the server


def test_signing_in_asks_nothing_more_about_the_person(client):
    rita = cast.reporter()
    rita.save(update_fields=["last_login"])
    assert not rows(action="person_changed")


def test_the_desk_records_what_happens_to_sections_tags_authors_and_pictures(client):
    client.force_login(cast.editor())
    since = clear()
    client.post(
        reverse("admin:articles_section_add"),
        {"name": "Sports", "slug": "sports", "parent": "", "position": "0", "description": ""},
    )
    sports = Section.objects.get(slug="sports")
    client.post(
        reverse("admin:articles_section_change", args=[sports.pk]),
        {"name": "Sport", "slug": "sports", "parent": "", "position": "0", "description": ""},
    )
    client.post(reverse("admin:articles_section_delete", args=[sports.pk]), {"post": "yes"})
    picture = cast.make_picture("navy")
    client.post(reverse("admin:library_picture_delete", args=[picture.pk]), {"post": "yes"})
    assert not Picture.objects.filter(pk=picture.pk).exists()
    done = [(row.action, row.about_kind, row.about_name) for row in rows(pk__gt=since, by=cast.editor())]
    assert done == [
        ("add", "articles.section", "Sports"),
        ("change", "articles.section", "Sport"),
        ("delete", "articles.section", "Sport"),
        ("delete", "library.picture", "A navy wall"),
    ]


def test_a_decision_on_a_comment_is_recorded_without_the_readers_name():
    comment = make_comment(cast.make_live(), state=State.PENDING, name="Ursula Reader")
    moderation.reject(comment, by=cast.moderator(), reason="abuse")
    (row,) = rows(about_kind="comments.comment")
    assert (row.action, row.by, row.note) == ("comment_rejected", cast.moderator(), "Insulting or threatening")
    assert "Ursula" not in row.about_name + row.note


# The page


def seen(client, **query) -> str:
    page = client.get(RECORD, query)
    assert page.status_code == 200
    return desk.text_of(page)


def test_the_page_says_who_did_what_about_what_from_where(client):
    story = cast.make_article(headline="Bridge closed")
    workflow.submit(story, by=cast.reporter(), note="Please look.")
    client.force_login(cast.administrator())
    text = seen(client)
    assert "Rita Reporter story: submit for review: Bridge closed" in text
    assert "Please look." in text
    assert f'href="{reverse("admin:articles_article_change", args=[story.pk])}"' in client.get(RECORD).text


def test_it_is_narrowed_by_person_action_thing_words_and_day(client):
    one, other = cast.make_article(headline="Bridge closed"), cast.make_article(headline="School opens")
    workflow.submit(one, by=cast.reporter())
    workflow.publish(other, by=cast.editor())
    client.force_login(cast.administrator())
    edith = cast.editor().pk
    assert "School opens" in seen(client, person=edith) and "Bridge closed" not in seen(client, person=edith)
    assert "Bridge closed" in seen(client, action="submit") and "School opens" not in seen(client, action="submit")
    about = f"articles.article:{one.pk}"
    assert "Bridge closed" in seen(client, about=about) and "School opens" not in seen(client, about=about)
    assert "School opens" in seen(client, q="school") and "Bridge closed" not in seen(client, q="school")
    assert "Nothing like this was done." in seen(client, until="2020-01-01")
    assert "School opens" in seen(client, since="2020-01-01")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"person": "x"}, "Select a valid choice"),
        ({"person": "9" * 40}, "Select a valid choice"),
        ({"action": "x"}, "not one of the available choices"),
        ({"since": "31 February"}, "Enter a valid date"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "before the first one"),
        ({"about": "'; DROP"}, "Enter a valid value"),
        ({"before": "9" * 40}, "less than or equal"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(client, query, sentence):
    client.force_login(cast.administrator())
    page = client.get(RECORD, query)
    assert page.status_code == 400
    assert sentence in page.text


def test_the_last_of_all_days_is_a_day(client):
    client.force_login(cast.administrator())
    assert client.get(RECORD, {"until": "9999-12-31"}).status_code == 200


def test_older_rows_follow_without_a_gap(client, monkeypatch):
    monkeypatch.setattr("accounts.record.SHOWN", 3)
    client.force_login(cast.administrator())
    for number in range(8):
        audit.record("export", by=None, note=f"row {number}")
    found, address = [], f"{RECORD}?action=export"
    while address:
        page = client.get(address)
        found += [line.row.note for line in page.context["lines"]]
        address = page.context["older"] and f"{RECORD}{page.context['older']}"
    assert found == [f"row {number}" for number in reversed(range(8))]


@pytest.mark.parametrize("who", [cast.reporter, cast.editor, cast.moderator, cast.photo_editor])
def test_only_administrators_read_it(client, who):
    client.force_login(who())
    assert client.get(RECORD).status_code == 403
    assert client.post(f"{RECORD}export/").status_code == 403
    story = cast.make_article(by=who())
    assert RECORD not in client.get(reverse("admin:articles_article_history", args=[story.pk])).text


def test_a_storys_history_and_a_persons_page_lead_there(client):
    client.force_login(cast.administrator())
    story, rita = cast.make_article(), cast.reporter()
    assert f"{RECORD}?about=articles.article:{story.pk}" in client.get(desk.page("history", story)).text
    person = client.get(reverse("admin:accounts_user_change", args=[rita.pk])).text
    assert f"{RECORD}?person={rita.pk}" in person


def test_the_file_has_all_rows_asked_for_is_harmless_in_a_spreadsheet_and_is_recorded_itself(client):
    story = cast.make_article(headline='=HYPERLINK("x")')
    workflow.submit(story, by=cast.reporter(), note="A, “b”")
    client.force_login(cast.administrator())
    answer = client.post(f"{RECORD}export/", {"about": f"articles.article:{story.pk}"})
    assert answer.streaming and answer.headers["Content-Type"].startswith("text/csv")
    table = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [line[3] for line in table] == ["action", "story: submit for review", "saved the text"]
    assert {line[6] for line in table[1:]} == {'\'=HYPERLINK("x")'}
    assert table[1][7] == "A, “b”"
    assert rows(action="export")[-1].by == cast.administrator()


def test_the_file_is_refused_for_what_makes_no_sense(client):
    client.force_login(cast.administrator())
    assert client.post(f"{RECORD}export/", {"person": "x"}).status_code == 400
    assert client.get(f"{RECORD}export/").status_code == 405


def test_the_page_asks_as_much_of_the_database_with_many_rows(client):
    client.force_login(cast.administrator())

    def work(many):
        for _ in range(many):
            audit.record("save", by=cast.reporter(), about=cast.make_article())

    assert_queries_do_not_grow(lambda: client.get(RECORD), work)


def test_a_browser_elsewhere_cannot_download_it():
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.administrator())
    assert client.post(f"{RECORD}export/").status_code == 403
