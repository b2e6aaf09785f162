"""Where each room's addresses are mounted. The stories' come last: a section's address may be any word."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from newsroom import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path(f"{settings.MEDIA_URL.removeprefix('/')}<path:path>", views.media, name="media"),
    path("comments/", include("comments.urls")),
    path("", include("authors.urls")),
    path("", include("articles.urls")),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error
