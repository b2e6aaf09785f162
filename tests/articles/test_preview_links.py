"""Links to unpublished texts: exactly one text, for so long, to nobody but who holds it, and nothing else with it."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.roles import keep_roles
from articles import clock, previewing, verify, workflow
from articles.models import Event, PreviewLink
from articles.refusals import Refused
from tests import cast
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.browser import accessibility_faults, sign_in
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def shared(story, lasts: str = "day") -> str:
    """The address of a new link, as an editor gets it."""
    _, token = previewing.share(story, by=cast.editor(), revision=story.revisions.first(), lasts=lasts)
    return f"/preview/{token}/"


def status(address: str) -> int:
    return Client().get(address).status_code


def test_an_editor_makes_a_link_and_whoever_has_it_reads_the_text_without_signing_in():
    story, client = (
        cast.make_article(lead_picture=cast.make_picture(), bylines=[cast.make_author()]),
        signed_in(cast.editor()),
    )
    answer = client.post(page("share", story), form_of(client.get(page("share", story)), "share") | {"lasts": "hour"})
    address = answer.context["made"]
    assert address.startswith("http://127.0.0.1:8000/preview/")
    told = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert told.status_code == 200
    for words in ("Preview, not published.", "First ship since March", "Dockers waved from the quay.", "Ines Calder"):
        assert words in text_of(told)
    assert "/admin/" not in told.text
    for picture in told.text.split('srcset="')[1:2]:
        assert Client().get(picture.split(" ")[0]).status_code == 200


def test_the_page_is_never_indexed_stored_or_passed_on_by_the_browser():
    answer = Client().get(shared(cast.make_article()))
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in answer.text
    assert "application/ld+json" not in answer.text
    assert 'rel="canonical"' not in answer.text
    assert not answer.cookies


def test_what_is_no_link_is_answered_with_the_same_headers():
    for token in ("x" * 43, "x", "ü" * 43, "x" * 5000):
        answer = Client().get(f"/preview/{token}/")
        assert answer.status_code == 404
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_only_a_hash_of_the_token_is_kept_and_the_address_is_shown_once():
    story, client = cast.make_article(), signed_in(cast.editor())
    made = client.post(page("share", story), form_of(client.get(page("share", story)), "share")).context["made"]
    token = made.rstrip("/").rpartition("/")[2]
    link = PreviewLink.objects.get()
    assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in client.get(page("share", story)).text
    assert token not in Event.objects.get(verb="share_preview").data


@pytest.mark.parametrize(("lasts", "length"), previewing.LASTING.items())
def test_a_link_works_until_its_hour_and_not_a_second_longer(lasts, length):
    now = timezone.now()
    with time_machine.travel(now, tick=False) as time:
        story = cast.make_article()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "read", timezone.now)
            patch.setattr(clock, "site_now", timezone.now)
            address = shared(story, lasts)
            time.move_to(now + length - SECOND)
            assert status(address) == 200
            time.move_to(now + length)
            assert status(address) == 410


def test_a_link_shows_the_text_for_which_it_was_made_and_never_a_later_one():
    story = cast.make_article()
    address = shared(story)
    cast.rewrite(story, headline="A secret thought", by=cast.reporter())
    read = text_of(Client().get(address))
    assert "First ship since March" in read
    assert "A secret thought" not in read


def test_a_link_ends_when_the_story_is_published():
    story = cast.make_article()
    address = shared(story)
    workflow.publish(story, by=cast.editor())
    assert status(address) == 410


def test_a_link_ends_at_the_second_at_which_a_scheduled_story_appears(readers_clock):
    story, at = cast.make_article(), clock.read() + HOUR
    address = shared(story)
    workflow.schedule(story, by=cast.editor(), at=at)
    readers_clock(at - SECOND)
    assert status(address) == 200
    readers_clock(at)
    assert status(address) == 410


@pytest.mark.parametrize("verb", ["withdraw", "publish", "kill"])
def test_a_link_to_an_update_ends_when_the_story_is_taken_down_or_changed(verb):
    story = cast.make_live()
    cast.rewrite(story, headline="An update")
    address = shared(story)
    assert "An update" in text_of(Client().get(address))
    if verb == "kill":
        type(story).objects.filter(pk=story.pk).update(killed_at=clock.read())
    else:
        getattr(workflow, verb)(story, by=cast.editor(), **({"kind": "update"} if verb == "publish" else {}))
    assert status(address) == 410


def test_a_revoked_link_opens_no_more_and_the_others_do():
    story, client = cast.make_article(), signed_in(cast.editor())
    first, second = shared(story), shared(story)
    link = PreviewLink.objects.order_by("pk").first()
    answer = client.post(page("share", story), {"revoke": link.pk}, follow=True)
    assert "The link is revoked" in text_of(answer)
    assert [status(first), status(second)] == [410, 200]
    again = client.post(page("share", story), {"revoke": link.pk}, follow=True)
    assert "This link has ended already." in text_of(again)


def test_every_opening_is_counted_and_shown_to_the_editor():
    story, client = cast.make_article(), signed_in(cast.editor())
    address = shared(story)
    assert "never opened" in text_of(client.get(page("share", story)))
    status(address), status(address), Client().head(address)
    assert "opened 2 times, last" in text_of(client.get(page("share", story)))


def test_making_and_revoking_stand_in_the_ledger_and_the_history():
    story = cast.make_article()
    link, _ = previewing.share(story, by=cast.editor(), revision=story.revisions.first(), lasts="day")
    previewing.revoke(link, by=cast.other_editor())
    assert list(story.events.values_list("verb", flat=True)) == ["revoke_preview", "share_preview"]
    told = text_of(signed_in(cast.editor()).get(page("history", story)))
    assert "made a preview link that works until" in told
    assert "revoked a preview link" in told
    assert list(verify.faults()) == []


def test_a_reporter_and_a_photo_editor_share_nothing():
    story = cast.make_article(by=cast.reporter())
    for who in (cast.reporter(), cast.photo_editor()):
        with pytest.raises(PermissionDenied):
            previewing.share(story, by=who, revision=story.revisions.first(), lasts="day")
        assert "Preview links" not in signed_in(who).get(page("change", story)).text


def test_what_readers_see_already_needs_no_link():
    story, client = cast.make_live(), signed_in(cast.editor())
    with pytest.raises(Refused, match="Readers see this text already"):
        previewing.share(story, by=cast.editor(), revision=story.revisions.first(), lasts="day")
    answer = client.post(page("share", story), form_of(client.get(page("share", story)), "share"))
    assert answer.status_code == 409
    assert "Readers see this text already" in text_of(answer)


def test_a_link_is_bound_to_one_story():
    story, other = cast.make_article(), cast.make_article(headline="Another")
    client = signed_in(cast.editor())
    form = form_of(client.get(page("share", story)), "share")
    assert client.post(page("share", story), form | {"revision": other.revisions.first().pk}).status_code == 404
    shared(other)
    assert client.post(page("share", story), {"revoke": PreviewLink.objects.get().pk}).status_code == 404
    for nonsense in ({"revoke": "x"}, {"revoke": "9" * 30}):
        assert client.post(page("share", story), nonsense).status_code == 404
    for nonsense in ({"lasts": "year"}, {"revision": ""}, {"revision": "x"}):
        assert client.post(page("share", story), form | nonsense).status_code == 400


def test_no_robot_is_told_of_a_preview():
    token = shared(cast.make_article()).split("/")[2]
    for address in ("/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/news-sitemap.xml"):
        assert token not in Client().get(address).text
    assert "Disallow: /preview/" in Client().get("/robots.txt").text


def test_a_post_to_a_link_is_refused():
    assert Client().post(shared(cast.make_article())).status_code == 405


def test_the_list_of_links_takes_as_many_queries_with_many():
    story, client = cast.make_article(), signed_in(cast.editor())

    def add(count: int) -> None:
        for _ in range(count):
            Client().get(shared(story))

    assert_queries_do_not_grow(lambda: client.get(page("share", story)), add)


@pytest.mark.django_db(transaction=True)
def test_a_link_is_made_opened_and_revoked_in_a_browser(open_page):
    keep_roles(list(apps.get_app_configs())[-1])
    story, desk, reader = cast.make_article(lead_picture=cast.make_picture()), open_page(), open_page()
    sign_in(desk, cast.editor())
    desk.goto(page("change", story))
    desk.get_by_role("link", name="Preview links…").click()
    desk.get_by_label("One hour").check()
    desk.get_by_role("button", name="Make a link").click()
    token = desk.get_by_label("The link is ready.").input_value().split("/preview/")[1]
    assert not accessibility_faults(desk)
    reader.goto(f"/preview/{token}")
    reader.get_by_role("heading", name="First ship since March").wait_for()
    assert not accessibility_faults(reader)
    desk.goto(page("share", story))
    desk.get_by_text("opened 1 time").wait_for()
    desk.get_by_role("button", name="Revoke the link").click()
    desk.get_by_text("The link is revoked").wait_for()
    reader.reload()
    reader.get_by_role("heading", name="This preview has ended").wait_for()
    assert not accessibility_faults(reader)
