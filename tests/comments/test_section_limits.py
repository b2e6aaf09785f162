"""A moderator whose roles hold in some sections: sees, counts and decides there, and nowhere else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.models import Audit
from articles import workflow
from comments import appeals, leases, moderation, queue, sanctions
from comments.models import Comment, Message, ModerationEvent, PersonNote, Policy, Sanction, State
from tests.cast import editor, limited, make_live, make_section, moderator, other_moderator, rewrite
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def sports():
    return make_live(headline="The cup", section=make_section("Sports"))


@pytest.fixture
def rowing():
    return make_live(headline="The eight", section=make_section("Rowing", make_section("Sports")))


@pytest.fixture
def city():
    return make_live(headline="The bridge", section=make_section("City"))


@pytest.fixture
def sam(sports):
    """Moderates sports, and all below."""
    return limited(moderator(), make_section("Sports"))


@pytest.fixture
def desk(sam):
    client = Client()
    client.force_login(sam)
    return client


@pytest.fixture
def foreign(city):
    return make_comment(city, state=State.PENDING, text="Words on the bridge")


def again(comment):
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize("named", [0, 1_000])
def test_what_waits_is_the_same_whether_its_stories_are_named_or_too_many_for_that(
    sam, sports, rowing, city, foreign, named, monkeypatch
):
    monkeypatch.setattr("comments.reach.MOST", named)
    own = [make_comment(story, state=State.PENDING) for story in (sports, rowing, sports)]
    make_comment(sports)
    assert queue.oldest_held(sam, 10) == own
    assert queue.held_count(sam) == "3"
    workflow.publish(rewrite(city, section=make_section("Sports")), by=editor(), kind="update")
    assert queue.oldest_held(sam, 10) == [foreign, *own]


def test_the_queue_its_counts_and_the_first_page_show_own_sections_alone(desk, sports, rowing, foreign):
    for story in (sports, rowing):
        make_comment(story, state=State.PENDING, text="Well rowed")
    page = desk.get(QUEUE).text
    assert page.count("data-item") == 2
    assert '<span class="folders__count" data-held>2</span>' in page
    assert "Words on the bridge" not in page
    home = desk.get("/admin/").text
    assert "Words on the bridge" not in home
    assert "Well rowed" in home
    assert 'aria-label="2' in home or ">2<" in home
    for address in ("?folder=all", "?folder=all&q=bridge", "read/"):
        assert "Words on the bridge" not in desk.get(QUEUE + address, follow=True).text


def test_a_comment_of_another_section_is_not_there(desk, foreign):
    for address in (f"{foreign.public_id}/", f"read/{foreign.public_id}/"):
        assert desk.get(QUEUE + address).status_code == 404


def test_nor_is_the_person_behind_it(desk, foreign):
    address = f"{QUEUE}{foreign.public_id}/person/"
    assert desk.get(address).status_code == 404
    assert desk.post(address, {"text": "A note"}).status_code == 404
    assert not PersonNote.objects.exists()


def test_a_ban_holds_everywhere_so_it_is_neither_imposed_nor_lifted_nor_seen_among_others(desk, sam, sports, foreign):
    own = make_comment(sports, state=State.PENDING)
    ban = sanctions.impose("domain", "spam.example", by=other_moderator(), reason="hate")
    asked = {"scope": "domain", "value": "reader.example", "days": "7", "reason": "hate", "clear": ["pending"]}
    for address in (f"{own.public_id}/ban/", f"{foreign.public_id}/ban/", "sanctions/", f"sanctions/{ban.pk}/"):
        for response in (desk.get(QUEUE + address), desk.post(QUEUE + address, asked)):
            assert response.status_code == 403
            assert "by moderators, editors and administrators whose roles hold in every section" in response.text
    with pytest.raises(sanctions.NotEverywhere):
        sanctions.clear(ban, ["pending"], by=sam)
    ban.refresh_from_db()
    assert Sanction.objects.count() == 1 and ban.is_active
    assert (again(own).state, again(foreign).state) == (State.PENDING, State.PENDING)


def test_messages_go_to_authors_of_every_section_so_no_limited_editor_words_them(client, sports):
    client.force_login(limited(editor(), make_section("Sports")))
    address = reverse("admin:comments_messages")
    assert client.get(address).status_code == 403
    assert client.post(f"{address}?language=en", {"text-spam": "Ours"}).status_code == 403
    assert address not in client.get("/admin/comments/comment/").text


def test_the_page_of_a_person_shows_bans_and_says_who_may_ban(desk, sports):
    comment = make_comment(sports)
    ban = sanctions.impose("domain", "reader.example", by=other_moderator(), reason="hate")
    address = f"{QUEUE}{comment.public_id}/person/"
    page = desk.get(address).text
    assert "A ban holds for the whole site." in page and "reader.example" in page
    for way in ("/ban/", f"sanctions/{ban.pk}/", f"{QUEUE}sanctions/"):
        assert way not in page
    everywhere = Client()
    everywhere.force_login(other_moderator())
    page = everywhere.get(address).text
    assert "A ban holds for the whole site." not in page
    for way in ("/ban/", f"sanctions/{ban.pk}/", f'{QUEUE}sanctions/"'):
        assert way in page


def test_the_page_of_a_person_shows_their_comments_of_own_sections_and_the_numbers_of_all(desk, sports, foreign):
    comment = make_comment(sports, state=State.APPROVED, text="Well rowed")
    page = desk.get(f"{QUEUE}{comment.public_id}/person/").text
    assert "Well rowed" in page
    assert "1 held" in page
    assert "Words on the bridge" not in page


@pytest.fixture
def appeal(foreign):
    moderation.reject(foreign, by=other_moderator(), reason="hate")
    return appeals.make(again(foreign), "But it is true")


def test_an_appeal_of_another_section_is_neither_shown_nor_decided(desk, appeal):
    for which in ("open", "decided"):
        assert "Words on the bridge" not in desk.get(f"{QUEUE}appeals/?which={which}").text
    for do in ("uphold", "overturn"):
        response = desk.post(f"{QUEUE}appeals/{appeal.pk}/", {"do": do})
        assert response.status_code == 403
        assert "This comment belongs to a section that is not yours." in response.text
    appeal.refresh_from_db()
    assert appeal.outcome == "open"
    assert Audit.objects.filter(action="comment_foreign").count() == 2


def test_what_is_told_about_a_decision_of_another_section_is_not_worded_anew(desk, appeal):
    assert desk.post(f"{QUEUE}{appeal.comment.public_id}/message/", {"text": "Sorry"}).status_code == 403
    assert not Message.objects.filter(text="Sorry").exists()


@pytest.mark.parametrize("address", ["act/{id}/approve/", "lease/{id}/", "{id}/thread/close/"])
def test_nothing_is_done_there_and_the_attempt_is_recorded(desk, sam, foreign, address):
    response = desk.post(QUEUE + address.format(id=foreign.public_id), {"seen": 1})
    assert response.status_code == 403
    comment = again(foreign)
    assert (comment.state, comment.leased_by) == (State.PENDING, None)
    assert not Policy.objects.filter(article__isnull=False).exists()
    row = Audit.objects.get(action="comment_foreign")
    assert (row.by, row.note) == (sam, "City")


def test_what_a_colleague_decided_there_is_not_undone(desk, foreign):
    event = moderation.approve(foreign, by=other_moderator())
    assert desk.post(f"{QUEUE}undo/{event.pk}/").status_code == 403
    assert again(foreign).state == State.APPROVED


@pytest.mark.parametrize("parameter", ["late", "done"])
def test_no_address_tells_of_a_decision_taken_there(desk, sam, sports, foreign, parameter):
    """`done` with an own decision, from the time before the limit."""
    by = other_moderator() if parameter == "late" else sam
    event = moderation.decide(foreign, State.REJECTED, by=by, seen=1, reason="hate")
    own = moderation.approve(make_comment(sports, state=State.PENDING), by=other_moderator())
    here = make_comment(sports, state=State.PENDING)
    for address in (QUEUE, f"{QUEUE}read/", f"{QUEUE}{here.public_id}/"):
        page = desk.get(address, {parameter: event.pk}, follow=True).text
        assert f"undo/{event.pk}/" not in page and "Max Moderator" not in page
    assert f"undo/{own.pk}/" in desk.get(QUEUE, {"late": own.pk}).text


def test_of_many_the_foreign_ones_are_left_out_and_said(desk, sports, foreign):
    own = make_comment(sports, state=State.PENDING)
    response = desk.post(f"{QUEUE}bulk/approve/", {"chosen": [f"{comment.public_id}:1" for comment in (own, foreign)]})
    page = desk.get(response["Location"]).text
    assert "This comment belongs to a section that is not yours." in page
    assert foreign.name and foreign.name not in page.partition("Skipped")[2].partition("</details>")[0]
    assert (again(own).state, again(foreign).state) == (State.APPROVED, State.PENDING)
    assert Audit.objects.filter(action="comment_foreign").count() == 1


def test_of_a_bulk_of_a_colleague_only_the_own_part_is_undone(sam, sports, foreign):
    own = make_comment(sports, state=State.PENDING)
    outcome = moderation.act_on_all("spam", {own.public_id: 1, foreign.public_id: 1}, by=other_moderator())
    undone = moderation.undo_all(outcome.batch, by=sam)
    assert [event.comment for event in undone.done] == [own]
    assert [comment for comment, _ in undone.skipped] == [foreign]


def test_a_story_that_was_moved_does_not_carry_what_is_live_elsewhere_along(sam, city, sports):
    comment = make_comment(city, state=State.PENDING)
    rewrite(city, section=make_section("Sports"))
    with pytest.raises(PermissionDenied):
        moderation.approve(again(comment), by=sam)
    assert comment not in list(queue.oldest_held(sam, 9))
    workflow.withdraw(city, by=editor())
    assert comment in list(queue.oldest_held(sam, 9))
    moderation.approve(again(comment), by=sam)


def test_a_lease_there_is_not_laid_down_by_an_outsider(desk, foreign):
    leases.take(foreign, by=other_moderator())
    desk.post(f"{QUEUE}lease/{foreign.public_id}/", {"drop": "1"})
    assert again(foreign).leased_by == other_moderator()


def test_the_person_of_a_comment_is_told_by_numbers_everywhere_and_by_decisions_of_own_sections(
    desk, sports, city, foreign
):
    moderation.reject(again(foreign), by=other_moderator(), reason="hate")
    comment = make_comment(sports, state=State.PENDING)
    page = desk.get(f"{QUEUE}read/{comment.public_id}/").text
    assert "1 rejected" in page
    assert foreign.public_id not in page


def test_without_limits_everything_is_in_reach(foreign):
    assert moderation.approve(foreign, by=other_moderator())
    assert ModerationEvent.objects.count() == 1
