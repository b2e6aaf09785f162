"""Proving an address: by a letter and a button, again by a key in the browser; and what hangs on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments import keys, moderation, people, trust
from comments.models import Comment, ConfirmationMail, State
from comments.tokens import receipt_key
from tests.cast import make_live, moderator
from tests.comments.letterbox import delivered, links_in
from tests.comments.makers import ELSEWHERE, OURS, TYPED, leave, make_comment, make_commenter, make_own

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


def ask_for_link(comment: Comment, **data):
    form = {"k": receipt_key(comment.public_id)} | data
    return Client().post(f"/comments/r/{comment.public_id}/prove", form, headers=OURS)


def press(address: str, **data):
    return Client().post(address, data, headers=OURS)


def prove(comment: Comment, **data) -> str:
    """Through the receipt, the letter and its button; gives the address of the own page."""
    ask_for_link(comment, **data)
    return press(links_in(delivered()[0])[0])["Location"]


def test_a_reader_proves_an_address_through_the_receipt_the_letter_and_its_button(story):
    leave(story)
    comment = Comment.objects.get()
    assert comment.commenter is None
    assert ask_for_link(comment).status_code == 200
    (letter,) = delivered()
    assert letter.to == [TYPED["email"]]
    assert TYPED["comment"] not in letter.body
    (address,) = links_in(letter)
    page = Client().get(address)
    assert TYPED["email"] in page.text and "Yes, it is mine" in page.text
    comment.refresh_from_db()
    assert comment.commenter is None, "a link that is opened changes nothing: programs open links too"
    own = press(address)
    assert own.status_code == 303
    comment.refresh_from_db()
    assert comment.commenter.email == TYPED["email"] and comment.proved_at
    assert "Your address is proved." in Client().get(own["Location"]).text


def test_an_address_gets_one_letter_a_day_whoever_asks_and_however_often(story):
    first, second = make_comment(story), make_comment(story, text="Another.")
    for comment in (first, second, first):
        assert "Look into your mail" in ask_for_link(comment).text
    Client().post("/comments/you/", {"email": TYPED["email"].upper()}, headers=OURS)
    assert len(delivered()) == 1


def test_on_the_next_day_there_is_a_letter_again(story, readers_clock):
    comment = make_comment(story)
    ask_for_link(comment)
    delivered()
    readers_clock(timezone.now() + 25 * HOUR)
    ask_for_link(comment)
    assert len(delivered()) == 1


def test_one_network_cannot_have_letters_written_to_the_whole_world(story):
    for number in range(people.MAILS_OF_A_SUBNET + 5):
        Client().post("/comments/you/", {"email": f"reader{number}@reader.example"}, headers=OURS)
    assert ConfirmationMail.objects.count() == people.MAILS_OF_A_SUBNET


def test_known_and_unknown_addresses_get_the_same_answer(story):
    make_commenter()
    known = Client().post("/comments/you/", {"email": TYPED["email"]}, headers=OURS)
    unknown = Client().post("/comments/you/", {"email": "nobody@reader.example"}, headers=OURS)
    assert known.content == unknown.content


def test_another_site_cannot_have_letters_written(story):
    answer = Client().post("/comments/you/", {"email": TYPED["email"]}, headers=ELSEWHERE)
    assert answer.status_code == 403 and TYPED["email"] in answer.text
    assert delivered() == []


@pytest.mark.parametrize("typed", ["", "x", "a@b", "a@b.example\nBcc: c@d.example", "a@b.example%0aBcc:c@d.example"])
def test_what_is_no_address_gets_no_letter(typed):
    answer = Client().post("/comments/you/", {"email": typed}, headers=OURS)
    assert answer.status_code == 422 and delivered() == []


def test_links_end_with_their_time(story, readers_clock):
    person = make_commenter()
    letter, link = keys.mint(keys.CONFIRM, person, "", ""), keys.mint(keys.YOU, person)
    readers_clock(timezone.now() + timedelta(days=4))
    assert Client().get(f"/comments/you/confirm/{letter}").status_code == 404
    assert Client().get(f"/comments/you/{link}").status_code == 200
    readers_clock(timezone.now() + timedelta(days=31))
    gone = Client().get(f"/comments/you/{link}")
    assert gone.status_code == 404 and "does not open anything any more" in gone.text


def test_a_key_opens_what_it_is_for_and_nothing_else(story):
    person = make_commenter()
    proof = keys.mint(keys.PROOF, person)
    for address in ("you/{}", "you/confirm/{}", "stop/{}", "you/{}/export"):
        assert Client().get(f"/comments/{address.format(proof)}").status_code == 404
    for damaged in (proof[:-1], proof.replace("proof", "you", 1), proof + "A", "", "x" * 200):
        assert trust.proved_by(damaged) is None


def test_a_comment_that_others_signed_with_the_address_is_not_proved_with_mine(story):
    mine, other = make_comment(story), make_comment(story, text="Signed by somebody else.")
    own = prove(mine)
    assert set(Comment.objects.filter(commenter=None)) == {other}
    page = Client().get(own)
    assert "One more comment was" in page.text and other.text not in page.text
    assert press(own.partition("?")[0] + "/claim/").status_code == 303
    assert not Comment.objects.filter(commenter=None).exists()


def test_a_browser_that_knows_its_reader_proves_the_next_comment_without_a_letter(story):
    person = make_commenter()
    leave(story, proof=keys.mint(keys.PROOF, person))
    comment = Comment.objects.get()
    assert comment.commenter == person and comment.proved_at


def test_a_proof_holds_for_its_own_address_alone(story):
    leave(story, proof=keys.mint(keys.PROOF, make_commenter()), email="other@reader.example")
    assert Comment.objects.get().commenter is None


def test_a_proof_that_was_ended_is_worth_nothing(story):
    person = make_commenter()
    proof = keys.mint(keys.PROOF, person)
    people.end_keys(person)
    leave(story, proof=proof)
    assert Comment.objects.get().commenter is None


def test_trust_hangs_on_proof_and_on_what_was_approved(story):
    person = make_commenter()
    for number in range(trust.ENOUGH):
        make_comment(story, text=f"Typed {number}.")
    assert not trust.is_trusted(make_comment(story, text="The same name and address, typed."))
    newest = make_own(story, person, state=State.PENDING, text="Proved.")
    assert not trust.is_trusted(newest)
    for number in range(trust.ENOUGH):
        make_own(story, person, text=f"Proved {number}.")
    assert trust.is_trusted(newest)
    refused = make_own(story, person, state=State.PENDING, text="Refused.")
    moderation.reject(refused, by=moderator(), reason="abuse")
    assert not trust.is_trusted(newest)


def test_a_colleague_who_is_signed_in_is_trusted(story):
    assert trust.is_trusted(make_comment(story, user=moderator()))


def test_a_letter_that_could_not_be_sent_is_sent_later(story, monkeypatch):
    ask_for_link(make_comment(story))
    monkeypatch.setattr("comments.letters.EmailMessage.send", lambda letter: 1 / 0)
    assert delivered() == []
    monkeypatch.undo()
    assert len(delivered(later=True)) == 1
