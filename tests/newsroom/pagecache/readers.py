"""Readers of a site behind its door, one process for each `Site`; and threads that stop where a test holds them."""

import io
import sys
from dataclasses import dataclass
from threading import Event, Thread

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections

from newsroom.pagecache.cache import PageCache
from newsroom.pagecache.door import Door, call
from newsroom.pagecache.log import log_of

MEGABYTE = 1024 * 1024
PATIENCE = 60


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    content: bytes
    all_headers: list

    @property
    def text(self) -> str:
        return self.content.decode()


class Site:
    """One process that serves the site; `renders` counts how often Django was asked."""

    def __init__(self, room: int = 32 * MEGABYTE, **options):
        self.cache = PageCache(log_of(), room, **options)
        self.renders: list[str] = []
        self.django = WSGIHandler()
        self.door = Door(self._count, self.cache)

    def _count(self, environ, start_response):
        self.renders.append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def ask(self, path: str, method: str = "GET", **headers) -> Answer:
        """Header names as keywords: `accept_encoding="br"`; whole names of the gateway as they are."""
        status, found, body = call(self.door, environ_of(path, method, headers))
        return Answer(int(status[:3]), dict(found), body, found)

    def get(self, path: str, **headers) -> str:
        return self.ask(path, **headers).text

    def copy(self, path: str):
        """What is kept of a path; None for nothing."""
        return next((self.cache.copies.peek(name) for name in self.names() if name[3] == path), None)

    def names(self) -> list[tuple]:
        return [*self.cache.copies._main, *self.cache.copies._new]

    def close(self) -> None:
        self.cache.log.close()


def environ_of(path: str, method: str = "GET", headers=()) -> dict:
    path, _, query = path.partition("?")
    headers = dict(headers)
    found = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query,
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers.items():
        found[name if name.isupper() or "." in name else f"HTTP_{name.upper()}"] = value
    return found


class Reader(Thread):
    """Somebody who asks for a page while others do something else."""

    def __init__(self, task):
        super().__init__(daemon=True)
        self.task, self.found, self.error = task, None, None
        self.start()

    def run(self):
        try:
            self.found = self.task()
        except BaseException as error:  # noqa: BLE001  it is raised again where it is waited for
            self.error = error
        finally:
            connections.close_all()

    def done(self):
        self.join(PATIENCE)
        assert not self.is_alive(), "still waiting"
        if self.error:
            raise self.error
        return self.found


class Stop:
    """Holds the first request that comes by this place until it is let go on."""

    def __init__(self, cache: PageCache, where: str):
        self._reached, self._free, self._taken = Event(), Event(), False
        cache.stops[where] = self._hold

    def _hold(self) -> None:
        if self._taken:
            return
        self._taken = True
        self._reached.set()
        assert self._free.wait(PATIENCE)

    def reached(self) -> None:
        assert self._reached.wait(PATIENCE)

    def go_on(self) -> None:
        self._free.set()
