"""One serving process, without the worker beside it."""

from tests.served_settings import *  # noqa: F403

SERVE_PROCESSES, SERVE_THREADS, SERVE_WORKER = 1, 1, False
