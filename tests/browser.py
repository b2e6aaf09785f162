"""A real browser for tests: how it is found and started, and what no page may do in it."""

import os
import shutil
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

FIXTURES = {"chromium", "open_page", "browser_page"}
PATIENCE = 60_000  # milliseconds: a shared machine may stand still for seconds, which is no fault of a page
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def executable() -> str | None:
    """The path of a Chromium: what CHROMIUM says, else the one that the system has."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def launched():
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def visits(chromium, address: str):
    """A function that opens pages whose addresses start at `address`; afterwards their faults are asserted to be none."""
    contexts, faults = [], []

    def open_page(**options):
        options = {
            "base_url": address,
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
        } | options
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        _note_faults(page, address, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


def _note_faults(page, address, faults):
    def note_message(message):
        # Without an address it is no fault of the page: axe tries inline styles of its own, and is rightly refused.
        if "Content Security Policy" in message.text and message.location["url"]:
            faults.append(f"{page.url}: {message.text}")

    def note_request(request):
        if urlsplit(request.url).scheme.startswith("http") and not request.url.startswith(address):
            faults.append(f"{page.url} asked for {request.url}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", note_request)


def sign_in(page, user):
    """Give the page's browser the session of a user, without typing a password."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}])


def accessibility_faults(page) -> list[str]:
    """What axe finds wrong with the page as it stands now: rule, how bad, and the elements."""
    from axe_playwright_python.sync_playwright import Axe

    # Preloading would fetch each @import as if it were relative to the page, and so ask the site for addresses of no page.
    page.wait_for_load_state()
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{page.url}: {_axe_sentence(violation)}" for violation in violations]


def _axe_sentence(violation: dict) -> str:
    places = "; ".join(node["html"][:120] for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} — {places}"
