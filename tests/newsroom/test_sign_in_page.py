"""Signing in, in a real browser: the first page of the desk, with and without scripts."""

import pytest

from accounts.models import User
from tests import browser

PASSWORD = "a long sentence as password"


@pytest.fixture
def user(transactional_db):
    return User.objects.create_superuser("vera@news.example", PASSWORD, name="Vera")


def sign_in(page):
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("vera@news.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Log in")).click()
    page.wait_for_url("**/admin/")


def test_a_colleague_signs_in(browser_page, user):
    sign_in(browser_page)
    assert "Vera" in browser_page.locator("body").inner_text()


def test_a_colleague_signs_in_without_scripts(open_page, user):
    sign_in(open_page(java_script_enabled=False))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_used_by_everybody(open_page, user, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page.goto("/admin/login/")
    assert not browser.accessibility_faults(page)
