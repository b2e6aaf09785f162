"""The tests' settings as a real server wants them: without debugging, with the page cache, two processes."""

from tests.settings import *  # noqa: F403

DEBUG = False
PAGE_CACHE_MB = 8
SERVE_PROCESSES, SERVE_THREADS = 2, 2
