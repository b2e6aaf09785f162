"""Does `bin/dev` do what the README says? `python -m tests.readme` starts it, reads two pages, and stops it.

Not a test of the suite: it starts the whole demo newsroom, on the database that the environment names.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["/", "/admin/login/", "/static/css/site.css", "/healthz"]
PATIENCE = 300  # seconds; the first start may have to make the demo's pictures
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main() -> str:
    """What went wrong, in a sentence; empty when everything answered."""
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell's background job ignores it, and so would bin/dev
    site = f"http://127.0.0.1:{spare_port()}"
    with tempfile.TemporaryFile() as log:
        command = [ROOT / "bin" / "dev", site.rpartition(":")[2]]
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(server, site)
            faults = [f"{page} answered {status}" for page in PAGES if (status := answer(site + page)) != 200]
        finally:
            stop(server)
        log.seek(0)
        said = log.read().decode()
    faults += [f"bin/dev did not print {words!r}" for words in (f"{site}/", f"{site}/admin/") if words not in said]
    print(said if faults else f"{', '.join(PAGES)} answered; stopped.")
    return "; ".join(faults)


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: subprocess.Popen, site: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None and not answer(site):
        time.sleep(0.2)


def answer(address: str) -> int:
    """The status of the answer; 0 when nobody answers."""
    try:
        return OPENER.open(address, timeout=30).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def stop(server: subprocess.Popen) -> None:
    """The group of processes that we started: the server and the one that watches its files."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)


if __name__ == "__main__":
    sys.exit(main() or 0)
