"""Shared caches for tests: settings that name one, and one that answers on this machine as told and remembers what it was asked."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.loopback import Quiet, listening

TOKEN = "a-token-that-nobody-may-see"


def in_front(settings, kind: str, at: str = "127.0.0.1:9") -> None:
    settings.SHARED_CACHE = {"kind": kind, "at": at, "token": TOKEN}
    settings.SHARED_CACHE_SECONDS = 3600


@dataclass
class Asked:
    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def said(self):
        return json.loads(self.body)


@dataclass
class Faked:
    """`answers` are (status, body), the last one for good; `asked` is what came."""

    address: str = ""
    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, '{"success": true}')])
    asked: list[Asked] = field(default_factory=list)

    def next_answer(self) -> tuple[int, str]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def fake():
    """A running server that is asked over the loopback interface."""
    found = Faked()

    class Handler(Quiet):
        def _answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            found.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            status, said = found.next_answer()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.send_header("Location", found.address + "/elsewhere")
            self.end_headers()
            self.wfile.write(said.encode())

        do_BAN = do_POST = do_GET = _answer

    with listening(Handler) as found.address:
        yield found
