"""Signing in: by e-mail in any case, uniformly refused, slowed down for those who guess."""

import concurrent.futures
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import SignInAttempt
from accounts.throttle import LIMIT, WIDE_LIMIT, TooManyAttempts, count_attempt, forget_attempts
from newsroom import settings as project
from tests.cast import PASSWORD, person, reporter

LOGIN = "/admin/login/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": email, "password": password, "next": "/admin/"}, **extra)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["rita@news.example", "Rita@News.Example", "RITA@NEWS.EXAMPLE"])
def test_the_case_of_the_address_does_not_matter(client, email):
    reporter()
    assert sign_in(client, email).url == "/admin/"


@pytest.mark.django_db
def test_unknown_address_wrong_password_and_closed_account_get_the_same_answer(client):
    closed = person("old@news.example", "Old Hand", "Reporter", is_active=False)
    outside = person("out@news.example", "Out Side", is_staff=False)
    pages = [
        sign_in(client, email, password)
        for email, password in [
            ("nobody@news.example", PASSWORD),
            (reporter().email, "wrong"),
            (closed.email, PASSWORD),
            (outside.email, PASSWORD),
        ]
    ]
    said = {str(page.context["form"].non_field_errors()) for page in pages}
    assert len(said) == 1
    assert {page.status_code for page in pages} == {200}


@pytest.mark.django_db
def test_the_sixth_attempt_is_refused_even_with_the_right_password(client):
    user = reporter()
    for _ in range(LIMIT):
        assert sign_in(client, user.email, "wrong").status_code == 200
    refused = sign_in(client, user.email.upper())
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert "Wait five minutes" in refused.text
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_another_person_or_another_address_is_not_held_up(client):
    user = reporter()
    for _ in range(LIMIT + 1):
        sign_in(client, user.email, "wrong")
    assert sign_in(client, "nobody@news.example", "wrong").status_code == 200
    assert sign_in(client, user.email, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("addresses", "elsewhere"),
    [(["192.0.2.7"], "192.0.2.8"), (["2001:db8:0:1::1", "2001:db8:0:1:ffff::2"], "2001:db8:0:2::1")],
)
def test_one_password_tried_on_everybody_is_stopped_where_it_comes_from(client, addresses, elsewhere):
    user = reporter()
    for number in range(WIDE_LIMIT):
        count_attempt(f"colleague{number}@news.example", addresses[number % len(addresses)])
    for address in addresses:
        refused = sign_in(client, user.email, REMOTE_ADDR=address)
        assert refused.status_code == 429
        assert "from your network" in refused.text
    assert sign_in(client, user.email, REMOTE_ADDR=elsewhere).status_code == 302


@pytest.mark.django_db
def test_an_own_success_does_not_forget_guesses_at_other_accounts():
    for number in range(WIDE_LIMIT - 1):
        count_attempt(f"colleague{number}@news.example", "192.0.2.7")
    count_attempt("mine@news.example", "192.0.2.7")
    forget_attempts("mine@news.example", "192.0.2.7")
    count_attempt("another@news.example", "192.0.2.7")
    with pytest.raises(TooManyAttempts):
        count_attempt("one-more@news.example", "192.0.2.7")


@pytest.mark.django_db
def test_who_is_stopped_already_does_not_use_up_what_others_may_try():
    for _ in range(LIMIT):
        count_attempt("rita@news.example", "192.0.2.7")
    for _ in range(WIDE_LIMIT):
        with pytest.raises(TooManyAttempts) as refusal:
            count_attempt("rita@news.example", "192.0.2.7")
        assert not refusal.value.wide
    count_attempt("edith@news.example", "192.0.2.7")


@pytest.mark.django_db
def test_five_minutes_later_the_right_password_works(client):
    user = reporter()
    with time_machine.travel("2026-11-02 08:00:00+00:00", tick=False) as clock:
        for _ in range(LIMIT + 3):
            sign_in(client, user.email, "wrong")
        assert sign_in(client, user.email).status_code == 429
        clock.shift(timedelta(minutes=5))
        assert sign_in(client, user.email).status_code == 302


@pytest.mark.django_db
def test_success_forgets_the_mistakes_before_it(client):
    user = reporter()
    for _ in range(LIMIT - 1):
        sign_in(client, user.email, "wrong")
    assert sign_in(client, user.email).status_code == 302
    assert not SignInAttempt.objects.exists()


@pytest.mark.django_db
def test_behind_a_proxy_the_address_it_added_counts(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    user = reporter()
    for fake in range(LIMIT):
        sign_in(client, user.email, "wrong", headers={"x-forwarded-for": f"10.0.0.{fake}, 192.0.2.9"})
    assert sign_in(client, user.email, headers={"x-forwarded-for": "10.0.0.99, 192.0.2.9"}).status_code == 429
    assert sign_in(client, user.email, headers={"x-forwarded-for": "192.0.2.10"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_count_each_other():
    def attempt(_):
        try:
            count_attempt("rita@news.example", "192.0.2.1")
        except TooManyAttempts:
            return 0
        finally:
            connection.close()
        return 1

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        let_through = sum(pool.map(attempt, range(24)))
    assert let_through <= LIMIT


@pytest.mark.django_db
def test_the_attempts_hold_no_address_in_the_clear(client):
    sign_in(client, "nobody@news.example", "wrong")
    assert not SignInAttempt.objects.filter(key__contains="nobody").exists()


@pytest.mark.django_db
def test_old_attempts_are_swept_by_the_next_one():
    with time_machine.travel("2026-11-02 08:00:00+00:00", tick=False) as clock:
        count_attempt("a@news.example", "192.0.2.1")
        clock.shift(timedelta(minutes=6))
        count_attempt("b@news.example", "192.0.2.1")
        assert set(SignInAttempt.objects.values_list("at", flat=True)) == {timezone.now()}


@pytest.mark.django_db
def test_signing_out_needs_a_post_and_leads_back(client):
    client.force_login(reporter())
    assert client.get(reverse("admin:logout")).status_code == 405
    page = client.post(reverse("admin:logout"))
    assert "You are signed out" in page.text
    assert client.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_nobody_is_sent_elsewhere_after_signing_in(client):
    reporter()
    data = {"username": "rita@news.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, data).url == "/admin/" or client.post(LOGIN, data).url == settings.LOGIN_REDIRECT_URL


def test_passwords_are_kept_by_argon2():
    assert project.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
