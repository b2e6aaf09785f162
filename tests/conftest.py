"""What every test gets: no network beyond this machine, an empty cache, and a browser when it asks for one."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError
from django.db import OperationalError, connection
from django.test import TransactionTestCase

from tests import browser

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_DATA = ROOT.parent / "shared" / "data"
NO_SKIPS = "true" in (os.environ.get("CI"), os.environ.get("NEWSROOM_NO_SKIPS"))

# Playwright runs an event loop in the test's thread; the tests themselves are not asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_configure(config):
    TransactionTestCase._fixture_teardown = flush_with_triggers_off


def flush_with_triggers_off(case, flush=TransactionTestCase._fixture_teardown):
    """Empty the database after a test that committed; again if a last request of a closed page was in the way."""
    for once_more in (True, True, False):
        try:
            return _flush_with_triggers_off(case, flush)
        except (CommandError, OperationalError):
            if not once_more:
                raise


def _flush_with_triggers_off(case, flush):
    """The triggers that protect what was public would refuse it."""
    from accounts import triggers as of_accounts
    from articles import triggers as of_articles
    from comments import triggers as of_comments

    rooms = [of_accounts, of_articles, of_comments]
    for room in rooms:
        room.uninstall(connection)
    try:
        flush(case)
    finally:
        for room in rooms:
            room.install(connection)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if browser.FIXTURES & set(item.fixturenames):
            item.add_marker("browser")
    if not SAMPLE_DATA.is_dir():
        without_data = [item for item in items if not item.get_closest_marker("shared_data")]
        config.hook.pytest_deselected(items=[item for item in items if item not in without_data])
        items[:] = without_data


def pytest_sessionfinish(session):
    """Where everything should be present (CI, or NEWSROOM_NO_SKIPS=true), a skipped test is a failure."""
    report = session.config.pluginmanager.get_plugin("terminalreporter")
    if NO_SKIPS and report and report.stats.get("skipped") and session.exitstatus == 0:
        report.write_line("No test may be skipped here: see the reasons below.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _patient_turns(monkeypatch):
    """A machine that stands still for a moment must not fail a test; the tests of a turn's time set their own."""
    monkeypatch.setattr("articles.turn.LONGEST", timedelta(minutes=1))


@pytest.fixture
def readers_clock(monkeypatch):
    """Puts the clock of readers' pages to an instant, on both databases: `readers_clock(at)`."""
    return lambda at: monkeypatch.setattr("articles.clock.site_now", lambda: at)


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all browser tests of this process."""
    if not browser.executable():
        pytest.skip("no Chromium: install the package chromium, or set CHROMIUM to the path of one")
    with browser.launched() as chromium:
        yield chromium


@pytest.fixture
def open_page(chromium, live_server):
    """Opens pages on the live server, e.g. `open_page(java_script_enabled=False, color_scheme="dark")`.

    At the end no page may have broken a script or the content policy, or asked for anything elsewhere.
    """
    with browser.visits(chromium, live_server.url) as open_page:
        yield open_page


@pytest.fixture
def browser_page(open_page):
    """One page on the live server, light, 1440 px wide, with scripts."""
    return open_page()
