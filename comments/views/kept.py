"""What readers send comes back with whatever refuses it: a form that cannot be read, a rule, a busy database."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict

from comments.posting import Refused
from comments.views.pages import private_page
from comments.views.reading import read_form

WAIT = 10  # seconds; then a busy database has gone on
SHOWN = {"text": "Your words", "email": "Email"}  # what a reader types; all else that a button sends is hidden


def answered(ask: Callable[[], HttpResponse], refuse: Callable[[Refused], HttpResponse]) -> HttpResponse:
    """What `ask` answers, or what `refuse` makes of a refusal; that is `busy` where the database is busy or away, and then
    `refuse` may not ask the database."""
    try:
        try:
            return ask()
        except Refused as refused:
            return _with_wait(refuse(refused), refused)
    except OperationalError:
        busy = Refused("busy", wait=WAIT)
        return _with_wait(refuse(busy), busy)


def _with_wait(response: HttpResponse, refused: Refused) -> HttpResponse:
    if refused.wait:
        response.headers["Retry-After"] = str(refused.wait)
    return response


class Kept:
    """One reader's try. A kind of form has `begin` (the empty form), `post`, `typed` (the form with what was sent) and
    `page`; `page` gets `refused` and may not ask the database when that is `busy`."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.data = QueryDict()

    def answer(self):
        return answered(self.post if self.request.method == "POST" else self.begin, self.refuse)

    def refuse(self, refused: Refused):
        return self.page(self.typed(), refused.status, refused=refused)


def keeping(*names: str):
    """For a view of one button or one field: what cannot be done now stands on a page of its own, and one button sends
    it again. `names` are the fields that it takes; they are read before the view begins."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def kept(request, *args, **kwargs):
            def ask():
                if request.method == "POST":
                    read_form(request)
                return view(request, *args, **kwargs)

            return answered(ask, lambda refused: _again(request, names, refused))

        return kept

    return decorate


def _again(request: HttpRequest, names: tuple[str, ...], refused: Refused) -> HttpResponse:
    is_sent, busy = request.method == "POST", is_busy(refused)
    typed = [
        (name, SHOWN.get(name), request.POST.get(name)) for name in names if is_sent and busy and name in request.POST
    ]
    context = {
        "action": request.path if is_sent else request.get_full_path(),
        "is_sent": is_sent,
        "typed": typed,
        "refused": refused,
        "bare": busy,
        "site_name": settings.SITE_NAME,
    }
    return private_page(None if busy else request, "comments/again.html", context, refused.status, secret=True)


def is_busy(refused: Refused | None) -> bool:
    return refused is not None and refused.code == "busy"
