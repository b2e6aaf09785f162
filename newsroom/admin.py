"""The desk: Django's admin with our navigation, our sign-in and our look, and without what a newsroom must not have."""

from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path


class Desk(admin.AdminSite):
    index_title = "Desk"
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)
        self.site_title = self.site_header = settings.SITE_NAME
        self.disable_action("delete_selected")  # things of a newsroom are deleted one by one, or not at all

    @property
    def login_form(self):
        from accounts.forms import SignInForm

        return SignInForm

    def admin_view(self, view, cacheable=False):
        """Django's `_to_field` belongs to its pop-ups, which the desk has not; an empty one would break its pages."""

        @wraps(view)
        def without_to_field(request, *args, **kwargs):
            if TO_FIELD_VAR in request.GET or TO_FIELD_VAR in request.POST:
                raise DisallowedModelAdminToField("The desk has no pop-ups.")
            return view(request, *args, **kwargs)

        return super().admin_view(without_to_field, cacheable)

    def get_urls(self):
        from accounts.views import sign_in_again

        ours = [
            path("login/again/", sign_in_again, name="login_again"),
            path("profile/", self.admin_view(self.profile), name="profile"),
            path("roles/", self.admin_view(self.roles), name="roles"),
            path("record/", self.admin_view(self.record), name="record"),
            path("record/export/", self.admin_view(self.record_export), name="record_export"),
            path("tasks/", self.admin_view(self.tasks), name="tasks"),
            path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.view_on_site), name="view_on_site"),
        ]
        return ours + [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]

    def each_context(self, request):
        from newsroom.navigation import main_navigation, new_story_address

        context = {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }
        if context["has_permission"]:
            context |= {"navigation": main_navigation(request), "new_story": new_story_address(request)}
        return context

    def index(self, request, extra_context=None):
        from newsroom.home import home_context

        return super().index(request, {**home_context(request), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        return []  # the home page and the navigation say it better

    def login(self, request, extra_context=None):
        """Django's sign-in; answers 429 once too many attempts failed."""
        response = super().login(request, extra_context)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if form is not None and form.has_error("__all__", "throttled"):
            response.status_code = 429
            response.headers["Retry-After"] = str(form.wait)
        return response

    def profile(self, request):
        from accounts.views import profile

        return profile(request, self)

    def roles(self, request):
        from accounts.views import roles

        return roles(request, self)

    def record(self, request):
        from accounts.record import record

        return record(request, self)

    def record_export(self, request):
        from accounts.record import export

        return export(request)

    def tasks(self, request):
        from newsroom.work.desk import tasks

        return tasks(request, self)

    def app_index(self, request, app_label, extra_context=None):
        """No list of one app's tables: nobody in a newsroom thinks in apps."""
        return redirect("admin:index")

    def view_on_site(self, request, content_type_id, object_id):
        """Django's shortcut to an object's public page, for those who may see the object at the desk."""
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        model_admin = self._registry.get(model)
        if not model_admin or not hasattr(model, "get_absolute_url"):
            raise Http404("This kind of thing has no page of its own.")
        found = get_object_or_404(model_admin.get_queryset(request), pk=object_id)
        if not model_admin.has_view_or_change_permission(request, found):
            raise Http404("There is nothing here that you may see.")
        return redirect(found.get_absolute_url())
