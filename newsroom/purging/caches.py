"""The shared caches that can be told: each says how a page names its keys, and which requests drop pages by them."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import quote

from django.conf import settings

from accounts.watched import ALL

LONGEST_WORD = 200  # characters of one key; Fastly and Cloudflare take 1,024


def word(key: str) -> str:
    """A key as the headers of a page and a purge write it: without blanks, commas and letters beyond ASCII, never long."""
    made = quote(key, safe="*")
    return made if len(made) <= LONGEST_WORD else f"long-{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"


@dataclass(frozen=True)
class Order:
    """A request to a shared cache. Its headers may hold a secret, and are never shown."""

    method: str
    address: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""


class SharedCache:
    """`at` is what stands behind `//` in PURGE_URL, `token` the secret."""

    kind: str
    header, joint = "Surrogate-Key", " "
    most = 100  # keys in one request

    def __init__(self, at: str, token: str = ""):
        self.at, self.token = at, token

    def __str__(self):
        return f"{self.kind}://{self.at}"

    def labels(self, keys: Iterable[str]) -> str:
        """The value of the header that names a page's keys."""
        return self.joint.join(sorted(word(key) for key in keys))

    def orders(self, keys: Iterable[str]) -> Iterator[Order]:
        """The requests after which no page with one of these keys is shown any more."""
        if ALL in keys:
            yield self.drop_all()
            return
        for some in in_batches(sorted(word(key) for key in keys), self.most):
            yield self.drop(some)

    def drop(self, words: list[str]) -> Order:
        raise NotImplementedError

    def drop_all(self) -> Order:
        raise NotImplementedError

    def has_obeyed(self, status: int, body: bytes) -> bool:
        return 200 <= status < 300


class Varnish(SharedCache):
    """Bans by an expression over the header that each page brought; docs/operators/samples/varnish.vcl carries it out."""

    kind = "varnish"
    most = 30  # with the longest words still less than the 8 KB that Varnish takes in one header

    def drop(self, words: list[str]) -> Order:
        return self._ban(rf"(^|\s)({'|'.join(map(re.escape, words))})(\s|$)")

    def drop_all(self) -> Order:
        return self._ban(".")

    def _ban(self, expression: str) -> Order:
        return Order("BAN", f"http://{self.at}/", {"X-Ban": expression})


class Fastly(SharedCache):
    """By surrogate keys, at once and not softly: what is dropped softly is still shown while it is fetched anew."""

    kind = "fastly"
    most = 256
    API = "https://api.fastly.com"

    def drop(self, words: list[str]) -> Order:
        return self._post("purge", {"surrogate_keys": words})

    def drop_all(self) -> Order:
        return self._post("purge_all", {})

    def _post(self, what: str, said: dict) -> Order:
        headers = {"Fastly-Key": self.token, "Content-Type": "application/json", "Accept": "application/json"}
        return Order("POST", f"{self.API}/service/{self.at}/{what}", headers, json.dumps(said).encode())


class Cloudflare(SharedCache):
    kind = "cloudflare"
    header, joint = "Cache-Tag", ","
    API = "https://api.cloudflare.com/client/v4"

    def drop(self, words: list[str]) -> Order:
        return self._post({"tags": words})

    def drop_all(self) -> Order:
        return self._post({"purge_everything": True})

    def _post(self, said: dict) -> Order:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return Order("POST", f"{self.API}/zones/{self.at}/purge_cache", headers, json.dumps(said).encode())

    def has_obeyed(self, status: int, body: bytes) -> bool:
        try:
            return super().has_obeyed(status, body) and json.loads(body)["success"] is True
        except (ValueError, KeyError, TypeError):
            return False


KINDS = {each.kind: each for each in (Varnish, Fastly, Cloudflare)}


def in_batches(words: list[str], most: int) -> Iterator[list[str]]:
    rest = iter(words)
    while some := list(islice(rest, most)):
        yield some


def shared_cache() -> SharedCache | None:
    """The one that PURGE_URL names; None where there is none."""
    named = settings.SHARED_CACHE
    return KINDS[named["kind"]](named["at"], named["token"]) if named else None
