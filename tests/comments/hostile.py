"""Hostile words of every class, and what a browser does with them: pages of their own without any policy, and a watch."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

from playwright.sync_api import Error

from tests.loopback import Quiet, listening

CLASSES = {
    "a script": "<script>alert(1)</script>",
    "a handler": "<img src=x onerror=alert(1)>",
    "a drawing": "<svg/onload=alert(1)>",
    "out of an attribute": '"><script>alert(1)</script>',
    "into an attribute": "' autofocus tabindex=1 onfocus='alert(1)",
    "out of a text area": "</textarea></title></style><script>alert(1)</script>",
    "a frame": '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "an address that runs": "<a href=javascript:alert(1)>x</a> javascript:alert(1)",
    "an address of data": "data:text/html,<script>alert(1)</script>",
    "another page": '<meta http-equiv=refresh content="0;url=https://evil.example/">',
    "a pixel": "<img src=https://evil.example/pixel.gif>",
    "a style": "<style>@import '//evil.example/x';</style><link rel=stylesheet href=//evil.example/>",
    "another base": "<base href=//evil.example/><form action=//evil.example/><button>",
    "escaped": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "escaped twice": "&amp;lt;img src=x onerror=alert(1)&amp;gt;",
    "out of a section": "]]><script>alert(1)</script>",
    "XHTML": '</p><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "XML": '<?xml-stylesheet href="data:text/xsl,x"?><!DOCTYPE x [<!ENTITY y "z">]>&y;',
    "a template": "{{ settings.SECRET_KEY }}{% debug %}",
    "links": "https://evil.example/\"onmouseover=alert(1) https://bank.example@evil.example/",
    "directions": "\u202e\u2066<b onclick=alert(1)>evil\u2069",
    "a header": "x\r\nBcc: all@reader.example\r\nContent-Type: text/html\r\n\r\n<b>x",
}  # fmt: skip
assert all(len(words) <= 100 for words in CLASSES.values())  # so that each can be a name
MARKUP = """() => [...document.querySelectorAll('*')].filter(each =>
  [...each.attributes].some(one => one.name.startsWith('on')
    || /^(href|xlink:href|src|srcdoc|action|formaction|data)$/.test(one.name) && /^\\s*(javascript|data):/i.test(one.value)
    || /^(src|action)$/.test(one.name) && one.value.includes('evil.example'))
  || each.matches('script:not([src]):not([type]), iframe, base, meta[http-equiv], link[href*=evil]')
).map(each => each.outerHTML)"""


@dataclass
class Watched:
    """A page and what was seen to happen on it, in all its frames."""

    page: object
    own: str  # how the addresses begin that it may ask for
    seen: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.page.on("dialog", self._note_dialog)
        self.page.on("request", self._note_request)

    def _note_dialog(self, dialog):
        self.seen.append(f"{self.page.url}: a script said {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request):
        if request.url.startswith(("http", "ftp")) and not request.url.startswith(self.own):
            self.seen.append(f"{self.page.url} asked for {request.url}")

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.note_markup()

    def note_markup(self) -> None:
        """Whatever stands in it that could run or lead elsewhere, if not by itself."""
        for frame in self.page.frames:
            try:
                found = frame.evaluate(MARKUP)
            except Error as error:  # it was led away meanwhile
                found = [error.message]
            is_ours = frame is self.page.main_frame
            self.seen += [f"{frame.url}: {each}" for each in found if not (is_ours and "data-ours" in each)]


@dataclass
class Bare:
    """A server of what it was given, without any policy."""

    address: str = ""
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def keep(self, kind: str, content: bytes | str) -> str:
        """Where it is found from now on, as this kind of content."""
        path = f"/{len(self.kept)}"
        self.kept[path] = kind, content if isinstance(content, bytes) else content.encode()
        return self.address + path

    def together(self, addresses: list[str]) -> str:
        """A page that has all of these in frames."""
        frames = "".join(f'<iframe data-ours src="{escape(each)}"></iframe>' for each in addresses)
        return self.keep("text/html; charset=utf-8", f"<!DOCTYPE html><title>All</title>{frames}")


@contextmanager
def bare_server():
    found = Bare()

    class Handler(Quiet):
        def do_GET(self):
            kind, content = found.kept.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with listening(Handler) as found.address:
        yield found
