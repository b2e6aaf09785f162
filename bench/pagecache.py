"""What a kept page costs against one that is made, and against nginx with the page as a file: `python -m bench.pagecache`.

The first table is CPU time in this process, in interleaved rounds of which the cheapest counts. The second, where nginx and
wrk are installed, is requests per second of our server and of nginx, one process each, in turns; the median of the rounds.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench.pages import cheapest, fill  # noqa: E402
from tests.newsroom.pagecache.readers import Site  # noqa: E402
from tests.newsroom.test_serve import answers, ask, free_port  # noqa: E402
from tests.newsroom.test_worker_process import address_of_this_database  # noqa: E402

STORIES, ROUNDS, HITS, SECONDS, CONNECTIONS = 100, 30, 200, 3, 64
TURNS = 3


def addresses() -> dict[str, str]:
    from articles.models import Edition

    return {
        "article": Edition.objects.live().last().address_id,
        "home": "/",
        "section": "/city/",
        "feed": "/feed.xml",
    }


def made_and_kept() -> str:
    """How many hits one render is worth."""
    site = Site()
    lines = [f"{'':10}{'made':>12}{'kept':>12}{'ratio':>10}"]
    for name, path in addresses().items():

        def make(path=path):
            site.cache.copies.clear()
            site.ask(path)

        def hit(path=path):
            for _ in range(HITS):
                site.ask(path)

        site.ask(path)
        found = cheapest({"made": make, "kept": hit}, ROUNDS)
        kept = found["kept"] / HITS
        ratio = found["made"] / kept
        lines.append(f"{name:10}{found['made'] * 1e3:9.2f} ms{kept * 1e3:9.4f} ms{ratio:8.0f} ×")
    site.close()
    return "\n".join(lines)


@contextmanager
def ours():
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.served_settings",
        "DATABASE_URL": address_of_this_database(),
    }
    command = [sys.executable, "manage.py", "serve", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)
    while not answers(port):
        time.sleep(0.2)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(page: str):
    """nginx with one process and the page as a file, compressed beside it."""
    folder, port = Path(tempfile.mkdtemp(prefix="newsroom-bench-")), free_port()
    folder.chmod(0o755)
    (folder / "page.html").write_text(page)
    (folder / "nginx.conf").write_text(
        f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error; user root;"
        " events { worker_connections 512; }"
        " http { include /etc/nginx/mime.types; access_log off; sendfile on; keepalive_requests 1000000;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}"
    )
    process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf"])
    time.sleep(1)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def rate(address: str) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])


def against_nginx() -> str:
    path = addresses()["article"]
    with ours() as port, nginx(ask(port, path).text) as other:
        both = {"ours": f"http://127.0.0.1:{port}{path}", "nginx": f"http://127.0.0.1:{other}/page.html"}
        found: dict[str, list[float]] = {name: [] for name in both}
        for _ in range(TURNS):
            for name, address in both.items():
                found[name].append(rate(address))
    mine, theirs = (statistics.median(found[name]) for name in both)
    return (
        f"article, plain, {CONNECTIONS} connections: {mine / theirs:.2f} × nginx ({mine:.0f} / {theirs:.0f} a second)"
    )


def main() -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        fill(STORIES)
        sys.stdout.write(made_and_kept() + "\n")
        if shutil.which("nginx") and shutil.which("wrk"):
            sys.stdout.write(against_nginx() + "\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
