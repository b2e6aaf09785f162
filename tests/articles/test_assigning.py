"""Giving stories to people: who, until when, how urgent; told by mail, shown in lists, late in words."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import clock, workflow
from articles.assigning import assign, token
from articles.models import Article, Event
from articles.refusals import Refused
from tests import cast
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CHANGELIST = "/admin/articles/article/"


def again(story) -> Article:
    return Article.objects.get(pk=story.pk)


def wall(at) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def refusal(deed) -> str:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.code


def test_an_editor_gives_a_story_to_a_reporter_who_is_told_and_may_open_it():
    story, ron = cast.make_article(by=cast.reporter()), cast.other_reporter()
    client, due = signed_in(cast.editor()), clock.read() + 3 * HOUR
    assert signed_in(ron).get(page("change", story)).status_code == 404
    form = form_of(client.get(page("assign", story)), "move")
    said = {"assigned_to": ron.pk, "due": wall(due), "priority": "urgent", "note": "Call the harbour."}
    answer = client.post(page("assign", story), form | said, follow=True)
    assert "Ron Reporter is on it" in text_of(answer)
    assert "Urgent" in text_of(answer)
    assert "gave it to Ron Reporter, due" in text_of(answer)
    assert signed_in(ron).get(page("change", story)).status_code == 200
    work()
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["ron@news.example"], "Given to you: First ship since March")
    assert "    Call the harbour." in letter.body
    assert "It is urgent." in letter.body


def test_whoever_has_the_story_is_told_when_its_deadline_changes():
    story, ron = cast.make_article(), cast.other_reporter()
    assign(story, by=cast.editor(), to=ron)
    work()
    mail.outbox.clear()
    assign(story, by=cast.editor(), to=ron, due=clock.read() + HOUR)
    work()
    assert mail.outbox[0].subject == "Changed for you: First ship since March"


def test_whoever_takes_a_story_gets_no_mail_of_it():
    story = cast.make_article()
    assign(story, by=cast.editor(), to=cast.editor())
    work()
    assert mail.outbox == []


def test_an_assignment_that_makes_no_sense_is_refused_with_all_that_was_typed():
    story, client = cast.make_article(), signed_in(cast.editor())
    form = form_of(client.get(page("assign", story)), "move")
    yesterday = wall(clock.read() - 24 * HOUR)
    answer = client.post(page("assign", story), form | {"due": yesterday, "note": "Keep this"})
    assert answer.status_code == 400
    assert "has passed. Choose a time that is still to come." in text_of(answer)
    assert form_of(answer, "move")["due"] == yesterday
    assert form_of(answer, "move")["note"] == "Keep this"
    for wrong in ({"assigned_to": cast.moderator().pk}, {"assigned_to": "x"}, {"due": "soon"}, {"priority": "x"}):
        assert client.post(page("assign", story), form | wrong).status_code == 400
    assert client.post(page("assign", story), form).status_code == 400
    assert again(story).assigned_to is None


def test_somebody_without_a_desk_cannot_be_given_a_story():
    assert refusal(lambda: assign(cast.make_article(), by=cast.editor(), to=cast.moderator())) == "not_at_the_desk"


def test_of_two_who_give_a_story_away_the_second_is_told():
    story, ron = cast.make_article(), cast.other_reporter()
    mine, yours = again(story), again(story)
    assign(mine, by=cast.editor(), to=ron)
    assert refusal(lambda: assign(yours, by=cast.other_editor(), to=cast.editor())) == "conflict"
    assert again(story).assigned_to == ron


def test_a_page_that_shows_an_old_assignment_is_refused_and_shows_the_new_one():
    story, client = cast.make_article(), signed_in(cast.editor())
    form = form_of(client.get(page("assign", story)), "move")
    assign(again(story), by=cast.other_editor(), to=cast.other_reporter())
    answer = client.post(page("assign", story), form | {"assigned_to": cast.editor().pk})
    assert answer.status_code == 409
    assert client.post(page("assign", story), form_of(answer, "move")).status_code == 302
    assert again(story).assigned_to == cast.editor()


def test_a_reporter_hands_on_an_own_story_and_no_other():
    story = cast.make_article(by=cast.reporter())
    with pytest.raises(PermissionDenied):
        assign(story, by=cast.other_reporter(), to=cast.other_reporter())
    assign(story, by=cast.reporter(), to=cast.other_reporter())
    assert Event.objects.get(verb="assign").by == cast.reporter()


def test_giving_a_story_leaves_text_approval_and_public_side_alone():
    story = cast.make_article()
    workflow.submit(story, by=cast.reporter())
    workflow.approve(story, by=cast.editor())
    before = (story.version, story.public_version, story.stage)
    assign(story, by=cast.editor(), to=cast.other_reporter())
    after = again(story)
    assert (after.version, after.public_version, after.stage) == before
    workflow.publish(after, by=cast.editor())


def test_many_stories_are_given_at_once():
    stories = [cast.make_article(headline=f"Story {number}") for number in range(3)]
    client, ron = signed_in(cast.editor()), cast.other_reporter()
    chosen = {"action": "assign_selected", "_selected_action": [story.pk for story in stories]}
    asked = client.post(CHANGELIST, chosen)
    assert "Assign: 3 stories" in text_of(asked)
    form = form_of(asked, "bulk")
    refused = client.post(CHANGELIST, form | {"assigned_to": ron.pk, "due": "soon", "note": "Keep this"})
    assert refused.status_code == 400
    assert form_of(refused, "bulk")["note"] == "Keep this"
    answer = client.post(CHANGELIST, form_of(refused, "bulk") | {"due": ""}, follow=True)
    assert "3 stories assigned" in text_of(answer)
    assert Article.objects.filter(assigned_to=ron).count() == 3


def late_story(**fields) -> Article:
    story = cast.make_article(**fields)
    Article.objects.filter(pk=story.pk).update(deadline=clock.read() - HOUR, assigned_at=clock.read() - 2 * HOUR)
    return again(story)


def test_a_late_story_is_called_late_until_it_is_out():
    story, client = late_story(headline="Late story"), signed_in(cast.editor())
    for address in ("/admin/", CHANGELIST, CHANGELIST + "?due=late", page("change", story)):
        assert "Late: due" in text_of(client.get(address)), address
    workflow.publish(story, by=cast.editor())
    for address in ("/admin/", CHANGELIST, page("change", story)):
        assert "Late: due" not in text_of(client.get(address)), address
    assert "Late story" not in text_of(client.get(CHANGELIST + "?due=late"))


def test_an_update_asked_for_after_publication_is_due_again():
    story = cast.make_live(headline="Live story")
    assign(story, by=cast.editor(), to=cast.other_reporter(), due=clock.read() + HOUR)
    assert list(Article.objects.due()) == [story]


def test_a_reporter_sees_what_is_due_of_theirs_alone():
    late_story(headline="Mine", by=cast.reporter())
    late_story(headline="Theirs", by=cast.other_reporter())
    home = text_of(signed_in(cast.reporter()).get("/admin/"))
    assert "Mine" in home
    assert "Theirs" not in home


def test_the_lists_take_as_many_queries_with_many_due_stories():
    client = signed_in(cast.editor())

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    late_story(assigned_to=cast.reporter())
    addresses = ("/admin/", CHANGELIST, CHANGELIST + "?due=all")
    few = [asked(address) for address in addresses]
    for number in range(5):
        late_story(headline=f"Story {number}", assigned_to=cast.other_reporter())
    assert [asked(address) for address in addresses] == few


def test_the_token_of_an_assignment_tells_all_that_can_differ():
    story = cast.make_article()
    tokens = {token(story)}
    for change in ({"assigned_to": cast.editor()}, {"deadline": clock.read()}, {"priority": "low"}):
        tokens.add(token(Article(**change)))
    assert len(tokens) == 4
