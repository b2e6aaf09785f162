"""The checklist: what it finds, what it stops, who may let something pass, and that nothing goes round it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from articles import checklist, clock, revisions, workflow
from articles.checklist.settings import set_levels
from articles.models import ChecklistSetting, Edition, Event, Series
from library.models import Picture
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.articles.refusals import refused_with
from tests.cast import (
    administrator,
    editor,
    make_article,
    make_author,
    make_live,
    make_picture,
    make_section,
    person,
    reporter,
    rewrite,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


def complete(**fields):
    """A story of which the checklist finds nothing."""
    return make_article(**{"bylines": [make_author()], "lead_picture": make_picture()} | fields)


def found(story, at=None) -> list[tuple[str, str]]:
    """(rule, field) of all that is found in the text as it was saved last."""
    content = revisions.thaw(story.revisions.first())
    return [(finding.rule, finding.field) for finding in checklist.check(content, at)]


def sole_editor():
    """Somebody who may publish and may override nothing."""
    from django.contrib.auth.models import Permission

    user = person("eve@news.example", "Eve Editor", "Reporter")
    wanted = Permission.objects.filter(
        codename__in=["publish", "schedule", "amend", "edit_any"], content_type__app_label="articles"
    )
    user.user_permissions.set(wanted)
    return person("eve@news.example", "Eve Editor")


def test_a_finished_story_has_no_findings():
    assert found(complete()) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"standfirst": ""}, ("standfirst", "standfirst")),
        ({"headline": "TK"}, ("tk", "headline")),
        ({"kicker": "Name tk"}, ("tk", "kicker")),
        ({"body": "<p>He is TKTK years old.</p>"}, ("tk", "body")),
        ({"body": "<table><tr><td>tk</td></tr></table>"}, ("tk", "body")),
        ({"seo_description": "About TK."}, ("tk", "seo_description")),
        ({"slug": "mayor-tk"}, ("tk", "slug")),
        ({"lead_caption": "Left: TK"}, ("tk", "lead_caption")),
        ({"tags": ["TK"]}, ("tk", "tags")),
        ({"headline": "Long " * 30}, ("headline_length", "headline")),
        ({"body": "<h3>Small</h3><p>Text.</p>"}, ("heading_order", "body")),
        ({"body": "<p>Text.</p><h2>Nothing below</h2>"}, ("heading_order", "body")),
        ({"body": "<h2>One</h2><h2>Two</h2><p>Text.</p>"}, ("heading_order", "body")),
        ({"body": '<p>See <a href="https://news.example/">…</a></p>'}, ("empty_link", "body")),
        ({"body": '<p>See <a href="http://link">here</a></p>'}, ("empty_link", "body")),
    ],
)
def test_each_fault_is_found_with_its_field(fields, expected):
    assert found(complete(**fields)) == [expected]


@pytest.mark.parametrize(
    "words",
    ["The TKO came late", "ATK", "write to tk@news.example", "at www.tk.de they say", "The tkts booth"],
)
def test_only_the_whole_word_is_left_over(words):
    assert found(complete(body=f"<p>{words}</p>")) == []


def test_pictures_are_looked_at_where_they_stand():
    bare = make_picture("navy", alt="", credit="")
    assert found(complete(lead_picture=bare)) == [("lead_alt", "lead_alt"), ("lead_credit", "credit")]
    assert found(complete(lead_picture=bare, lead_alt="A wall")) == [("lead_credit", "credit")]
    placed = '<p>Text.</p><figure data-picture="%s"%s></figure>'
    assert found(complete(body=placed % (bare.pk, ""))) == [("body_alt", "body")]
    assert found(complete(body=placed % (bare.pk, ' data-alt="A wall"'))) == []
    assert found(complete(body=placed % (bare.pk, ' data-alt=""'))) == [], "it was said to be mere decoration"
    noted = make_picture("olive", caption="Left: TK")
    assert found(complete(lead_picture=None, body=placed % (noted.pk, ""))) == [("tk", "body")]


def test_a_story_without_a_section_cannot_even_be_overridden():
    story = make_article(bylines=[make_author()])
    rewrite(story, section=None)
    assert ("section", "section") in found(story)
    refused_with("incomplete", workflow.publish, story, by=editor(), override="It must go out")


# Links within the site


def link(href: str) -> dict:
    return {"body": f'<p>Text with <a href="{href}">a link</a>.</p>'}


def test_links_to_what_readers_find_are_whole():
    series = Series.objects.create(name="The wall", slug="the-wall")
    live = make_live(
        tags=["Ports"], series=series, bylines=[make_author()], section=make_section("Docks", make_section())
    )
    first = Edition.objects.get(article=live).address_id
    rewrite(live, slug="another-address")
    workflow.publish(live, by=editor(), kind="typo")
    now = Edition.objects.live().get(article=live).address_id
    hrefs = [
        first, now, now.removesuffix("/"), f"{now}?from=here#part", "/", "/city/", "/city/docks/", "/city", "/tag/ports/",
        "/series/the-wall/", "/author/ines-calder/", "/authors/", "/search/?q=ships", "/2026/", "/feed.xml",
        f"http://127.0.0.1:8000{now}", "https://elsewhere.example/2026/01/01/gone/",
    ]  # fmt: skip
    assert [href for href in hrefs if found(complete(**link(href)))] == []


def test_links_to_what_readers_do_not_find_are_broken():
    hidden = make_article(slug="hidden", tags=["Secret"], series=Series.objects.create(name="Soon", slug="soon"))
    make_author("Nora New")
    down = make_live(slug="down")
    address = Edition.objects.get(article=down).address_id
    workflow.withdraw(down, by=editor())
    hrefs = [
        address, "/2026/01/01/never-was/", f"/{clock.now():%Y/%m/%d}/{hidden.slug}/", "/nowhere/", "/tag/secret/",
        "/series/soon/", "/author/nobody/", "/author/nora-new/", "/admin/articles/article/", "/file.pdf",
        "http://127.0.0.1:8000/nowhere/",
    ]  # fmt: skip
    assert [href for href in hrefs if found(complete(**link(href))) != [("broken_link", "body")]] == []


def test_a_link_to_a_story_that_is_out_by_then_is_whole():
    other = make_article(slug="other")
    at = clock.now() + TOMORROW
    path = workflow.schedule(other, by=editor(), at=at).address_id
    story = complete(**link(path))
    assert found(story) == [("broken_link", "body")]
    assert found(story, at) == []


def test_the_number_of_questions_does_not_grow_with_the_links():
    section = make_section()
    line = '<p><a href="/2026/01/01/s{0}/">s</a> <a href="/tag/t{0}/">t</a> <a href="/author/a{0}/">a</a></p>'
    few, many = (complete(section=section, body="".join(map(line.format, range(count)))) for count in (2, 40))
    assert len(queries_of(lambda: found(few))) == len(queries_of(lambda: found(many)))


BOX = '<aside class="factbox"><h3>At a glance</h3><p>A fact.</p></aside>'


@pytest.mark.parametrize(
    "body", [f"{BOX}<p>Text.</p>", f"<h2>One</h2>{BOX}", f"<p>Text.</p>{BOX}<h2>One</h2><p>Text.</p>"]
)
def test_the_title_of_a_box_is_no_heading_of_the_text(body):
    assert found(complete(body=body)) == []


def test_a_box_does_not_hide_a_small_heading_before_any_large_one():
    assert found(complete(body=f"{BOX}<h3>Small</h3><p>Text.</p>")) == [("heading_order", "body")]


# What it stops


def test_what_stops_a_story_stops_publishing_and_scheduling_alike():
    story = complete(headline="The mayor, TK, resigns")
    refused = refused_with("checklist", workflow.publish, story, by=editor())
    assert "“TK” is left in the headline." in refused.message
    refused_with("checklist", workflow.schedule, story, by=editor(), at=clock.read() + TOMORROW)
    assert not Edition.objects.exists() and not Event.objects.exists()


def test_a_warning_stops_nothing():
    story = complete(standfirst="")
    assert workflow.publish(story, by=editor()).headline == "First ship since March"


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_an_override_with_a_reason_is_written_into_the_ledger(verb):
    story = complete(headline="The shop TK Maxx closes")
    when = {"at": clock.read() + TOMORROW} if verb == "schedule" else {}
    getattr(workflow, verb)(story, by=editor(), override="It is the name of the shop.", **when)
    event = Event.objects.get(verb=verb)
    assert '"overrode":["tk"],"reason":"It is the name of the shop."' in event.data
    assert "although the checklist stopped it (“TK” is left)" in text_of(
        signed_in(editor()).get(page("history", story))
    )


def test_an_override_without_reason_or_right_is_none():
    story = complete(headline="TK")
    refused_with("checklist", workflow.publish, story, by=editor(), override="  ")
    refused_with("checklist", workflow.publish, story, by=sole_editor(), override="I say so")
    with pytest.raises(PermissionDenied):
        workflow.publish(story, by=reporter(), override="I say so")


def test_a_reason_that_was_not_needed_is_not_recorded():
    workflow.publish(complete(), by=editor(), override="Just in case")
    assert "reason" not in Event.objects.get().data


def test_the_frozen_text_is_looked_at_and_not_what_was_typed_since():
    story = complete()
    shown = story.revisions.first()
    rewrite(story, headline="TK")
    assert workflow.publish(story, by=editor(), revision=shown).headline == "First ship since March"


def test_an_archive_is_brought_in_as_it_was():
    story = make_article(headline="TK", standfirst="")
    assert workflow.publish(story, by=editor(), first_published_at=clock.read() - TOMORROW)


# What it says of an amendment


def amend(story, by=None, **patch):
    override = {"override": patch.pop("override")} if "override" in patch else {}
    return workflow.amend(story, by=by or editor(), patch=patch, kind="typo", **override)


def live(**fields):
    story = complete(**fields)
    workflow.publish(story, by=editor(), override="It was so.")
    return story


def test_a_new_fault_stops_an_amendment_and_a_reason_lets_it_pass():
    story = live()
    refused = refused_with("checklist", amend, story, headline="TK resigns")
    assert refused.message == "The checklist stops it. “TK” is left in the headline."
    refused_with("checklist", amend, story, by=sole_editor(), headline="TK resigns", override="I say so")
    amend(story, headline="TK resigns", override="Its name.")
    assert '"overrode":["tk"],"reason":"Its name."' in Event.objects.get(verb="amend").data


def test_a_fault_that_readers_see_already_holds_up_no_amendment():
    story = live(standfirst="TK")
    amend(story, headline="Mended")
    refused_with("checklist", amend, story, headline="Mended, TK")


def test_a_fault_that_becomes_less_holds_up_no_amendment():
    set_levels({"headline_length": "block"}, by=administrator())
    story = live(headline="A" * 150)
    amend(story, headline="A" * 140)
    refused_with("checklist", amend, story, headline="A" * 141)


def test_a_stopped_amendment_shows_what_stops_it_and_passes_with_a_reason():
    story, client = live(standfirst=""), signed_in(editor())
    answer = make(client, story, "amend", headline="TK resigns", kind="typo")
    assert answer.status_code == 400 and "Stops “TK” is left in the headline." in text_of(answer)
    assert "There is no standfirst" not in text_of(answer)
    typed = form_of(answer, "move")
    assert typed["headline"] == "TK resigns"
    assert client.post(page("amend", story), typed | {"override": "Its name."}).status_code == 302
    assert Edition.objects.live().get().headline == "TK resigns"


def test_who_may_not_override_is_told_whom_to_ask_about_an_amendment():
    story, client = live(), signed_in(sole_editor())
    answer = make(client, story, "amend", headline="TK resigns", kind="typo", override="I say so")
    assert answer.status_code == 400 and 'name="override"' not in answer.text
    assert "ask somebody who may let it pass" in text_of(answer)


# What the newsroom says


def test_a_rule_is_as_strict_as_the_newsroom_said_last():
    story = complete(standfirst="")
    set_levels({"standfirst": "block"}, by=administrator())
    refused_with("checklist", workflow.publish, story, by=editor())
    set_levels({"standfirst": "off"}, by=administrator())
    assert found(story) == []
    assert [(row.level, row.by) for row in ChecklistSetting.objects.all()] == [
        ("off", administrator()),
        ("block", administrator()),
    ]


def test_saying_the_same_again_is_not_recorded():
    assert set_levels({"standfirst": "warn"}, by=administrator()) == []


# On the pages


def test_the_page_of_publishing_says_what_where_when_and_what_was_found():
    story = complete(headline="The mayor, TK, resigns", tags=["Harbour"], standfirst="", kicker="Town hall")
    client = signed_in(editor())
    answer = client.get(page("publish", story))
    text = text_of(answer)
    for words in (
        "Town hall",
        "By Ines Calder",
        "Harbour",
        "City",
        "Now:",
        "There is no standfirst.",
        "is left in the headline",
    ):
        assert words in text, words
    assert f"/{clock.now():%Y/%m/%d}/the-mayor-tk-resigns/" in text
    assert f'{page("change", story)}#id_headline"' in answer.text


def test_a_stopped_story_goes_out_with_a_reason_typed_on_the_page():
    story = complete(headline="TK Maxx closes")
    client = signed_in(editor())
    answer = make(client, story, "publish")
    assert answer.status_code == 400
    assert "The checklist stops it. “TK” is left in the headline." in text_of(answer)
    assert client.post(page("publish", story), form_of(answer, "move") | {"override": "The shop"}).status_code == 302
    assert Edition.objects.live().exists()


def test_who_may_not_override_is_not_asked_for_a_reason():
    story = complete(headline="TK")
    client = signed_in(sole_editor())
    assert 'name="override"' not in client.get(page("publish", story)).text
    answer = make(client, story, "publish", override="I say so")
    assert answer.status_code == 400 and not Edition.objects.exists()


def test_many_at_once_leave_out_what_the_checklist_stops():
    good, bad = complete(headline="A good story"), complete(headline="TK")
    client = signed_in(editor())
    chosen = {"action": "publish_selected", "_selected_action": [good.pk, bad.pk]}
    answer = client.post(page("changelist"), chosen)
    assert "“TK” is left in the headline." in text_of(answer)
    seen = [f"{story.pk}-{story.version}-{story.public_version} - - normal" for story in (good, bad)]
    told = text_of(client.post(page("changelist"), chosen | {"confirmed": "yes", "seen": seen}, follow=True))
    assert "1 story published A good story Left out TK The checklist stops it." in told
    assert list(Edition.objects.values_list("headline", flat=True)) == ["A good story"]


def test_the_page_of_a_story_says_what_is_still_to_be_done():
    story = complete(standfirst="")
    client = signed_in(reporter())
    assert "There is no standfirst." in text_of(client.get(page("change", story)))
    workflow.publish(story, by=editor())
    assert "Before it goes out" not in text_of(client.get(page("change", story)))


def test_a_credit_added_in_the_library_counts_once_the_story_is_saved_again():
    from tests.articles.desk import save

    picture = make_picture("navy", credit="")
    story = complete(lead_picture=picture)
    assert found(story) == [("lead_credit", "credit")]
    Picture.objects.filter(pk=picture.pk).update(credit="Paula Photo")
    client = signed_in(editor())
    save(client, story)
    assert found(story) == []


# The screen of the newsroom's own choice


def strictness_page() -> str:
    return page("changelist") + "checklist/"


def test_an_administrator_says_what_stops_a_story_and_it_is_recorded():
    client = signed_in(administrator())
    form = form_of(client.get(strictness_page()), "strictness")
    assert (form["tk"], form["standfirst"]) == ("block", "warn")
    answer = client.post(strictness_page(), form | {"standfirst": "block"}, follow=True)
    assert "Ada Administrator: No standfirst → stop" in text_of(answer)
    refused_with("checklist", workflow.publish, complete(standfirst=""), by=editor())


def test_of_two_who_change_the_checklist_the_second_is_told_and_keeps_their_choice():
    client = signed_in(administrator())
    form = form_of(client.get(strictness_page()), "strictness")
    set_levels({"byline": "off"}, by=administrator())
    answer = client.post(strictness_page(), form | {"standfirst": "block"})
    assert answer.status_code == 409 and "Somebody else has changed the checklist" in text_of(answer)
    assert form_of(answer, "strictness")["standfirst"] == "block"
    assert client.post(strictness_page(), form_of(answer, "strictness")).status_code == 302


def test_a_level_that_is_none_is_refused_and_nothing_is_written():
    client = signed_in(administrator())
    form = form_of(client.get(strictness_page()), "strictness")
    assert client.post(strictness_page(), form | {"tk": "never"}).status_code == 400
    assert client.post(strictness_page()).status_code == 409
    assert not ChecklistSetting.objects.exists()


def test_what_was_said_of_the_checklist_stays_on_record():
    from django.db import DatabaseError, transaction

    set_levels({"byline": "off"}, by=administrator())
    for change in (lambda rows: rows.update(level="block"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ChecklistSetting.objects.all())
