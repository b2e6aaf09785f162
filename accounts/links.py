"""Addresses of our own pages, each put together once in a process: a page names dozens of them."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MOST = 2_000


def link_to(view: str, *arguments: str | int) -> str:
    """The same as `reverse(view, args=arguments)`."""
    return _kept(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), view, arguments)


@lru_cache(MOST)
def _kept(urlconf: str, prefix: str, view: str, arguments: tuple) -> str:
    return reverse(view, urlconf, arguments)
