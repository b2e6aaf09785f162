"""System checks: operators' mistakes, explained with what to type.

Those that cost something or concern only a real site run with `manage.py check --deploy`.
"""

import importlib.util
import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.checks import Error, Tags, Warning, register
from django.db import connections, router
from django.http.request import validate_host

from accounts.watched import missing_triggers

REDIS = "django.core.cache.backends.redis.RedisCache"
CONSOLE_MAIL = "django.core.mail.backends.console.EmailBackend"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@register(Tags.security)
def site_answers_at_its_own_address(app_configs, **kwargs):
    """The name in SITE_URL must be one that the site answers to: every link in feeds and mails leads there."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if settings.DEBUG or validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"SITE_URL names {host}, but the site does not answer to that name.",
            hint=f"Add it: ALLOWED_HOSTS={','.join([host, *settings.ALLOWED_HOSTS])}",
            id="newsroom.E001",
        )
    ]


@register(Tags.caches)
def redis_can_be_spoken_to(app_configs, **kwargs):
    if settings.CACHES["default"]["BACKEND"] != REDIS or importlib.util.find_spec("redis"):
        return []
    return [
        Error(
            "CACHE_URL names a Redis server, but the Python package for it is not installed.",
            hint="Type `.venv/bin/pip install redis`, or use the database instead: CACHE_URL=database://cache",
            id="newsroom.E002",
        )
    ]


@register(Tags.database)
def cache_table_is_there(app_configs, databases, **kwargs):
    cache = caches["default"]
    if not isinstance(cache, BaseDatabaseCache):
        return []
    alias = router.db_for_read(cache.cache_model_class)
    if alias not in (databases or []) or cache._table in connections[alias].introspection.table_names():
        return []
    return [
        Error(
            f"CACHE_URL keeps the cache in the table “{cache._table}”, which the database does not have.",
            hint="Type `python manage.py createcachetable`.",
            id="newsroom.E003",
        )
    ]


@register(Tags.database, deploy=True)
def triggers_tell_what_changes(app_configs, databases, **kwargs):
    """Without them a page could be shown that is not true any more: `manage.py serve` does not start, and no page is kept."""
    found = {alias: missing_triggers(connections[alias]) for alias in databases or []}
    return [
        Error(
            f"The database “{alias}” does not tell of every change to what readers see: {', '.join(sorted(lost))}.",
            hint="Type `python manage.py migrate`: it puts the triggers in place.",
            id="newsroom.E006",
        )
        for alias, lost in found.items()
        if lost
    ]


@register(Tags.files, deploy=True)
def static_files_are_collected(app_configs, **kwargs):
    """Without the list of hashed names, the first page with a style sheet would fail."""
    if getattr(staticfiles_storage, "hashed_files", True):
        return []
    return [
        Error(
            f"The static files have not been collected into {settings.STATIC_ROOT}.",
            hint="Type `python manage.py collectstatic --no-input`, and again after each upgrade.",
            id="newsroom.E004",
        )
    ]


@register(Tags.files, deploy=True)
def pictures_can_be_kept(app_configs, **kwargs):
    folder = Path(settings.MEDIA_ROOT)
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"Pictures cannot be kept in {folder}: this user may not write to {nearest}.",
            hint="Give the folder to the user that runs the site, or name another one in MEDIA_ROOT.",
            id="newsroom.E005",
        )
    ]


@register(Tags.security, deploy=True)
def readers_come_by_https(app_configs, **kwargs):
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme == "https" or parts.hostname in LOOPBACK:
        return []
    return [
        Warning(
            "SITE_URL is not https: passwords and sessions travel in the open, and no cookie is marked secure.",
            hint=f"Serve the site over TLS and set SITE_URL=https://{parts.netloc}",
            id="newsroom.W001",
        )
    ]


@register(deploy=True)
def mail_leaves_the_house(app_configs, **kwargs):
    if settings.EMAIL_BACKEND != CONSOLE_MAIL:
        return []
    return [
        Warning(
            "E-mail is only printed to the log: no colleague is told what happens to their stories.",
            hint="Set EMAIL_URL, e.g. EMAIL_URL=smtp+tls://user:password@mail.example:587",
            id="newsroom.W003",
        )
    ]
