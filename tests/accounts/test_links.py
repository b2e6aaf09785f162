"""Addresses that are put together once are those that Django would put together each time."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix

from accounts.links import link_to


@pytest.mark.parametrize(
    ("view", "arguments"),
    [("articles:section", ["city/ports"]), ("articles:year", [2026]), ("articles:tag", ["änne"])],
)
def test_a_link_is_the_address_that_django_gives(view, arguments):
    assert link_to(view, *arguments) == link_to(view, *arguments) == reverse(view, args=arguments)


def test_below_another_prefix_it_is_another_address():
    here = link_to("articles:corrections")
    set_script_prefix("/paper/")
    try:
        assert link_to("articles:corrections") == f"/paper{here}"
    finally:
        set_script_prefix("/")
    assert link_to("articles:corrections") == here


def test_with_other_addresses_of_the_site_it_is_looked_up_anew():
    link_to("articles:corrections")
    with override_settings(ROOT_URLCONF="django.contrib.auth.urls"), pytest.raises(NoReverseMatch):
        link_to("articles:corrections")
