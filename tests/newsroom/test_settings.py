"""Settings: documented, named in their errors, strict in production, harmless in development."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import env
from tests.settings import LEFT_OUT

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/operators/settings.md").read_text(encoding="utf-8")
PRODUCTION = {
    "SECRET_KEY": "a-secret-that-nobody-could-guess-" * 2,
    "ALLOWED_HOSTS": "news.example",
    "SITE_URL": "https://news.example",
}


def python(code: str, **variables) -> subprocess.CompletedProcess:
    """Run Python in the project with these environment variables and none of ours."""
    ours = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    variables = ours | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"} | variables
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=300)


def settings_with(**variables) -> dict:
    """The project's settings as another process reads them."""
    show = "import json; from newsroom import settings as s; print(json.dumps(vars(s), default=str))"
    answer = python(show, **variables)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def rows_of(heading: str) -> list[str]:
    """The names in the first column of the table under a heading of the document."""
    section = DOCUMENT.partition(f"## {heading}")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([\w.]+)`", section, re.MULTILINE)


def test_the_document_names_every_variable_and_no_other():
    assert sorted(rows_of("Every variable")) == sorted(env.READ)


def test_the_tests_are_deaf_to_every_variable_but_the_database():
    assert env.READ - {"DATABASE_URL"} == LEFT_OUT


def test_the_environment_is_read_in_one_place_only():
    readers = [
        str(path.relative_to(ROOT))
        for room in ("newsroom", "accounts", "library", "authors", "articles", "comments")
        for path in (ROOT / room).rglob("*.py")
        if re.search(
            r"os\.(environ\b(?!\.setdefault\(.DJANGO_SETTINGS_MODULE)|getenv)", path.read_text(encoding="utf-8")
        )
    ]
    hands_it_on = (
        "newsroom/management/commands/take_screenshots.py"  # to a server that it starts; settings come from env
    )
    assert set(readers) - {hands_it_on} == {"newsroom/env.py"}


def test_development_needs_no_variable():
    found = settings_with()
    assert found["DEBUG"] is True
    assert found["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "newsroom.sqlite3")
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert found["MEDIA_ROOT"] == str(ROOT / "var" / "media")
    assert (found["TIME_ZONE"], found["LANGUAGE_CODE"]) == ("Europe/London", "en-gb")


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_refuses_to_start_without(name):
    answer = python("from newsroom import settings", DEBUG="false", **{**PRODUCTION, name: ""})
    assert answer.returncode != 0
    assert f"{name} must be set when DEBUG is off" in answer.stderr


def test_production_refuses_a_short_secret():
    answer = python("from newsroom import settings", **{**PRODUCTION, "SECRET_KEY": "short"})
    assert "at least 32 characters" in answer.stderr


def test_a_secret_turns_debugging_off():
    assert settings_with(**PRODUCTION)["DEBUG"] is False


def test_no_server_is_given_a_site_with_debugging_on():
    answer = python("from newsroom import wsgi")
    assert answer.returncode != 0
    assert "must not run with DEBUG on" in answer.stderr
    assert python("from newsroom import wsgi", **PRODUCTION).returncode == 0


def test_production_insists_on_https():
    found = settings_with(**PRODUCTION)
    assert found["SECURE_SSL_REDIRECT"] is found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31536000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://news.example"]
    assert found["PASSWORD_HASHERS"] == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_proxy_is_believed_only_where_told():
    assert "SECURE_PROXY_SSL_HEADER" not in settings_with(**PRODUCTION, TRUST_PROXY_HEADERS="no")


def test_an_answer_in_production_carries_the_headers_and_the_cookie_is_secure(tmp_path):
    code = """
import json, django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
answer = Client(headers={"host": "news.example", "x-forwarded-proto": "https"}).get("/admin/login/")
plain = Client(headers={"host": "news.example"}).get("/admin/login/")
stranger = Client(headers={"host": "evil.example", "x-forwarded-proto": "https"}).get("/admin/login/")
cookie = answer.cookies["csrftoken"]
print(json.dumps({"status": answer.status_code, "headers": dict(answer.headers), "secure": cookie["secure"],
    "plain": plain.headers.get("Location"), "stranger": stranger.status_code}))
"""
    database = f"sqlite:///{tmp_path}/news.sqlite3"
    # The page itself needs no hashed names here, only the settings of production.
    code = "from newsroom import settings\nsettings.STORAGES['staticfiles'] = {'BACKEND': " + (
        "'django.contrib.staticfiles.storage.StaticFilesStorage'}" + code
    )
    answer = python(code, DATABASE_URL=database, LOG_LEVEL="ERROR", **PRODUCTION)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    headers = found["headers"]
    assert (found["status"], found["stranger"], found["secure"]) == (200, 400, True)
    assert found["plain"] == "https://news.example/admin/login/"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


NONSENSE = {
    "DEBUG": "maybe",
    "SITE_URL": "news.example",
    "DATABASE_URL": "mysql://news:hush@127.0.0.1/news",
    "CACHE_URL": "memcached:",
    "EMAIL_URL": "smtp://",
    "PURGE_URL": "fastly://SERVICE?token=hush",
    "PURGE_TOKEN_FILE": "/there/is/no/such/file",
    "SHARED_CACHE_SECONDS": "300",
    "TIME_ZONE": "Mars/Olympus",
    "LANGUAGE_CODE": "klingon",
    "HSTS_SECONDS": "-1",
    "TRUST_PROXY_HEADERS": "perhaps",
    "LOG_LEVEL": "loud",
    "NEWSROOM_SELF_APPROVAL": "2",
    "NEWSROOM_PUBLISH_NEEDS_APPROVAL": "sometimes",
    "NEWSROOM_COMMENT_EDIT_MINUTES": "-1",
    "NEWSROOM_HISTORY_HIDES_TYPOS": "mostly",
    "SECRET_KEY_FILE": "/there/is/no/such/file",
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_by_the_name_of_its_variable(name):
    answer = python("from newsroom import settings", **{name: NONSENSE[name]})
    assert answer.returncode != 0
    assert f"ImproperlyConfigured: {name}" in answer.stderr
    assert "hush" not in answer.stderr.rpartition("ImproperlyConfigured")[2]


@pytest.mark.parametrize(
    "address",
    [
        "varnish://",
        "varnish://me:hush@127.0.0.1:6081",
        "varnish://127.0.0.1:x",
        "cloudflare://zone/hush",
        "fastly:hush",
    ],
)
def test_a_shared_cache_is_named_by_a_place_and_nothing_more(address):
    answer = python("from newsroom import settings", PURGE_URL=address, PURGE_TOKEN="secret")
    assert "ImproperlyConfigured: PURGE_URL must be like varnish://127.0.0.1:6081" in answer.stderr
    assert "hush" not in answer.stderr.rpartition("ImproperlyConfigured")[2]


def test_pages_are_shared_only_with_a_cache_that_can_be_told(tmp_path):
    assert settings_with()["SHARED_CACHE_SECONDS"] == 0
    found = settings_with(PURGE_URL="varnish://127.0.0.1:6081")
    assert (found["SHARED_CACHE_SECONDS"], found["SHARED_CACHE"]["at"]) == (300, "127.0.0.1:6081")
    assert "PURGE_TOKEN must be set" in python("from newsroom import settings", PURGE_URL="fastly://SERVICE").stderr
    secret = tmp_path / "secret"
    secret.write_text("hush\n")
    found = settings_with(PURGE_URL="cloudflare://zone", PURGE_TOKEN_FILE=str(secret), SHARED_CACHE_SECONDS="60")
    assert (found["SHARED_CACHE"]["token"], found["SHARED_CACHE_SECONDS"]) == ("hush", 60)


def test_postgresql_takes_its_options_from_the_address():
    found = settings_with(DATABASE_URL="postgres://news:p%23@db.example:5433/news?sslmode=require")["DATABASES"][
        "default"
    ]
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", 5433, "p#")
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": 5}


def test_the_version_is_the_first_heading_of_the_changelog():
    from django.conf import settings

    assert f"\n## {settings.VERSION} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
