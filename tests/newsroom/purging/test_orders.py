"""Each shared cache is told in its own words, and what it does not obey is tried again and shown; no secret is seen anywhere."""

import logging

import pytest
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from accounts.watched import ALL
from newsroom.purging import caches, sending, telling
from newsroom.purging.sending import NotPurged, purge
from newsroom.work import queue
from newsroom.work.report import report
from tests.newsroom.deeds import work
from tests.newsroom.purging.shared import TOKEN, fake, in_front

MANY = [f"article-{number}" for number in range(600)]


@pytest.fixture(autouse=True)
def _settled(monkeypatch):
    monkeypatch.setattr(sending, "SETTLED", 0)


@pytest.fixture
def server(monkeypatch):
    with fake() as server:
        monkeypatch.setattr(caches.Fastly, "API", server.address)
        monkeypatch.setattr(caches.Cloudflare, "API", server.address)
        yield server


@pytest.fixture
def front(server, settings):
    """Puts a shared cache in front: `front(kind)`."""
    places = {"varnish": server.address.removeprefix("http://"), "fastly": "SERVICE", "cloudflare": "ZONE"}
    return lambda kind: in_front(settings, kind, places[kind])


def test_fastly_is_told_by_surrogate_keys_and_not_softly(front, server):
    front("fastly")
    assert purge(MANY) == 3
    assert [(asked.method, asked.path) for asked in server.asked] == [("POST", "/service/SERVICE/purge")] * 3
    told = [asked.said["surrogate_keys"] for asked in server.asked]
    assert [len(each) for each in told] == [256, 256, 88]
    assert sorted(sum(told, [])) == sorted(MANY)
    assert {asked.headers["Fastly-Key"] for asked in server.asked} == {TOKEN}
    assert not any("soft" in name.lower() for asked in server.asked for name in asked.headers)
    assert purge([ALL, "article-1"]) == 1
    assert server.asked[-1].path == "/service/SERVICE/purge_all"


def test_cloudflare_is_told_by_tags_a_hundred_at_once(front, server):
    front("cloudflare")
    assert purge(MANY) == 6
    assert {(asked.method, asked.path) for asked in server.asked} == {("POST", "/zones/ZONE/purge_cache")}
    assert sorted(sum((asked.said["tags"] for asked in server.asked), [])) == sorted(MANY)
    assert max(len(asked.said["tags"]) for asked in server.asked) == 100
    assert {asked.headers["Authorization"] for asked in server.asked} == {f"Bearer {TOKEN}"}
    purge([ALL])
    assert server.asked[-1].said == {"purge_everything": True}


def test_cloudflare_is_not_believed_before_it_says_success(front, server):
    front("cloudflare")
    for said in ('{"success": false}', "[]", "<html>"):
        server.answers = [(200, said)]
        with pytest.raises(NotPurged):
            purge(["article-1"])


def test_varnish_is_told_by_an_expression_that_fits_into_a_header(front, server):
    front("varnish")
    long = [f"address-/2026/11/28/{'мир' * 30}-{number}/" for number in range(100)]
    purge(long)
    assert {asked.method for asked in server.asked} == {"BAN"}
    assert all(len(asked.headers["X-Ban"]) < 8000 for asked in server.asked)
    assert TOKEN not in str([asked.headers for asked in server.asked])
    purge([ALL])
    assert server.asked[-1].headers["X-Ban"] == "."


def test_nothing_is_sent_where_there_is_no_shared_cache(server):
    assert purge([ALL]) == 0
    assert server.asked == []


def test_where_an_answer_leads_is_not_followed(front, server):
    front("fastly")
    server.answers = [(302, "")]
    with pytest.raises(NotPurged, match="302"):
        purge(["article-1"])
    assert len(server.asked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["varnish", "fastly", "cloudflare"])
def test_what_failed_is_done_again_and_shown_if_it_never_succeeds(front, server, kind, caplog, capsys):
    front(kind)
    caplog.set_level(logging.DEBUG)
    telling.enqueue({"article-1"})
    server.answers = [(500, ""), (200, '{"success": true}')]
    assert "again" in work()[0]
    DBTaskResult.objects.filter(status=queue.READY).exclude(exception_class_path="").update(
        run_after="2026-01-01T00:00Z"
    )
    assert work() == ["done"]
    assert len(server.asked) == 2
    server.answers = [(403, f"the token {TOKEN} is wrong")]
    DBTaskResult.objects.update(run_after="2026-01-01T00:00Z", worker_ids=["earlier"] * (queue.TRIES - 1))
    assert f"{kind}://" in work()[0]
    assert report().faults == ["1 task failed for good."]
    with pytest.raises(SystemExit):
        call_command("worker", status=True)
    shown = capsys.readouterr().out + caplog.text + str(list(DBTaskResult.objects.values()))
    assert "PURGE_TOKEN does not allow it" in shown
    assert TOKEN not in shown
    assert TOKEN not in repr(list(caches.shared_cache().orders({"a"})))


@pytest.mark.django_db
def test_a_shared_cache_that_is_away_is_a_failure_in_words(settings):
    in_front(settings, "varnish", "127.0.0.1:1")
    with pytest.raises(NotPurged, match="varnish://127.0.0.1:1 gives no answer"):
        purge(["article-1"])


@pytest.mark.django_db
def test_many_failures_become_one_task_that_drops_everything(front, server):
    front("fastly")
    server.answers = [(503, "")]
    for number in range(telling.MOST_WAITING):
        telling.enqueue({f"article-{number}"})
    assert len(work()) == telling.MOST_WAITING
    telling.enqueue({"article-99"})
    server.answers = [(200, "{}")]
    assert work() == ["done"]
    assert server.asked[-1].path.endswith("/purge_all")
    assert not DBTaskResult.objects.filter(status=queue.READY).exclude(exception_class_path="").exists()
