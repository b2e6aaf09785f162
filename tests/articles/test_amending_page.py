"""The page on which the live text is amended: every part of it, what the checklist finds, and what is told afterwards."""

import pytest

from articles import clock, revisions, workflow
from articles.models import Article, Edition
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.articles.test_desk_moves import TOMORROW, again
from tests.cast import editor, make_article, make_author, make_live, make_picture, make_section, rewrite, sports_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """Live, with an update that waits; the working copy holds the update."""
    made = make_live(bylines=[make_author()], tags=["Harbour"], lead_picture=make_picture(), lead_alt="A wall")
    rewrite(made, body="<p>The text for tomorrow.</p>")
    workflow.schedule(made, by=editor(), at=TOMORROW, kind="update")
    return made


def live() -> Edition:
    return Edition.objects.live().get()


def waiting(story) -> dict:
    return revisions.thaw(story.editions.get(live_from=TOMORROW).revision)


def test_picture_byline_tags_and_section_are_mended_now_and_in_what_is_planned(story):
    client = signed_in(editor())
    changes = {
        "lead_picture": make_picture("navy").pk, "lead_alt": "A navy wall", "lead_caption": "The other wall",
        "bylines-0-author": make_author("Tomas Berg").name, "tags": "Ships, Harbour", "section": make_section("Sea").pk,
        "kind": "correction", "note": "It was the other wall.",
    }  # fmt: skip
    assert make(client, story, "amend", **changes).status_code == 302
    edition = live()
    assert (edition.lead_alt, edition.lead_caption) == ("A navy wall", "The other wall")
    assert [link.name for link in edition.bylines.all()] == ["Tomas Berg"]
    assert {link.name for link in edition.tag_links.all()} == {"Ships", "Harbour"}
    assert edition.section_links.get(primary=True).section.name == "Sea"
    planned = waiting(story)
    assert (planned["lead"]["alt"], planned["section"]["name"]) == ("A navy wall", "Sea")
    assert planned["body"] == "<p>The text for tomorrow.</p>"
    copy = again(story)
    assert [line.author.name for line in copy.bylines.all()] == ["Tomas Berg"]
    assert {tag.name for tag in copy.tags.all()} == {"Ships", "Harbour"}
    assert (copy.section.name, copy.lead_caption) == ("Sea", "The other wall")


def test_what_was_not_touched_is_not_changed_by_the_way(story):
    Article.objects.filter(pk=story.pk).update(lead_alt="")
    make(signed_in(editor()), story, "amend", headline="Mended", kind="typo")
    assert live().headline == "Mended"
    assert again(story).lead_alt == ""
    assert live().lead_alt == "A wall"


def test_nothing_typed_is_nothing_to_send_out(story):
    answer = make(signed_in(editor()), story, "amend", kind="typo")
    assert "Nothing would change" in text_of(answer)


def test_a_credit_that_was_mended_in_the_library_is_taken_when_that_is_asked_for(story):
    picture = story.lead_picture
    type(picture).objects.filter(pk=picture.pk).update(credit="Tomas Berg")
    client = signed_in(editor())
    make(client, story, "amend", headline="Mended", kind="typo")
    assert live().lead_credit == "Paula Photo"
    make(client, story, "amend", anew="on", kind="typo")
    assert live().lead_credit == "Tomas Berg"


def test_a_warning_is_seen_before_the_amendment_goes_out():
    story, client = make_live(bylines=[make_author()]), signed_in(editor())
    answer = make(client, story, "amend", standfirst="", kind="typo")
    assert answer.status_code == 400
    assert "There is no standfirst." in text_of(answer)
    assert 'href="#id_standfirst"' in answer.text
    assert live().standfirst
    assert client.post(page("amend", story), form_of(answer, "move")).status_code == 302
    assert live().standfirst == ""


def test_another_warning_is_seen_again_before_it_goes_out():
    story, client = make_live(bylines=[make_author()]), signed_in(editor())
    typed = form_of(make(client, story, "amend", standfirst="", kind="typo"), "move")
    answer = client.post(page("amend", story), typed | {"headline": "A" * 120})
    assert answer.status_code == 400
    assert "The headline has 120 letters" in text_of(answer)


def test_what_the_checklist_finds_in_the_live_text_is_told_from_the_beginning():
    shown = text_of(signed_in(editor()).get(page("amend", make_live())))
    assert "In the text that readers see now" in shown
    assert "There is no byline." in shown


def test_what_the_checklist_finds_in_the_scheduled_text_is_told_afterwards(story):
    client = signed_in(editor())
    answer = client.get(make(client, story, "amend", headline="Mended", kind="typo").url)
    assert "The checklist finds nothing in it." in text_of(answer)
    typed = form_of(make(client, story, "amend", standfirst="", kind="typo"), "move")
    told = text_of(client.get(client.post(page("amend", story), typed).url))
    assert "The same change is in the version that is scheduled for" in told
    assert "The checklist finds in it: There is no standfirst." in told


def test_a_name_that_nobody_has_is_refused_and_what_was_typed_is_kept(story):
    answer = make(
        signed_in(editor()), story, "amend", **{"bylines-0-author": "Nemo", "headline": "Typed", "kind": "typo"}
    )
    assert answer.status_code == 400
    assert "There is no author called “Nemo”" in text_of(answer)
    kept = form_of(answer, "move")
    assert (kept["headline"], kept["bylines-0-author"]) == ("Typed", "Nemo")


def test_a_section_of_others_is_refused_at_its_field_and_what_was_typed_is_kept():
    sophie, politics = sports_editor(), make_section("Politics")
    story = make_live(section=make_section("Sports"))
    answer = make(
        signed_in(sophie), story, "amend", section=politics.pk, headline="Typed", body="<p>New.</p>", kind="typo"
    )
    assert answer.status_code == 400
    assert "Your roles do not hold in the section “Politics”" in text_of(answer)
    assert 'href="#id_section"' in answer.text
    kept = form_of(answer, "move")
    assert (kept["headline"], kept["body"], kept["section"]) == ("Typed", "<p>New.</p>", str(politics.pk))
    assert live().section_links.get(primary=True).section.name == "Sports"


def test_what_was_typed_into_a_story_that_is_not_ones_own_any_more_is_given_back():
    sophie, story = sports_editor(), make_live(section=make_section("Sports"))
    client = signed_in(sophie)
    typed = form_of(client.get(page("amend", story)), "move") | {"headline": "Typed", "body": "<p>Mine &amp; new.</p>"}
    Article.objects.filter(pk=story.pk).update(section=make_section("Politics"))
    answer = client.post(page("amend", story), typed)
    assert answer.status_code == 404  # the same as for a story that never was
    assert "Nothing was changed. Here is what you typed" in text_of(answer)
    assert "Typed" in text_of(answer) and "<p>Mine &amp; new.</p>" in answer.text
    assert story.headline not in text_of(answer)
    assert live().headline == story.headline


def test_no_number_of_bylines_makes_an_endless_page(story):
    answer = make(signed_in(editor()), story, "amend", **{"bylines-TOTAL_FORMS": "1900", "kind": "typo"})
    assert answer.status_code == 400
    assert answer.text.count('name="bylines-') < 600


def test_who_amends_an_old_text_does_not_bring_back_what_was_corrected_meanwhile():
    story, client = (
        make_live(bylines=[make_author()], tags=["Harbour"], lead_picture=make_picture()),
        signed_in(editor()),
    )
    typed = form_of(client.get(page("amend", story)), "move")
    corrected = {
        "body": "<p>It was April.</p>",
        "lead_caption": "The other wall",
        "tags": "Ships",
        "bylines-0-author": make_author("Tomas Berg").name,
        "kind": "correction",
        "note": "It was April.",
    }
    assert make(client, story, "amend", **corrected).status_code == 302
    answer = client.post(page("amend", story), typed | {"headline": "Mine", "kind": "typo"})
    assert answer.status_code == 409
    again_typed = form_of(answer, "move")
    assert (again_typed["headline"], again_typed["body"]) == ("Mine", "<p>It was April.</p>")
    assert client.post(page("amend", story), again_typed).status_code == 302
    edition = live()
    assert (edition.headline, edition.rendered.body, edition.lead_caption) == (
        "Mine",
        "<p>It was April.</p>",
        "The other wall",
    )
    assert [link.name for link in edition.bylines.all()] == ["Tomas Berg"]
    assert [link.name for link in edition.tag_links.all()] == ["Ships"]


def test_what_two_people_amend_at_a_time_is_named_before_one_replaces_the_other():
    story, client = make_live(bylines=[make_author()]), signed_in(editor())
    typed = form_of(client.get(page("amend", story)), "move")
    began = live().revision_id
    make(client, story, "amend", headline="Theirs", kind="typo")
    answer = client.post(page("amend", story), typed | {"headline": "Mine", "kind": "typo"})
    assert "Somebody else has amended this meanwhile: headline. What you typed there would replace it." in text_of(
        answer
    )
    assert f"?a={began}&amp;b={live().revision_id}" in answer.text
    assert form_of(answer, "move")["headline"] == "Mine"


def test_an_amendment_is_one_entry_of_the_history_and_names_its_texts(story):
    client = signed_in(editor())
    make(client, story, "amend", headline="Mended", kind="typo")
    shown = text_of(client.get(page("history", story)))
    assert shown.count("amended the live text") == 1
    assert "Live text: What changed" in shown
    assert "Scheduled version: What changed" in shown
    assert "Desk's copy: What changed" in shown
    for label in ("amended: live text", "amended: scheduled version", "amended: desk's copy"):
        assert label in shown


def test_what_changed_in_the_live_text_is_told_against_the_text_that_was_live(story):
    make(signed_in(editor()), story, "amend", headline="Mended", kind="typo")
    before, after = story.editions.filter(live_from__lte=clock.read()).order_by("live_from")
    address = f"{page('compare', story)}?a={before.revision_id}&amp;b={after.revision_id}"
    assert address in signed_in(editor()).get(page("history", story)).text


def test_a_new_draft_offers_no_form_that_breaks():
    assert signed_in(editor()).get(page("amend", make_article())).status_code == 200
