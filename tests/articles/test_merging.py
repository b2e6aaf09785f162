"""Two people in one story: what can stand together does, without asking; for the rest one is asked, and both texts are kept."""

import json

import pytest

from articles import merge, revisions
from articles.models import Revision
from tests.articles.desk import form_of, page, signed_in, text_of
from tests.articles.saving import OpenPage
from tests.cast import editor, make_article, make_author, make_picture, make_section, reporter, rewrite

pytestmark = pytest.mark.django_db
BODY = "<p>One ship.</p><p>Two ships.</p><p>Three ships.</p>"


@pytest.fixture
def story():
    return make_article(body=BODY, tags=["Harbour"], bylines=[make_author()])


def body(*paragraphs: str) -> str:
    return "".join(f"<p>{words}</p>" for words in paragraphs)


def merged(base, mine, theirs, **choices):
    found = merge.merge(
        {"body": base}, {"body": mine}, {"body": theirs}, {f"body-{k[1:]}": v for k, v in choices.items()}
    )
    return found.values["body"], len(found.conflicts)


@pytest.mark.parametrize(
    ("mine", "theirs", "together"),
    [
        (body("a!", "b", "c"), body("a", "b", "c!"), body("a!", "b", "c!")),
        (body("a!", "b", "c"), body("a", "b!", "c"), body("a!", "b!", "c")),
        (body("a", "b", "c", "d"), body("a", "b", "c", "e"), body("a", "b", "c", "e", "d")),
        (body("z", "a", "b", "c"), body("a", "b", "c", "d"), body("z", "a", "b", "c", "d")),
        (body("a", "c"), body("a", "b", "c!"), body("a", "c!")),
        (body("a", "b", "c"), body(), body()),
        (body("a", "b!", "c"), body("a", "b!", "c"), body("a", "b!", "c")),
        (body("a", "b", "c", "d"), body("a", "b", "c", "d"), body("a", "b", "c", "d")),
        (
            "<h2>a</h2>" + body("b", "c"),
            body("a", "b") + "<ul><li>c</li></ul>",
            "<h2>a</h2><p>b</p><ul><li>c</li></ul>",
        ),
    ],
)
def test_changes_in_different_paragraphs_stand_together(mine, theirs, together):
    assert merged(body("a", "b", "c"), mine, theirs) == (together, 0)
    if mine.count("d") + theirs.count("e") != 2:
        assert merged(body("a", "b", "c"), theirs, mine) == (together, 0)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (body("a", "mine", "c"), body("a", "theirs", "c")),
        (body("a", "c"), body("a", "theirs", "c")),
        (body("a", "mine", "c"), body("a", "c")),
    ],
)
def test_the_same_paragraph_changed_in_two_ways_is_for_people_to_decide(mine, theirs):
    base = body("a", "b", "c")
    assert merged(base, mine, theirs) == (theirs, 1)
    assert merged(base, mine, theirs, _1="mine") == (mine, 0)
    assert merged(base, mine, theirs, _1="theirs") == (theirs, 0)


def test_both_may_be_kept():
    assert merged(body("b"), body("mine"), body("theirs"), _1="both") == (body("theirs", "mine"), 0)


def test_where_nobody_knows_from_what_was_begun_nothing_is_taken_away():
    found = merge.merge(None, {"body": body("a", "mine")}, {"body": body("a", "theirs", "more")})
    assert len(found.conflicts) == 1
    assert merge.merge(None, {"body": body("a", "b")}, {"body": body("a")}).values["body"] == body("a", "b")


# At the desk


def test_two_people_in_different_paragraphs_are_not_asked(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(body=BODY.replace("One ship", "One big ship")).save()
    answer = rita.type(body=BODY.replace("Three ships", "Three small ships")).save().json()
    story.refresh_from_db()
    assert story.body == "<p>One big ship.</p><p>Two ships.</p><p>Three small ships.</p>"
    assert "conflict" not in answer
    assert answer["form"]["body"] == story.body


def test_two_people_in_different_fields_are_not_asked(story):
    make_author("Tomas Berg")
    section, picture = make_section("Sport"), make_picture()
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(section=section.pk, tags="Harbour, Ships", lead_picture=picture.pk, headline="Edith's").save()
    answer = rita.type(standfirst="Rita's", tags="Cranes", **{"bylines-1-author": "Tomas Berg"}).save().json()
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.section, story.lead_picture) == (
        "Edith's",
        "Rita's",
        section,
        picture,
    )
    assert sorted(tag.name for tag in story.tags.all()) == ["Cranes", "Ships"]
    assert [str(line.author) for line in story.bylines.all()] == ["Ines Calder", "Tomas Berg"]
    assert set(answer["form"]) == {"headline", "section", "tags", "lead_picture"}
    assert "A teal wall" in answer["html"]["lead_picture"]


def test_the_same_words_changed_twice_stand_side_by_side_and_both_are_kept(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(headline="Edith's headline", body=BODY.replace("One", "Edith's one")).save()
    answer = rita.type(headline="Rita's headline", body=BODY.replace("Three", "Rita's three")).save().json()
    story.refresh_from_db()
    assert (story.headline, "Rita's three" in story.body, "Edith's one" in story.body) == (
        "Edith's headline",
        True,
        True,
    )
    assert "<mark>Rita" in answer["conflict"]
    assert "<mark>Edith" in answer["conflict"]
    aside = Revision.every.get(kind="aside")
    assert (revisions.thaw(aside)["headline"], aside.by) == ("Rita's headline", reporter())
    assert rita["headline"] == "Rita's headline"


@pytest.mark.parametrize(("choice", "headline"), [("mine", "Rita's headline"), ("theirs", "Edith's headline")])
def test_a_choice_is_saved(story, choice, headline):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(headline="Edith's headline").save()
    rita.type(headline="Rita's headline").save()
    answer = rita.save(**{"choose-headline": choice}).json()
    story.refresh_from_db()
    assert (story.headline, rita["headline"], "conflict" in answer) == (headline, headline, False)


def test_one_may_go_on_writing_and_choose_later(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(body=BODY.replace("One", "Edith's one")).save()
    rita.type(body=BODY.replace("One", "Rita's one")).save()
    rita.type(body=rita["body"].replace("Three", "Rita's three")).save()
    edith.type(standfirst="Edith goes on too").save()
    assert "conflict" in rita.type(body=rita["body"].replace("Rita's one", "Rita's only one")).save().json()
    rita.save(**{"choose-body-1": "both"})
    story.refresh_from_db()
    assert [words in story.body for words in ("Edith's one", "Rita's only one", "Rita's three")] == [True] * 3
    assert story.standfirst == "Edith goes on too"
    assert Revision.every.filter(kind="aside").count() == 1


def test_a_text_kept_aside_is_in_the_history_and_never_the_newest(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(headline="Edith's headline").save()
    rita.type(headline="Rita's headline").save()
    assert revisions.thaw(story.revisions.first())["headline"] == "Edith's headline"
    client = signed_in(editor())
    told = text_of(client.get(page("history", story)))
    assert "Rita Reporter wrote this while somebody else changed the same words" in told
    aside = Revision.every.get(kind="aside")
    assert "Rita's" in text_of(client.get(page("compare", story, b=aside.pk)))
    assert "Rita's headline" in text_of(client.get(page("preview", story, revision=aside.pk)))


def test_a_page_that_lost_what_it_began_from_is_asked_about_every_difference(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    edith.type(headline="Edith's headline").save()
    answer = rita.type(standfirst="Rita's").save(base=json.dumps("lost")).json()
    assert "Headline" in answer["conflict"]
    assert "Standfirst" in answer["conflict"]


def test_what_a_field_refused_is_not_forgotten_when_others_save(story):
    rita, edith = OpenPage(reporter(), story), OpenPage(editor(), story)
    rita.type(headline="x" * 201, standfirst="Taken").save()
    edith.type(kicker="Ships", body=BODY.replace("One", "Edith's one")).save()
    rita.type(body=BODY.replace("Three", "Rita's three")).save()
    assert rita["headline"] == "x" * 201
    rita.type(headline="Short enough").save()
    story.refresh_from_db()
    assert (story.headline, story.kicker, story.standfirst) == ("Short enough", "Ships", "Taken")


# Without a script


def test_the_save_button_merges_too(story):
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), body=BODY.replace("One ship", "One big ship"))
    answer = client.post(page("change", story), form | {"body": BODY.replace("Three", "Thirteen")})
    story.refresh_from_db()
    assert answer.status_code == 302
    assert story.body == "<p>One big ship.</p><p>Two ships.</p><p>Thirteen ships.</p>"


@pytest.mark.parametrize(("choice", "words"), [("mine", "My ship"), ("theirs", "Your ship"), ("both", "My ship")])
def test_the_page_that_refuses_a_stale_save_offers_the_same_choices(story, choice, words):
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), body=BODY.replace("One", "Your"))
    refused = client.post(
        page("change", story), form | {"body": BODY.replace("One", "My"), "standfirst": "Taken at once"}
    )
    assert refused.status_code == 409
    offered = form_of(refused)
    assert offered["choose-body-1"] == "mine"
    assert client.post(page("change", story), offered | {"choose-body-1": choice}).status_code == 302
    story.refresh_from_db()
    assert words in story.body
    assert ("Your ship" in story.body) == (choice != "mine")
    assert story.standfirst == "Taken at once"
    assert "My ship" in " ".join(Revision.every.values_list("content", flat=True))


def test_a_third_save_between_the_question_and_the_answer_loses_nothing(story):
    client = signed_in(reporter())
    form = form_of(client.get(page("change", story)))
    rewrite(story, by=editor(), body=BODY.replace("One", "Your"))
    offered = form_of(client.post(page("change", story), form | {"body": BODY.replace("One", "My")}))
    rewrite(story, by=editor(), headline="Meanwhile")
    assert client.post(page("change", story), offered).status_code == 302
    story.refresh_from_db()
    assert (story.headline, "My ship" in story.body) == ("Meanwhile", True)
