"""What an operator is told about a wrong configuration, and that the project itself has no fault."""

import re
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command

from newsroom import checks as ours
from newsroom import services

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/operators/settings.md").read_text(encoding="utf-8")


def problems(name: str) -> list[str]:
    """The ids that one of the project's checks reports under the present settings."""
    return [message.id for message in getattr(ours, name)(None, databases=["default"])]


def test_the_site_must_answer_to_its_own_name(settings):
    settings.DEBUG, settings.SITE_URL, settings.ALLOWED_HOSTS = False, "https://news.example", ["other.example"]
    assert problems("site_answers_at_its_own_address") == ["newsroom.E001"]
    settings.ALLOWED_HOSTS = [".example"]
    assert problems("site_answers_at_its_own_address") == []


def test_an_operator_is_told_of_a_site_without_tls(settings):
    settings.SITE_URL = "http://news.example"
    assert problems("readers_come_by_https") == ["newsroom.W001"]
    settings.SITE_URL = "https://news.example"
    assert problems("readers_come_by_https") == []


def test_an_operator_is_told_of_a_missing_redis_package(settings, monkeypatch):
    settings.CACHES = {"default": services.cache_from_url("redis://127.0.0.1/0")}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert problems("redis_can_be_spoken_to") == ["newsroom.E002"]


@pytest.mark.django_db
def test_an_operator_is_told_of_a_missing_cache_table(settings):
    settings.CACHES = {"default": services.cache_from_url("database://no_such_table")}
    assert problems("cache_table_is_there") == ["newsroom.E003"]


def test_an_operator_is_told_of_a_folder_that_cannot_be_written(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "deep" / "media"
    assert problems("pictures_can_be_kept") == []
    monkeypatch.setattr("os.access", lambda *_: False)
    assert problems("pictures_can_be_kept") == ["newsroom.E005"]


def test_an_operator_is_told_of_mail_that_goes_nowhere(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert problems("mail_leaves_the_house") == ["newsroom.W003"]


def test_every_check_of_the_project_says_what_to_type():
    for path in [*ROOT.glob("[a-z]*/**/checks.py"), *ROOT.glob("newsroom/*/checks.py")]:
        text = path.read_text(encoding="utf-8")
        assert text.count("hint=") == text.count("id="), f"{path} has a message without a hint or an id"


@pytest.mark.django_db
def test_the_project_has_no_fault_of_its_own():
    assert checks.run_checks(databases=["default"]) == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_document_names_every_check_of_the_project():
    section = DOCUMENT.partition("## Is everything fine?")[2].partition("\n## ")[0]
    ids = re.findall(r'id="(\w+\.[EW]\d+)"', "".join(path.read_text() for path in ROOT.glob("[a-z]*/**/checks.py")))
    ids += ["accounts.W001", "articles.W001", "comments.W001"]  # of the guards, accounts/guards.py
    assert sorted(re.findall(r"^\| `([\w.]+)`", section, re.MULTILINE)) == sorted(ids)
