"""What every request of ours goes through: letters that no text may hold are dropped, and answers carry our headers."""

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed
from django.http import Http404
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from articles.letters import legible_form
from newsroom import views
from newsroom.pagecache.wire import takes_gzip

DESK = "/admin/"
TEXTS = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml")
DIGITS = 15  # of a length that anybody could mean; Python refuses to read thousands of them

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy(response) -> str:
    """The one policy, with what a view had to say in `response.policy`: a frame of our own, say."""
    return "; ".join(f"{name} {value}" for name, value in (POLICY | getattr(response, "policy", {})).items())


class Compressed(GZipMiddleware):
    """Texts that nobody keeps: the desk's pages, search, forms. Kept pages and static files come compressed; pictures are so anyway.

    Django masks the token of each form anew and varies the length (the attack BREACH).
    """

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith(TEXTS):
            return response
        if not takes_gzip(request.headers.get("Accept-Encoding", "")):
            patch_vary_headers(response, ["Accept-Encoding"])
            return response
        return super().process_response(request, response)


class SecurityHeaders:
    """Adds the Content-Security-Policy and its companions (W3C CSP 3; Permissions Policy)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 500:  # Django's page of what broke brings its own style
            return response
        response.headers.setdefault("Content-Security-Policy", policy(response))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class LegibleWords:
    """What an address asks, and at the desk whatever is typed, comes without NUL and other controls.

    Readers' replies are read by their own room, which gives every typed word back when it refuses one. After the
    check against forgery, which has read the desk's forms already. A length that is no number is refused before it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.path.startswith(DESK) and not (length.isdecimal() and len(length) <= DIGITS):
            raise BadRequest("The length of what was sent is no number.")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.GET = legible_form(request.GET)
        if request.method == "POST" and request.path.startswith(DESK):
            request.POST = legible_form(request.POST)


class OwnNotFound:
    """In development too, what is not there is answered by our own pages: whoever tries the demo sees what readers see."""

    def __init__(self, get_response):
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        nowhere = response.status_code == 404 and request.resolver_match is None
        return views.not_found(request, None) if nowhere else response

    def process_exception(self, request, exception):
        return views.not_found(request, exception) if isinstance(exception, Http404) else None
