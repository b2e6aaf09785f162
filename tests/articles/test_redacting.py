"""Redaction: what was said is gone for ever, that it was said stays on record, and nothing else can be emptied that way."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from articles import clock, notes, revisions, triggers, verify, workflow
from articles.models import Article, Edition, Event, Rendered, Revision, Sitting
from comments.models import Comment
from tests.articles.desk import form_of, make, page, signed_in, text_of
from tests.articles.refusals import refused_with
from tests.cast import administrator, editor, make_article, make_author, make_live, make_picture, rewrite
from tests.comments.makers import make_comment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "Order 12/26 of the district court."
SECRET = "Xavier Quill"  # stands in every part of the first text


@pytest.fixture
def story():
    """Two editions: the first names somebody whom it must not name, the second, live now, does not."""
    article = make_live(
        headline=f"{SECRET} was seen",
        kicker=SECRET,
        standfirst=f"{SECRET} at the quay",
        body=f"<p>It was {SECRET}.</p>",
        seo_title=SECRET,
        seo_description=SECRET,
        lead_picture=make_picture(),
        lead_alt=SECRET,
        lead_caption=SECRET,
        bylines=[make_author()],
        tags=[SECRET],
        slug="seen",
    )
    make_comment(article, text="I saw it too")
    clean = dict.fromkeys(("kicker", "seo_title", "seo_description", "lead_alt", "lead_caption"), "")
    article.tags.clear()
    rewrite(article, headline="Somebody was seen", standfirst="At the quay.", body="<p>It was somebody.</p>", **clean)
    workflow.publish(article, by=editor(), kind="correction", note="We named somebody.")
    return article


def first(article) -> Edition:
    return article.editions.get(number=1)


def redact(article, *editions, **more):
    return workflow.redact(article, by=administrator(), editions=editions or [first(article)], reason=WHY, **more)


def everything_stored(article) -> str:
    """Every column of every row that holds what the story said or says."""
    tables = ["articles_article", "articles_revision", "articles_edition", "articles_rendered", "articles_editiontag"]
    tables += ["accounts_audit", "articles_note", "articles_sitting"]
    if connection.vendor == "sqlite":
        tables.append("articles_search")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(row) for row in cursor.fetchall()]
    return "".join(found)


# The verb


def test_a_redacted_edition_says_nothing_anywhere_and_the_other_still_does(story):
    assert SECRET in everything_stored(story)
    redact(story)
    assert SECRET not in everything_stored(story)
    assert "Somebody was seen" in everything_stored(story)
    edition = first(story)
    assert edition.redacted_at and edition.lead_picture is None
    assert not edition.tag_links.exists() and not edition.bylines.exists() and not edition.picture_links.exists()
    assert not edition.rendered.body and not edition.rendered.text
    assert Edition.objects.live(clock.read()).get().headline == "Somebody was seen"


def test_the_record_keeps_when_where_and_what_the_digest_of_it_was(story):
    before = first(story)
    redact(story)
    after = first(story)
    for kept in ("number", "digest", "address_id", "live_from", "live_until", "end", "change", "published_at"):
        assert getattr(before, kept) == getattr(after, kept)
    event = Event.objects.get(verb="redact")
    assert (event.note, event.by) == (WHY, administrator())


def test_the_check_of_the_record_reports_redacted_and_not_altered(story):
    redact(story)
    assert list(verify.faults()) == []
    out = StringIO()
    call_command("verify_editions", stdout=out)
    assert f"article {story.pk}, edition 1. {WHY}" in out.getvalue()


def test_all_editions_and_saved_texts_that_are_the_same_go_with_it(story):
    workflow.restore(story, by=editor(), revision=first(story).revision)
    workflow.publish(story, by=editor(), kind="update")
    workflow.withdraw(story, by=editor())
    story.refresh_from_db()
    emptied = redact(story)
    assert [edition.number for edition in emptied] == [1, 3]
    assert SECRET not in everything_stored(story)
    assert list(verify.faults()) == []


def test_the_working_copy_is_emptied_when_it_is_the_same_text():
    article = make_live(headline=SECRET, body=f"<p>{SECRET}</p>", tags=[SECRET], bylines=[make_author()])
    workflow.kill(article, by=editor(), reason="A court order.")
    redact(article)
    article = Article.objects.get()
    assert (article.headline, article.body, article.section.name) == ("", "", "City")
    assert not article.tags.exists() and not article.bylines.exists()
    assert SECRET not in everything_stored(article)
    refused_with("incomplete", workflow.submit, article, by=editor())


def test_a_saved_text_with_another_headline_or_tag_is_the_same_text(story):
    workflow.restore(story, by=editor(), revision=first(story).revision)
    rewrite(story, headline="Who was seen?")
    alike = story.revisions.first()
    rewrite(story, headline="At the desk now", body="<p>Being written.</p>", standfirst="", kicker="")
    redact(story)
    alike.refresh_from_db()
    assert alike.redacted_at and alike.content == ""


def test_drafts_go_only_when_asked_and_never_what_is_at_the_desk_or_public(story):
    rewrite(story, body=f"<p>A draft about {SECRET}.</p>")
    draft = story.revisions.first()
    rewrite(story, body="<p>Being written.</p>")
    redact(story)
    draft.refresh_from_db()
    assert SECRET in draft.content
    workflow.publish(story, by=editor(), kind="update")
    redact(story, story.editions.get(number=2), drafts=True)
    draft.refresh_from_db()
    assert draft.content == "" and draft.redacted_at
    assert "Being written" in story.revisions.first().content
    assert list(verify.faults()) == []


def test_a_rolling_text_that_was_redacted_is_never_written_into_again(story):
    same = first(story).revision
    rolling = revisions.add(story, same.content, by=editor(), kind=Revision.Kind.ROLLING)
    redact(story)
    rolling.refresh_from_db()
    assert (rolling.kind, rolling.content) == ("saved", "")


def test_what_remembers_its_words_by_the_way_forgets_them(story):
    same = first(story).revision
    aside = revisions.add(story, same.content, by=editor(), kind=Revision.Kind.ASIDE)
    note = notes.add(story, by=editor(), text="Are we sure?", quote=f"It was {SECRET}")
    at, open_page = clock.read(), {"by": editor(), "tab": "0" * 12}
    Sitting.objects.create(article=story, **open_page, seen_at=at, active_at=at, key="1" * 12, answer=f'"{SECRET}"')
    redact(story)
    aside.refresh_from_db()
    note.refresh_from_db()
    assert (aside.content, note.quote, note.text) == ("", "", "Are we sure?")
    assert SECRET not in everything_stored(story)


def test_replies_are_not_touched(story):
    redact(story)
    assert Comment.objects.get().text == "I saw it too"


def test_the_refusals_of_redacting(story):
    live, boss = story.editions.get(number=2), administrator()
    refused_with("in_use", workflow.redact, story, by=boss, editions=[live], reason=WHY)
    refused_with("reason_missing", workflow.redact, story, by=boss, editions=[first(story)], reason=" ")
    refused_with("nothing_changed", workflow.redact, story, by=boss, editions=[], reason=WHY)
    refused_with("conflict", workflow.redact, story, by=boss, editions=[first(story)], reason=WHY, seen=0)
    refused_with("other_article", workflow.redact, make_live(), by=boss, editions=[live], reason=WHY)
    draft = make_article()
    refused_with("never_public", workflow.redact, draft, by=boss, editions=[], reason=WHY)
    refused_with("never_public", workflow.redact, draft, by=boss, editions=[first(story)], reason=WHY)
    redact(story)
    refused_with("nothing_changed", workflow.redact, story, by=boss, editions=[first(story)], reason=WHY)
    with pytest.raises(PermissionDenied):
        workflow.redact(story, by=editor(), editions=[first(story)], reason=WHY)


def test_a_text_that_is_to_come_back_by_schedule_is_in_use(story):
    workflow.restore(story, by=editor(), revision=first(story).revision)
    workflow.schedule(story, by=editor(), at=clock.read() + HOUR, kind="update")
    refused_with("in_use", redact, story)
    workflow.unschedule(story, by=editor())
    redact(story)


def test_a_redacted_text_cannot_be_brought_back(story):
    text = first(story).revision
    redact(story)
    text.refresh_from_db()
    refused_with("redacted", workflow.restore, story, by=editor(), revision=text)
    assert story.headline == "Somebody was seen"
    refused_with("incomplete", workflow.publish, story, by=editor(), revision=text, kind="update")


def test_a_text_that_was_loaded_before_its_redaction_cannot_be_brought_back_either(story):
    text = first(story).revision
    redact(Article.objects.get(pk=story.pk))
    assert SECRET in text.content
    refused_with("redacted", workflow.restore, story, by=editor(), revision=text)
    assert SECRET not in everything_stored(story)


def test_rendering_anew_and_a_new_index_bring_nothing_back(story):
    redact(story)
    call_command("render_editions", stdout=StringIO())
    connection.check_constraints()  # PostgreSQL alters no table while checks are waiting
    call_command("rebuild_search", stdout=StringIO())
    assert SECRET not in everything_stored(story)
    assert Rendered.objects.get(edition=story.editions.get(number=2)).body


def test_a_blank_text_has_every_part_that_a_frozen_one_has(story):
    assert set(revisions.blank()) == set(revisions.thaw(story.revisions.first()))


# The database


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


EMPTY = dict.fromkeys(triggers.WORDS, "") | {"lead_picture": None, "redacted_at": clock.timezone.now()}


@pytest.mark.parametrize(
    "change",
    [
        {"headline": ""},
        EMPTY | {"headline": "Something kinder"},
        {name: value for name, value in EMPTY.items() if name != "standfirst"},
        {name: value for name, value in EMPTY.items() if name != "redacted_at"},
        EMPTY | {"digest": "0" * 64},
        EMPTY | {"live_from": clock.timezone.now()},
        EMPTY | {"note": "Something else"},
        {"redacted_at": clock.timezone.now()},
    ],
)
def test_the_database_lets_all_of_an_edition_go_or_nothing(story, change):
    refused(lambda: Edition.objects.filter(pk=first(story).pk).update(**change))


def test_the_database_keeps_what_readers_see_now(story):
    refused(lambda: story.editions.filter(number=2).update(**EMPTY))
    workflow.expire(story, by=editor(), at=clock.read() + HOUR)
    refused(lambda: story.editions.filter(number=2).update(**EMPTY))


@pytest.mark.parametrize(
    "change",
    [
        {"content": ""},
        {"content": "{}", "redacted_at": clock.timezone.now()},
        {"content": "", "redacted_at": clock.timezone.now(), "digest": ""},
        {"redacted_at": clock.timezone.now()},
    ],
)
def test_the_database_lets_a_revision_go_to_nothing_and_to_nothing_else(story, change):
    refused(lambda: Revision.objects.filter(pk=first(story).revision_id).update(**change))


def test_what_was_redacted_stays_redacted(story):
    redact(story)
    refused(lambda: Edition.objects.filter(pk=first(story).pk).update(redacted_at=None))
    refused(lambda: Edition.objects.filter(pk=first(story).pk).update(headline="Back"))
    refused(lambda: Revision.objects.filter(pk=first(story).revision_id).update(content="{}", redacted_at=None))


def test_an_edition_emptied_behind_the_ledgers_back_is_named(story):
    Edition.objects.filter(pk=first(story).pk).update(**EMPTY)
    Revision.objects.filter(pk=first(story).revision_id).update(content="", redacted_at=clock.read())
    assert any("Edition 1 of article" in fault and "altered" in fault for fault in verify.faults())


def test_a_redaction_that_was_undone_is_named(story):
    text = first(story).revision.content
    redact(story)
    connection.check_constraints()
    triggers.uninstall(connection)
    Revision.objects.filter(pk=first(story).revision_id).update(content=text, redacted_at=None)
    assert any("yet it says something" in fault for fault in verify.faults())


# The desk


def test_an_administrator_redacts_at_the_desk(story):
    client = signed_in(administrator())
    shown = client.get(page("redact", story))
    assert f"“{SECRET} was seen”" in text_of(shown)
    assert "Somebody was seen”" not in text_of(shown)  # readers see it now
    answer = make(client, story, "redact", editions=first(story).pk, note=WHY)
    assert answer.status_code == 400  # the last tick is missing
    kept = form_of(answer, "move")
    assert (kept["note"], kept["editions"]) == (WHY, str(first(story).pk))
    assert client.post(page("redact", story), kept | {"sure": "on"}).status_code == 302
    for screen in ("change", "history", "redact"):
        assert SECRET not in client.get(page(screen, story)).text
    told = text_of(client.get(page("history", story)))
    assert "redacted edition 1" in told and WHY in told


def test_looking_back_at_a_redacted_text_says_so(story):
    text = first(story).revision
    redact(story)
    client = signed_in(editor())
    assert "redacted" in text_of(client.get(page("preview", story, revision=text.pk)))
    compared = client.get(page("compare", story, a=text.pk))
    assert "The first text was redacted" in text_of(compared)
    assert f'value="{text.pk}">Bring the text' not in compared.text


def test_only_an_administrator_finds_the_way_to_it(story):
    assert page("redact", story) in signed_in(administrator()).get(page("change", story)).text
    assert page("redact", story) not in signed_in(editor()).get(page("change", story)).text
    assert signed_in(editor()).post(page("redact", story)).status_code == 403


def test_readers_find_nothing_of_a_redacted_text(story, client):
    redact(story)
    assert client.get("/search/", {"q": SECRET}).context["hits"] == []
    assert SECRET not in client.get(story.editions.get(number=2).get_absolute_url()).text
