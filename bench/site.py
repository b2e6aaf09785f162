"""A production site to measure: a database with an archive, static files, and servers on it, one core each.

`python -m bench` makes one for all tables; a table that is asked for alone makes its own. All of it is gone at the end.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
STORIES = 2_000
SERVER_CORE, LOAD_CORE = 0, os.cpu_count() - 1
PATIENCE = 120
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def ready(stories: int = STORIES, on_postgres: bool = False, filled_by: list[str] | None = None, made: str = ""):
    """Variables of a site are set in this process, and Django is ready; whoever calls measures from here on.

    `filled_by` is a command of manage.py that fills it otherwise than with an archive; `made` is the address of a database with an
    archive, which is measured as it is and left there."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended
    if "BENCH_FOLDER" in os.environ:
        _begin()
        yield
        return
    with _folder() as folder, _database(folder, on_postgres) as address:
        os.environ.update(_variables(folder, made or address))
        _build([] if made else filled_by or ["make_archive", str(stories)])
        _begin()
        yield


@contextmanager
def _folder():
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def _database(folder: Path, on_postgres: bool):
    """Both keep what they acknowledge: this is not the tests' hasty server."""
    if not on_postgres:
        yield f"sqlite:///{folder}/site.sqlite3"
        return
    place = folder / "postgres"
    place.mkdir()
    server = postgres.start(place, **DURABLE)
    try:
        yield f"postgres://newsroom@/postgres?host={place}"
    finally:
        postgres.stop(server)


def _variables(folder: Path, address: str) -> dict[str, str]:
    return {
        "BENCH_FOLDER": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.served_settings",
        "DATABASE_URL": address,
        "MEDIA_ROOT": str(folder / "media"),
        "DEBUG": "false",
        "SECRET_KEY": "only-for-figures-" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": "console:",
        "SERVE_PROCESSES": "1",
        "SERVE_WORKER": "false",
    }


def _build(fill: list[str]) -> None:
    commands = [["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"]]
    for command in [*commands, *([[*fill, "--with-debug-off"]] if fill else [])]:
        say(f"… {' '.join(command)}")
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _begin() -> None:
    import django

    django.setup()


def say(words: str) -> None:
    """Progress, beside what is measured."""
    sys.stderr.write(f"{words}\n")


class Server:
    """A running process and those that it made."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    def pids(self) -> list[int]:
        """The process, and whom it made."""
        found = [self.process.pid]
        for pid in found:
            found += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        return found

    def cpu(self) -> float:
        """Seconds of one core that they have used."""
        ticks = 0
        for pid in self.pids():
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(core: int | None = SERVER_CORE, **variables: str):
    """`manage.py serve` as a site runs it, with one process, on one core."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"]
    with running(command, port, core, **variables) as server:
        yield server


@contextmanager
def running(command: list, port: int, core: int | None = SERVER_CORE, **variables: str):
    pinned = [] if core is None else ["taskset", "-c", str(core)]
    whole, environment = [*pinned, *map(str, command)], os.environ | variables
    process = subprocess.Popen(whole, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"It did not start: {process.args}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    try:
        ask(port, "/")
    except OSError:
        return False
    return True


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def pages() -> dict[str, str]:
    """The four kinds of page, by name."""
    from articles.models import Edition, Section

    newest = Edition.objects.live().order_by("-published_at").first()
    return {
        "article": newest.address_id,
        "home": "/",
        "section": Section.objects.first().get_absolute_url(),
        "feed": "/feed.xml",
    }
