"""Looking after tags: merging, other words, renaming, and what nothing uses."""

import json

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Audit
from articles import revisions, tagging, workflow
from articles.models import EditionTag, Tag, TagAlias
from tests import browser
from tests.articles.desk import form_of, page, save, signed_in, text_of
from tests.cast import editor, make_article, make_author, make_live, make_section, reporter, rewrite

pytestmark = pytest.mark.django_db


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def address(page: str, *args) -> str:
    return reverse(f"admin:articles_tag_{page}", args=args)


def merge_screen(*names: str) -> str:
    return f"{address('merge')}?{'&'.join(f'ids={tag(name).pk}' for name in names)}"


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def listed(client, path: str) -> set[str]:
    return {edition.headline for edition in client.get(path).context["page"].items}


# Merging


def test_the_stories_of_a_merged_tag_are_listed_under_the_one_that_is_kept(desk):
    make_live(headline="One", slug="one", tags=["Harbor"])
    make_live(headline="Two", slug="two", tags=["Harbour"])
    make_live(headline="Both", slug="both", tags=["Harbor", "Harbour"])
    make_article(headline="Draft", tags=["Harbor"])
    answer = desk.post(merge_screen("Harbor"), {"into": "harbour"})
    assert (answer.status_code, answer.url) == (302, address("change", tag("Harbour").pk))
    assert listed(desk, "/tag/harbour/") == {"One", "Two", "Both"}
    assert not EditionTag.objects.filter(tag=tag("Harbor")).exists()
    assert not tag("Harbor").tagged.exists()
    assert EditionTag.objects.count() == 3


def test_its_address_and_its_feeds_lead_on_by_one_redirect(desk):
    make_live(tags=["Harbor"])
    make_live(slug="other", tags=["Harbour"])
    tagging.merge(tag("Harbor"), tag("Harbour"))
    for name in ("", "feed.xml", "feed.atom"):
        answer = desk.get(f"/tag/harbor/{name}")
        assert (answer.status_code, answer.url) == (301, f"/tag/harbour/{name}")


def test_what_was_merged_into_a_tag_follows_when_that_one_is_merged_too(desk):
    for name in ("Haven", "Harbor", "Harbour"):
        make_live(slug=name.lower(), tags=[name])
    desk.post(address("change", tag("Haven").pk), {"name": "Haven", "slug": "havens", "words": ""})
    tagging.merge(tag("Haven"), tag("Harbor"))
    tagging.merge(tag("Harbor"), tag("Harbour"))
    for slug in ("haven", "havens", "harbor"):
        answer = desk.get(f"/tag/{slug}/")
        assert (answer.status_code, answer.url) == (301, "/tag/harbour/")
    assert EditionTag.objects.filter(tag=tag("Harbour")).count() == 3


def test_what_was_frozen_stays_word_for_word(desk):
    article = make_live(tags=["Harbor"])
    make_live(slug="other", tags=["Harbour"])
    before = list(article.revisions.values_list("content", "digest"))
    tagging.merge(tag("Harbor"), tag("Harbour"))
    assert list(article.revisions.values_list("content", "digest")) == before
    assert revisions.thaw(article.revisions.first())["tags"][0]["name"] == "Harbor"
    assert article.editions.get().tag_links.get().name == "Harbor"  # as it was printed


def test_a_story_shows_the_tag_that_is_kept(desk):
    article = make_live(tags=["Harbor"])
    make_live(slug="other", tags=["Harbour"])
    tagging.merge(tag("Harbor"), tag("Harbour"))
    html = desk.get(article.editions.get().get_absolute_url()).text
    assert '<a rel="tag" href="/tag/harbour/">Harbour</a>' in html


def test_a_text_that_was_frozen_before_goes_out_under_the_tag_that_is_kept():
    article = make_article(tags=["Harbor", "Harbour"])
    pinned = revisions.keep(article, editor())
    tagging.merge(tag("Harbor"), tag("Harbour"))
    edition = workflow.publish(article, by=editor(), revision=pinned)
    assert [link.tag.name for link in edition.tag_links.all()] == ["Harbour"]


def test_an_earlier_text_is_brought_back_with_the_tag_that_is_kept():
    article = make_article(tags=["Harbor"])
    first = article.revisions.get()
    make_article(slug="other", tags=["Harbour"])
    article.tags.clear()
    rewrite(article, headline="Anew")
    tagging.merge(tag("Harbor"), tag("Harbour"))
    workflow.restore(article, by=editor(), revision=first)
    assert [each.name for each in article.tags.all()] == ["Harbour"]


def test_an_approval_outlives_a_merge_of_its_tags(settings):
    settings.NEWSROOM_PUBLISH_NEEDS_APPROVAL = True
    article = make_article(tags=["Harbor"])
    make_article(slug="other", tags=["Harbour"])
    workflow.submit(article, by=reporter())
    pinned = workflow.approve(article, by=editor())
    tagging.merge(tag("Harbor"), tag("Harbour"))
    client = signed_in(editor())
    client.post(page("publish", article), form_of(client.get(page("publish", article)), "move"))
    assert article.editions.get().revision == pinned


def test_several_are_merged_at_once_into_the_one_in_use(desk):
    make_live(tags=["Harbour"])
    Tag.objects.create(name="Harbor")
    Tag.objects.create(name="Port")
    chosen = {"action": "merge_chosen", "_selected_action": list(Tag.objects.values_list("pk", flat=True))}
    screen = desk.post(address("changelist"), chosen)
    asked = desk.get(screen.url)
    assert asked.context["form"]["into"].value() == "Harbour"
    desk.post(screen.url, {"into": "Harbour"})
    assert {word.name for word in tag("Harbour").synonyms.all()} == {"Harbor", "Port"}


@pytest.mark.parametrize(
    ("into", "words"), [("Nowhere", "There is no tag"), ("Harbor", "into itself"), ("", "This field is required")]
)
def test_what_cannot_be_merged_is_refused_and_kept_as_typed(desk, into, words):
    make_article(tags=["Harbor"])
    answer = desk.post(merge_screen("Harbor"), {"into": into})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert answer.context["form"]["into"].value() == into
    assert tag("Harbor").merged_into is None


def test_of_two_who_merge_at_once_the_second_is_told():
    first, second = (Tag.objects.create(name=name) for name in ("One", "Two"))
    tagging.merge(first, second)
    with pytest.raises(ValidationError, match="merged already"):
        tagging.merge(second, Tag.objects.get(pk=first.pk))


def test_nothing_chosen_leads_back_to_the_list(desk):
    for ids in ("", "?ids=x", "?ids=999999", "?ids=" + "9" * 40):
        assert desk.get(address("merge") + ids).url == address("changelist")


def test_a_merge_is_in_the_history_of_the_tag(desk):
    make_article(tags=["Harbor", "Harbour"])
    desk.post(merge_screen("Harbor"), {"into": "Harbour"})
    assert "Merged “Harbor” into it." in text_of(desk.get(address("history", tag("Harbour").pk)))
    assert Audit.objects.get(action="change").note == "Merged “Harbor” into it."


def test_a_reporter_merges_nothing(client):
    make_article(tags=["Harbor"])
    client.force_login(reporter())
    assert client.get(merge_screen("Harbor")).status_code == 403
    assert client.post(merge_screen("Harbor"), {"into": "Harbor"}).status_code == 403
    assert "merge_chosen" not in client.get(address("changelist")).text


# Other words, and names


def test_who_types_another_word_gets_the_tag(desk):
    story = make_article(tags=["Harbour"])
    desk.post(address("change", tag("Harbour").pk), {"name": "Harbour", "slug": "harbour", "words": "Haven, Docks"})
    save(desk, story, tags="haven, DOCKS, Ships")
    assert {each.name for each in story.tags.all()} == {"Harbour", "Ships"}
    suggested = json.loads(desk.get(reverse("admin:articles_article_tags"), {"q": "hav"}).content)
    assert suggested == {"tags": ["Harbour"]}


def test_a_word_that_is_taken_out_is_a_tag_of_its_own_again(desk):
    Tag.objects.create(name="Harbour", slug="harbour")
    typed = {"name": "Harbour", "slug": "harbour"}
    desk.post(address("change", tag("Harbour").pk), typed | {"words": "Haven"})
    assert desk.get(address("change", tag("Harbour").pk)).context["adminform"].form["words"].value() == "Haven"
    desk.post(address("change", tag("Harbour").pk), typed | {"words": ""})
    assert tag("Haven").merged_into is None


@pytest.mark.parametrize(
    ("words", "said"), [("Ships", "is a tag of its own"), ("boats", "another word for “Ships”"), ("HARBOUR", "itself")]
)
def test_a_word_that_is_taken_is_refused(desk, words, said):
    ships = Tag.objects.create(name="Ships")
    Tag.objects.create(name="Boats", merged_into=ships)
    harbour = Tag.objects.create(name="Harbour")
    answer = desk.post(address("change", harbour.pk), {"name": "Harbour", "slug": "harbour", "words": words})
    assert said in text_of(answer)
    assert not harbour.synonyms.exists()
    answer = desk.post(address("add"), {"name": "Boats", "slug": "boats-2", "words": ""})
    assert "another word for the tag “Ships”" in text_of(answer)


def test_after_a_rename_the_former_name_still_means_the_tag(desk):
    make_live(tags=["Harbor"])
    story = make_article(slug="other")
    desk.post(address("change", tag("Harbor").pk), {"name": "Harbour", "slug": "harbour", "words": ""})
    story.tags.add("Harbor")
    assert [each.name for each in story.tags.all()] == ["Harbour"]
    answer = desk.get("/tag/harbor/")
    assert (answer.status_code, answer.url) == (301, "/tag/harbour/")


def test_a_new_tag_never_takes_a_former_address():
    make_live(tags=["Harbor!"])
    old = tag("Harbor!")
    old.slug = "harbour"
    old.save()
    assert TagAlias.objects.get().slug == "harbor"
    story = make_article(slug="other", tags=["Harbor?"])
    assert story.tags.get().slug != "harbor"


def test_a_tag_without_a_letter_has_an_address_too(client):
    story = make_live(tags=["…", "💯"])
    assert client.get(story.editions.get().address_id).status_code == 200
    for tag in story.tags.all():
        assert client.get(tag.get_absolute_url()).status_code == 200


def test_a_tag_with_a_comma_would_be_two_tags_at_the_next_save(desk):
    tag = Tag.objects.create(name="Harbour")
    address = reverse("admin:articles_tag_change", args=[tag.pk])
    answer = desk.post(address, {"name": "Harbour, old", "slug": tag.slug, "words": ""})
    assert "A tag has no comma in it" in answer.text
    assert Tag.objects.get(pk=tag.pk).name == "Harbour"


def test_where_readers_have_no_story_no_redirect_tells_a_name(client):
    make_article(tags=["Harbor"])
    secret = tag("Harbor")
    secret.name, secret.slug = "Secret", "secret"
    secret.save()
    answer = client.get("/tag/harbor/")
    assert answer.status_code == 404
    assert client.get("/tag/harbor/feed.xml").status_code == 404


def test_feeds_of_a_renamed_section_and_author_lead_on_as_well(client):
    section, author = make_section("City"), make_author("Ines Calder")
    make_live(section=section, bylines=[author])
    section.slug, author.slug = "town", "ines-c"
    section.save()
    author.save()
    for old, new in (
        ("/city/feed.xml", "/town/feed.xml"),
        ("/author/ines-calder/feed.atom", "/author/ines-c/feed.atom"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer.url) == (301, new)
        assert client.get(new).status_code == 200


# What nothing uses


def test_the_list_tells_when_each_was_used_last_and_which_are_not(desk):
    make_live(tags=["Ports"])
    make_article(slug="other", tags=["At the desk"])
    Tag.objects.create(name="Idle")
    table = (
        lxml.html.fromstring(desk.get(address("changelist")).content).get_element_by_id("result_list").text_content()
    )
    assert "At the desk only" in table and "Not used" in table
    page = desk.get(address("changelist"), {"use": "none"})
    assert [each.name for each in page.context["cl"].result_list] == ["Idle"]


def test_a_tag_is_found_by_another_word_and_other_words_are_no_rows(desk):
    harbour = Tag.objects.create(name="Harbour")
    Tag.objects.create(name="Haven", merged_into=harbour)
    page = desk.get(address("changelist"), {"q": "haven"})
    assert [each.name for each in page.context["cl"].result_list] == ["Harbour"]


def test_those_that_nothing_uses_are_deleted_together_and_the_others_stay(desk):
    make_live(tags=["Ports"])
    idle = Tag.objects.create(name="Idle")
    Tag.objects.create(name="Lazy", merged_into=idle)
    chosen = {"action": "delete_unused", "_selected_action": [tag("Ports").pk, idle.pk]}
    told = text_of(desk.post(address("changelist"), chosen, follow=True))
    assert "1 tag was deleted." in told
    assert "1 is in use and stayed." in told
    assert list(Tag.objects.values_list("name", flat=True)) == ["Ports"]
    assert Audit.objects.get(action="delete").about_name == "Idle"


@pytest.mark.django_db(transaction=True)
def test_the_box_above_the_list_chooses_all_and_the_moves_appear(open_page):
    for name in ("Harbor", "Harbour"):
        Tag.objects.create(name=name)
    page = open_page()
    browser.sign_in(page, editor())
    page.goto(address("changelist"))
    page.locator("#action-toggle").check()
    expect(page.get_by_text("2 of 2 selected")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    page.get_by_label("Into the tag").fill("Harbour")
    page.get_by_role("button", name="Merge").click()
    page.get_by_text("“Harbor” merged").wait_for()
    assert page.get_by_label("Other words for it").input_value() == "Harbor"


def test_a_tag_that_somebody_made_on_purpose_or_uses_elsewhere_is_no_mere_beginning(desk):
    desk.post(address("add"), {"name": "Port", "slug": "port", "words": ""})
    make_article(headline="Another", tags=["Harb"])
    former = [Tag.objects.get(name="Port"), Tag.objects.get(name="Harb"), Tag.objects.create(name="Sh", slug="sh")]
    tagging.drop_beginnings(former, ["Portugal", "Harbour", "Ships"])
    assert {tag.name for tag in Tag.objects.all()} == {"Port", "Harb"}
