"""Typed readers of environment variables. The only file that looks at `os.environ`.

Each reader names the variable in its error, so that an operator knows what to mend.
`READ` remembers what was asked for: a test compares it with `docs/operators/settings.md`.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
READ: set[str] = set()


def text(name: str, default: str = "") -> str:
    """The value with surrounding blanks removed; an empty value counts as not set."""
    READ.add(name)
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True or false in words; anything else is refused rather than guessed."""
    value = text(name).lower()
    if value and value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in TRUE if value else default


def number(name: str, default: int, *, least: int = 0) -> int:
    """A whole number not below `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} up, not {value!r}.")
    return int(value)


def secret(name: str) -> str:
    """The value, or the content of the file that `<name>_FILE` points to (for secrets mounted as files)."""
    value, path = text(name), text(f"{name}_FILE")
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: only one of them can be meant.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def site_url(name: str, default: str = "") -> str:
    """An absolute http(s) address without path, e.g. `https://news.example`."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query):
        raise ImproperlyConfigured(f"{name} must be an address like https://news.example, not {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    """The name of a zone in the IANA time zone database, e.g. `Europe/Berlin`."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} must be a time zone like Europe/Berlin, not {value!r}.") from error
    return value


def language(name: str, default: str, known: set[str]) -> str:
    """A language code that Django has."""
    value = text(name, default).lower()
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be a language code like en-gb or ar, not {value!r}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder's path; a relative one is taken from the current folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def url(name: str, schemes: set[str], default: str = "") -> str:
    """An address whose scheme is one of `schemes`, passed on as it is. It may hold a password: errors never show it."""
    value = text(name, default)
    scheme, colon, _ = value.partition(":")
    if value and not (colon and scheme in schemes):
        begin = " or ".join(f"{scheme}:" for scheme in sorted(schemes))
        raise ImproperlyConfigured(f"{name} must begin with {begin}" + (f", not {scheme}:." if colon else "."))
    return value


def choice(name: str, default: str, known: list[str]) -> str:
    """One of a few words, in capitals."""
    value = text(name, default).upper()
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(known)}, not {value!r}.")
    return value
