"""What `manage.py serve` runs: Granian with the site, and the worker beside it (docs/adr/0023-server.md)."""

import os
import subprocess
import sys
from threading import Event, Lock, Thread

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces

APPLICATION = "newsroom.wsgi:application"
LONGEST = 30  # seconds that a request may take to end when the server stops
AGAIN = 2.0  # seconds before a worker that ended is started anew
# A serving process that is forked while the worker is being started would keep the pipe on which `Popen` waits open, for as
# long as it lives: the one waits for the other.
STARTING = Lock()
os.register_at_fork(before=STARTING.acquire, after_in_parent=STARTING.release, after_in_child=STARTING.release)


class WorkerBeside:
    """The worker of the background in a process of its own, started anew when it ends, for as long as the server runs."""

    def __init__(self):
        self._over = Event()
        self._process: subprocess.Popen | None = None
        self._keeper = Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._keeper.start()

    def restart(self) -> None:
        """It ends after its present task; then the next one runs what was installed meanwhile."""
        if self._process:
            self._process.terminate()

    def stop(self) -> None:
        self._over.set()
        self.restart()
        self._keeper.join()

    def _keep(self) -> None:
        command = [sys.executable, "-u", str(settings.BASE_DIR / "manage.py"), "worker", "--with-parent"]
        while not self._over.is_set():
            with STARTING:
                self._process = subprocess.Popen(command)
            if self._over.is_set():  # it was told to stop while this one began
                self._process.terminate()
            self._process.wait()
            self._over.wait(AGAIN)


def server_at(host: str, port: int) -> Granian:
    """A server that is ready to `serve()`. SIGHUP takes in new code without refusing anybody, SIGTERM ends all requests first."""
    server = Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.SERVE_PROCESSES,
        blocking_threads=settings.SERVE_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=LONGEST,
        websockets=False,
        log_access=False,
    )
    if settings.SERVE_WORKER:
        beside = WorkerBeside()
        server.on_startup(beside.start)
        server.on_reload(beside.restart)
        server.on_shutdown(beside.stop)
    return server
