"""What is told to a shared cache: each change, twice, whatever happens to the worker; and everything, where that is not certain."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.watched import ALL
from articles import workflow
from newsroom.models import PageChange, Told
from newsroom.purging import news, telling
from newsroom.work.loop import Loop
from newsroom.work.tasks import purge
from tests import cast
from tests.newsroom.purging.shared import in_front

pytestmark = pytest.mark.django_db(transaction=True)
POSTGRES = connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def _front(settings):
    in_front(settings, "fastly", "SERVICE")


@pytest.fixture
def go_on(monkeypatch):
    """Puts the database's clock so far from where it is: `go_on(timedelta(minutes=5))`."""
    real = {name: getattr(news, name) for name in ("_of_postgres", "_of_sqlite")}

    def later(find, by):
        def found(seen):
            keys, seen, at = find(seen)
            return keys, seen, at + by

        return found

    def go_on(by: timedelta):
        for name, find in real.items():
            monkeypatch.setattr(news, name, later(find, by))

    return go_on


@pytest.fixture
def begun():
    """Everything was told once."""
    telling.tell()
    DBTaskResult.objects.all().delete()


def told() -> list[tuple[str, ...]]:
    """The keys of each task that was made since this was asked last, by its hour."""
    tasks = DBTaskResult.objects.filter(task_path=purge.module_path).order_by("run_after")
    found = [tuple(task.args_kwargs["args"][0]) for task in tasks]
    tasks.delete()
    return found


def told_keys() -> set[str]:
    return set().union(*told())


def write(key: str, **fields) -> None:
    PageChange.objects.create(key=key, **fields)


def test_the_first_look_tells_everything_and_the_next_one_nothing():
    assert telling.tell() == "fastly://SERVICE is told of everything"
    assert told() == [(ALL,), (ALL,)]
    assert telling.tell() == ""
    assert told() == []


def test_a_change_is_told_at_once_and_again_when_the_longest_render_is_over(begun):
    write("article-1")
    write("editions")
    assert telling.tell() == "fastly://SERVICE is told of 2 keys"
    first, second = DBTaskResult.objects.filter(task_path=purge.module_path).order_by("run_after")
    assert first.args_kwargs == second.args_kwargs == {"args": [["article-1", "editions"]], "kwargs": {}}
    assert first.run_after <= timezone.now()
    assert second.run_after - first.run_after == telling.LONGEST_RENDER + timedelta(seconds=1)
    assert first.priority > 0
    told()
    telling.tell()
    assert told() == []


def test_publishing_makes_no_request_and_is_told_by_the_worker(begun):
    """The address of the shared cache is one where nobody answers."""
    story = cast.make_live(headline="Ship")
    assert told() == []
    telling.tell()
    assert {f"article-{story.pk}", "editions", "absent"} <= told_keys()


def test_a_worker_that_dies_between_hearing_and_telling_loses_nothing(begun, monkeypatch):
    write("article-1")

    def killed(keys):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(telling, "enqueue", killed)
        with pytest.raises(KeyboardInterrupt):
            telling.tell()
    assert told() == []
    telling.tell()
    assert told() == [("article-1",)] * 2


def test_what_was_rolled_back_is_not_told(begun):
    with transaction.atomic():
        write("article-1")
        transaction.set_rollback(True)
    telling.tell()
    assert told() == []


def test_changes_that_commit_out_of_order_are_each_told_once(begun):
    if not POSTGRES:  # where only one writes at a time
        return
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO page_change (\"key\") VALUES ('early')")
            write("late")
            telling.tell()
            assert told_keys() == {"late"}
            cursor.execute("SELECT 1")
        other.commit()
    finally:
        other.close()
    telling.tell()
    assert told_keys() == {"early"}
    telling.tell()
    assert told() == []


def test_an_hour_is_told_when_it_is_known_and_when_it_comes(begun, go_on):
    now = timezone.now()
    write("article-1", at=now + timedelta(minutes=10))
    telling.tell()
    assert told_keys() == {"article-1"}
    go_on(timedelta(minutes=9))
    telling.tell()
    assert told() == []
    go_on(timedelta(minutes=11))
    telling.tell()
    assert told() == [("article-1",)] * 2
    telling.tell()
    assert told() == []


def test_a_scheduled_story_is_told_at_its_minute(begun, go_on):
    waiting = cast.make_article(headline="Later", slug="later", bylines=[cast.make_author("Bo Lind")])
    workflow.schedule(waiting, by=cast.editor(), at=timezone.now() + timedelta(minutes=5))
    telling.tell()
    told()
    go_on(timedelta(minutes=6))
    telling.tell()
    assert f"article-{waiting.pk}" in told_keys()


@pytest.mark.parametrize("by", [timedelta(hours=1), timedelta(minutes=-5)])
def test_after_a_long_sleep_or_when_the_clock_was_set_everything_is_told(begun, go_on, by):
    go_on(by)
    telling.tell()
    assert told() == [(ALL,)] * 2
    telling.tell()
    assert told() == []


def test_very_many_keys_are_everything(begun):
    PageChange.objects.bulk_create(PageChange(key=f"article-{number}") for number in range(1001))
    telling.tell()
    assert told() == [(ALL,)] * 2


def test_a_database_that_was_put_back_is_told_anew(begun, monkeypatch):
    write("article-1")
    telling.tell()
    told()
    monkeypatch.setattr(news, "_here", lambda: "another one")
    telling.tell()
    assert told() == [(ALL,)] * 2


def test_news_that_are_gone_are_told_as_everything(begun):
    write("article-1")
    telling.tell()
    told()
    with connection.cursor() as cursor:
        if POSTGRES:
            cursor.execute(
                "INSERT INTO page_change (\"key\", xid) VALUES ('x', (pg_current_xact_id()::text::int8 + 1000)::text::xid8)"
            )
        else:
            cursor.execute("DELETE FROM page_change")
            cursor.execute("UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'page_change'")
    telling.tell()
    assert told() == [(ALL,)] * 2
    telling.tell()
    assert told() == []


def test_another_shared_cache_is_told_from_the_beginning(begun, settings):
    in_front(settings, "varnish", "127.0.0.1:6081")
    telling.tell()
    assert told() == [(ALL,)] * 2


def test_a_worker_that_begins_tells_everything_and_one_for_a_moment_goes_on(begun, monkeypatch):
    monkeypatch.setattr("newsroom.purging.sending.purge", lambda keys: 0)
    loop = Loop(lambda line: None)
    loop._tell()
    assert told() == [(ALL,)] * 2
    loop.told = -60
    write("article-1")
    loop._tell()
    assert told() == [("article-1",)] * 2
    write("article-2")
    call_command("worker", "--once", stdout=StringIO())
    assert ("article-2",) in told()


def test_the_place_is_written_down_seldom_when_nothing_changes(begun, go_on):
    before = Told.objects.get()
    telling.tell()
    assert Told.objects.get().at == before.at
    go_on(telling.NOTED + timedelta(minutes=1))
    telling.tell()
    assert Told.objects.get().at > before.at
    assert told() == []


def test_an_operator_may_drop_everything(begun):
    call_command("purge_shared_cache", stdout=StringIO())
    assert told() == [(ALL,)] * 2


def test_where_there_is_no_shared_cache_nothing_is_told(settings):
    settings.SHARED_CACHE = {}
    write("article-1")
    assert telling.tell() == ""
    assert told() == []
    assert not Told.objects.exists()
