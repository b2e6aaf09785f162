"""Whoever changes what readers see, by whatever means: the database itself writes down which pages that concerns."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from accounts.watched import ALL, WATCHED, WATCHES, missing_triggers, told_at_once
from articles import clock, tagging, workflow
from articles.models import (
    Address,
    Article,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionSection,
    EditionTag,
    Rendered,
    Revision,
    Section,
    SectionAlias,
    Series,
    Tag,
    TagAlias,
)
from articles.triggers import GUARDS
from authors.models import Author, AuthorAlias, AuthorLink
from comments.models import Comment, Mode, Policy, State
from library.models import Picture
from newsroom.checks import triggers_tell_what_changes
from newsroom.models import PageChange
from tests import cast
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    return cast.make_live(
        headline="First ship", slug="ship", bylines=[cast.make_author()], tags=["ships"], lead_picture=cast.make_picture(),
    ).editions.get()  # fmt: skip


def told(change) -> set[str]:
    """The keys that a change writes."""
    PageChange.objects.all().delete()
    change()
    return set(PageChange.objects.filter(at=None).values_list("key", flat=True))


def word(model, column: str) -> str:
    return WATCHED[model._meta.db_table].columns[column]


# Rows of every watched table: how one is made, and a column that can be changed
def things(story) -> dict:
    article, city, tag, author = story.article, Section.objects.get(), Tag.objects.get(), Author.objects.get()
    draft = cast.make_article(headline="Draft")
    comment = make_comment(article, state=State.APPROVED)
    key = {"edition": story, "published_at": story.published_at, "article_id": article.pk}
    return {
        Edition: (story, {"live_until": clock.read() + timedelta(hours=1), "end": "expiry"}),
        EditionSection: (EditionSection(**key, section=cast.make_section("Sports")), {"primary": False}),
        EditionTag: (EditionTag(**key, tag=Tag.objects.create(name="Fish"), name="Fish"), {"name": "Fishes"}),
        EditionAuthor: (
            EditionAuthor(**key, author=cast.make_author("Lea Brandt"), role="words", position=2, name="Lea"), {"name": "L"},
        ),
        EditionPicture: (EditionPicture(edition=story, picture=cast.make_picture("navy")), {"picture": cast.make_picture()}),
        Rendered: (story.rendered, {"body": "<p>Anew</p>"}),
        Address: (Address(path="/2026/01/01/x/", article=article), {"article": draft}),
        Section: (Section(name="Weather", slug="weather", path="weather"), {"name": "Storms"}),
        SectionAlias: (SectionAlias(path="town", section=city), {"path": "village"}),
        Series: (Series(name="The wall", slug="the-wall"), {"name": "The Wall"}),
        Tag: (Tag(name="Harbour", slug="harbour"), {"name": "Harbours"}),
        TagAlias: (TagAlias(slug="boats", tag=tag), {"slug": "vessels"}),
        Article: (draft, {"killed_at": clock.read(), "kill_reason": "A court"}),
        Author: (Author(name="Per Aaby", slug="per"), {"name": "Per A."}),
        AuthorAlias: (AuthorAlias(slug="ines", author=author), {"slug": "inez"}),
        AuthorLink: (AuthorLink(label="Site", url="https://x.example/", author=author), {"label": "Page"}),
        Picture: (cast.make_picture("maroon"), {"alt": "Another"}),
        Comment: (comment, {"text": "Another text"}),
        Policy: (Policy(article=article, mode=Mode.CLOSED, by=cast.moderator()), {"mode": Mode.POST}),
        Revision: (story.revision, None),
    }  # fmt: skip


def keys_of(row) -> set[str]:
    watched = WATCHED[row._meta.db_table]
    return {watched.group} | {
        f"{word}-{getattr(row, column)}"
        for column, word in watched.columns.items()
        if getattr(row, column) is not None
    }


def test_every_watched_table_has_a_row_in_these_tests(story):
    assert {model._meta.db_table for model in things(story)} == set(WATCHED)


def test_a_row_that_comes_or_changes_tells_its_keys_by_save_update_and_raw_sql(story):
    for model, (row, change) in things(story).items():
        if row._state.adding:
            found = told(row.save)
            assert keys_of(row) <= found, model
        if change is None:  # a frozen text changes by redaction alone
            continue
        before, mine = keys_of(row), model.objects.filter(pk=row.pk)
        found = told(lambda mine=mine, change=change: mine.update(**change))
        row.refresh_from_db()
        assert before | keys_of(row) <= found, model
        column = connection.ops.quote_name(model._meta.pk.column)
        raw = f"UPDATE {model._meta.db_table} SET {column} = {column} WHERE {column} = %s"
        if not WATCHED[model._meta.db_table].only:
            assert keys_of(row) <= told(lambda raw=raw, row=row: execute(raw, [row.pk])), model


def execute(sql: str, parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def test_rows_made_and_deleted_in_bulk_tell_their_keys(story):
    authors = [Author(name=f"A{n}", slug=f"a{n}") for n in range(3)]
    found = told(lambda: Author.objects.bulk_create(authors))
    assert {"authors", "absent", "author-at-a0", "author-at-a2"} <= found
    found = told(
        lambda: Author.objects.filter(slug__startswith="a").exclude(pk=story.bylines.get().author_id).delete()
    )
    assert {"author-at-a0", "author-at-a1", "author-at-a2"} <= found


def test_all_that_belongs_to_an_edition_tells_every_list_that_it_stands_on(story):
    link, tag, city = story.bylines.get(), Tag.objects.get(), Section.objects.get()
    everything = {
        "editions", "absent", f"article-{story.article_id}", f"edition-{story.pk}", f"address-{story.address_id}",
        f"in-section-{city.pk}", f"tagged-{tag.pk}", f"by-author-{link.author_id}",
    }  # fmt: skip
    assert everything <= told(lambda: workflow.withdraw(story.article, by=cast.editor()))
    assert everything <= told(lambda: Rendered.objects.filter(pk=story.pk).update(body="Anew"))
    assert everything <= told(lambda: EditionTag.objects.filter(edition=story).update(name="Ship"))


def test_a_merged_tag_tells_both(story):
    ships, boats = Tag.objects.get(), Tag.objects.create(name="Boats")
    found = told(lambda: tagging.merge(ships, boats))
    assert {f"tagged-{ships.pk}", f"tagged-{boats.pk}", f"tag-{ships.pk}", f"article-{story.article_id}"} <= found


def test_a_planned_start_and_end_are_rows_of_the_future(db):
    draft, at = cast.make_article(slug="ferry"), clock.read() + timedelta(hours=1)
    PageChange.objects.all().delete()
    workflow.schedule(draft, by=cast.editor(), at=at)
    section = Section.objects.get()
    assert set(PageChange.objects.filter(at=at).values_list("key", flat=True)) >= {
        "editions", "absent", f"article-{draft.pk}", f"in-section-{section.pk}",
    }  # fmt: skip


def test_work_at_the_desk_tells_readers_pages_nothing(story):
    """Autosaves, stages and what waits for a moderator: none of it drops a page."""
    article = story.article
    assert told(lambda: Article.objects.filter(pk=article.pk).update(headline="Typing", version=9)) == set()
    assert told(lambda: make_comment(article, state=State.PENDING)) == set()
    held = Comment.objects.get(state=State.PENDING)
    assert told(lambda: Comment.objects.filter(pk=held.pk).update(state=State.SPAM, decided_at=clock.read())) == set()
    assert told(lambda: Comment.objects.filter(pk=held.pk).update(state=State.APPROVED)) == {
        "replies", f"replies-{article.pk}",
    }  # fmt: skip


def test_a_pick_or_a_voice_tells_the_story_and_work_on_a_comment_or_a_policy_tells_nothing(story):
    """A lease, a report, a look, and what a day clears: readers see none of it."""
    comment = make_comment(story.article, state=State.APPROVED)
    ours, policy = (
        Comment.objects.filter(pk=comment.pk),
        Policy.objects.create(article=story.article, by=cast.editor()),
    )
    for seen in ({"recommended": 1}, {"picked_at": clock.read()}):
        assert told(lambda seen=seen: ours.update(**seen)) == {"replies", f"replies-{story.article.pk}"}
    unseen = {"leased_by": cast.moderator(), "leased_until": clock.read(), "reported": 1, "reviewed_at": clock.read()}
    assert told(lambda: ours.update(**unseen)) == set()
    assert told(lambda: Policy.objects.filter(pk=policy.pk).update(pace=99, most_waiting=5)) == set()


def test_what_is_taken_back_tells_nothing(story):
    def change():
        with transaction.atomic():
            Author.objects.update(name="Another")
            transaction.set_rollback(True)

    assert told(change) == set()


def test_an_archive_is_filled_with_one_row_that_concerns_every_page(story):
    def fill():
        with transaction.atomic(), told_at_once(connection):
            Author.objects.bulk_create(Author(name=f"A{n}", slug=f"a{n}") for n in range(30))

    assert told(fill) == {ALL}
    assert missing_triggers(connection) == set()


# Migrations


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_back_after_a_migration_that_writes_a_table_anew():
    """SQLite drops them with the old table."""
    state = ProjectState.from_apps(apps)
    operation = migrations.AlterField("edition", "kicker", models.CharField(max_length=61, blank=True))
    after = state.clone()
    operation.state_forwards("articles", after)
    for guards in (*WATCHES, GUARDS):
        guards.make_way(None, plan=[operation])
    with connection.schema_editor() as editor:
        operation.database_forwards("articles", editor, state, after)
    with connection.schema_editor() as editor:
        operation.database_backwards("articles", editor, after, state)
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == set()
    assert GUARDS.missing(connection) == set()
    assert PageChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_lost_trigger_is_found_named_and_put_back_with_every_page_dropped():
    lost = next(name for name in missing_of_nothing() if "authors_author_update" in name)
    on = " ON authors_author" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {lost}{on}", None)
    assert missing_triggers(connection) == {lost}
    [error] = triggers_tell_what_changes(None, ["default"])
    assert lost in error.msg and "migrate" in error.hint
    PageChange.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert missing_triggers(connection) == set()
    assert triggers_tell_what_changes(None, ["default"]) == []
    assert set(PageChange.objects.values_list("key", flat=True)) == {ALL}


def missing_of_nothing() -> set[str]:
    return {trigger.name for watch in WATCHES for trigger in watch._mine(connection)}


@pytest.mark.django_db(transaction=True)
def test_a_process_keeps_no_page_while_a_trigger_is_missing(open_site, story):
    name = next(name for name in missing_of_nothing() if "authors_author_update" in name)
    on = " ON authors_author" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {name}{on}", None)
    site = open_site()
    assert site.ask("/authors/").status == 200
    assert site.copy("/authors/") is None
    call_command("migrate", verbosity=0)
    assert open_site().ask("/authors/").status == 200
