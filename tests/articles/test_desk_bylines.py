"""The bylines beside the story form: by name, in order, with a role."""

import pytest

from authors.models import Author
from tests.articles.desk import form_of, page, save, signed_in, text_of
from tests.cast import editor, make_article, make_author, reporter

pytestmark = pytest.mark.django_db


def lines(story) -> list[tuple[str, str]]:
    return [(line.author.name, line.role) for line in story.bylines.all()]


def test_names_are_added_in_the_order_of_their_places():
    ada, tom = make_author("Ada Okafor"), make_author("Tomas Berg")
    story = make_article(bylines=[make_author("Ines Calder")])
    client = signed_in(reporter())
    added = {
        "bylines-TOTAL_FORMS": "3",
        "bylines-1-author": ada.name,
        "bylines-1-role": "pictures",
        "bylines-1-position": "9",
    }
    added |= {"bylines-2-author": tom.name.upper(), "bylines-2-role": "words", "bylines-2-position": "0"}
    assert save(client, story, **added).status_code == 302
    assert lines(story) == [("Tomas Berg", "words"), ("Ines Calder", "words"), ("Ada Okafor", "pictures")]
    assert [line.position for line in story.bylines.all()] == [0, 1, 2]


def test_names_change_places():
    story = make_article(bylines=[make_author("Ines Calder"), make_author("Tomas Berg")])
    save(signed_in(reporter()), story, **{"bylines-0-position": "2", "bylines-1-position": "1"})
    assert [name for name, _ in lines(story)] == ["Tomas Berg", "Ines Calder"]
    assert story.revisions.count() == 2


@pytest.mark.parametrize("how", [{"bylines-0-DELETE": "on"}, {"bylines-0-author": ""}])
def test_a_name_is_removed_by_ticking_or_by_emptying(how):
    story = make_article(bylines=[make_author("Ines Calder"), make_author("Tomas Berg")])
    assert save(signed_in(reporter()), story, **how).status_code == 302
    assert lines(story) == [("Tomas Berg", "words")]


def test_an_author_may_stand_for_two_kinds_of_work_but_not_twice_for_one():
    story = make_article(bylines=[make_author("Ines Calder")])
    client = signed_in(reporter())
    twice = {"bylines-1-author": "Ines Calder", "bylines-1-role": "words"}
    assert "stands here twice" in text_of(save(client, story, **twice))
    assert save(client, story, **twice | {"bylines-1-role": "pictures"}).status_code == 302
    assert lines(story) == [("Ines Calder", "words"), ("Ines Calder", "pictures")]


def test_two_authors_of_one_name_are_told_apart():
    make_author("Ines Calder")
    second = Author.objects.create(name="Ines Calder", slug="ines-calder-2")
    story = make_article()
    client = signed_in(reporter())
    assert "several authors called" in text_of(save(client, story, **{"bylines-0-author": "Ines Calder"}))
    assert "Ines Calder (ines-calder-2)" in client.get(page("change", story)).content.decode()
    assert save(client, story, **{"bylines-0-author": "Ines Calder (ines-calder-2)"}).status_code == 302
    assert story.bylines.get().author == second
    assert save(client, story, headline="Saved again as it stands").status_code == 302


def test_a_role_without_a_name_is_no_line():
    story = make_article()
    assert (
        save(signed_in(editor()), story, **{"bylines-0-role": "pictures", "bylines-0-position": "3"}).status_code
        == 302
    )
    assert lines(story) == []


def test_a_line_of_another_story_cannot_be_changed_through_this_one():
    mine, other = make_article(), make_article(bylines=[make_author("Tomas Berg")])
    client = signed_in(reporter())
    stolen = {"bylines-INITIAL_FORMS": "1", "bylines-0-id": other.bylines.get().pk, "bylines-0-DELETE": "on"}
    client.post(page("change", mine), form_of(client.get(page("change", mine))) | stolen)
    assert lines(other) == [("Tomas Berg", "words")]
