"""Two authors who are one: what moves, what leads on, and what stays as it was printed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Audit
from articles import authoring, clock, revisions, workflow
from articles.models import Article, Edition, EditionAuthor
from articles.verify import faults
from authors.models import Author, AuthorAlias
from tests.articles.desk import form_of, page, save, signed_in, text_of
from tests.cast import editor, make_article, make_author, make_live, reporter, rewrite, sports_editor

pytestmark = pytest.mark.django_db


def address(author) -> str:
    return reverse("admin:authors_author_merge", args=[author.pk])


@pytest.fixture
def twice():
    """Ines Calder, who also stands there as Ina Calder, with a story each; one has both names."""
    right, wrong = make_author(), make_author("Ina Calder")
    AuthorAlias.objects.create(slug="calder", author=wrong)
    make_live(headline="Hers", bylines=[right])
    make_live(headline="Hers too", bylines=[wrong])
    make_live(headline="Twice hers", bylines=[right, wrong])
    return right, wrong


def test_stories_of_both_are_listed_once_and_the_former_addresses_lead_on(client, twice):
    right, wrong = twice
    authoring.merge(wrong, right, by=editor())
    shown = client.get("/author/ines-calder/")
    assert {edition.headline for edition in shown.context["page"].items} == {"Hers", "Hers too", "Twice hers"}
    for former in ("ina-calder", "calder"):
        answer = client.get(f"/author/{former}/")
        assert (answer.status_code, answer.url) == (301, "/author/ines-calder/")
    feed = client.get("/author/ina-calder/feed/")
    assert feed.status_code in {301, 404}
    assert "Ina Calder" not in client.get("/authors/").text


def test_what_was_printed_stays_and_the_ledger_is_whole(client, twice):
    right, wrong = twice
    before = list(Edition.objects.order_by("pk").values("digest", "revision__content"))
    authoring.merge(wrong, right, by=editor())
    link = EditionAuthor.objects.get(edition__headline="Hers too")
    assert (link.author, link.name) == (right, "Ina Calder")
    assert list(Edition.objects.order_by("pk").values("digest", "revision__content")) == before
    assert list(faults()) == []
    assert 'href="/author/ines-calder/"' in client.get(link.edition.get_absolute_url()).text


def test_bylines_at_the_desk_name_the_kept_author_once(twice):
    right, wrong = twice
    authoring.merge(wrong, right, by=editor())
    for story in Article.objects.all():
        assert [line.author for line in story.bylines.all()] == [right]


def test_an_older_text_that_names_the_merged_author_goes_out_under_the_kept_one(twice):
    right, wrong = twice
    story = Article.objects.get(headline="Hers too")
    older = story.revisions.get()
    rewrite(story, headline="Newer")
    workflow.schedule(story, by=editor(), at=clock.read() + timedelta(hours=1), revision=older, kind="update")
    authoring.merge(wrong, right, by=editor())
    story.refresh_from_db()
    workflow.unschedule(story, by=editor())
    workflow.publish(story, by=editor(), revision=older, kind="update")
    assert [link.author for link in Edition.objects.live().get(article=story).bylines.all()] == [right]
    workflow.restore(story, by=editor(), revision=older)
    assert [line.author for line in story.bylines.all()] == [right]
    assert revisions.thaw(older)["bylines"][0]["name"] == "Ina Calder"


def test_whoever_types_the_merged_name_gets_the_kept_author(twice):
    right, wrong = twice
    authoring.merge(wrong, right, by=editor())
    story = make_article(headline="Another", by=reporter())
    save(signed_in(editor()), story, **{"bylines-0-author": "Ina Calder"})
    assert [line.author for line in story.bylines.all()] == [right]
    assert "Ina Calder" not in signed_in(editor()).get(page("change", story)).text.split("author-names")[-1]


def test_a_merge_of_the_merged_leads_to_the_last_one(client, twice):
    right, wrong = twice
    authoring.merge(wrong, right, by=editor())
    last = make_author("Ines Calder-Voss")
    authoring.merge(right, last, by=editor())
    assert client.get("/author/ina-calder/").url == "/author/ines-calder-voss/"


def test_the_account_goes_along_and_with_it_the_own_stories(twice):
    right, wrong = twice
    Author.objects.filter(pk=wrong.pk).update(user=reporter())
    authoring.merge(wrong, right, by=editor())
    right.refresh_from_db()
    assert right.user == reporter()


def test_what_is_refused(twice):
    right, wrong = twice
    Author.objects.filter(pk=wrong.pk).update(user=reporter())
    Author.objects.filter(pk=right.pk).update(user=editor())
    for code, pair in {"itself": (right, right), "two_accounts": (wrong, right)}.items():
        with pytest.raises(ValidationError) as refusal:
            authoring.merge(*pair, by=editor())
        assert refusal.value.code == code
    for person in (reporter(), sports_editor()):
        with pytest.raises(PermissionDenied):
            authoring.merge(wrong, right, by=person)


def test_the_page_says_what_moves_and_where_addresses_lead_before_it_merges(twice):
    right, wrong = twice
    client = signed_in(editor())
    assert address(wrong) in client.get(reverse("admin:authors_author_change", args=[wrong.pk])).text
    asked = client.get(address(wrong), {"into": "Ines Calder"})
    shown = text_of(asked)
    assert "2 at the desk, 2 in editions" in shown
    assert "/author/ina-calder/, /author/calder/" in shown
    assert not Author.objects.exclude(merged_into=None).exists()
    answer = client.post(address(wrong), form_of(asked))
    assert answer.url == reverse("admin:authors_author_change", args=[right.pk])
    row = Audit.objects.get(action="author_merged")
    assert (row.by, row.about_name, row.note) == (editor(), "Ines Calder", "Ina Calder (/author/ina-calder/)")
    client.get(answer.url)  # takes the message along
    assert "Ina Calder" not in text_of(client.get(reverse("admin:authors_author_changelist")))


def test_an_unknown_name_is_told_on_the_page(twice):
    _, wrong = twice
    answer = signed_in(editor()).get(address(wrong), {"into": "Nemo"})
    assert answer.status_code == 400
    assert "There is no author called “Nemo”" in text_of(answer)
    assert "into the same one" in text_of(signed_in(editor()).get(address(wrong), {"into": "Ina Calder"}))
