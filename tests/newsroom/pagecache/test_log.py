"""What changed since it was last asked: each change once, none lost; and any doubt drops everything."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from articles import clock
from authors.models import Author
from newsroom.models import PageChange
from newsroom.pagecache.log import Silent, log_of
from newsroom.pagecache.prune import prune
from tests import cast
from tests.newsroom.pagecache.readers import Reader

POSTGRES = connection.vendor == "postgresql"
OLD, NEW = "Ines Calder", "Ines Aaby"


@pytest.fixture
def log(transactional_db):
    found = log_of()
    found.begin()
    yield found
    found.close()


def told(log) -> list[str]:
    return sorted(key for key, _ in log.ask() if key.startswith("k"))


def write(key: str) -> None:
    PageChange.objects.create(key=key)


def second_connection():
    other = connections.create_connection("default")
    other.ensure_connection()
    return other


def test_each_change_is_told_once(log):
    write("k1")
    write("k2")
    assert told(log) == ["k1", "k2"]
    assert told(log) == []


def test_a_change_is_told_only_when_it_is_committed_whatever_the_order_of_ids(log):
    """On SQLite one writes after the other; on PostgreSQL an id is given long before its commit."""
    slow = second_connection()
    try:
        if POSTGRES:
            slow.set_autocommit(False)
            slow.cursor().execute("INSERT INTO page_change (key) VALUES ('k1')")
            slow.cursor().execute("SAVEPOINT inner_one")
            slow.cursor().execute("INSERT INTO page_change (key) VALUES ('k2')")
            slow.cursor().execute("RELEASE SAVEPOINT inner_one")
        write("k3")
        assert told(log) == ["k3"]
        write("k4")
        assert told(log) == ["k4"]
        if POSTGRES:
            slow.commit()
        assert told(log) == (["k1", "k2"] if POSTGRES else [])
        assert told(log) == []
    finally:
        slow.close()


def test_by_ids_alone_a_change_would_be_lost(log):
    """The trap that the snapshots are there for: it must be possible to fall into it here."""
    if not POSTGRES:
        return
    slow = second_connection()
    slow.set_autocommit(False)
    slow.cursor().execute("INSERT INTO page_change (key) VALUES ('k1')")
    write("k2")
    last = PageChange.objects.latest("id").pk
    slow.commit()
    slow.close()
    assert not PageChange.objects.filter(pk__gt=last).exists()
    assert told(log) == ["k1", "k2"]


def test_a_purge_that_commits_after_the_page_was_kept_still_drops_it(site, story):
    author = Author.objects.get()
    block = transaction.atomic()
    with block:
        Author.objects.filter(pk=author.pk).update(name=NEW)
        Reader(lambda: site.get("/authors/")).done()
        kept = site.copy("/authors/")
        assert OLD in kept.body.decode()
    site.cache.forget_answer()
    assert NEW in site.get("/authors/")


def test_who_is_killed_right_after_the_commit_has_told_all_the_same(open_site, story):
    one, two = open_site(), open_site()
    assert OLD in one.get("/authors/") and OLD in two.get("/authors/")
    die("COMMIT")
    for site in (one, two):
        site.cache.forget_answer()
        assert NEW in site.get("/authors/")


def test_who_is_killed_before_the_commit_has_changed_and_dropped_nothing(site, story):
    site.get("/authors/")
    kept = site.copy("/authors/")
    die("")
    site.cache.forget_answer()
    assert OLD in site.get("/authors/")
    assert site.copy("/authors/") is kept


def die(last_word: str) -> None:
    """Another process changes an author and is gone at once, before or after its commit."""
    code = f"""
import os, django
from tests import settings
settings.DATABASES["default"]["NAME"] = os.environ["THE_DATABASE"]
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("BEGIN")
    cursor.execute("UPDATE authors_author SET name = '{NEW}'")
    if "{last_word}":
        cursor.execute("{last_word}")
os._exit(9)
"""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "THE_DATABASE": str(connection.settings_dict["NAME"]),
    }
    assert subprocess.run([sys.executable, "-c", code], env=environment, timeout=120).returncode == 9


# Doubt


@pytest.fixture
def kept(site, story):
    """A site with a page in its cache."""
    site.get("/authors/")
    site.get("/authors/")
    assert site.renders == ["/authors/"]
    return site


def is_dropped(site) -> bool:
    site.cache.forget_answer()
    before = len(site.renders)
    assert site.ask("/authors/").status == 200
    return len(site.renders) > before


def test_nothing_is_dropped_without_a_reason(kept):
    assert not is_dropped(kept)


def test_a_lost_connection_drops_everything_and_costs_no_reader_an_error(kept):
    kept.cache.log.wrapper.close() if not POSTGRES else end_connection(kept)
    if not POSTGRES:
        kept.cache.log.wrapper = None
    assert is_dropped(kept)
    assert not kept.cache.silent


def end_connection(site) -> None:
    pid = site.cache.log.wrapper.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])


def test_a_clock_that_was_set_drops_everything(kept):
    at, received = kept.cache.log.clock.base
    kept.cache.log.clock.base = (at - timedelta(seconds=10), received)
    assert is_dropped(kept) if POSTGRES else (write("k1"), is_dropped(kept))[1]


def test_a_thousand_changes_at_once_drop_everything(kept):
    PageChange.objects.bulk_create(PageChange(key=f"k{n}") for n in range(1_001))
    assert is_dropped(kept)


def test_a_process_that_slept_too_long_drops_everything(kept):
    kept.cache.answered -= 31 * 60
    assert is_dropped(kept)


def test_more_changes_than_can_be_remembered_let_no_old_render_be_kept(kept):
    kept.cache.changed = {f"k{n}": 1 for n in range(50_001)}
    write("k1")
    kept.cache.forget_answer()
    kept.get("/robots.txt")
    assert len(kept.cache.changed) == 1
    assert kept.cache.floor == kept.cache.epoch


def test_a_table_that_was_emptied_or_an_import_that_says_so_drops_everything(kept):
    write("*")
    assert is_dropped(kept)


def test_a_database_that_was_restored_drops_everything(kept):
    with connection.cursor() as cursor:
        if POSTGRES:  # a dump brings the numbers of another server's transactions
            cursor.execute("INSERT INTO page_change (key, xid) VALUES ('k1', '9999999999')")
        else:  # the last numbers are those of the day of the backup
            cursor.execute("INSERT INTO page_change (key) VALUES ('k1')")
            cursor.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'page_change'")
    assert is_dropped(kept)
    assert not is_dropped(kept)  # and that was all


def test_what_every_process_has_heard_is_forgotten_after_an_hour(transactional_db):
    now = clock.read()
    hour, later = timedelta(hours=1), timedelta(minutes=5)
    PageChange.objects.all().delete()
    for key, born, at in [
        ("old", now - hour - later, None),
        ("new", now - hour + later, None),
        ("to come", now - 30 * hour, now + hour),
        ("just come", now - 30 * hour, now - later),
        ("long come", now - 30 * hour, now - hour - later),
    ]:
        PageChange.objects.create(key=key, born=born, at=at)
    assert prune() == 2
    assert set(PageChange.objects.values_list("key", flat=True)) == {"new", "to come", "just come"}


def test_what_was_forgotten_does_not_stop_pages_from_being_kept(kept):
    write("k1")
    PageChange.objects.all().delete()
    assert not is_dropped(kept)
    kept.get("/")
    kept.get("/")
    assert kept.copy("/")


# A database that does not answer


class Deaf:
    """Stands in for the log: the database gives no answer."""

    def __init__(self, log, monkeypatch):
        monkeypatch.setattr(log, "ask", self._nothing)
        monkeypatch.setattr(log, "begin", self._nothing)

    def _nothing(self):
        raise Silent("no answer")


def test_a_silent_database_is_borne_for_a_while_and_then_copies_are_not_shown(kept, monkeypatch):
    here = [kept.cache.monotonic()]
    kept.cache.monotonic = lambda: here[0]
    with monkeypatch.context() as patch:
        Deaf(kept.cache.log, patch)
        here[0] += 59
        kept.get("/authors/")
        assert kept.renders == ["/authors/"]
        here[0] += 2
        kept.get("/authors/")
        kept.get("/authors/")
        assert kept.renders == ["/authors/"] * 3
    here[0] += 2
    kept.get("/authors/")
    kept.get("/authors/")
    assert kept.renders == ["/authors/"] * 4
    assert not kept.cache.silent


def test_when_the_database_speaks_again_every_copy_is_dropped(kept, monkeypatch):
    here = [kept.cache.monotonic()]
    kept.cache.monotonic = lambda: here[0]
    with monkeypatch.context() as patch:
        Deaf(kept.cache.log, patch)
        here[0] += 5
        assert OLD in kept.get("/authors/")
        Author.objects.update(name=NEW)
        assert OLD in kept.get("/authors/")
    here[0] += 2
    assert NEW in kept.get("/authors/")


def test_without_a_database_there_is_an_honest_503(kept, monkeypatch):
    Deaf(kept.cache.log, monkeypatch)
    kept.cache.answered -= 61

    def broken(environ, start_response):
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"broken"]

    monkeypatch.setattr(kept, "django", broken)
    kept.cache.forget_answer()
    answer = kept.ask("/authors/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Cache-Control"] == "no-store"


def test_hours_come_while_the_database_is_silent(kept, monkeypatch):
    Deaf(kept.cache.log, monkeypatch)
    kept.cache.to_come = [(kept.cache.log.now(), "authors")]
    kept.cache.forget_answer()
    kept.get("/authors/")
    assert kept.renders == ["/authors/"] * 2


def test_nobody_is_served_on_an_answer_that_is_older_than_the_lease(kept):
    asked = []
    ask = kept.cache.log.ask
    kept.cache.log.ask = lambda: asked.append(1) or ask()
    here = [kept.cache.monotonic()]
    kept.cache.monotonic = lambda: here[0]
    here[0] += 1
    kept.get("/authors/")
    assert len(asked) == 1
    here[0] += kept.cache.log.lease + 0.001
    kept.get("/authors/")
    assert len(asked) == 2


def test_after_something_was_posted_here_the_next_hit_asks(kept):
    kept.ask("/comments/on/x/", method="POST", CONTENT_LENGTH="0")
    assert kept.cache.checked == float("-inf")


def test_a_new_process_after_a_fork_begins_with_nothing(kept):
    kept.cache.begin_anew()
    assert kept.copy("/authors/") is None
    assert OLD in kept.get("/authors/")


def test_a_page_of_a_site_that_was_never_migrated_is_made_and_not_kept(open_site, monkeypatch):
    cast.make_section("City")
    monkeypatch.setattr("newsroom.pagecache.log.missing_triggers", lambda wrapper: {"pages_x"})
    site = open_site()
    assert site.ask("/").status == 200
    assert "migrate" in site.cache.silent
    assert site.copy("/") is None
