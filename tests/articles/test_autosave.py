"""Saving as one writes: everything that can be taken is, once, and the history stays readable."""

from datetime import timedelta

import pytest
from django.urls import reverse

from articles import clock, revisions, rolling, workflow
from articles.models import Article, Revision, Stage, Tag
from articles.refusals import Refused
from tests.articles.desk import form_of, page, save, signed_in
from tests.articles.saving import OpenPage
from tests.cast import (
    editor,
    make_article,
    make_author,
    make_live,
    make_picture,
    make_section,
    other_reporter,
    reporter,
)

pytestmark = pytest.mark.django_db


def kinds(story) -> list[str]:
    return [revision.kind for revision in story.revisions.all()]


# What is taken


def test_a_story_is_saved_as_it_is_written():
    story = make_article()
    answer = OpenPage(reporter(), story).type(headline="Second ship").save().json()
    story.refresh_from_db()
    assert (story.headline, story.version, story.saved_by) == ("Second ship", 1, reporter())
    assert (answer["version"], answer["by"], answer["errors"]) == (1, "", [])
    assert kinds(story) == ["rolling", "saved"]


def test_a_new_story_begins_with_its_first_words():
    tab = OpenPage(reporter())
    assert tab.save().json()["code"] == "empty"
    assert not Article.objects.exists()
    answer = tab.type(headline="F").save().json()
    story = Article.objects.get()
    assert answer["url"] == page("change", story)
    tab.type(headline="Ferries return").save()
    story.refresh_from_db()
    assert (story.headline, story.created_by, Article.objects.count()) == ("Ferries return", reporter(), 1)


def test_bylines_tags_pictures_and_everything_beside_the_text_are_saved_too():
    story, picture, section = make_article(bylines=[make_author()]), make_picture(), make_section("Sport")
    make_author("Tomas Berg")
    tab = OpenPage(editor(), story)
    tab.type(tags="Harbour, Ships", lead_picture=picture.pk, lead_alt="A wall", section=section.pk)
    tab.type(planned_words="600", slug="wall", language="de")
    tab.type(**{"bylines-1-author": "Tomas Berg", "bylines-1-role": "pictures"}).save()
    story.refresh_from_db()
    assert sorted(tag.name for tag in story.tags.all()) == ["Harbour", "Ships"]
    assert [(str(line.author), line.role) for line in story.bylines.all()] == [
        ("Ines Calder", "words"),
        ("Tomas Berg", "pictures"),
    ]
    assert (story.lead_picture, story.lead_alt, story.section) == (picture, "A wall", section)
    assert (story.planned_words, story.slug, story.language) == (600, "wall", "de")


def test_bylines_may_be_saved_again_and_again_from_a_page_that_knows_no_numbers_of_rows():
    make_author("Tomas Berg")
    story = make_article(bylines=[make_author()])
    tab = OpenPage(reporter(), story)
    tab.type(**{"bylines-1-author": "Tomas Berg"}).save()
    first = story.bylines.first().pk
    tab.type(headline="Another").save()
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder", "Tomas Berg"]
    assert story.bylines.first().pk == first
    answer = tab.client.post(page("change", story), tab.fields | {"headline": "By the button"})
    assert answer.status_code == 302
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder", "Tomas Berg"]


def test_what_a_field_refuses_does_not_hold_up_the_rest():
    story = make_article(bylines=[make_author()])
    tab = OpenPage(reporter(), story).type(headline="x" * 201, standfirst="This is taken", planned_words="many")
    answer = tab.type(**{"bylines-1-author": "Nobody Known"}).save().json()
    story.refresh_from_db()
    assert (story.headline, story.standfirst) == ("First ship since March", "This is taken")
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder"]
    assert {error["field"] for error in answer["errors"]} == {"id_headline", "id_planned_words", "id_bylines-1-author"}
    assert any("at most 200 characters" in error["message"] for error in answer["errors"])


def test_nothing_changed_writes_nothing():
    story = make_article(bylines=[make_author()], tags=["Harbour"])
    assert OpenPage(editor(), story).save().json()["version"] == 0
    story.refresh_from_db()
    assert (story.version, story.saved_by, story.revisions.count()) == (0, reporter(), 1)


@pytest.mark.parametrize("odd", [{"tab": ""}, {"tab": "no number"}, {"version": "x" * 40}, {"base": "{" * 5000}])
def test_odd_requests_are_no_accident_of_ours(odd):
    assert OpenPage(reporter(), make_article()).type(headline="Odd").save(**odd).status_code in {200, 400, 409}


# What readers see, and what was approved


def test_readers_see_nothing_of_it():
    story = make_live(by=reporter())
    OpenPage(reporter(), story).type(headline="Not yet").save()
    story.refresh_from_db()
    assert (story.public_version, story.editions.get().headline) == (1, "First ship since March")


def test_an_approval_is_void_when_the_text_changes_and_not_when_nothing_does():
    story = make_article()
    workflow.submit(story, by=reporter())
    workflow.approve(story, by=editor())
    tab = OpenPage(reporter(), story)
    tab.save()
    story.refresh_from_db()
    assert story.stage == Stage.READY
    tab.type(headline="Another").save()
    story.refresh_from_db()
    assert (story.stage, story.approved_revision) == (Stage.IN_REVIEW, None)
    assert "In review" in tab.answer["bar"]["state"]


def test_what_is_published_is_the_text_that_was_on_the_page_and_no_later_one():
    """A working text is replaced as its writer goes on; the page of a move then says so, and nothing goes out unseen."""
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="Seen by the editor")
    tab.save()
    client = signed_in(editor())
    form = form_of(client.get(page("publish", story)), "move")
    tab.type(headline="Never seen by the editor").save()
    assert client.post(page("publish", story), form).status_code == 409
    assert not story.editions.exists()
    assert client.post(page("publish", story), form_of(client.get(page("publish", story)), "move")).status_code == 302
    assert story.editions.get().headline == "Never seen by the editor"


def test_a_working_text_that_goes_out_is_kept_as_it_went_out():
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="Tomorrow's headline")
    tab.save()
    story.refresh_from_db()
    edition = workflow.schedule(story, by=editor(), at=clock.read() + timedelta(hours=1))
    tab.type(headline="Written afterwards").save()
    assert revisions.thaw(Revision.objects.get(pk=edition.revision_id))["headline"] == "Tomorrow's headline"


def test_a_text_that_was_replaced_meanwhile_is_refused_by_name():
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="One")
    tab.save()
    seen = story.revisions.first()
    tab.type(headline="One more word").save()
    story.refresh_from_db()
    with pytest.raises(Refused, match="text has changed"):
        workflow.publish(story, by=editor(), revision=seen)


# One save is one save


def test_the_same_save_sent_twice_is_one_save():
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="Second ship")
    sent = dict(tab.fields)
    first = tab.save(key="a-key-of-its-own", sent=sent).content
    again = tab.save(key="a-key-of-its-own", sent=sent).content
    story.refresh_from_db()
    assert (first, story.version, story.revisions.count()) == (again, 1, 2)


def test_a_new_story_whose_first_answer_was_lost_is_not_begun_twice():
    tab = OpenPage(reporter()).type(headline="Ferries")
    sent, address = dict(tab.fields), tab.address()
    first = tab.save(key="first-words", sent=sent).json()
    tab.story = None
    assert (tab.address(), tab.save(key="first-words", sent=sent).json()) == (address, first)
    assert Article.objects.count() == 1


def test_a_page_is_in_no_conflict_with_itself():
    story = make_article()
    tab = OpenPage(reporter(), story)
    for words in ("One", "One two", "One two three"):
        assert "conflict" not in tab.type(headline=words).save().json()
    story.refresh_from_db()
    assert (story.headline, story.version) == ("One two three", 3)


def test_the_page_of_somebody_else_is_not_saved_in_the_name_of_whoever_is_signed_in_now():
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="Rita's words")
    tab.client.force_login(editor())
    assert (tab.save().status_code, tab.response.json()["code"]) == (409, "person")
    story.refresh_from_db()
    assert story.saved_by == reporter()


# The history stays readable


def test_one_person_at_work_leaves_one_line_in_the_history():
    story = make_article()
    tab = OpenPage(reporter(), story)
    for number in range(30):
        tab.type(body="<p>" + "word " * number + "</p>").save()
    assert kinds(story) == ["rolling", "saved"]


def test_a_working_text_begins_anew_after_ten_minutes(monkeypatch):
    story = make_article()
    tab = OpenPage(reporter(), story).type(headline="Early")
    tab.save()
    later = clock.read() + rolling.SPAN
    monkeypatch.setattr(clock, "read", lambda: later)
    tab.type(headline="Early and late").save()
    assert kinds(story) == ["rolling", "rolling", "saved"]


def test_a_working_text_begins_anew_after_somebody_elses():
    story = make_article()
    OpenPage(reporter(), story).type(headline="Rita's").save()
    OpenPage(editor(), story).type(standfirst="Edith's").save()
    OpenPage(reporter(), story).type(headline="Rita's again").save()
    assert [str(revision.by) for revision in story.revisions.all()][:3] == [
        "Rita Reporter",
        "Edith Editor",
        "Rita Reporter",
    ]


def test_a_text_that_is_deleted_stays_in_the_history():
    """Everything marked, one key pressed, and a second later it is saved: the long text must still be there."""
    story = make_article()
    tab = OpenPage(reporter(), story).type(body="<p>" + "Forty hours of work. " * 10 + "</p>")
    tab.save()
    tab.type(body="<p>x</p>").save()
    tab.type(body="<p>xy</p>").save()
    assert ["Forty hours" in revision.content for revision in story.revisions.all()] == [False, True, False]


def test_of_a_text_that_is_deleted_bit_by_bit_no_more_than_a_sentence_or_two_go():
    story = make_article()
    words = [f"word{number:03}" for number in range(100)]
    tab = OpenPage(reporter(), story).type(body=f"<p>{' '.join(words)}</p>")
    tab.save()
    for left in range(98, 0, -7):
        tab.type(body=f"<p>{' '.join(words[:left])}</p>").save()
    kept = " ".join(revision.content for revision in story.revisions.all())
    assert len([word for word in words if word not in kept]) <= rolling.FEW


def test_the_save_button_keeps_a_working_text_for_ever():
    story = make_article()
    OpenPage(reporter(), story).type(headline="Rita's").save()
    save(signed_in(reporter()), story)
    assert kinds(story) == ["saved", "saved"]


def test_old_working_texts_thin_out_and_kept_ones_stay():
    story, now = make_article(), clock.read().replace(hour=12, minute=0)
    ages = [timedelta(days=40, minutes=m) for m in (0, 10, 300)] + [timedelta(days=3, minutes=m) for m in (1, 11, 70)]
    for number, age in enumerate(ages):
        for kind in ("rolling", "saved"):
            revisions.add(story, f'{{"n":{number}}}', by=reporter(), at=now - age, kind=kind)
    rolling.thin_out(story, now)
    left = story.revisions.filter(kind="rolling").order_by("-at").values_list("content", flat=True)
    assert list(left) == ['{"n":3}', '{"n":5}', '{"n":0}']
    assert story.revisions.filter(kind="saved").count() == 7


def test_half_typed_tags_are_those_that_were_sent_and_no_more():
    OpenPage(reporter(), make_article()).type(tags="Harbour, Ships").save()
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Harbour", "Ships"]


# Who may


def test_only_who_may_edit_a_story_saves_it():
    story = make_article(by=other_reporter())
    address = reverse("admin:articles_article_autosave", args=[story.pk])
    assert signed_in(reporter()).post(address, {"tab": "12345678", "headline": "Mine"}).status_code == 404
    story.refresh_from_db()
    assert story.headline == "First ship since March"
