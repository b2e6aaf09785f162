"""Settings of Newsroom: one file, read from top to bottom, every variable through `env`.

Development needs no variable at all. With `DEBUG=false` the site refuses to start without
`SECRET_KEY`, `ALLOWED_HOSTS` and `SITE_URL`. `docs/operators/settings.md` explains each.
"""

import os
import sys
from pathlib import Path
from urllib.parse import quote

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from newsroom import env
from newsroom.services import cache_from_url, database_from_url, email_from_url, shared_cache_from_url
from newsroom.version import VERSION  # noqa: F401  `settings.VERSION` is how the rooms know it

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# Identity
DEBUG = env.flag("DEBUG", default=not env.text("SECRET_KEY") and not env.text("SECRET_KEY_FILE"))
SECRET_KEY = env.secret("SECRET_KEY") or ("development-only-" * 4 if DEBUG else "")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000" if DEBUG else "")
SITE_NAME = env.text("SITE_NAME", "The Harbour Post")
SITE_DESCRIPTION = env.text("SITE_DESCRIPTION", "News and reporting from the coast and beyond.")

for name, value in {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS, "SITE_URL": SITE_URL}.items():
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when DEBUG is off; see docs/operators/settings.md.")
if not DEBUG and len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters, chosen at random.")

# Apps: a room may import only those to its right (docs/adr/0001-rooms.md)
INSTALLED_APPS = [
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "django_prose_editor",
    "django_tasks_db",
    "accounts",
    "library",
    "authors",
    "articles",
    "comments",
    "newsroom.apps.NewsroomConfig",
]

# Requests
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.Compressed",
    "newsroom.middleware.SecurityHeaders",
    "articles.clock.OneInstant",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.middleware.LegibleWords",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.Visit",
    "accounts.middleware.OwnTimeZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.OwnNotFound",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.pagecache.application.application"
APPEND_SLASH = True

# Templates
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.site",
            ],
        },
    }
]
FORM_RENDERER = "newsroom.forms.FieldRenderer"

# Database
DATABASE_URL = env.url(
    "DATABASE_URL", {"sqlite", "postgres", "postgresql"}, f"sqlite:///{quote(str(VAR_DIR / 'newsroom.sqlite3'))}"
)
DATABASES = {"default": database_from_url(DATABASE_URL)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL: readers never wait for the writer. FULL: a commit that was acknowledged survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTHENTICATION_BACKENDS = ["accounts.backends.Roles"]
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where a sign-in leads that names no page of ours
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
PASSWORD_RESET_TIMEOUT = 60 * 60 * 2

# Language and time
LANGUAGE_CODE = env.language("LANGUAGE_CODE", "en-gb", {code for code, _ in global_settings.LANGUAGES})
TIME_ZONE = env.time_zone("TIME_ZONE", "Europe/London")
USE_TZ = True
USE_I18N = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "newsroom.storage.DurableMedia"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.storage.HashedStatic"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Mail and cache
EMAIL_URL = env.url("EMAIL_URL", {"console", "smtp", "smtps", "smtp+tls"}, "console:")
globals().update(email_from_url(EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "newsroom@localhost")
EMAIL_TIMEOUT = 5
CACHES = {"default": cache_from_url(env.url("CACHE_URL", {"locmem", "redis", "rediss", "database"}, "locmem:"))}

# Pages (docs/developers/pagecache.md)
PAGE_CACHE_MB = env.number("PAGE_CACHE_MB", 0 if DEBUG else 32)
PAGE_CACHE_GRACE = env.number("PAGE_CACHE_GRACE", 60)

# A shared cache in front, which is told what changed (docs/operators/shared-caches.md)
PURGE_URL = env.url("PURGE_URL", {"varnish", "fastly", "cloudflare"})
SHARED_CACHE = shared_cache_from_url(PURGE_URL, env.secret("PURGE_TOKEN"))
SHARED_CACHE_SECONDS = env.number("SHARED_CACHE_SECONDS", 300 if SHARED_CACHE else 0)
if SHARED_CACHE_SECONDS and not SHARED_CACHE:
    raise ImproperlyConfigured(
        "SHARED_CACHE_SECONDS needs PURGE_URL: a cache that nobody tells what changed shows old pages."
    )

# Server: `manage.py serve`
SERVE_ADDRESS = env.text("SERVE_ADDRESS", "127.0.0.1:8000")
SERVE_PROCESSES = env.number("SERVE_PROCESSES", min(os.cpu_count() or 1, 4), least=1)
SERVE_THREADS = env.number("SERVE_THREADS", 4, least=1)
SERVE_WORKER = env.flag("SERVE_WORKER", default=True)

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", "" if DEBUG else SITE_URL)
HSTS_SECONDS = env.number("HSTS_SECONDS", 60 * 60 * 24 * 365)
TRUST_PROXY_HEADERS = env.flag("TRUST_PROXY_HEADERS", default=True)
if not DEBUG and SITE_URL.startswith("https:"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = HSTS_SECONDS
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if TRUST_PROXY_HEADERS:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

# Work in the background: rows of our own database, done by `manage.py worker` (docs/operators/worker.md)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Tags
TAGGIT_CASE_INSENSITIVE = True

# Newsroom's own
NEWSROOM_SELF_APPROVAL = env.flag("NEWSROOM_SELF_APPROVAL", default=False)
NEWSROOM_PUBLISH_NEEDS_APPROVAL = env.flag("NEWSROOM_PUBLISH_NEEDS_APPROVAL", default=False)
NEWSROOM_HISTORY_HIDES_TYPOS = env.flag("NEWSROOM_HISTORY_HIDES_TYPOS", default=False)
NEWSROOM_COMMENT_EDIT_MINUTES = env.number("NEWSROOM_COMMENT_EDIT_MINUTES", 10)
NEWSROOM_KEEP_SPAM_DAYS = env.number("NEWSROOM_KEEP_SPAM_DAYS", 30)
NEWSROOM_KEEP_REFUSED_DAYS = env.number("NEWSROOM_KEEP_REFUSED_DAYS", 365)
NEWSROOM_KEEP_EMAIL_DAYS = env.number("NEWSROOM_KEEP_EMAIL_DAYS", 0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr}},
    # Whoever knocks under a foreign name is answered 400; a traceback for each of them would hide real faults.
    "loggers": {
        "django.security.DisallowedHost": {"propagate": False},
        "articles.ledger": {"level": "INFO"},  # the anchor of each day belongs into the log, whatever its level
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"]),
    },
}
