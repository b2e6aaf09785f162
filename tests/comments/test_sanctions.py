"""Bans and suspensions: of a proved address, a domain, a network; with the open comments in one step; and lifted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import Audit
from comments import keys, moderation, network, retention, sanctions
from comments.models import Comment, MonthlySecret, PersonNote, Sanction, State
from tests.cast import make_live, moderator, reporter
from tests.comments.makers import TYPED, leave, make_comment, make_commenter, make_own
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def desk():
    client = Client()
    client.force_login(moderator())
    return client


def ban(scope, value, **more):
    return sanctions.impose(scope, value, by=moderator(), reason="abuse", **more)


def ban_address(person, **more):
    return ban("address", person.email_key, **more)


def test_who_has_proved_a_banned_address_is_refused_with_every_typed_word(story):
    person = make_commenter()
    ban_address(person)
    answer = leave(story, proof=keys.mint(keys.PROOF, person))
    assert answer.status_code == 403
    assert TYPED["comment"] in answer.text and "are not taken at the moment" in answer.text
    assert not Comment.objects.exists()


def test_who_only_types_a_banned_address_is_held_and_cannot_tell(story):
    ban_address(make_commenter())
    banned = leave(story)
    free = leave(story, email="free@reader.example", comment="Something else.")
    assert (banned.status_code, free.status_code) == (303, 303)
    hits = {comment.email: {hit.rule for hit in comment.hits.all()} for comment in Comment.objects.all()}
    assert "sanctioned" in hits[TYPED["email"]] and "sanctioned" not in hits["free@reader.example"]


def test_a_suspension_ends_by_itself(story, readers_clock):
    person = make_commenter()
    until = timezone.now() + timedelta(days=7)
    ban_address(person, until=until)
    proof = keys.mint(keys.PROOF, person)
    readers_clock(until - timedelta(seconds=1))
    assert leave(story, proof=proof).status_code == 403
    readers_clock(until + timedelta(seconds=1))
    assert leave(story, proof=proof).status_code == 303


@pytest.mark.parametrize("email", ["a@spam.example", "a@SPAM.example", "a@deep.mail.spam.example"])
def test_a_domain_is_banned_with_all_below_it(story, email):
    ban("domain", sanctions.domain_of("@Spam.example"))
    assert leave(story, email=email).status_code == 403
    assert leave(story, email="a@notspam.example").status_code == 303


@pytest.mark.parametrize(
    ("typed", "address", "refused"),
    [
        ("192.0.2.0/24", "192.0.2.77", True),
        ("192.0.2.9/24", "192.0.2.77", True),
        ("::ffff:192.0.2.77", "192.0.2.77", True),
        ("::ffff:192.0.2.0/120", "192.0.2.77", True),
        ("192.0.2.77", "192.0.2.77", True),
        ("192.0.2.0/24", "192.0.3.1", False),
        ("192.0.2.0/24", "::ffff:192.0.2.77", True),
        ("2001:db8:1::/48", "2001:db8:1:2::3", True),
        ("2001:DB8:1::/48", "2001:db8:2::3", False),
    ],
)
def test_a_network_is_banned_by_its_name(story, typed, address, refused):
    ban("network", sanctions.network_named(typed))
    assert (leave(story, Client(REMOTE_ADDR=address)).status_code == 403) is refused


def test_the_network_of_a_comment_is_banned_without_anybody_knowing_it(story, readers_clock):
    leave(story, Client(REMOTE_ADDR="192.0.2.7"))
    comment = Comment.objects.get()
    ban("code", sanctions.values_of(comment)["code"], comment=comment)
    assert leave(story, Client(REMOTE_ADDR="192.0.2.200"), comment="A neighbour.").status_code == 403
    assert leave(story, Client(REMOTE_ADDR="192.0.9.1"), comment="Elsewhere.").status_code == 303
    readers_clock(timezone.now() + timedelta(days=35))  # another month, another secret
    assert leave(story, Client(REMOTE_ADDR="192.0.2.7"), comment="Next month.").status_code == 403
    readers_clock(timezone.now() + timedelta(days=61))
    network.destroy_old_secrets()
    assert leave(story, Client(REMOTE_ADDR="192.0.2.7"), comment="The secret is gone.").status_code == 303


@pytest.mark.parametrize("days", [30, 365, None])
def test_the_ban_of_a_network_that_is_known_by_a_comment_alone_says_when_it_ends(story, desk, readers_clock, days):
    leave(story, Client(REMOTE_ADDR="192.0.2.7"))
    comment, secret = Comment.objects.get(), MonthlySecret.objects.get()
    address, form = f"/admin/comments/comment/{comment.public_id}/ban/", {"scope": "code", "reason": "abuse"}
    assert "sixty days at most" in desk.get(address).text
    page = desk.post(address, form | {"days": days or ""}, follow=True)
    ends = min(timezone.now() + timedelta(days=days or 999), secret.made_at + network.KEPT)
    assert f"Holds until {ends.astimezone(timezone.get_current_timezone()):%-d %b %Y}" in page.text
    readers_clock(secret.made_at + network.KEPT + timedelta(days=1))
    assert not Sanction.objects.get().is_active
    retention.tidy()
    assert "in the network of this comment" not in desk.get(address).text
    assert desk.post(address, form).status_code == 422
    assert "Over" in desk.get(f"/admin/comments/comment/{comment.public_id}/person/").text


@pytest.mark.parametrize(
    "typed", ["0.0.0.0/0", "10.0.0.0/8", "::/0", "2001::/16", "x", "", "1.2.3.4/99", "<script>", "1/" * 20]
)
def test_what_is_no_network_or_holds_a_country_is_not_banned(typed):
    with pytest.raises(sanctions.Unfit):
        sanctions.network_named(typed)


@pytest.mark.parametrize(
    "typed", ["", "example", "com", "a b.example", "x" * 300, "<b>.example", "-.example", "\x00.example"]
)
def test_what_is_no_domain_is_not_banned(typed):
    with pytest.raises(sanctions.Unfit):
        sanctions.domain_of(typed)


def test_only_who_may_ban_bans_and_says_why(story):
    with pytest.raises(PermissionDenied):
        sanctions.impose("domain", "spam.example", by=reporter(), reason="abuse")
    with pytest.raises(moderation.ReasonMissing):
        sanctions.impose("domain", "spam.example", by=moderator(), reason="")


def test_a_ban_takes_the_open_comments_along_and_gives_them_back(story, desk):
    person = make_commenter()
    held = make_own(story, person, state=State.PENDING, text="Held.")
    public = make_own(story, person, text="Public.")
    spam = make_own(story, person, state=State.SPAM, text="Spam.")
    other = make_comment(story, email="other@reader.example", state=State.PENDING)
    address = f"/admin/comments/comment/{held.public_id}/ban/"
    assert "Reject those that wait" in desk.get(address).text
    form = {
        "scope": "address",
        "days": "7",
        "reason": "abuse",
        "clear": ["pending", "approved"],
        "note": "Twice warned.",
    }
    page = desk.post(address, form, follow=True)
    assert page.status_code == 200 and "2 comments went with it." in page.text
    states = {each.pk: each.state for each in Comment.objects.all()}
    assert states == {held.pk: "rejected", public.pk: "removed", spam.pk: "spam", other.pk: "pending"}
    sanction = Sanction.objects.get()
    batches = {each.batch for each in held.events.all() | public.events.all()}
    assert sanction.is_active and sanction.until and batches == {sanction.batch}
    page = desk.post(f"/admin/comments/comment/sanctions/{sanction.pk}/", {"back": "1"}, follow=True)
    assert "Brought back: 2 comments." in page.text
    states = {each.pk: each.state for each in Comment.objects.all()}
    assert (states[held.pk], states[public.pk]) == ("pending", "approved")
    sanction.refresh_from_db()
    assert not sanction.is_active and sanction.lifted_by == moderator()
    assert set(Audit.objects.filter(action__in=["ban", "lift_ban"]).values_list("action", flat=True)) == {
        "ban",
        "lift_ban",
    }


def test_what_somebody_decided_on_meanwhile_is_left_when_a_ban_is_undone(story):
    person = make_commenter()
    held = make_own(story, person, state=State.PENDING)
    sanction = ban_address(person, comment=held)
    sanctions.clear(sanction, ["pending"], by=moderator())
    held.refresh_from_db()
    moderation.approve(held, by=moderator())
    outcome = sanctions.lift(sanction, by=moderator(), bring_back=True)
    held.refresh_from_db()
    assert (held.state, len(outcome.done), len(outcome.skipped)) == ("approved", 0, 1)


def test_lifting_twice_changes_nothing(story):
    sanction = ban("domain", "spam.example")
    sanctions.lift(sanction, by=moderator())
    first = Sanction.objects.get().lifted_at
    sanctions.lift(sanction, by=moderator())
    assert Sanction.objects.get().lifted_at == first


def test_a_domain_is_banned_from_the_list_and_a_mistake_keeps_what_was_typed(desk):
    address = "/admin/comments/comment/sanctions/"
    form = {"scope": "domain", "value": "no domain", "days": "", "reason": "advertising", "note": "Since Monday."}
    page = desk.post(address, form)
    assert page.status_code == 422 and "no domain" in page.text and "Since Monday." in page.text
    assert desk.post(address, form | {"value": "Spam.Example"}).status_code == 303
    assert Sanction.objects.get().value == "spam.example"
    assert "spam.example" in desk.get(address).text


def test_the_list_takes_as_many_queries_with_many_bans(desk, story):
    def add(count):
        for _ in range(count):
            ban("address", "0" * 64, comment=make_comment(story))

    assert_queries_do_not_grow(lambda: desk.get("/admin/comments/comment/sanctions/"), add)


def test_an_erased_comment_has_nothing_that_could_be_banned(desk, story):
    comment = make_comment(story, state=State.ERASED, email="", name="", text="")
    page = desk.get(f"/admin/comments/comment/{comment.public_id}/ban/")
    assert "nothing of it can be banned" in page.text
    assert desk.post(f"/admin/comments/comment/{comment.public_id}/ban/", {"scope": "address"}).status_code == 422


# The page of a person


def test_the_page_of_a_person_tells_proved_from_typed_and_keeps_notes(desk, story):
    person = make_commenter()
    mine = make_own(story, person, text="Proved.")
    typed = make_comment(story, text="Only typed.")
    page = desk.get(f"/admin/comments/comment/{typed.public_id}/person/").text
    assert "2 approved (1 proved)" in page and "nobody has proved by whom" in page
    assert desk.post(f"/admin/comments/comment/{mine.public_id}/person/", {"text": "Warned twice."}).status_code == 303
    assert "Warned twice." in desk.get(f"/admin/comments/comment/{typed.public_id}/person/").text
    assert Audit.objects.filter(action="person_note", note="").exists(), "the record is kept for ever, notes are not"


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 1001, "bad \ufffd"])
def test_a_note_that_cannot_be_kept_comes_back(desk, story, text):
    comment = make_comment(story)
    page = desk.post(f"/admin/comments/comment/{comment.public_id}/person/", {"text": text})
    assert page.status_code == 422 and not PersonNote.objects.exists()


def test_the_page_of_a_person_takes_as_many_queries_with_many_comments(desk, story):
    comment = make_comment(story)

    def add(count):
        for number in range(count):
            make_comment(story, text=f"Comment {number}.")

    assert_queries_do_not_grow(lambda: desk.get(f"/admin/comments/comment/{comment.public_id}/person/"), add)


def test_a_domain_with_letters_of_its_own_is_banned_however_it_is_written(story):
    ban("domain", sanctions.domain_of("bücher.example"))
    assert leave(story, email="ida@bücher.example").status_code == 403
    assert leave(story, email="ida@xn--bcher-kva.example").status_code == 403
    assert leave(story, email="ida@buecher.example").status_code == 303


def test_a_ban_of_a_domain_takes_what_came_from_below_it_along(story):
    below = make_comment(story, email="a@mail.spam.example", state=State.PENDING)
    beside = make_comment(story, email="a@notspam.example", state=State.PENDING)
    taken = sanctions.comments_of("domain", "spam.example")
    assert below in taken and beside not in taken
