"""Kept pages of our own server against nginx with the same bytes as files: `python -m bench.kept`.

One process each, on one core; wrk with 64 connections on the other. All take turns. What counts is CPU time for a request, of
the server's processes alone, and its median: on a machine that others share it says more than requests per second do. “Limit” is
Granian with an application that does nothing but hand over the same bytes and headers: what is above it is ours.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import site

CONNECTIONS, SECONDS, TURNS = 64, 1, 5
WAYS = {"plain": "", "gzip": "gzip", "brotli": "br"}
ENDINGS = {"gzip": ".gz", "brotli": ".br"}
NAMES = ("ours", "limit", "nginx")


def work(server: site.Server, path: str, accepted: str) -> float:
    """CPU seconds for one request."""
    header = ["-H", f"Accept-Encoding: {accepted}"] if accepted else []
    address = f"http://127.0.0.1:{server.port}{path}"
    load = ["taskset", "-c", str(site.LOAD_CORE), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", *header, address]
    before = server.cpu()
    said = subprocess.run(load, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} was not answered with the page.")
    return (server.cpu() - before) / int(re.search(r"(\d+) requests in", said)[1])


@contextmanager
def servers(folder: Path):
    with ExitStack() as stack:
        ours = stack.enter_context(site.serving(SERVE_THREADS="1"))
        for name, path in site.pages().items():
            copy(ours, path, folder / name)
        limit, other = site.free_port(), site.free_port()
        command = [sys.executable, "-m", "bench.limit", limit, folder]
        nginx = ["nginx", "-c", configuration(folder, other)]
        yield {
            "ours": ours,
            "limit": stack.enter_context(site.running(command, limit)),
            "nginx": stack.enter_context(site.running(nginx, other)),
        }


def copy(server: site.Server, path: str, file: Path) -> None:
    """The page as files: plain and as it is sent to browsers that take more."""
    for way, accepted in WAYS.items():
        answer, body = site.ask(server.port, path, **({"Accept-Encoding": accepted} if accepted else {}))
        if answer.headers.get("Content-Encoding", "") != accepted:
            raise SystemExit(f"{path} came without {way}.")
        Path(f"{file}{ENDINGS.get(way, '')}").write_bytes(body)
        Path(f"{file}.heads").write_text("\n".join(f"{name}: {value}" for name, value in answer.headers.items()))


def configuration(folder: Path, port: int) -> Path:
    """Debian's nginx knows no brotli: then the file with it is named outright."""
    file = folder / "nginx.conf"
    file.write_text(
        f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error; user root;"
        " events { worker_connections 512; }"
        " http { default_type text/html; access_log off; sendfile on; keepalive_requests 1000000; gzip_static on;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; location = / {{ return 200; }} }} }}"
    )
    return file


def path_at(name: str, page: str, path: str, way: str) -> str:
    if name == "ours":
        return path
    return f"/{page}{'.br' if way == 'brotli' else ''}"


def measured(running: dict) -> dict[tuple, float]:
    found: dict[tuple, list[float]] = {}
    for turn in range(TURNS):
        site.say(f"… kept pages, turn {turn + 1} of {TURNS}")
        for page, path in site.pages().items():
            for way, accepted in WAYS.items():
                for name, server in running.items():
                    cost = work(server, path_at(name, page, path, way), accepted)
                    found.setdefault((page, way, name), []).append(cost)
    return {each: statistics.median(costs) for each, costs in found.items()}


def report(found: dict[tuple, float]) -> str:
    head = f"{'CPU µs a request':18}" + "".join(f"{name:>9}" for name in NAMES)
    lines = [f"{head}{'ours/nginx':>13}{'limit/nginx':>13}"]
    for page, way in dict.fromkeys(each[:2] for each in found):
        ours, limit, nginx = (found[page, way, name] for name in NAMES)
        numbers = "".join(f"{each * 1e6:9.1f}" for each in (ours, limit, nginx))
        lines.append(f"{page + ', ' + way:18}{numbers}{nginx / ours:11.2f} ×{nginx / limit:11.2f} ×")
    return "\n".join(
        [*lines, "(1.00 × would be as many requests from one core as nginx; the goals: 0.6 plain, 0.4 compressed)"]
    )


def main() -> None:
    if not (shutil.which("nginx") and shutil.which("wrk")):
        raise SystemExit("NOT MEASURED: nginx and wrk must be installed.")
    with site.ready():
        folder = Path(os.environ["BENCH_FOLDER"]) / "files"
        folder.mkdir(exist_ok=True)
        with servers(folder) as running:
            print(report(measured(running)))


if __name__ == "__main__":
    main()
