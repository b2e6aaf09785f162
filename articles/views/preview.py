"""`/preview/<token>/`: one text that is not public, for whoever holds the link; never indexed, stored or passed on."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import previewing
from articles.admin.preview import as_edition

SEALED = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def preview(request, token: str):
    response = _answer(request, previewing.find(token))
    for name, value in SEALED.items():
        response.headers[name] = value
    return response


def _answer(request, link):
    """Whoever has no link learns nothing; whoever had one learns that it has ended, and not why."""
    if link is None:
        return render(request, "404.html", status=404)
    if previewing.why_ended(link):
        return render(request, "articles/preview_ended.html", status=410)
    if request.method == "GET":
        link.openings.create()
    edition = as_edition(link.article, link.revision)
    return render(request, "articles/preview.html", {"edition": edition, "link": link, "preview": True})
