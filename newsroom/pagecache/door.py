"""The door: a WSGI application in front of Django's. Public pages are answered from copies where that is certain.

What reaches Django for a page that may be kept is made here, not passed on: scheme, host, path and the names that the page
reads. No header, cookie or other name of a request can be in what others get.
"""

import io
import re
from http import HTTPStatus

from django.conf import settings
from django.db import connections
from django.utils.connection import ConnectionProxy

from accounts import keys
from articles import clock
from newsroom.pagecache import addresses, reading
from newsroom.pagecache.cache import PageCache
from newsroom.pagecache.wire import Answer
from newsroom.purging.caches import shared_cache

READS = ("GET", "HEAD")
SAME = ("SCRIPT_NAME", "PATH_INFO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL")
GATEWAY = ("wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once")
RETRY_AFTER = "5"
OPEN_OR_CLOSED = re.compile(r"\b(private|public|(s-)?max-?age)\b", re.I)


class Door:
    """`application` is Django's. With a cache of no room at all every request goes by."""

    def __init__(self, application, cache: PageCache, alias: str = "default"):
        self.application, self.cache = application, cache
        self.connection = ConnectionProxy(connections, alias)  # of the thread that asks
        self.shared, self.shared_seconds = shared_cache(), settings.SHARED_CACHE_SECONDS
        ours = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
        self._our_cookie = re.compile(rf"(?:^|[;,\s])(?:{'|'.join(map(re.escape, ours))})\s*=")

    def __call__(self, environ: dict, start_response):
        if self.shared:
            start_response = _closed(start_response)
        if environ["REQUEST_METHOD"] not in READS:
            return self._pass_unsafe(environ, start_response)
        query = self._query(environ)
        if query is None:
            return self.application(environ, start_response)
        if self._is_ours(environ):
            return self.application(environ, _private(start_response))
        return self._answer(query, environ, start_response)

    def _pass_unsafe(self, environ: dict, start_response):
        try:
            return self.application(environ, start_response)
        finally:
            self.cache.forget_answer()

    def _query(self, environ: dict) -> str | None:
        """What of the query the page reads; None where no page may be kept."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(addresses.DESK) or "HTTP_HOST" not in environ:
            return None
        return addresses.canonical_query(path, environ.get("QUERY_STRING", ""))

    def _is_ours(self, environ: dict) -> bool:
        """Somebody of the desk, or one who shows a key: their pages are their own."""
        return "HTTP_AUTHORIZATION" in environ or bool(self._our_cookie.search(environ.get("HTTP_COOKIE", "")))

    def _answer(self, query: str, environ: dict, start_response):
        name = (
            _scheme(environ),
            environ["HTTP_HOST"].lower(),
            environ.get("SCRIPT_NAME", ""),
            environ["PATH_INFO"],
            query,
        )
        answer = self.cache.page(name, lambda at: self._render(_asked(environ, query), at), self.connection)
        if self.cache.silent and answer.status.startswith("500"):
            return _unavailable(answer, environ, start_response)
        return self._send(name, answer, environ, start_response)

    def _render(self, asked: dict, at) -> Answer:
        with clock.one_instant(at), keys.collecting() as page, self._watched(page):
            status, headers, body = call(self.application, asked)
        if not status.startswith("200"):
            page.note_all(keys.ABSENT)
            if asked["QUERY_STRING"]:
                page.refuse("There are as many queries as numbers.")
        return Answer(status, headers, body, page, self.shared)

    def _watched(self, page: keys.Page):
        return self.connection.execute_wrapper(reading.watching(page))

    def _send(self, name: tuple, answer: Answer, environ: dict, start_response):
        seconds = self.cache.may_be_shared_for(name, answer, self.shared_seconds) if self.shared_seconds else 0
        if answer.has_passed(environ):
            start_response("304 Not Modified", answer.headers_of_unchanged(seconds))
            return []
        encoding = answer.encoding_for(environ)
        body, more = answer.encoded(encoding)
        if more:
            self.cache.grown(name, answer, more)
        start_response(answer.status, answer.headers(encoding, body, seconds))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _asked(environ: dict, query: str) -> dict:
    """The request that Django gets for a page that may be kept."""
    asked = {name: environ[name] for name in (*SAME, *GATEWAY) if name in environ}
    return asked | {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": _scheme(environ),
        "wsgi.input": io.BytesIO(),
    }


def call(application, environ: dict) -> tuple[str, list, bytes]:
    """Status, headers and the whole body of an application's answer."""
    started: list = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]

    chunks = application(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return started[0], started[1], body


def _scheme(environ: dict) -> str:
    """As Django reads it: what a trusted proxy says, else how the request came."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, secure = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(header)) is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]


def _private(start_response):
    """A public page with something of a person on it is kept by nobody."""

    def start(status, headers, *rest):
        if not any(name.lower() == "cache-control" for name, _ in headers):
            headers = [*headers, ("Cache-Control", "private, no-cache")]
        return start_response(status, headers, *rest)

    return start


def _closed(start_response):
    """What does not say for how long it may be shared is not shared: some caches heed no other words than `private` and ages."""

    def start(status, headers, *rest):
        rules = ", ".join(value for name, value in headers if name.lower() == "cache-control")
        if not OPEN_OR_CLOSED.search(rules):
            headers = [each for each in headers if each[0].lower() != "cache-control"]
            headers.append(("Cache-Control", f"private, {rules or 'no-cache'}"))
        return start_response(status, headers, *rest)

    return start


def _unavailable(answer: Answer, environ: dict, start_response):
    """The database is away: search engines must not take that for the page."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    headers = [*answer.headers("", answer.body), ("Retry-After", RETRY_AFTER), ("Cache-Control", "no-store")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
