"""The trash: what was never public is thrown away, put back for thirty days, then emptied; what was public never is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Audit
from articles import clock, notes, previewing, revisions, sittings, trash, verify, workflow
from articles.models import Article, Byline, Event, Revision, TaggedArticle
from newsroom.work import tasks
from tests import cast
from tests.articles import desk
from tests.articles.refusals import refused_with
from tests.newsroom.deeds import work
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
TRASH = "/admin/articles/article/trash/"


def fresh(story) -> Article:
    return Article.objects.get(pk=story.pk)


def thrown(by=None, **fields) -> Article:
    story = cast.make_article(**fields)
    workflow.trash(story, by=by or cast.reporter(), note="Not a story.")
    return story


def long_ago(story, days: int = 31) -> Article:
    """As if it had been thrown away then."""
    Article.objects.filter(pk=story.pk).update(trashed_at=F("trashed_at") - timedelta(days=days))
    return fresh(story)


def empty_trash(*options) -> str:
    out = StringIO()
    call_command("empty_trash", *options, stdout=out)
    return out.getvalue()


# The verbs


def test_a_reporter_throws_an_own_draft_away_and_puts_it_back_as_it_was():
    story = cast.make_article(tags=["ships"], bylines=[cast.make_author()])
    before = revisions.freeze(story)
    workflow.trash(story, by=cast.reporter(), note="Not a story.")
    assert fresh(story).trashed_at
    workflow.put_back(fresh(story), by=cast.reporter())
    assert fresh(story).trashed_at is None and revisions.freeze(fresh(story)) == before
    assert [event.verb for event in story.events.all()] == ["put_back", "trash"]
    assert story.events.get(verb="trash").note == "Not a story."
    assert list(verify.faults()) == []


@pytest.mark.parametrize("who", [cast.other_reporter, cast.photo_editor, cast.moderator])
def test_nobody_else_may(who):
    story = cast.make_article()
    with pytest.raises(PermissionDenied):
        workflow.trash(story, by=who())
    workflow.trash(story, by=cast.editor())
    with pytest.raises(PermissionDenied):
        workflow.put_back(fresh(story), by=who())


def test_what_was_public_or_will_be_is_refused_with_what_to_do():
    live, gone = cast.make_live(slug="a"), cast.make_live(slug="b")
    workflow.withdraw(gone, by=cast.editor())
    planned = cast.make_article(slug="c")
    workflow.schedule(planned, by=cast.editor(), at=clock.read() + timedelta(hours=1))
    for story, code in [(live, "was_public"), (gone, "was_public"), (planned, "is_scheduled")]:
        refused_with(code, workflow.trash, fresh(story), by=cast.editor())
    workflow.unschedule(fresh(planned), by=cast.editor())
    workflow.trash(fresh(planned), by=cast.editor())


@pytest.mark.parametrize("verb", ["publish", "submit", "approve", "trash"])
def test_what_is_in_the_trash_cannot_move(verb):
    story = thrown()
    with pytest.raises(PermissionDenied):
        getattr(workflow, verb)(fresh(story), by=cast.editor())


@pytest.mark.parametrize(("verb", "code"), [("publish", "conflict"), ("submit", "in_trash")])
def test_who_saw_it_before_is_told(verb, code):
    seen = cast.make_article()
    workflow.trash(fresh(seen), by=cast.editor())
    refused_with(code, getattr(workflow, verb), seen, by=cast.editor())


def test_of_two_who_throw_it_away_one_is_told():
    story, other = (first := cast.make_article()), fresh(first)
    workflow.trash(story, by=cast.editor())
    refused_with("conflict", workflow.trash, other, by=cast.other_editor())


def test_putting_back_what_is_not_there_is_refused():
    refused_with("not_in_trash", workflow.put_back, cast.make_article(), by=cast.editor())


# The desk


def test_it_is_gone_from_the_list_the_search_and_the_first_page(client):
    story = thrown(headline="Wrong ship")
    client.force_login(cast.editor())
    for address in (reverse("admin:articles_article_changelist"), "/admin/articles/article/?q=wrong", "/admin/"):
        assert "Wrong ship" not in client.get(address).text
    for name in ("preview", "history", "compare", "publish", "submit", "trash"):
        assert client.get(desk.page(name, story)).status_code == 404
    client.force_login(cast.reporter())
    assert "Wrong ship" not in client.get("/admin/").text


def test_the_page_of_the_move_asks_and_then_shows_where_it_is(client):
    story = cast.make_article()
    client.force_login(cast.reporter())
    assert desk.page("trash", story) in client.get(desk.page("change", story)).text
    answer = desk.make(client, story, "trash", note="Nothing in it.")
    page = client.get(answer.url)
    assert page.status_code == 200
    text = desk.text_of(page)
    assert "This story is in the trash. Rita Reporter threw it away" in text and "Nothing in it." in text
    assert "The first cargo ship since March" in text


def test_a_live_story_is_not_offered_the_trash(client):
    live = cast.make_live()
    client.force_login(cast.editor())
    assert desk.page("trash", live) not in client.get(desk.page("change", live)).text


def test_the_trash_lists_what_one_may_put_back_and_puts_it_back(client):
    mine, theirs = thrown(headline="Mine"), thrown(headline="Theirs", by=cast.editor())
    Article.objects.filter(pk=theirs.pk).update(created_by=cast.other_reporter())
    client.force_login(cast.reporter())
    text = desk.text_of(client.get(TRASH))
    assert "Mine" in text and "Not a story." in text and "Theirs" not in text
    answer = client.post(f"/admin/articles/article/{mine.pk}/put-back/", {"seen": fresh(mine).public_version})
    assert answer.url == desk.page("change", mine)
    assert "Mine" not in desk.text_of(client.get(TRASH))
    assert client.post(f"/admin/articles/article/{theirs.pk}/put-back/", {"seen": 1}).status_code == 404


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "0"])
def test_putting_back_what_was_not_seen_is_refused_in_words(client, seen):
    story = thrown()
    client.force_login(cast.reporter())
    answer = client.post(f"/admin/articles/article/{story.pk}/put-back/", {"seen": seen}, follow=True)
    assert "Somebody else has just moved this story" in answer.text
    assert fresh(story).trashed_at


def test_an_empty_trash_says_so(client):
    client.force_login(cast.editor())
    assert "The trash is empty." in client.get(TRASH).text


def test_who_was_writing_meanwhile_finds_every_word_again(client):
    story = cast.make_article()
    client.force_login(cast.reporter())
    form = desk.form_of(client.get(desk.page("change", story)))
    workflow.trash(story, by=cast.editor())
    answer = client.post(desk.page("change", story), form | {"headline": "A better headline", "body": "<p>More</p>"})
    assert answer.status_code == 409
    assert "A better headline" in answer.text and "&lt;p&gt;More&lt;/p&gt;" in answer.text
    workflow.put_back(fresh(story), by=cast.editor())
    assert client.post(desk.page("change", story), form | {"headline": "A better headline"}).status_code == 302
    assert fresh(story).headline == "A better headline"


def test_a_preview_link_does_not_open_while_its_story_is_in_the_trash(client):
    story = cast.make_article()
    _, token = previewing.share(story, by=cast.editor(), revision=story.revisions.get(), lasts="day")
    address = reverse("articles:preview", args=[token])
    workflow.trash(fresh(story), by=cast.editor())
    assert client.get(address).status_code == 410
    workflow.put_back(fresh(story), by=cast.editor())
    assert client.get(address).status_code == 200


def test_a_page_that_began_the_story_writes_nothing_into_the_trash(client):
    client.force_login(cast.reporter())
    begin = reverse("admin:articles_article_begin")
    said = (
        desk.form_of(client.get(desk.page("add")))
        | {"tab": "tab-number-1", "headline": "Begun here"}
        | {"key": "save-number-1"}
    )
    begun = Article.objects.get(pk=client.post(begin, said).json()["story"])
    workflow.trash(begun, by=cast.reporter())
    assert client.post(begin, said | {"headline": "And on", "key": "save-number-2"}).status_code == 404
    assert fresh(begun).headline == "Begun here"


def test_the_trash_asks_as_much_with_many_stories(client):
    client.force_login(cast.editor())
    assert_queries_do_not_grow(lambda: client.get(TRASH), lambda many: [thrown() for _ in range(many)])


def test_older_stories_of_the_trash_follow(client, monkeypatch):
    monkeypatch.setattr("articles.admin.trash.SHOWN", 2)
    client.force_login(cast.editor())
    for number in range(5):
        thrown(headline=f"Story {number}")
    found, address = [], TRASH
    while address:
        page = client.get(address)
        found += [str(story) for story in page.context["stories"]]
        address = page.context["older"] and f"{TRASH}?before={page.context['older'].replace('+', '%2B')}"
    assert found == [f"Story {number}" for number in (4, 3, 2, 1, 0)]


# Emptying


def test_after_thirty_days_every_word_is_gone_and_the_ledger_still_holds():
    story = long_ago(thrown(headline="Secret", tags=["ships"], bylines=[cast.make_author()]))
    recent = long_ago(thrown(headline="Recent"), days=29)
    assert "“Secret”" in empty_trash() and fresh(recent).emptied_at is None
    left = fresh(story)
    assert left.emptied_at and (left.headline, left.body, left.standfirst, left.section) == ("", "", "", None)
    for model in (Revision, Byline):
        assert not model.objects.filter(article=story).exists()
    assert not TaggedArticle.objects.filter(content_object=story).exists()
    assert [event.verb for event in story.events.all()] == ["empty", "trash"]
    assert story.events.first().by == cast.reporter()
    assert list(verify.faults()) == []
    assert Audit.objects.filter(action="empty", about_id=str(story.pk)).exists()
    assert empty_trash() == "0 emptied.\n"


def test_what_was_said_shared_and_kept_aside_of_a_story_goes_with_it(client):
    story = cast.make_article()
    notes.add(story, by=cast.reporter(), text="Call them.")
    link, token = previewing.share(story, by=cast.editor(), revision=story.revisions.get(), lasts="day")
    assert client.get(reverse("articles:preview", args=[token])).status_code == 200
    revisions.add(story, "{}", by=cast.reporter(), kind=Revision.Kind.ASIDE)
    sittings.look_in(cast.reporter(), "tab-number-1", story, quiet_for=0, leaves=False)
    assert link.openings.exists() and Revision.every.filter(kind="aside").exists()
    workflow.trash(fresh(story), by=cast.reporter())
    long_ago(story)
    empty_trash()
    for rows in (Revision.every.filter(article=story), story.notes, story.preview_links, story.sittings):
        assert not rows.exists()


def test_a_dry_run_only_names_them():
    story = long_ago(thrown(headline="Secret"))
    assert "“Secret”" in empty_trash("--dry-run") and "1 would be emptied." in empty_trash("--dry-run")
    assert fresh(story).headline == "Secret"


def test_one_that_cannot_be_emptied_holds_no_other_up_and_is_named(monkeypatch, capsys):
    first, second = long_ago(thrown(headline="First")), long_ago(thrown(headline="Second"))
    empty = trash.empty

    def fails_for_the_first(story):
        if story.pk == first.pk:
            raise IntegrityError("held by something")
        return empty(story)

    monkeypatch.setattr("articles.trash.empty", fails_for_the_first)
    assert "1 emptied." in empty_trash()
    assert f"{first.pk} could not be emptied and stays in the trash: held by something" in capsys.readouterr().err
    assert fresh(first).headline == "First" and fresh(second).headline == ""
    with pytest.raises(RuntimeError, match=f"Story {first.pk} stays in the trash: held by something"):
        tasks.empty_trash.call()


def test_the_worker_empties_it_every_day():
    story = long_ago(thrown(headline="Secret"))
    call_command("tick")
    work()
    assert fresh(story).emptied_at and fresh(story).headline == ""


def test_what_was_put_back_meanwhile_is_not_emptied():
    story = long_ago(thrown())
    workflow.put_back(fresh(story), by=cast.editor())
    assert trash.empty(story) is False
    assert fresh(story).headline


def test_what_is_emptied_cannot_be_put_back_and_is_nowhere(client):
    story = long_ago(thrown())
    empty_trash()
    client.force_login(cast.editor())
    assert client.get(desk.page("change", story)).status_code == 404
    assert "Untitled" not in client.get(TRASH).text
    refused_with("not_in_trash", workflow.put_back, fresh(story), by=cast.editor())


# The database


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_the_database_lets_nothing_public_be_thrown_away_or_emptied():
    live, now = cast.make_live(), timezone.now()
    row = Article.objects.filter(pk=live.pk)
    refused(lambda: row.update(trashed_at=now))
    refused(lambda: row.update(trashed_at=now, emptied_at=now))
    refused(lambda: live.revisions.all().delete())


def test_the_database_empties_only_what_was_thrown_away_and_for_good():
    story, now = cast.make_article(), timezone.now()
    refused(lambda: Article.objects.filter(pk=story.pk).update(emptied_at=now))
    gone = long_ago(thrown())
    refused(lambda: gone.revisions.all().delete())
    trash.empty(gone)
    refused(lambda: Article.objects.filter(pk=gone.pk).update(emptied_at=None, trashed_at=None))


def test_the_database_gives_no_edition_to_what_is_in_the_trash():
    live = cast.make_live(slug="a").editions.get()
    story = thrown()

    def insert():
        columns = [field.column for field in live._meta.concrete_fields if not field.primary_key]
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(str(story.pk) if name == "article_id" else f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO articles_edition ({names}) SELECT {values} FROM articles_edition")

    with pytest.raises(IntegrityError, match="trash"), transaction.atomic():
        insert()


def test_no_event_is_lost_when_a_story_is_emptied():
    story = long_ago(thrown())
    before = Event.objects.count()
    trash.empty(story)
    assert Event.objects.count() == before + 1
