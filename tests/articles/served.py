"""The desk in a process of its own, on the database of the tests, so that a test can kill it: `python -m tests.articles.served`.

It prints its port once it listens. What it needs comes by its environment, as in life.
"""

import os
import socketserver
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection


class Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words):
        pass


def database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(given['NAME']))}"
    user = quote(given["USER"], safe="") + (f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else "")
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{user}@{quote(given['HOST'], safe='')}{port}/{quote(given['NAME'])}"


@contextmanager
def process(address: str = ""):
    """The process, and the port on which it listens. `address` names another database than that of the tests."""
    environment = os.environ | {
        "DATABASE_URL": address or database(),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "true",
    }
    command = [sys.executable, "-m", "tests.articles.served"]
    served = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield served, int(served.stdout.readline())
    finally:
        served.kill()
        served.wait()
        served.stdout.close()


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Threads, Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()
