"""Work in the background: done once when all is well, again when it failed, and told when it failed for good."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.roles import keep_roles
from newsroom.models import Worker
from newsroom.work import periodic, queue, workers
from newsroom.work.checks import tasks_are_done
from newsroom.work.periodic import DAY, HOUR, WEEK, Job, tick
from newsroom.work.report import PATIENCE, report
from tests import cast
from tests.browser import accessibility_faults, sign_in
from tests.newsroom import deeds
from tests.newsroom.deeds import work

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def paper(tmp_path):
    return tmp_path / "paper"


def words(paper) -> list[str]:
    return paper.read_text().split() if paper.exists() else []


def failed_task(paper) -> DBTaskResult:
    deeds.fail.enqueue(str(paper))
    DBTaskResult.objects.update(worker_ids=["earlier"] * (queue.TRIES - 1))
    work()
    return DBTaskResult.objects.get()


def test_a_task_is_done_once(paper):
    deeds.note.enqueue(str(paper), "word")
    assert work() == ["done"]
    assert work() == []
    assert words(paper) == ["word"]


def test_a_task_of_a_transaction_that_was_rolled_back_is_never_done(paper):
    with transaction.atomic():
        deeds.note.enqueue(str(paper), "word")
        transaction.set_rollback(True)
    assert work() == []
    assert words(paper) == []


def test_a_failing_task_is_tried_again_later_each_time_and_then_shown_as_failed(paper):
    deeds.fail.enqueue(str(paper))
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        for wait in queue.WAITS:
            assert "again" in work()[0]
            clock.shift(wait - timedelta(seconds=1))
            assert work() == []
            clock.shift(timedelta(seconds=2))
        assert "failed for good" in work()[0]
        clock.shift(LATER)
        assert work() == []
    assert words(paper) == ["tried"] * queue.TRIES
    assert report().faults == ["1 task failed for good."]


def test_a_task_that_works_at_the_second_try_is_done(paper, monkeypatch):
    deeds.fail.enqueue(str(paper))
    work()
    DBTaskResult.objects.update(
        task_path=deeds.note.module_path, args_kwargs={"args": [str(paper), "x"], "kwargs": {}}
    )
    with time_machine.travel(timezone.now() + LATER):
        assert work() == ["done"]
    assert DBTaskResult.objects.get().traceback == ""


def test_a_task_whose_code_is_gone_fails_and_stops_no_other(paper):
    deeds.note.enqueue(str(paper), "first")
    DBTaskResult.objects.update(task_path="tests.newsroom.deeds.gone")
    deeds.note.enqueue(str(paper), "second")
    assert "again" in work()[0]
    assert words(paper) == ["second"]


def test_the_task_of_a_silent_worker_is_given_to_the_next(paper):
    deeds.note.enqueue(str(paper), "word")
    Worker.objects.create(name="silent", host="elsewhere", pid=1, seen_at=timezone.now() - 2 * workers.SILENT)
    queue.take("silent")
    assert [outcome for _, outcome in workers.reap()] == ["given back, its worker is gone"]
    assert work() == ["done"]
    assert not Worker.objects.exists()


def test_a_worker_that_was_given_up_says_that_it_is_alive_again():
    asleep = Worker.objects.create(name="asleep", host="elsewhere", pid=1, seen_at=timezone.now() - 2 * workers.SILENT)
    workers.reap()
    assert workers.alive() == []
    workers.say_alive(asleep)
    assert workers.alive() == [asleep]


def test_the_task_of_a_living_worker_is_left_to_it(paper):
    deeds.note.enqueue(str(paper), "word")
    Worker.objects.create(name="busy", host="elsewhere", pid=1)
    queue.take("busy")
    assert workers.reap() == []


def test_a_worker_that_wakes_up_late_does_not_undo_what_the_next_one_did(paper):
    deeds.fail.enqueue(str(paper))
    asleep = queue.take("asleep")
    workers.reap()
    DBTaskResult.objects.update(
        task_path=deeds.note.module_path, args_kwargs={"args": [str(paper), "x"], "kwargs": {}}
    )
    assert work("next") == ["done"]
    assert queue.put_off(asleep, ValueError()) == "taken over by another worker"
    assert DBTaskResult.objects.get().status == queue.SUCCESSFUL


def test_a_task_that_takes_every_worker_down_is_given_up(paper):
    deeds.note.enqueue(str(paper), "word")
    for number in range(queue.TRIES):
        assert queue.take(f"worker {number}")
        workers.reap()
    assert DBTaskResult.objects.get().status == queue.FAILED
    assert words(paper) == []


JOBS = (Job(deeds.note, HOUR), Job(deeds.fail, DAY, at=4), Job(deeds.begin_and_wait, WEEK, at=7))


@pytest.fixture
def ticks(settings, monkeypatch):
    """What a tick at an instant makes, when tasks are made at that instant."""
    settings.TIME_ZONE = "Europe/London"
    monkeypatch.setattr(periodic.Task, "enqueue", lambda task: put(task))

    def put(task):
        made = DBTaskResult.objects.create(task_path=task.module_path, args_kwargs={}, run_after=timezone.now())
        DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=timezone.now())

    def ticks(at: str):
        with time_machine.travel(at, tick=False):
            return tick(jobs=JOBS)

    return ticks


def test_a_job_is_due_once_an_hour_a_day_a_week(ticks):
    assert ticks("2026-11-27T12:00:30Z") == ["note", "fail", "begin_and_wait"]
    assert ticks("2026-11-27T12:01:30Z") == []
    assert ticks("2026-11-27T13:00:00Z") == ["note"]
    assert ticks("2026-11-28T03:59:00Z") == ["note"]
    assert ticks("2026-11-28T04:00:00Z") == ["note", "fail"]
    assert ticks("2026-11-30T06:59:00Z") == ["note", "fail"]
    assert ticks("2026-11-30T07:00:00Z") == ["note", "begin_and_wait"]


def test_what_a_week_without_a_worker_missed_is_made_up_once(ticks):
    ticks("2026-11-27T12:00:30Z")
    assert ticks("2026-12-04T15:00:00Z") == ["note", "fail", "begin_and_wait"]
    assert ticks("2026-12-04T15:01:00Z") == []


def test_old_tasks_are_forgotten_and_failed_ones_kept_longer(paper):
    failed_task(paper)
    deeds.note.enqueue(str(paper), "word")
    work()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        call_command("tick")
        work()
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {
        deeds.fail.module_path,
        "newsroom.work.tasks.forget_old_changes",
        "newsroom.work.tasks.forget_old_tasks",
        "newsroom.work.tasks.tell_the_week",
        "newsroom.work.tasks.empty_trash",
        "newsroom.work.tasks.mind_valves",
        "newsroom.work.tasks.forget_counters",
        "newsroom.work.tasks.erase_commenters",
        "newsroom.work.tasks.send_digests",
        "newsroom.work.tasks.tidy_comments",
    }


def test_an_operator_is_told_of_failed_and_of_waiting_tasks(paper):
    assert tasks_are_done(None, ["default"]) == []
    failed_task(paper)
    deeds.note.enqueue(str(paper), "word")
    with time_machine.travel(timezone.now() + PATIENCE + timedelta(minutes=1)):
        told = [message.msg for message in tasks_are_done(None, ["default"])]
    assert told[0] == "Work in the background: 1 task failed for good."
    assert "1 task waits to be done" in told[1]
    assert told[2] == "Work in the background: No worker is running."


def test_the_check_says_nothing_without_a_database():
    assert tasks_are_done(None, None) == []


def test_the_command_says_how_the_tasks_stand_and_does_a_failed_one_again(paper, capsys):
    task = failed_task(paper)
    with pytest.raises(SystemExit) as ended:
        call_command("worker", "--status")
    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "failed   1" in said
    assert f"{task.pk} tests.newsroom.deeds.fail: ValueError: The mail server is down." in said
    call_command("worker", "--repeat", "all")
    assert "1 to be done again." in capsys.readouterr().out
    assert "try 1 of" in work()[0]


def test_an_administrator_sees_a_failed_task_and_has_it_done_again(paper, client):
    task = failed_task(paper)
    client.force_login(cast.administrator())
    page = client.get("/admin/tasks/").content.decode()
    assert "The mail server is down." in page
    assert '<span class="count">1</span>' in page
    answer = client.post("/admin/tasks/", {"id": str(task.pk), "do": "repeat"}, follow=True)
    assert "The task will be done again." in answer.content.decode()
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (queue.READY, [])


def test_an_administrator_drops_a_failed_task_and_nothing_else(paper, client):
    task = failed_task(paper)
    deeds.note.enqueue(str(paper), "word")
    other = DBTaskResult.objects.exclude(pk=task.pk).get()
    client.force_login(cast.administrator())
    for asked in ({"id": str(other.pk), "do": "drop"}, {"id": "nonsense", "do": "drop"}, {"id": str(task.pk)}, {}):
        assert "Nothing was done" in client.post("/admin/tasks/", asked, follow=True).content.decode()
    client.post("/admin/tasks/", {"id": str(task.pk), "do": "drop"})
    assert list(DBTaskResult.objects.all()) == [other]


def test_an_editor_does_not_see_the_tasks(client):
    client.force_login(cast.editor())
    assert client.get("/admin/tasks/").status_code == 403
    assert "/admin/tasks/" not in client.get("/admin/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_failed_tasks_fits_a_phone_and_has_no_fault(open_page, tmp_path):
    keep_roles(list(apps.get_app_configs())[-1])
    failed_task(tmp_path / "paper")
    page = open_page(viewport={"width": 390, "height": 844})
    sign_in(page, cast.administrator())
    page.goto("/admin/tasks/")
    page.get_by_text("What went wrong").click()
    page.get_by_text("The mail server is down.").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not accessibility_faults(page)
    page.get_by_role("button", name="Do fail again").click()
    page.get_by_text("The task will be done again.").wait_for()
