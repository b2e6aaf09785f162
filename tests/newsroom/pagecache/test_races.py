"""A render that is overtaken by a change: nobody who comes after the change gets the old page, and it is not kept."""

import pytest
from django.db import connection, transaction

from articles import workflow
from authors.models import Author
from tests import cast
from tests.newsroom.pagecache.readers import Reader, Stop

OLD, NEW = "First ship since March", "Second ship since March"


def rename(story) -> None:
    workflow.publish(cast.rewrite(story.article, headline=NEW), by=cast.editor(), kind="typo")


def test_a_page_is_made_once_and_then_shown_from_its_copy(site, story):
    assert site.get(story.address_id) == site.get(story.address_id) == site.get(story.address_id)
    assert site.renders == [story.address_id]


def test_a_page_that_was_overtaken_by_a_change_is_not_kept(site, story):
    stop = Stop(site.cache, "after_read")
    early = Reader(lambda: site.get(story.address_id))
    stop.reached()
    rename(story)
    site.cache.forget_answer()  # the lease of the last answer is over
    site.get("/authors/")  # somebody else's request hears of the change
    stop.go_on()
    assert OLD in early.done()
    assert site.copy(story.address_id) is None
    assert NEW in site.get(story.address_id)


def test_a_page_that_was_overtaken_unheard_is_dropped_at_the_next_request(site, story):
    stop = Stop(site.cache, "before_store")
    early = Reader(lambda: site.get(story.address_id))
    stop.reached()
    rename(story)
    stop.go_on()
    assert OLD in early.done()
    site.cache.forget_answer()
    assert NEW in site.get(story.address_id)


def test_who_comes_after_a_change_does_not_wait_for_a_render_that_began_before(site, story):
    stop = Stop(site.cache, "after_read")
    early = Reader(lambda: site.get(story.address_id))
    stop.reached()
    rename(story)
    site.cache.forget_answer()  # the lease of the last answer is over
    late = Reader(lambda: site.get(story.address_id))
    assert NEW in late.done()
    stop.go_on()
    assert OLD in early.done()
    assert NEW in site.get(story.address_id)
    assert site.renders.count(story.address_id) == 2


def test_a_thousand_who_come_at_once_get_one_render(site, story):
    stop = Stop(site.cache, "before_read")
    readers = [Reader(lambda: site.get(story.address_id))]
    stop.reached()
    readers += [Reader(lambda: site.get(story.address_id)) for _ in range(40)]
    stop.go_on()
    assert len({reader.done() for reader in readers}) == 1
    assert site.renders == [story.address_id]


def test_a_render_that_breaks_leaves_nobody_waiting(site, story, monkeypatch):
    stop = Stop(site.cache, "before_read")
    first = Reader(lambda: site.ask(story.address_id))
    stop.reached()
    second = Reader(lambda: site.ask(story.address_id))
    with monkeypatch.context() as patch:
        patch.setattr(site, "django", None)
        stop.go_on()
        with pytest.raises(TypeError):
            first.done()
        with pytest.raises(TypeError):
            second.done()
    assert OLD in site.get(story.address_id)


def test_a_change_that_is_not_committed_concerns_nobody_until_it_is(site, story):
    author = Author.objects.get()
    with transaction.atomic():
        Author.objects.filter(pk=author.pk).update(name="Ines Aaby")
        assert "Ines Calder" in Reader(lambda: site.get("/authors/")).done()
        assert "Ines Calder" in Reader(lambda: site.get("/authors/")).done()
        assert site.copy("/authors/")
    site.cache.forget_answer()
    assert "Ines Aaby" in site.get("/authors/")


def test_a_change_that_is_taken_back_drops_nothing(site, story):
    site.get("/authors/")
    kept = site.copy("/authors/")
    block = transaction.atomic()
    with block:
        Author.objects.update(name="Ines Aaby")
        transaction.set_rollback(True)
    with transaction.atomic():
        point = transaction.savepoint()
        Author.objects.update(name="Ines Aaby")
        transaction.savepoint_rollback(point)
    site.cache.forget_answer()
    assert "Ines Calder" in site.get("/authors/")
    assert site.copy("/authors/") is kept


def test_what_is_read_within_a_transaction_is_not_kept(site, story):
    with transaction.atomic():
        site.get(story.address_id)
    assert site.copy(story.address_id) is None


def test_an_old_state_that_a_connection_still_reads_is_not_kept(site, story):
    """A result that was read half pins it on SQLite; on PostgreSQL each statement sees what is committed."""
    site.get("/authors/")
    half = Author.objects.iterator(chunk_size=1)
    cursor = connection.cursor()
    cursor.execute("SELECT id FROM articles_edition UNION ALL SELECT id FROM articles_revision")
    cursor.fetchone()
    next(half)
    Reader(lambda: Author.objects.update(name="Ines Aaby")).done()
    site.cache.forget_answer()
    site.get("/authors/")
    kept = site.copy("/authors/")
    assert kept is None or b"Ines Aaby" in kept.body
    cursor.close()
    half.close()
    assert "Ines Aaby" in site.get("/authors/")
    assert "Ines Aaby" in site.get("/authors/")
