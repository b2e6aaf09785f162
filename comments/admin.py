"""Comments at the desk: none of Django's own pages for a model, but the moderators' screens (`comments/desk/`)."""

from django.contrib import admin
from django.urls import path

from comments.desk.routes import ROUTES
from comments.models import Comment
from comments.moderation import PERMISSION


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(PERMISSION)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        guard = self.admin_site.admin_view
        return [path(route, guard(view), name=f"comments_{name}") for route, view, name in ROUTES]
