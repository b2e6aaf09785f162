"""Pages that belong to no room: what a monitor asks, and what readers see when something is wrong."""

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve

from newsroom.context import site


@never_cache
def healthz(request):
    """200 and “ok” when this process answers and its database does too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def media(request, path: str):
    """The sizes of a picture that pages show. An original is for nobody, even with its name. A busy site lets its web
    server do this (docs/operators/first-production-start.md)."""
    if any(part.startswith(("original.", ".")) for part in path.split("/")):  # `serve` passes over a slash at the end
        raise Http404("There is no such file.")
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # a name longer than any file system keeps
        raise Http404("There is no such file.") from error
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"  # a changed picture has other names
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers and social networks show it too
    return response


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    """A refusal that has a `sentence` of its own is told by it at the desk."""
    return refused(request, "403.html", 403, why=getattr(exception, "sentence", ""))


def not_found(request, exception):
    return refused(request, "404.html", 404)


def refused(request, template: str, status: int, **more):
    """Colleagues at the desk are told in the desk's dress and can go on; everybody else gets the readers' page."""
    if request.path.startswith("/admin/") and admin.site.has_permission(request):
        return render(request, f"admin/{template}", admin.site.each_context(request) | more, status=status)
    return render(request, template, status=status)


def server_error(request):
    """Without the database and without the request: whatever broke must not break this page as well."""
    return HttpResponse(render_to_string("500.html", site(request)), status=500)
