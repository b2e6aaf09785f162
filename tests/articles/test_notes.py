"""Notes on a story: for everybody who may open it, answered, resolved, tied to words that may change, never public."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from lxml import html as markup

from articles import notes, workflow
from articles.models import Note
from articles.refusals import Refused
from tests.articles.desk import page as address
from tests.articles.desk import signed_in, text_of
from tests.articles.editor import SETTLED
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_article, moderator, other_reporter, reporter

BODY = "<p>The ferries return to the coast on Monday.</p><p>The harbour is closed; the harbour master says why.</p>"
JSON = {"Accept": "application/json"}


def settle(client, note, **data):
    return client.post(reverse("admin:articles_article_note_settle", args=[note.article_id, note.pk]), data)


@pytest.mark.django_db
class TestNotes:
    def test_a_note_is_written_answered_and_resolved_without_script(self):
        story, client = make_article(), signed_in(reporter())
        client.post(address("notes", story), {"text": "Who says so?"})
        note = story.notes.get()
        signed_in(editor()).post(address("notes", story), {"text": "The harbour master.", "answers": note.pk})
        shown = text_of(client.get(address("notes", story)))
        assert "Who says so?" in shown
        assert "The harbour master." in shown
        settle(client, note)
        assert f"Resolved by {reporter()}" in text_of(client.get(address("notes", story)))
        settle(client, note, reopen="1")
        note.refresh_from_db()
        assert note.resolved_at is None

    def test_an_answer_to_an_answer_belongs_to_the_same_thread(self):
        story = make_article()
        first = notes.add(story, by=editor(), text="One", quote="harbour")
        second = notes.add(story, by=editor(), text="Two", answers=first, quote="ignored")
        third = notes.add(story, by=editor(), text="Three", answers=second)
        assert (second.parent, third.parent, second.quote) == (first, first, "")
        (thread,) = notes.threads(story)
        assert [answer.text for answer in thread.said] == ["Two", "Three"]

    def test_two_who_resolve_at_once_do_it_once(self):
        note = notes.add(make_article(), by=editor(), text="One")
        assert notes.resolve(note, by=editor())
        assert not notes.resolve(note, by=reporter())
        note.refresh_from_db()
        assert note.resolved_by == editor()

    def test_whoever_may_not_open_the_story_may_not_note(self):
        story = make_article(by=reporter())
        for person in (other_reporter(), moderator()):
            with pytest.raises(PermissionDenied):
                notes.add(story, by=person, text="x")
            assert signed_in(person).post(address("notes", story), {"text": "x"}).status_code in (403, 404)
        assert not Note.objects.exists()

    def test_an_answer_to_another_storys_note_is_refused(self):
        story, note = make_article(), notes.add(make_article(), by=editor(), text="x")
        with pytest.raises(Refused):
            notes.add(story, by=editor(), text="y", answers=note)
        assert signed_in(editor()).post(address("notes", story), {"text": "y", "answers": note.pk}).status_code == 404

    def test_what_cannot_be_saved_is_said_and_kept(self):
        story, client = make_article(), signed_in(editor())
        answer = client.post(address("notes", story), {"text": "x" * 4001})
        assert answer.status_code == 400
        assert "at most 4000" in answer.text
        assert "x" * 4001 in answer.text
        empty = client.post(address("notes", story), {"text": " "}, headers=JSON)
        assert (empty.status_code, empty.json()) == (400, {"error": "Type the note."})
        for answers in ("-1", "9" * 30, "x"):
            assert client.post(address("notes", story), {"text": "x", "answers": answers}).status_code == 400

    def test_a_story_has_so_many_notes_and_no_more(self, monkeypatch):
        monkeypatch.setattr(notes, "MOST", 1)
        story = make_article()
        notes.add(story, by=editor(), text="One")
        answer = signed_in(editor()).post(address("notes", story), {"text": "Two"}, headers=JSON)
        assert "at most 1 notes" in answer.json()["error"]

    def test_a_note_changes_neither_text_nor_version_nor_revision(self):
        story = make_article(body=BODY)
        before = (story.version, story.body, story.revisions.count())
        notes.add(story, by=editor(), text="xyzzy note", quote="ferries")
        story.refresh_from_db()
        assert (story.version, story.body, story.revisions.count()) == before

    def test_nothing_of_a_note_is_public(self, client):
        story = make_article(body=BODY)
        notes.add(story, by=editor(), text="xyzzy note", quote="ferries")
        workflow.publish(story, by=editor())
        edition = story.editions.live().get()
        for path in (edition.get_absolute_url(), "/feed.xml", "/", "/search/?q=xyzzy"):
            assert "xyzzy note" not in client.get(path).content.decode()
        assert "xyzzy" not in edition.revision.content + edition.rendered.body + edition.rendered.text
        assert "xyzzy" not in signed_in(editor()).get(address("preview", story)).text

    def test_the_page_of_the_story_has_its_notes_by_one_query_and_escapes_them(self):
        story = make_article(body=BODY)
        notes.add(story, by=editor(), text='</script>"><img src=x onerror=alert(1)>', quote="ferries")
        answer = signed_in(editor()).get(address("change", story))
        (panel,) = markup.fromstring(answer.content).xpath("//*[@data-notes]")
        assert json.loads(panel.get("data-threads"))[0]["text"].startswith("</script>")
        assert b"<img src=x" not in answer.content


def mark(page, words):
    """Marks the words in the text, as with the mouse."""
    page.evaluate(
        """(words) => {
          const { editor } = document.querySelector(".body-editor__text");
          let found;
          editor.state.doc.descendants((node, position) => {
            const at = node.isText ? node.text.indexOf(words) : -1;
            if (at >= 0) found = { from: position + at, to: position + at + words.length };
          });
          editor.view.focus();
          editor.commands.setTextSelection(found);
        }""",
        words,
    )


@pytest.fixture
def _roles(transactional_db):
    from django.apps import apps

    from accounts.roles import keep_roles

    keep_roles(list(apps.get_app_configs())[-1])


@pytest.mark.usefixtures("_roles")
def test_a_note_on_words_follows_them_through_edits_and_a_new_visit(browser_page):
    story = make_article(body=BODY)
    page = browser_page
    sign_in(page, reporter())
    page.goto(address("change", story))
    page.wait_for_selector(".body-editor--ready")
    mark(page, "harbour master")
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("Which one?")
    page.keyboard.press("Control+Enter")
    page.locator(".notes__list .note").wait_for()
    assert page.text_content(".body-editor__noted") == "harbour master"
    assert page.text_content("[data-count-notes]") == " (1)"
    assert "noted" not in page.input_value("textarea[name=body]")
    note = story.notes.get()
    assert (note.quote, note.before[-6:], note.after[:5]) == ("harbour master", "; the ", " says")
    mark(page, "The ferries")
    page.keyboard.type("On Monday the harbour opens and the ferries")
    mark(page, "master")
    page.keyboard.type("office")
    assert page.text_content(".body-editor__noted") == "harbour office"
    page.keyboard.press("Control+s")
    page.get_by_text("Saved.", exact=True).wait_for()
    page.wait_for_selector(".body-editor__noted")
    assert page.text_content(".body-editor__noted") == "harbour office"
    page.get_by_role("button", name="harbour master").click()
    assert page.evaluate("getSelection().toString()") == "harbour office"
    assert accessibility_faults(page) == []


@pytest.mark.usefixtures("_roles")
def test_a_note_is_answered_and_resolved_beside_the_text_by_keyboard(browser_page):
    story = make_article(body=BODY)
    notes.add(story, by=editor(), text="Since when?", quote="closed", before="harbour is ", after="; the harbour")
    page = browser_page
    sign_in(page, reporter())
    page.goto(address("change", story))
    page.wait_for_selector(".body-editor__noted")
    page.locator("[data-panel=notes] summary").first.press("Enter")
    page.get_by_role("button", name="Answer").press("Enter")
    page.keyboard.type("Since Friday")
    page.keyboard.press("Control+Enter")
    page.locator(".note__said", has_text="Since Friday").wait_for()
    page.get_by_role("button", name="Resolve").press("Enter")
    page.get_by_text("1 resolved").wait_for()
    assert page.locator(".body-editor__noted").count() == 0
    assert story.notes.first().resolved_by == reporter()


@pytest.mark.usefixtures("_roles")
@pytest.mark.parametrize(
    ("body", "key", "quote"), [("<p>The ferries.</p>", "ArrowLeft", "ferries"), ("<p>End.</p>", "End", "")]
)
def test_without_marked_words_a_note_is_about_the_word_at_the_cursor_or_the_story(browser_page, body, key, quote):
    page, story = browser_page, make_article(body=body)
    sign_in(page, reporter())
    page.goto(address("change", story))
    page.wait_for_selector(".body-editor--ready")
    page.locator(".body-editor__text p").click()
    page.evaluate(SETTLED)
    page.keyboard.press("Control+End")
    page.keyboard.press(key)
    page.keyboard.press("Control+Alt+m")
    page.keyboard.type("Which one?")
    page.keyboard.press("Control+Enter")
    page.locator(".notes__list .note").wait_for()
    note = story.notes.get()
    assert (note.quote, note.text) == (quote, "Which one?")
    assert page.input_value("textarea[name=body]") == body
