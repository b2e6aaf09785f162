"""How the pages of this room answer: never cached, never indexed."""

from django.shortcuts import render


def private_page(request, template: str, context: dict, status: int = 200, *, secret: bool = False):
    """A page for one reader. `secret`: its address is a key, so it is told to nobody."""
    return keep_private(render(request, template, context, status=status), secret=secret)


def keep_private(response, *, secret: bool = False):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if secret:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response
