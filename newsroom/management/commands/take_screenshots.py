"""`manage.py take_screenshots`: makes the documents' pictures anew from a demo newsroom that runs for them alone."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom import screenshots

FOLDER = settings.BASE_DIR / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
PATIENCE = 120  # seconds until the server answers
NO_PLAYWRIGHT = "Taking pictures needs Playwright, which only developers have: run bin/setup, then try again."
NO_CHROMIUM = "Taking pictures needs Chromium: install the package chromium, or set CHROMIUM to the path of one."


class Command(BaseCommand):
    help = "Takes the pictures of docs/images/ from a demo newsroom, which it starts itself over a temporary database."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--only", metavar="NAME", action="append", choices=list(screenshots.SHOTS), help="this one"
        )
        parser.add_argument("--url", help="take them from this demo newsroom, which runs already; its stories change")
        parser.add_argument("--into", metavar="FOLDER", type=Path, default=FOLDER, help="default: docs/images")

    def handle(self, *, only, url, into, **options):
        if not find_spec("playwright"):
            raise CommandError(NO_PLAYWRIGHT)
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        if not chromium:
            raise CommandError(NO_CHROMIUM)
        into.mkdir(parents=True, exist_ok=True)
        if url:
            self.take(chromium, url, only, into)
        else:
            with demo_newsroom(self.stdout.write) as address:
                self.take(chromium, address, only, into)

    def take(self, path: str, address: str, only: list[str] | None, into: Path) -> None:
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for picture, size in screenshots.take(chromium, address, only or list(screenshots.SHOTS), into):
                self.stdout.write(f"  {picture.name:24} {size / 1000:4.0f} kB")
            chromium.close()


@contextmanager
def demo_newsroom(tell):
    """Yields the address of a demo newsroom on a spare port of this machine; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsroom-pictures-") as folder:
        address = f"http://127.0.0.1:{spare_port()}"
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{quote(folder)}/demo.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "SITE_URL": address,
            "DEBUG": "true",
        }
        tell("Loading the demo newsroom; about a minute.")
        for words in (["migrate", "--verbosity=0"], ["demo"]):
            subprocess.run(manage(*words), env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            manage("runserver", address.removeprefix("http://"), "--noreload"),
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(server, address)
            yield address
        finally:
            server.terminate()
            server.wait()


def manage(*words: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]


def spare_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(server: subprocess.Popen, address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            opener.open(f"{address}/healthz", timeout=10).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise CommandError("The demo newsroom did not start.")
