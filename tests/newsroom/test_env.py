"""Readers of environment variables: what they understand, and what they refuse by name."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env, services


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch):
    monkeypatch.setattr(env, "READ", set())


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (env.flag, "truthy"),
        (lambda name: env.number(name, 1, least=1), "0"),
        (lambda name: env.number(name, 1), "1.5"),
        (lambda name: env.number(name, 1), "²"),
        (env.site_url, "ftp://news.example"),
        (env.site_url, "https://news.example/path"),
        (env.site_url, "https://"),
        (lambda name: env.time_zone(name, "UTC"), "../../etc/passwd"),
        (lambda name: env.language(name, "en", {"en"}), "xx"),
        (lambda name: env.url(name, {"redis"}), "redis"),
        (lambda name: env.choice(name, "A", ["A"]), "b"),
    ],
)
def test_a_reader_refuses_by_name(monkeypatch, reader, value):
    monkeypatch.setenv("A_VARIABLE", value)
    with pytest.raises(ImproperlyConfigured, match="A_VARIABLE"):
        reader("A_VARIABLE")


def test_blanks_count_as_not_set(monkeypatch):
    monkeypatch.setenv("A_VARIABLE", "  ")
    assert env.text("A_VARIABLE", "default") == "default"
    assert env.flag("A_VARIABLE", default=True) is True
    assert env.words("A_VARIABLE") == []


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("A_VARIABLE", " a.example , ,b.example")
    assert env.words("A_VARIABLE") == ["a.example", "b.example"]


def test_a_secret_may_lie_in_a_file_but_not_in_two_places(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("hush\n")
    monkeypatch.setenv("A_VARIABLE_FILE", str(tmp_path / "key"))
    assert env.secret("A_VARIABLE") == "hush"
    monkeypatch.setenv("A_VARIABLE", "another")
    with pytest.raises(ImproperlyConfigured, match="A_VARIABLE and A_VARIABLE_FILE are both set"):
        env.secret("A_VARIABLE")


def test_a_password_with_special_characters_reaches_the_mail_server():
    found = services.email_from_url("smtp+tls://desk%40news.example:p%23ss%2Fw@mail.example:2525")
    assert found["EMAIL_HOST_USER"] == "desk@news.example"
    assert found["EMAIL_HOST_PASSWORD"] == "p#ss/w"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (2525, True, False)


@pytest.mark.parametrize(
    ("reader", "address"),
    [
        (services.database_from_url, "postgres://news:hush#@127.0.0.1/news"),
        (services.email_from_url, "smtp://desk:hush@mail.example:port"),
        (services.cache_from_url, "redis://:hush@cache.example:port/0"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_repeating_its_password(reader, address):
    with pytest.raises(ImproperlyConfigured, match="_URL") as refusal:
        reader(address)
    assert "hush" not in str(refusal.value)
