"""The real nginx and Varnish with the samples of docs/operators/samples/, in folders and on ports of their own."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from wsgiref.simple_server import make_server

from django.db import connections

from tests.articles.served import Quiet, Threads

SAMPLES = Path(__file__).resolve().parents[3] / "docs/operators/samples"
PATIENCE = 120  # seconds; a busy machine takes its time
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
IN_FOLDER = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program(name: str) -> str | None:
    return shutil.which(name, path=PATH)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(condition):
    """What the condition gives once it holds."""
    end, pause = time.monotonic() + PATIENCE, Event()
    while not (found := condition()):
        assert time.monotonic() < end, "It did not come to be."
        pause.wait(0.02)
    return found


@dataclass
class Heard:
    status: int
    headers: http.client.HTTPMessage
    text: str


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Heard:
    """`headers` as keywords: `x_forwarded_for="…"`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            method, path, body, {name.replace("_", "-").title(): said for name, said in headers.items()}
        )
        answer = connection.getresponse()
        return Heard(answer.status, answer.headers, answer.read().decode(errors="replace"))
    finally:
        connection.close()


@contextmanager
def serving(application, port: int = 0):
    """A WSGI application, at this port or one that is free; gives the port."""

    def closing(environ, start_response):
        try:
            return [b"".join(application(environ, start_response))]
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", port, closing, Threads, Quiet)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def nginx(sample: str, upstream: int, *more: str, workers: int = 1):
    """nginx with a sample in front of a port; gives its own. `more` are lines for the block of http."""
    with folder() as place:
        port = free_port()
        (place / "nginx.conf").write_text(
            f"daemon off; worker_processes {workers}; pid {place}/pid; error_log {place}/error;"
            + (" user root;" if os.geteuid() == 0 else "")
            + " events { worker_connections 512; } http { include /etc/nginx/mime.types; access_log off; sendfile on; "
            + " ".join(f"{name}_temp_path {place}/{name};" for name in IN_FOLDER)
            + "\n".join([*more, site(sample, place, upstream, port)])
            + "}"
        )
        command = [program("nginx"), "-e", f"{place}/error", "-c", f"{place}/nginx.conf"]
        with running(command, place, lambda: listens(port)):
            yield port


def site(sample: str, place: Path, upstream: int, port: int) -> str:
    """A sample as it stands in the documents, with other ports and folders, and without TLS."""
    text = (SAMPLES / sample).read_text(encoding="utf-8")
    text = re.sub(r"ssl_certificate\w*\s[^;]*;", "", text)
    for there, here in {
        "listen 80;": f"listen unix:{place}/plain;",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/srv/news/media": f"{place}/media",
    }.items():
        assert there in text, there
        text = text.replace(there, here)
    return text.replace("/var/cache/nginx-newsroom", f"{place}/cache")


@contextmanager
def varnish(upstream: int):
    """Varnish with its sample in front of a port; gives its own."""
    with folder() as place:
        port = free_port()
        text = (SAMPLES / "varnish.vcl").read_text(encoding="utf-8")
        (place / "site.vcl").write_text(text.replace('"8000"', f'"{upstream}"'))
        options = [
            "-j",
            "none",
            "-T",
            "none",
            "-s",
            "default=malloc,16m",
            "-p",
            "thread_pools=1",
            "-p",
            "thread_pool_min=10",
        ]
        command = [
            program("varnishd"),
            "-F",
            "-n",
            f"{place}/work",
            "-a",
            f"127.0.0.1:{port}",
            "-f",
            f"{place}/site.vcl",
        ]
        with running([*command, *options], place, lambda: answers(port)):
            yield port


@contextmanager
def folder():
    with tempfile.TemporaryDirectory(prefix="newsroom-proxy-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running(command: list, place: Path, is_ready):
    with open(place / "said", "wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        until(lambda: is_ready() or process.poll() is not None)
        assert process.poll() is None, (place / "said").read_text()
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
    except OSError:
        return False
    return True


def answers(port: int) -> bool:
    """Also when nobody stands behind it."""
    try:
        return ask(port, "/healthz").status > 0
    except (OSError, http.client.HTTPException):
        return False
