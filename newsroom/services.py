"""Turns `DATABASE_URL`, `EMAIL_URL`, `CACHE_URL` and `PURGE_URL` into Django's settings: one variable names one service.

An address may hold a password, so no error repeats it.
"""

import re
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

QUOTE = "write special characters in a user name or password as %23 for #, %40 for @, %2F for /."


def database_from_url(address: str) -> dict:
    """One entry of Django's DATABASES for `sqlite:///path` or `postgres://user:password@host:port/name`."""
    try:
        found = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL makes no sense; {QUOTE}") from error
    return found | {"ENGINE": found["ENGINE"].replace("django.db.backends", "newsroom.database")}


def email_from_url(address: str) -> dict:
    """Django's mail settings for `console:`, `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://user:password@host:port`."""
    parts = urlsplit(address)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not parts.hostname or not has_sound_port(parts):
        raise ImproperlyConfigured(f"EMAIL_URL must be like smtp+tls://user:password@mail.example:587; {QUOTE}")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def cache_from_url(address: str) -> dict:
    """One entry of Django's CACHES for `locmem:`, `database://<table>` or `redis(s)://host:port/0`."""
    parts = urlsplit(address)
    if parts.scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if parts.scheme == "database":
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": parts.netloc or "cache"}
    if not parts.hostname or not has_sound_port(parts):
        raise ImproperlyConfigured(f"CACHE_URL must be like redis://:password@cache.example:6379/0; {QUOTE}")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}


def shared_cache_from_url(address: str, token: str) -> dict:
    """What `newsroom.purging` speaks to: `varnish://host:port`, `fastly://<service>` or `cloudflare://<zone>`; {} for none."""
    if not address:
        return {}
    parts = urlsplit(address)
    is_sound = has_sound_port(parts) and re.fullmatch(r"[\w.:\[\]-]+", parts.netloc, re.ASCII)
    if not is_sound or address != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(
            "PURGE_URL must be like varnish://127.0.0.1:6081, fastly://<service> or cloudflare://<zone>; "
            "the secret belongs into PURGE_TOKEN."
        )
    if parts.scheme != "varnish" and not token:
        raise ImproperlyConfigured("PURGE_TOKEN must be set: without it the shared cache of PURGE_URL drops no page.")
    return {"kind": parts.scheme, "at": parts.netloc, "token": token}


def has_sound_port(parts) -> bool:
    """Whether the port is a number or left out; `urlsplit` looks at it only when asked."""
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False
