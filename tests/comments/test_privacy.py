"""Privacy: network addresses as codes that nobody can undo, what is kept for how long, export and erase by address."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Audit
from comments import erasing, moderation, network, people, reports, retention, sanctions
from comments.models import Comment, Commenter, ConfirmationMail, MonthlySecret, State
from newsroom.work import periodic, tasks
from tests.cast import administrator, make_live, moderator
from tests.comments.makers import TYPED, a_reader, leave, make_comment, make_commenter, make_own
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def desk():
    client = Client()
    client.force_login(administrator())
    return client


def test_an_address_is_the_same_code_within_a_month_and_another_one_after_it(readers_clock):
    at = timezone.now().replace(year=2026, month=3, day=1, hour=12)
    readers_clock(at)
    first = network.address_key("192.0.2.7")
    readers_clock(at + 29 * DAY)
    assert network.address_key("192.0.2.7") == first
    readers_clock(at + 32 * DAY)
    assert network.address_key("192.0.2.7") != first


def test_neighbours_have_one_network_and_others_have_another():
    assert network.subnet_key("192.0.2.7") == network.subnet_key("192.0.2.200")
    assert network.subnet_key("192.0.2.7") != network.subnet_key("192.0.3.7")
    assert network.subnet_key("2001:db8::1") == network.subnet_key("2001:db8::ffff")
    assert network.subnet_key("::ffff:192.0.2.7") == network.subnet_key("192.0.2.9")
    assert network.subnet_key("no address")


def test_the_code_hangs_on_no_key_of_the_site(settings):
    code = network.address_key("192.0.2.7")
    settings.SECRET_KEY = "another key that is long enough for everybody"
    assert network.address_key("192.0.2.7") == code


def test_after_sixty_days_nobody_can_tell_an_address_any_more_who_has_the_whole_database(story, readers_clock):
    leave(story, Client(REMOTE_ADDR="192.0.2.7"))
    comment = Comment.objects.get()
    secret = MonthlySecret.objects.get()
    assert comment.address_key == network.address_key("192.0.2.7")
    readers_clock(secret.made_at + 59 * DAY)
    assert network.destroy_old_secrets() == 0
    readers_clock(secret.made_at + 61 * DAY)
    assert retention.tidy()["secrets destroyed"] == 1
    codes = {network.address_key("192.0.2.7"), *network.known_subnet_keys("192.0.2.7")}
    assert not codes & {comment.address_key, comment.subnet_key}
    assert not MonthlySecret.objects.filter(secret=secret.secret).exists()


def test_two_requests_at_the_beginning_of_a_month_make_one_secret():
    assert network.secret() == network.secret()
    assert MonthlySecret.objects.count() == 1


def test_the_sender_of_a_comment_is_never_stored_in_the_clear(story):
    leave(story, Client(REMOTE_ADDR="192.0.2.7"))
    row = Comment.objects.values().get()
    assert not any("192.0.2" in str(value) for value in row.values())
    assert network.address_key("192.0.2.7") == row["address_key"]


# What is kept for how long


def old(story, state, days, **fields):
    at = timezone.now() - days * DAY
    return make_comment(story, state=state, created_at=at, decided_at=at, **fields)


def test_spam_loses_its_words_after_a_month_and_is_still_found_when_it_comes_again(story, settings):
    settings.NEWSROOM_KEEP_SPAM_DAYS = 30
    spam, young = old(story, State.SPAM, 31, text="Cheap watches for everybody"), old(story, State.SPAM, 29)
    spam.hits.create(rule="links", evidence="watches.example")
    assert retention.tidy()["spam emptied"] == 1
    spam.refresh_from_db()
    assert (spam.text, spam.name, spam.email, spam.state) == ("", "", "", "spam")
    assert not spam.hits.exists() and spam.fingerprint
    young.refresh_from_db()
    assert young.text


@pytest.mark.parametrize("forget", [erasing.erase, lambda comment: retention.tidy()])
def test_how_a_comment_came_goes_with_its_words(story, settings, forget):
    settings.NEWSROOM_KEEP_REFUSED_DAYS = 100
    came = {"address_key": "a", "subnet_key": "b", "network_key": "c", "typed_for": 3, "trapped": True}
    comment = old(story, State.REJECTED, 101, **came)
    forget(comment)
    left = Comment.objects.values(*came).get(pk=comment.pk)
    assert not any(left.values()), left


@pytest.mark.parametrize("state", ["rejected", "removed", "withdrawn"])
def test_what_was_refused_loses_its_words_after_its_time(story, settings, state):
    settings.NEWSROOM_KEEP_REFUSED_DAYS = 100
    comment, public = old(story, state, 101), old(story, State.APPROVED, 1000)
    reports.report(story, comment, reason="hate", text="Wanda again.", reader=a_reader())
    retention.tidy()
    assert not comment.reports.get().text
    comment.refresh_from_db(), public.refresh_from_db()
    assert (comment.text, comment.email) == ("", "") and public.text and public.email


def test_nought_days_mean_for_ever(story, settings):
    settings.NEWSROOM_KEEP_SPAM_DAYS = settings.NEWSROOM_KEEP_REFUSED_DAYS = settings.NEWSROOM_KEEP_EMAIL_DAYS = 0
    for state in ("spam", "rejected", "approved"):
        old(story, state, 9000)
    retention.tidy()
    assert not Comment.objects.filter(text="").exists() and not Comment.objects.filter(email="").exists()


def test_addresses_of_old_comments_are_emptied_if_that_is_set(story, settings):
    settings.NEWSROOM_KEEP_EMAIL_DAYS = 700
    comment = old(story, State.APPROVED, 701)
    assert retention.tidy()["addresses emptied"] == 1
    comment.refresh_from_db()
    assert comment.email == "" and comment.text


def test_an_address_that_was_never_proved_is_forgotten_after_a_week(readers_clock):
    people.ask("typed@reader.example", "subnet")
    make_commenter()
    readers_clock(timezone.now() + 8 * DAY)
    with time_machine.travel(timezone.now() + 8 * DAY):
        retention.tidy()
    assert list(Commenter.objects.values_list("email", flat=True)) == [TYPED["email"]]
    assert not ConfirmationMail.objects.exists()


def test_the_worker_does_all_of_it_by_itself(story):
    jobs = {job.task.name: job.every for job in periodic.JOBS}
    assert (jobs["tidy_comments"], jobs["erase_commenters"], jobs["send_digests"]) == ("day", "hour", "day")
    tasks.tidy_comments.enqueue(), tasks.erase_commenters.enqueue()
    assert set(work()) == {"done"}


# By address


def test_an_administrator_hands_over_and_erases_what_belongs_to_an_address(desk, story):
    mine = make_own(story, make_commenter(), text="Proved.")
    typed = make_comment(story, text="Typed.", email=TYPED["email"].upper())
    other = make_comment(story, text="Another's.", email="other@reader.example")
    address, form = "/admin/comments/comment/privacy/", {"email": TYPED["email"]}
    assert "2 comments signed with" in desk.post(address, form).text
    data = json.loads(desk.post(address, form | {"do": "export"}).content)
    assert {each["text"] for each in data["comments"]} == {"Proved.", "Typed."}
    assert "cannot be undone" in desk.post(address, form | {"do": "erase"}).text
    assert Comment.objects.filter(state="erased").count() == 0
    assert desk.post(address, form | {"do": "erase", "sure": "1"}).status_code == 303
    assert set(Comment.objects.filter(state="erased")) == {mine, typed}
    other.refresh_from_db()
    assert other.text
    told = Audit.objects.filter(action__in=["export_person", "erase_person"])
    assert told.count() == 2 and not told.filter(note__contains="@").exists()


def test_an_address_that_is_none_is_refused(desk):
    assert (
        desk.post("/admin/comments/comment/privacy/", {"email": "nobody", "do": "erase", "sure": "1"}).status_code
        == 422
    )


def test_the_same_is_done_by_commands(story, capsys):
    make_comment(story)
    call_command("export_person", TYPED["email"])
    assert json.loads(capsys.readouterr().out)["comments"][0]["text"] == "I was there."
    with pytest.raises(CommandError, match="1 comments would be erased"):
        call_command("erase_person", TYPED["email"])
    call_command("erase_person", TYPED["email"], "--yes")
    assert "Comments erased: 1." in capsys.readouterr().out
    assert Comment.objects.get().state == State.ERASED


def test_what_is_done_at_the_command_line_stays_on_record(story, capsys):
    make_comment(story)
    call_command("export_person", "wanda@reader.example")
    call_command("erase_person", "wanda@reader.example", "--yes")
    assert {"export_person", "erase_person"} <= set(Audit.objects.filter(by=None).values_list("action", flat=True))


def test_a_ban_outlives_an_erasure_without_the_address(story, desk):
    person = make_commenter()
    comment = make_own(story, person)
    sanction = sanctions.impose(
        "address", person.email_key, by=administrator(), reason="abuse", comment=comment, note="She."
    )
    desk.post("/admin/comments/comment/privacy/", {"email": person.email, "do": "erase", "sure": "1"})
    sanction.refresh_from_db()
    assert (sanction.note, sanction.comment) == ("", None) and sanctions.on_address(TYPED["email"])


def test_a_night_empties_all_that_is_due(story, settings, monkeypatch):
    monkeypatch.setattr(erasing, "PORTION", 2)
    monkeypatch.setattr(retention, "PORTION", 2)
    settings.NEWSROOM_KEEP_SPAM_DAYS, settings.NEWSROOM_KEEP_EMAIL_DAYS = 30, 700
    for _ in range(5):
        old(story, State.SPAM, 31), old(story, State.APPROVED, 701)
    done = retention.tidy()
    assert (done["spam emptied"], done["addresses emptied"]) == (5, 5)
    assert not Comment.objects.exclude(email="").exists()


def test_the_record_keeps_no_words_about_a_comment(story):
    comment = make_comment(story, state=State.PENDING)
    moderation.reject(comment, by=moderator(), reason="hate", note="Wanda Ward of 7 Quay Street again.")
    assert Audit.objects.get(action="comment_rejected").note == "Hateful"
