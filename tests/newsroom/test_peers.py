"""Other systems are measured where they are; where they are not, the table says so, and what to do."""

import sys

import pytest

from bench import site
from bench.peers import __main__ as peers
from bench.peers import wordpress


@pytest.fixture(autouse=True)
def _nothing_is_installed(monkeypatch, tmp_path):
    monkeypatch.delenv("WAGTAIL_PYTHON", raising=False)
    monkeypatch.setattr(wordpress, "PLACES", str(tmp_path))
    monkeypatch.setattr(wordpress, "PACKAGED", tmp_path)
    monkeypatch.setattr(site, "ready", lambda: pytest.fail("A site was made although there is nothing to measure."))


def test_whoever_is_absent_is_told_with_what_to_do(capsys):
    peers.main()
    said = capsys.readouterr().out
    assert "NOT MEASURED: Wagtail. WAGTAIL_PYTHON is not set: make an environment" in said
    assert "NOT MEASURED: WordPress. nginx, mariadbd, mariadb-install-db, php, php-fpm" in said
    assert "pip install wagtail granian" in said and "apt-get install" in said


def test_a_python_without_wagtail_is_told(capsys, monkeypatch):
    monkeypatch.setenv("WAGTAIL_PYTHON", sys.executable)
    peers.main()
    assert f"NOT MEASURED: Wagtail. {sys.executable} has no wagtail and granian" in capsys.readouterr().out


def test_a_python_that_is_not_there_is_told(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("WAGTAIL_PYTHON", str(tmp_path / "python"))
    peers.main()
    assert "python has no wagtail and granian" in capsys.readouterr().out
