"""The preview beside the form: what is typed, as readers would see it, stored nowhere and shown in no other frame."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import keep_roles
from articles import revisions
from articles.models import Article
from tests import cast
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.browser import accessibility_faults, sign_in


@pytest.fixture
def story(db):
    return cast.make_article(
        by=cast.reporter(), bylines=[cast.make_author()], tags=["Harbour"], lead_picture=cast.make_picture()
    )


def show(client, story, **typed):
    return client.post(page("live", story), form_of(client.get(page("change", story))) | typed)


def test_what_is_typed_is_shown_as_readers_would_see_it_and_stored_nowhere(story):
    client = signed_in(cast.reporter())
    before = (Article.objects.values().get(), revisions.freeze(story))
    with CaptureQueriesContext(connection) as asked:
        answer = show(
            client, story, headline="Just typed", body="<h2>New part</h2><p>New words</p>", tags="Harbour, Brand new"
        )
    for words in (
        "Just typed",
        "New part",
        "New words",
        "Brand new",
        "Ines Calder",
        "The harbour opened again at dawn.",
    ):
        assert words in text_of(answer)
    assert (Article.objects.values().get(), revisions.freeze(Article.objects.get())) == before
    assert not [query for query in asked.captured_queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_cannot_be_understood_is_shown_as_it_was_saved(story):
    answer = show(
        signed_in(cast.reporter()), story, headline="x" * 300, language="klingon", section="x", lead_picture="x"
    )
    assert answer.status_code == 200
    assert "First ship since March" in text_of(answer)
    assert signed_in(cast.reporter()).post(page("live", story), {}).status_code in {200, 400}


def test_hostile_words_are_cleaned_before_they_are_shown(story):
    answer = show(
        signed_in(cast.reporter()), story, headline="<script>x</script>", body="<p onclick=x>A<script>y</script></p>"
    )
    assert "<script>" not in answer.text
    assert "onclick" not in answer.text


def test_the_page_is_for_a_frame_of_our_own_and_the_form_may_have_one(story):
    client = signed_in(cast.reporter())
    live, form = client.get(page("live", story)), client.get(page("change", story))
    assert "frame-ancestors 'self'" in live.headers["Content-Security-Policy"]
    assert live.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in live.headers["Cache-Control"]
    assert "frame-src 'self'" in form.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in form.headers["Content-Security-Policy"]
    elsewhere = client.get(page("history", story)).headers["Content-Security-Policy"]
    assert "frame-src" not in elsewhere
    assert "frame-ancestors 'none'" in elsewhere


def test_a_colleague_without_the_story_sees_nothing_of_it(story):
    for method in ("get", "post"):
        assert getattr(signed_in(cast.other_reporter()), method)(page("live", story)).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_typing_shows_beside_the_form_at_both_widths_and_is_remembered(open_page, scheme):
    keep_roles(list(apps.get_app_configs())[-1])
    story = cast.make_article(by=cast.reporter(), lead_picture=cast.make_picture(), bylines=[cast.make_author()])
    tab = open_page(color_scheme=scheme)
    sign_in(tab, cast.reporter())
    tab.goto(page("change", story))
    tab.get_by_role("button", name="Beside").click()
    frame = tab.frame_locator("iframe")
    frame.get_by_role("heading", name="First ship since March").wait_for()
    tab.get_by_label("Headline").fill("Typed this moment")
    frame.get_by_role("heading", name="Typed this moment").wait_for()
    tab.locator(".body-editor [contenteditable=true]").click()
    tab.keyboard.type("A new beginning. ")
    frame.get_by_text("A new beginning.").wait_for()
    assert tab.locator("iframe").bounding_box()["width"] == pytest.approx(390, abs=3)
    assert not accessibility_faults(tab)
    tab.get_by_role("button", name="Desktop", exact=True).click()
    assert tab.evaluate("document.querySelector('iframe').clientWidth") == 1280
    assert not accessibility_faults(tab)
    tab.get_by_label("Headline").fill("First ship since March")
    tab.keyboard.press("Control+s")
    tab.get_by_text("Saved.", exact=True).wait_for()
    frame.get_by_role("heading", name="First ship since March").wait_for()
    assert tab.get_by_role("button", name="Desktop", exact=True).get_attribute("aria-pressed") == "true"
    tab.get_by_role("button", name="Beside").click()
    assert tab.locator("iframe").is_hidden()
