"""Where a form was sent from, told by what browsers say of themselves: the pages are cached and have no token."""

from collections.abc import Callable
from enum import Enum
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt

OURS = {"same-origin", "none"}


class Origin(Enum):
    OURS = "one of our own pages"
    FOREIGN = "another site"
    UNKNOWN = "a browser that does not say"


def origin_of(request: HttpRequest) -> Origin:
    """By `Sec-Fetch-Site` (W3C Fetch Metadata); where it is absent by `Origin`."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return Origin.OURS if site in OURS else Origin.FOREIGN
    origin = request.headers.get("Origin", "null")
    if origin == "null":
        return Origin.UNKNOWN
    return Origin.OURS if origin in our_origins(request) else Origin.FOREIGN


def our_origins(request: HttpRequest) -> set[str]:
    """The host is one of ALLOWED_HOSTS, or the request would have been refused."""
    return {f"{request.scheme}://{request.get_host()}", settings.SITE_URL, *settings.CSRF_TRUSTED_ORIGINS}


def is_stranger(request: HttpRequest) -> bool:
    """Somebody is signed in and so has something to lose, but the form did not come from one of our own pages."""
    return request.user.is_authenticated and request.origin is not Origin.OURS


def anonymous_form(view: Callable) -> Callable:
    """For a view that takes a form from a cached page, without a CSRF cookie: `request.origin` tells where it came from.

    The view decides by it, and lets nobody in whom `is_stranger` names.
    """

    @wraps(view)
    def checked(request, *args, **kwargs):
        request.origin = origin_of(request)
        return view(request, *args, **kwargs)

    checked = csrf_exempt(checked)
    checked.anonymous_form = True
    return checked
