"""`manage.py worker`: does the tasks of the background until it is told to stop."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsroom.work import queue
from newsroom.work.loop import Loop, listen, stamped
from newsroom.work.report import report


class Command(BaseCommand):
    help = (
        "Does the tasks of the background (mails, clean-up), one line for each, and ticks once a minute. "
        "SIGTERM or Ctrl C stops it after the present task. Several may run, on one machine or more."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due, then stop")
        parser.add_argument(
            "--status", action="store_true", help="say how the tasks stand; exit 1 if something is wrong"
        )
        parser.add_argument("--repeat", metavar="ID", help="do a failed task again; “all” for every one")
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks when idle (1)")
        parser.add_argument("--with-parent", action="store_true", help="stop when the process that started it ends")

    def handle(self, *, once, status, repeat, interval, with_parent, **options):
        if status:
            return self.status()
        if repeat:
            return self.repeat(repeat)
        loop = Loop(stamped(self.say), max(interval, 0.05), with_parent)
        listen(loop)
        loop.run(once)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def status(self) -> None:
        now = report()
        for worker in now.workers:
            self.stdout.write(f"worker   {worker}, since {timezone.localtime(worker.started_at):%-d %B, %H:%M}")
        if not now.workers:
            self.stdout.write("worker   none")
        self.stdout.write(f"due      {now.due_count}\nlater    {now.later_count}\nrunning  {len(now.running)}")
        self.stdout.write(f"failed   {now.failed_count}")
        for task in now.failed:
            self.stdout.write(f"  {task.pk} {task.task_path}: {last_line(task.traceback)}")
        for fault in now.faults:
            self.stdout.write(self.style.WARNING(fault))
        if now.faults:
            raise SystemExit(1)

    def repeat(self, asked: str) -> None:
        chosen = [str(task.pk) for task in report().failed if asked in ("all", str(task.pk))]
        done = sum(queue.repeat(pk) for pk in chosen)
        self.stdout.write(f"{done} to be done again." if done else "No failed task is called that.")


def last_line(traceback: str) -> str:
    return (traceback.strip().splitlines() or [""])[-1]
