"""Two real browsers on one story: typing, saving, publishing, taking over, losing the network, sleeping. No word is missing."""

import pytest
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article, Event
from tests.articles.test_saving_browser import (  # noqa: F401 — its fixtures
    _roles,
    everything_kept,
    opened,
    paragraph,
    saved,
    settled,
    story,
    type_at_end,
    until,
)
from tests.browser import accessibility_faults
from tests.cast import editor, other_editor, reporter

pytestmark = pytest.mark.django_db(transaction=True)


def looks_again(page):
    """As when somebody comes back to the window: the page asks at once who else is here."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def close_the_lid(page):
    """The lid is closed: nothing goes out, nothing comes in."""
    page.context.set_offline(True)


def open_the_lid(page):
    page.context.set_offline(False)
    looks_again(page)


@pytest.fixture
def rita(open_page, story):  # noqa: F811
    return opened(open_page, reporter(), story)


@pytest.fixture
def edith(open_page, story, rita):  # noqa: F811
    return opened(open_page, editor(), story)


def test_two_people_in_different_paragraphs_see_both_changes(rita, edith, story):  # noqa: F811
    type_at_end(rita, 0, " Rita saw it.")
    settled(rita, "Rita saw it.")
    saved(rita)
    type_at_end(edith, 2, " Edith counted them.")
    settled(edith, "Edith counted them.")
    paragraph(edith, 0).filter(has_text="Rita saw it.").wait_for()
    edith.keyboard.type(" Twice.")  # the cursor is where it was
    settled(edith, "Edith counted them. Twice.")
    looks_again(rita)
    paragraph(rita, 2).filter(has_text="Edith counted them. Twice.").wait_for()
    story.refresh_from_db()
    assert story.body == (
        "<p>One ship. Rita saw it.</p><p>Two ships.</p><p>Three ships. Edith counted them. Twice.</p>"
    )


def test_the_same_words_stand_side_by_side_until_one_has_chosen(rita, edith, story):  # noqa: F811
    type_at_end(rita, 1, " They came from Riga.")
    settled(rita, "They came from Riga.")
    type_at_end(edith, 1, " They came from Gdansk.")
    panel = edith.locator("[data-conflicts]")
    panel.get_by_text("They came from Gdansk.").wait_for()
    expect(panel.get_by_text("They came from Riga.")).to_be_visible()
    assert accessibility_faults(edith) == []
    type_at_end(edith, 2, " Meanwhile.")
    settled(edith, "Meanwhile.")
    edith.get_by_role("button", name="Save").click()
    assert edith.evaluate("document.activeElement.id") == "conflicts"
    panel.get_by_label("Keep both, theirs first").check()
    panel.get_by_role("button", name="Use what I have chosen").click()
    panel.wait_for(state="hidden")
    saved(edith)
    assert [line in Article.objects.get().body for line in ("from Riga.", "from Gdansk.", "Meanwhile.")] == [True] * 3
    assert "from Riga." in edith.locator(".body-editor").inner_text()


def test_the_page_says_who_else_is_here(rita, edith):
    edith.get_by_text("Rita Reporter is writing here too.").wait_for()
    looks_again(rita)
    rita.get_by_text("Edith Editor is writing here too.").wait_for()
    assert rita.get_by_role("button", name="Take over…").count() == 0
    assert accessibility_faults(edith) == []
    edith.close(run_before_unload=True)
    until(rita, lambda: looks_again(rita) or not rita.locator("[data-presence]").is_visible())


def test_whoever_is_taken_over_keeps_every_word_and_overwrites_nothing(rita, edith, story):  # noqa: F811
    type_at_end(rita, 0, " Saved before.")
    settled(rita, "Saved before.")
    saved(rita)
    close_the_lid(rita)
    type_at_end(rita, 1, " Typed in the dark.")
    rita.locator("span[data-unsaved]", has_text="Kept in this browser").wait_for()
    looks_again(edith)
    edith.get_by_role("button", name="Take over…").click()
    assert accessibility_faults(edith) == []
    edith.get_by_role("button", name="Take over", exact=True).click()
    until(edith, lambda: Event.objects.filter(verb="take_over").exists())
    type_at_end(edith, 2, " Closed for the night.")
    settled(edith, "Closed for the night.")
    open_the_lid(rita)
    rita.get_by_text("Edith Editor took this story over").first.wait_for()
    assert rita.locator(".body-editor [contenteditable=true]").count() == 0
    assert accessibility_faults(rita) == []
    assert "Typed in the dark." not in Article.objects.get().body
    rita.get_by_role("link", name="Open the story anew").click()
    rita.get_by_role("button", name="Bring these words back").click()
    settled(rita, "Typed in the dark.")
    assert [words in Article.objects.get().body for words in ("Saved before.", "Closed for the night.")] == [True] * 2


def test_publishing_while_somebody_types_loses_nothing(rita, edith, story):  # noqa: F811
    type_at_end(rita, 0, " Typed first.")
    settled(rita, "Typed first.")
    workflow.publish(Article.objects.get(), by=other_editor())
    type_at_end(rita, 1, " Typed afterwards.")
    settled(rita, "Typed afterwards.")
    rita.locator("[data-bar=state]", has_text="unpublished changes").wait_for()
    assert "Typed afterwards." not in story.editions.get().rendered.body


STEPS = ("rita types", "edith types", "rita sleeps", "edith sleeps", "rita wakes", "edith wakes", "somebody publishes")


@pytest.mark.parametrize("order", [(0, 2, 0, 1, 6, 4, 1), (1, 0, 3, 1, 2, 0, 5, 4), (2, 0, 3, 1, 5, 6, 1, 4, 0)])
def test_no_typed_word_is_missing_whatever_the_order(rita, edith, story, order):  # noqa: F811
    """Each types words of its own into a paragraph of its own or into the one that both are in, asleep or awake."""
    pages, typed = {"rita": rita, "edith": edith}, []
    for turn, step in enumerate(order):
        who, deed = STEPS[step].split()
        if deed == "types":
            typed.append(f"{who}{turn}word")
            type_at_end(pages[who], (turn + len(who)) % 3, f" {typed[-1]}")
        elif deed == "sleeps":
            close_the_lid(pages[who])
        elif deed == "wakes":
            open_the_lid(pages[who])
        else:
            publish_again(story)
    for page in pages.values():
        open_the_lid(page)
    until(rita, lambda: all(word in everything_kept(story) for word in typed))


def publish_again(story):  # noqa: F811
    fresh = Article.objects.get(pk=story.pk)
    workflow.publish(fresh, by=other_editor(), kind="update" if fresh.editions.exists() else "")
