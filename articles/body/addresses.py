"""Web addresses in a body: which are kept, and how a host is shown for what it is."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

MAX_LENGTH = 2000
HOST = re.compile(
    r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)*"
)
MAIL = re.compile(r"mailto:[^\s@<>\"'?&%:/\\]{1,64}@[^\s@<>\"'?&%:/\\]{1,253}", re.IGNORECASE)
WEB = re.compile(
    r"(?P<scheme>https?)://(?:[^/?#]*@)?(?P<host>[^/?#@:]+)(?P<port>:[0-9]{1,5})?:?(?P<rest>(?:[/?#].*)?)", re.I | re.S
)
SAFE = "!$&'()*+,/:;=?@[]~%#-._"
IGNORED = re.compile("[\t\r\n\u200b\u200c\u200d\u2060\ufeff]")


def address(text: str) -> str:
    """A link's address as we keep it, or "" when it may not stay: http, https, mailto, or a path of this site."""
    text = IGNORED.sub("", text).strip()
    if MAIL.fullmatch(mail := text.partition("?")[0]):
        return "mailto:" + mail[7:]
    if text.startswith("/") and not text.startswith(("//", "/\\")):
        return _fitting(_path(text))
    return web(text)


def web(text: str) -> str:
    """An http or https address with its host in ASCII, without user and password; "" for anything else."""
    text = IGNORED.sub("", text).strip().replace("\\", "/")
    found = WEB.fullmatch("https:" + text if text.startswith("//") else text)
    host = ascii_host(found["host"]) if found else ""
    if not host:
        return ""
    rest = found["rest"] if found["rest"].startswith("/") else "/" + found["rest"]
    return _fitting(f"{found['scheme'].lower()}://{host}{found['port'] or ''}{_path(rest)}")


def host_of(url: str) -> str:
    """The host to show beside a link, e.g. "example.org"; never in letters that only look like it."""
    return ascii_host(urlsplit(url).hostname or "").removeprefix("www.")


def ascii_host(host: str) -> str:
    """A host as machines write it: "bücher.example" → "xn--bcher-kva.example"; "" when it is no host."""
    host = re.sub("[。．｡]", ".", unicodedata.normalize("NFKC", host).lower()).removesuffix(".")
    try:
        host = ".".join(
            label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in host.split(".")
        )
    except UnicodeError:
        return ""
    return host if HOST.fullmatch(host) else ""


def _path(text: str) -> str:
    """Blanks, quotes, angle brackets and letters outside ASCII as %XX; what is already so stays."""
    return re.sub(r"%(?![0-9a-fA-F]{2})", "%25", quote(text.replace("\\", "/"), safe=SAFE))


def _fitting(url: str) -> str:
    return url if len(url) <= MAX_LENGTH else ""
