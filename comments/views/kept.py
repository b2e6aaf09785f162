"""A form whose every typed word comes back with whatever refuses it."""

from django.db import OperationalError
from django.http import HttpRequest, QueryDict

from comments.posting import Refused


class Kept:
    """One reader's try. A kind of form has `begin` (the empty form), `post`, `typed` (the form with what was sent) and
    `page`; `page` gets `refused` and may not ask the database when that is `busy`."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.data = QueryDict()

    def answer(self):
        try:
            return self.post() if self.request.method == "POST" else self.begin()
        except Refused as refused:
            return self.refuse(refused)
        except OperationalError:  # the database is busy or away
            return self.refuse(Refused("busy", wait=10))

    def refuse(self, refused: Refused):
        response = self.page(self.typed(), refused.status, refused=refused)
        if refused.wait:
            response.headers["Retry-After"] = str(refused.wait)
        return response


def is_busy(refused: Refused | None) -> bool:
    return refused is not None and refused.code == "busy"
