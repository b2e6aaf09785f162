"""A page as it goes over the wire: plain or compressed; whole, or “not modified”."""

import gzip
import hashlib
import re
from functools import lru_cache

import brotli

from accounts.keys import Page
from newsroom.purging.caches import SharedCache

KEPT = ("200", "301", "404", "410")
CLOSED = re.compile(r"\b(private|no-store)\b", re.I)
SMALL = 500  # bytes below which compressing is not worth it
OURS = ("content-length", "cache-control", "etag", "vary", "date", "server", "content-encoding")
BROTLI_QUALITY = 5
MOST_LABELS = 2_500  # bytes of the header that names the keys of a page: some proxies take 4 KB for all headers
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=BROTLI_QUALITY),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
MOST_HEADS = 12
Headers = list[tuple[str, str]]


class Answer:
    """One answer of Django's: to be kept when it is public and nothing forbids it."""

    def __init__(self, status: str, headers: Headers, body: bytes, page: Page, shared: SharedCache | None = None):
        self.status, self.body, self.size = status, body, len(body)
        self.keys, self.ends = frozenset(page.keys), frozenset(page.ends)
        self.reasons = [*page.refusals, *_forbidden_by(status, headers)]
        self.requests = 0
        self._bodies: dict[str, bytes] = {"": body}
        self._heads: dict[tuple[str, int], Headers] = {}
        self._said = [(name, value) for name, value in headers if name.lower() not in OURS]
        self._rules = self._caching(headers)
        self._labels = _labels(page, shared) if shared and self.may_be_kept else []
        self._compresses = self._is_whole and self.size >= SMALL
        self.etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"' if self._is_whole else ""

    @property
    def may_be_kept(self) -> bool:
        return not self.reasons

    @property
    def _is_whole(self) -> bool:
        return self.status.startswith("200") and self.may_be_kept

    def _caching(self, headers: Headers) -> Headers:
        """Browsers always ask."""
        if not self.may_be_kept:
            return [(name, value) for name, value in headers if name.lower() in ("cache-control", "vary")]
        return [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]

    def _shared_rules(self, seconds: int) -> Headers:
        """A shared cache keeps it only where it is told to drop it, too, and for so long at most."""
        if not seconds or not self._labels:
            return self._rules
        lasts = f"public, max-age=0, must-revalidate, s-maxage={seconds}"
        return [("Cache-Control", lasts), *self._labels, ("Vary", "Accept-Encoding")]

    def has_passed(self, environ: dict) -> bool:
        """Whether the browser says that it has this very page."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if not asked or not self.etag:
            return False
        return asked.strip() == "*" or self.etag in map(str.strip, asked.split(","))

    def encoding_for(self, environ: dict) -> str:
        """The best encoding that the browser takes and that is worth it."""
        return preferred(environ.get("HTTP_ACCEPT_ENCODING", "")) if self._compresses else ""

    def encoded(self, encoding: str) -> tuple[bytes, int]:
        """The body, and how many bytes more are held now: none at the first request, lest pages that a crawler asks for once take more."""
        self.requests += 1
        if encoding in self._bodies:
            return self._bodies[encoding], 0
        made = ENCODERS[encoding](self.body)
        if self.requests < 2:
            return made, 0
        self._bodies[encoding] = made
        return made, len(made)

    def headers(self, encoding: str, body: bytes, shared_seconds: int = 0) -> Headers:
        """Of the body in this encoding, made once; a list of its own for each server, which may change it (PEP 3333)."""
        found = self._heads.get((encoding, shared_seconds))
        if found is None:
            found = self._headers(encoding, shared_seconds)
            if len(self._heads) >= MOST_HEADS:  # before its hour a page says another number each second
                self._heads.clear()
            self._heads[encoding, shared_seconds] = found
        return [*found, ("Content-Length", str(len(body)))]

    def _headers(self, encoding: str, shared_seconds: int) -> Headers:
        found = [*self._said, *self._shared_rules(shared_seconds)]
        if self.etag:
            found.append(("ETag", self.etag))
        if encoding:
            found.append(("Content-Encoding", encoding))
        return found

    def headers_of_unchanged(self, shared_seconds: int = 0) -> Headers:
        """RFC 9110, 15.4.5: what a 304 repeats."""
        return [*self._shared_rules(shared_seconds), ("ETag", self.etag)]


def _labels(page: Page, shared: SharedCache) -> Headers:
    """The header that names the keys; of a page with more than it takes, the kinds of things that it is made of."""
    found = shared.labels(page.keys)
    if len(found) > MOST_LABELS:
        found = shared.labels(page.kinds)
    return [(shared.header, found)]


def _forbidden_by(status: str, headers: Headers) -> list[str]:
    """Why an answer is for one reader only."""
    found = [] if status.startswith(KEPT) else [f"Its status is {status}."]
    for name, value in ((name.lower(), value) for name, value in headers):
        if name == "set-cookie":
            found.append("It sets a cookie.")
        elif name == "vary" and {"cookie", "*"} & {word.strip().lower() for word in value.split(",")}:
            found.append(f"It varies by {value}.")
        elif name == "cache-control" and CLOSED.search(value):
            found.append(f"It says {value}.")
        elif name == "content-encoding":
            found.append("It is encoded already.")
    return found


@lru_cache(maxsize=512)
def preferred(accepted: str) -> str:
    """Of an Accept-Encoding (RFC 9110, 12.5.3) the one of ours that is wanted most; "" for none."""
    weights = _weights(accepted)
    ours = {name: weights.get(name, weights.get("*", 0.0)) for name in ENCODERS}
    best = max(ours, key=ours.get)
    return best if ours[best] > 0 and ours[best] >= weights.get("identity", 0.0) else ""


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding leaves it open."""
    weights = _weights(accepted)
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weights(accepted: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        found = re.fullmatch(r"\s*q\s*=\s*(\d(?:\.\d*)?)\s*", parameters)
        weights[name.strip()] = float(found[1]) if found else 0.0 if parameters.strip() else 1.0
    return weights
