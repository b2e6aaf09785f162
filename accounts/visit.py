"""The request that is being answered, for those who must say who is there and from where, and are far from the view."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from accounts.addresses import address_of

_request: ContextVar[HttpRequest | None] = ContextVar("visit", default=None)


@contextmanager
def during(request: HttpRequest):
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def address() -> str:
    """Where the request came from; "" for what the server does by itself."""
    request = _request.get()
    return address_of(request) if request else ""


def person():
    """Who is signed in; None for a stranger, and for what the server does by itself."""
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None
