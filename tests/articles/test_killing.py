"""Kill and reinstate: gone at once from everything, a reason in its place, and on record for ever."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles import clock, verify, workflow
from articles.models import Article, Edition, Event
from comments.models import Comment
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.articles.refusals import refused_with
from tests.cast import editor, make_article, make_author, make_live, reporter, rewrite
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
REASON = "A court has forbidden us to publish this."


@pytest.fixture
def live():
    return make_live(slug="ship", bylines=[make_author()], tags=["Ships"])


def address(article) -> str:
    return article.editions.latest("live_from").get_absolute_url()


def killed(article, reason: str = REASON) -> Article:
    workflow.kill(article, by=editor(), reason=reason)
    return article


# The verbs


def test_a_killed_story_ends_now_and_stays_on_record(live):
    killed(live)
    edition = live.editions.get()
    assert not Edition.objects.live(clock.read()).exists()
    assert (edition.end, edition.live_until) == ("killed", live.killed_at)
    assert edition.revision.content
    event = Event.objects.get(verb="kill")
    assert (event.note, event.by) == (REASON, editor())
    assert list(verify.faults()) == []


def test_a_kill_drops_what_is_scheduled_and_nothing_comes_back_by_itself(live):
    rewrite(live, headline="Second ship")
    workflow.schedule(live, by=editor(), at=clock.read() + HOUR, kind="update")
    killed(live)
    assert not Edition.objects.live(clock.read() + 2 * HOUR).exists()
    assert live.revisions.first().digest == live.content_digest  # the text itself is still at the desk


@pytest.mark.parametrize("end", ["withdrawn", "expired", "withdrawn, and out again in an hour"])
def test_a_story_that_is_down_already_can_be_killed_for_its_reason(live, end, client):
    if end == "expired":
        live.editions.update(live_until=clock.read() + timedelta(milliseconds=1), end="expiry")
    else:
        workflow.withdraw(live, by=editor())
    if "again" in end:
        workflow.schedule(live, by=editor(), at=clock.read() + HOUR, kind="republication")
    killed(live)
    assert REASON in text_of(client.get(address(live)))
    assert not Edition.objects.live(clock.read() + 2 * HOUR).exists()


def test_the_refusals_of_killing():
    article = make_article()
    refused_with("never_public", workflow.kill, article, by=editor(), reason=REASON)
    workflow.schedule(article, by=editor(), at=clock.read() + HOUR)
    refused_with("never_public", workflow.kill, article, by=editor(), reason=REASON)
    live = make_live()
    refused_with("reason_missing", workflow.kill, live, by=editor(), reason="  ")
    refused_with("conflict", workflow.kill, live, by=editor(), reason=REASON, seen=0)
    killed(live)
    refused_with("already_killed", workflow.kill, live, by=editor(), reason=REASON)
    with pytest.raises(PermissionDenied):
        workflow.kill(make_live(by=reporter()), by=reporter(), reason=REASON)


def test_typing_never_makes_a_kill_stale(live):
    seen = live.public_version
    rewrite(live, headline="Still typing")
    workflow.kill(live, by=editor(), reason=REASON, seen=seen)
    assert not Edition.objects.live(clock.read()).exists()


@pytest.mark.parametrize(
    ("verb", "details"),
    [
        ("publish", {"kind": "republication"}),
        ("publish", {"kind": "republication", "scheduled": "replace"}),
        ("amend", {"patch": {"headline": "Back"}, "kind": "typo"}),
        ("schedule", {"at": clock.timezone.now() + 2 * HOUR, "kind": "republication"}),
    ],
)
def test_nothing_brings_a_killed_story_back_but_reinstating(live, verb, details):
    killed(live)
    refused_with("killed", getattr(workflow, verb), live, by=editor(), **details)


def test_a_reinstated_story_stays_down_until_it_is_published_again(live, client):
    killed(live)
    workflow.reinstate(live, by=editor(), note="The court has lifted its order.")
    assert not Edition.objects.live(clock.read()).exists()
    answer = client.get(address(live))
    assert answer.status_code == 410 and REASON not in text_of(answer)
    assert workflow.public_state(live).word == "Reinstated, not public"
    workflow.publish(live, by=editor(), kind="republication")
    assert client.get(address(live)).status_code == 200


def test_the_refusals_of_reinstating(live):
    refused_with("not_killed", workflow.reinstate, live, by=editor())
    killed(live)
    refused_with("conflict", workflow.reinstate, live, by=editor(), seen=0)
    workflow.reinstate(live, by=editor())
    refused_with("not_killed", workflow.reinstate, live, by=editor())
    with pytest.raises(PermissionDenied):
        workflow.reinstate(killed(make_live(by=reporter())), by=reporter())


# What readers find


def test_every_address_that_the_story_ever_had_gives_the_reason(live, client):
    first = address(live)
    rewrite(live, slug="ship-back")
    workflow.publish(live, by=editor(), kind="update")
    killed(live)
    for each in (first, address(live)):
        answer = client.get(each)
        assert answer.status_code == 410
        assert REASON in text_of(answer)
        assert "First ship" not in text_of(answer)


def test_a_planned_address_of_a_killed_story_was_never_there(live, client):
    rewrite(live, slug="minister-resigns")
    planned = workflow.schedule(live, by=editor(), at=clock.read() + HOUR, kind="update").get_absolute_url()
    killed(live)
    assert client.get(planned).status_code == 404


def test_a_killed_story_is_gone_from_every_outlet(live, client):
    make_comment(live, text="A wonderful ship")
    author, tag = make_author().get_absolute_url(), "/tag/ships/"
    outlets = [
        "/",
        "/city/",
        author,
        "/search/?q=ship",
        "/feed.xml",
        "/feed.atom",
        "/news-sitemap.xml",
        "/city/feed.xml",
    ]
    month = f"/sitemap-{live.editions.get().published_at:%Y-%m}.xml"
    path = live.editions.get().address_id
    assert all(path in client.get(each).text for each in [*outlets, tag, month])
    killed(live)
    assert not any(path in client.get(each).text for each in outlets)
    assert {client.get(each).status_code for each in (tag, month)} == {404}
    assert not Comment.objects.visible(clock.read()).exists()
    assert not Comment.objects.latest()


def test_a_reason_is_text_and_nothing_else(live, client):
    killed(live, "<script>alert(1)</script>\n\nA second paragraph")
    answer = client.get(address(live))
    assert b"<script>alert" not in answer.content
    assert "A second paragraph</p>" in answer.text


# The desk


def test_the_page_of_a_kill_says_what_will_happen_and_asks_for_the_reason(live):
    workflow.schedule(live, by=editor(), at=clock.read() + HOUR, kind="update")
    client = signed_in(editor())
    told = text_of(client.get(page("kill", live)))
    assert "gone from every page, list, feed, sitemap and search" in told
    assert "is dropped" in told
    answer = make(client, live, "kill", note=" ")
    assert answer.status_code == 400
    assert "Say for readers why the story is gone" in text_of(answer)
    assert make(client, live, "kill", note=REASON).status_code == 302
    assert REASON in text_of(client.get(page("change", live)))
    assert REASON in text_of(client.get(page("history", live)))


def test_the_desk_says_that_a_story_is_killed_wherever_it_stands(live):
    killed(live)
    client = signed_in(editor())
    for each in (page("changelist"), page("changelist") + "?public=killed", page("change", live)):
        assert 'class="standing standing--killed">Killed<' in client.get(each).text
    assert "First ship" not in text_of(client.get(page("changelist") + "?public=live"))
    assert "Killed" in text_of(signed_in(reporter()).get("/admin/"))


def test_a_refused_kill_keeps_what_was_typed(live):
    client = signed_in(editor())
    form = form_of(client.get(page("kill", live)), "move") | {"note": REASON}
    workflow.expire(Article.objects.get(pk=live.pk), by=editor(), at=clock.read() + HOUR)
    answer = client.post(page("kill", live), form)
    assert answer.status_code == 409
    again = form_of(answer, "move")
    assert again["note"] == REASON
    assert client.post(page("kill", live), again).status_code == 302


def test_a_killed_story_is_reinstated_at_the_desk(live):
    killed(live)
    client = signed_in(editor())
    assert "Nothing becomes public" in text_of(client.get(page("reinstate", live)))
    answer = make(client, live, "reinstate", note="It was the wrong story.")
    assert "Nothing is public yet" in text_of(client.get(answer.url))
    assert not Edition.objects.live(clock.read()).exists()


def test_killing_is_never_done_to_many_at_once(live):
    answer = signed_in(editor()).get("/admin/articles/article/")
    assert "kill_selected" not in answer.text
