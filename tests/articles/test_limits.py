"""Roles that hold in some sections: what an editor of Sports may do there, and may not do in Politics."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import Audit
from articles import limits, revisions, workflow
from articles.models import Article
from articles.moves import moves_open_to
from tests import cast
from tests.articles import desk
from tests.articles.refusals import refused_with
from tests.articles.saving import OpenPage
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db


@pytest.fixture
def sports():
    return cast.make_section("Sports")


@pytest.fixture
def politics():
    return cast.make_section("Politics")


@pytest.fixture
def sophie():
    return cast.sports_editor()


def change_page(story) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])


# In their sections


def test_she_sees_edits_and_publishes_what_is_in_her_section_and_below(client, sophie, sports):
    football = cast.make_section("Football", parent=sports)
    for section in (sports, football):
        story = cast.make_article(section=section)
        client.force_login(sophie)
        assert client.get(change_page(story)).status_code == 200
        workflow.publish(story, by=sophie)
        workflow.withdraw(story, by=sophie)


# Elsewhere


def test_stories_of_other_sections_are_not_there_for_her(client, sophie, politics):
    draft, live = cast.make_article(section=politics, headline="Budget vote"), cast.make_live(section=politics)
    client.force_login(sophie)
    for story in (draft, live):
        assert client.get(change_page(story)).status_code == 404
        assert client.get(reverse("admin:articles_article_publish", args=[story.pk])).status_code == 404
        assert client.post(change_page(story), {}).status_code == 404
    assert "Budget vote" not in client.get(reverse("admin:articles_article_changelist")).text
    assert "Budget vote" not in client.get(reverse("admin:articles_article_changelist") + "?q=budget").text


@pytest.mark.parametrize("verb", ["publish", "withdraw", "unschedule"])
def test_no_verb_reaches_them(sophie, politics, verb):
    story = cast.make_live(section=politics) if verb == "withdraw" else cast.make_article(section=politics)
    with pytest.raises(PermissionDenied):
        getattr(workflow, verb)(story, by=sophie)
    with pytest.raises(PermissionDenied):
        workflow.schedule(story, by=sophie, at=timezone.now() + timedelta(hours=1))


def test_what_has_no_section_yet_is_nobodys_but_its_writers(client, sophie):
    story = cast.make_article()
    Article.objects.filter(pk=story.pk).update(section=None)
    client.force_login(sophie)
    assert client.get(change_page(story)).status_code == 404


def test_own_stories_elsewhere_stay_open_for_writing_but_not_for_publishing(client, sophie, politics):
    story = cast.make_article(by=sophie, section=politics)
    client.force_login(sophie)
    assert client.get(change_page(story)).status_code == 200
    assert desk.save(client, story, headline="My own").status_code == 302
    story.refresh_from_db()
    assert {move.verb for move in moves_open_to(sophie, story)} == {
        "submit",
        "set_embargo",
        "assign",
        "trash",
    }
    workflow.submit(story, by=sophie)
    for verb, words in (("publish", {}), ("return_to_writer", {"note": "x"}), ("approve", {})):
        with pytest.raises(PermissionDenied):
            getattr(workflow, verb)(story, by=sophie, **words)


def test_she_cannot_lose_a_colleagues_story_by_one_wrong_choice(client, sophie, sports, politics):
    story, own = cast.make_live(section=sports), cast.make_article(section=sports, by=sophie)
    client.force_login(sophie)
    page = desk.save(client, story, section=politics.pk, headline="Typed")
    assert "Your roles do not hold in the section “Politics”" in page.text
    assert desk.form_of(page)["headline"] == "Typed"
    assert Article.objects.get(pk=story.pk).section == sports
    outcome = OpenPage(sophie, story, client).type(section=politics.pk, headline="Typed too").save()
    assert [error["name"] for error in outcome.json()["errors"]] == ["section"]
    story.refresh_from_db()
    assert (story.section, story.headline) == (sports, "Typed too")
    assert desk.save(client, own, section=politics.pk).status_code == 302
    assert Article.objects.get(pk=own.pk).section == politics


def test_moving_an_own_text_to_her_section_does_not_open_the_live_one(sophie, sports, politics):
    story = cast.make_live(by=sophie, section=politics)
    story = cast.rewrite(Article.objects.get(pk=story.pk), by=sophie, section=sports)
    for verb in ("withdraw", "publish"):
        with pytest.raises(PermissionDenied):
            getattr(workflow, verb)(story, by=sophie)
    workflow.withdraw(story, by=cast.editor())
    workflow.publish(Article.objects.get(pk=story.pk), by=sophie, kind="republication")


def test_an_earlier_text_of_another_section_does_not_go_out(sophie, sports, politics):
    story = cast.make_article(by=sophie, section=politics)
    old = story.revisions.get()
    story = cast.rewrite(story, by=sophie, section=sports)
    refused_with("other_section", workflow.publish, story, by=sophie, revision=old)
    tomorrow = timezone.now() + timedelta(days=1)
    refused_with("other_section", workflow.schedule, story, by=sophie, revision=old, at=tomorrow)
    assert workflow.publish(story, by=sophie).revision == revisions.keep(story, sophie)


def test_the_first_page_shows_her_only_what_she_may_open(client, sophie, sports, politics):
    for section, name in ((sports, "Cup final"), (politics, "Budget vote")):
        story = cast.make_article(section=section, headline=name, slug=name.lower().replace(" ", "-"))
        workflow.submit(story, by=cast.reporter())
        planned = cast.make_article(section=section, headline=f"{name} planned", slug=section.slug)
        workflow.schedule(planned, by=cast.editor(), at=timezone.now() + timedelta(hours=1))
    live = cast.make_live(section=politics, slug="live")
    client.force_login(sophie)
    page = client.get("/admin/").text
    assert "Cup final" in page and "Cup final planned" in page
    assert "Budget vote" not in page
    assert change_page(live) not in page and live.editions.get().get_absolute_url() in page


def test_she_cannot_move_the_sections_and_so_lift_her_limit(client, sophie, politics):
    client.force_login(sophie)
    assert client.get(reverse("admin:articles_section_changelist")).status_code == 200
    fields = {"name": "Politics", "slug": "politics", "parent": "", "position": "0", "description": ""}
    assert client.post(reverse("admin:articles_section_change", args=[politics.pk]), fields).status_code == 403
    assert client.post(reverse("admin:articles_section_add"), fields).status_code == 403


def test_a_superuser_has_no_limit(sports, politics):
    root = cast.limited(cast.person("root@news.example", "Root", is_superuser=True), sports)
    workflow.publish(cast.make_article(section=politics), by=root)


def test_a_list_asks_as_much_with_many_stories(client, sophie, sports):
    client.force_login(sophie)
    listed = reverse("admin:articles_article_changelist")
    assert_queries_do_not_grow(
        lambda: client.get(listed), lambda many: [cast.make_article(section=sports) for _ in range(many)]
    )


# On the page of a person


def fields_of(person, *sections, **changes) -> dict:
    groups = list(person.groups.values_list("pk", flat=True))
    fields = {"name": person.name, "email": person.email, "time_zone": "", "groups": groups, "is_active": "on"}
    return fields | {"sections": [section.pk for section in sections]} | changes


def person_page(person) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def test_an_administrator_limits_somebody_and_lifts_the_limit_again(client, sports, politics):
    edith = cast.editor()
    client.force_login(cast.administrator())
    assert client.post(person_page(edith), fields_of(edith, sports)).status_code == 302
    assert limits.sections_of(edith) == {sports.pk}
    page = client.get(person_page(edith)).text
    assert f'value="{sports.pk}" id="id_sections_1" checked' in page or "checked" in page
    assert "Sports" in client.get(reverse("admin:accounts_user_changelist")).text
    client.post(person_page(edith), fields_of(edith))
    assert limits.sections_of(edith) is None
    assert list(Audit.objects.filter(action="sections").order_by("pk").values_list("note", flat=True)) == [
        "Sports",
        "Everywhere",
    ]


def test_a_new_person_can_be_limited_from_the_beginning(client, sports):
    from django.contrib.auth.models import Group

    client.force_login(cast.administrator())
    typed = {"name": "Nora New", "email": "nora@news.example", "time_zone": "", "sections": [sports.pk]}
    typed |= {"groups": [Group.objects.get(name="Editor").pk], "password1": cast.PASSWORD, "password2": cast.PASSWORD}
    assert client.post(reverse("admin:accounts_user_add"), typed).status_code == 302
    assert limits.in_words(cast.person("nora@news.example", "")).startswith("Only in Sports,")


def test_saving_a_person_without_a_change_records_nothing(client, sophie, sports):
    client.force_login(cast.administrator())
    before = Audit.objects.count()
    client.post(person_page(sophie), fields_of(sophie, sports))
    assert Audit.objects.count() == before


def test_an_administrator_cannot_be_limited_and_what_was_typed_stays(client, sports):
    from django.contrib.auth.models import Group

    edith = cast.editor()
    client.force_login(cast.administrator())
    page = client.post(
        person_page(edith), fields_of(edith, sports, groups=[Group.objects.get(name="Administrator").pk], name="Edie")
    )
    assert "can lift any limit" in page.text and 'value="Edie"' in page.text
    assert limits.sections_of(edith) is None


def test_nobody_changes_their_own_limit_but_everybody_reads_it(client, sophie, sports):
    ada = cast.administrator()
    client.force_login(ada)
    page = client.get(person_page(ada))
    assert 'name="sections"' not in page.text and "Everywhere" in page.text
    client.post(person_page(ada), fields_of(ada, sports))
    assert limits.sections_of(ada) is None
    client.force_login(sophie)
    assert "Sports" in client.get(reverse("admin:profile")).text


@pytest.mark.parametrize("value", ["x", "9" * 40, "-1"])
def test_a_section_that_is_none_is_refused_in_words(client, value):
    client.force_login(cast.administrator())
    edith = cast.editor()
    page = client.post(person_page(edith), fields_of(edith, sections=[value]))
    assert page.status_code == 200 and "Select a valid choice" in page.text


def test_a_section_that_somebody_is_limited_to_is_not_deleted(client, sophie, sports):
    client.force_login(cast.administrator())
    page = client.post(reverse("admin:articles_section_delete", args=[sports.pk]), {"post": "yes"})
    assert "person limited to it" in page.text
    assert limits.sections_of(sophie) == {sports.pk}
