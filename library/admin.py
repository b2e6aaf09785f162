"""The picture library at the desk."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.forms.widgets import Script
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST

from accounts.recorded import Recorded
from library import chooser
from library.forms import ManyWordsForm, UploadForm, WordsForm
from library.intake import Unacceptable
from library.models import Picture
from library.querysets import SEARCHED
from library.uses import uses_of

COUNTED = 5000
DESCRIBED_AT_ONCE = 50
IN_USE = (ProtectedError, IntegrityError)  # the second when somebody uses a picture in the very moment of its deletion


class BoundedPaginator(Paginator):
    """Counts no further than COUNTED: nobody turns that many pages, and a long list need not be counted to be shown."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNTED].count()


class AltFilter(admin.SimpleListFilter):
    title = "alternative text"
    parameter_name = "alt"

    def lookups(self, request, model_admin):
        return [("missing", "Still to be written"), ("written", "Written")]

    def queryset(self, request, queryset):
        return {"missing": queryset.without_alt(), "written": queryset.exclude(alt="")}.get(self.value(), queryset)


class MineFilter(admin.SimpleListFilter):
    title = "uploaded by"
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", "Me")]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "me" else queryset


@admin.register(Picture)
class PictureAdmin(Recorded, admin.ModelAdmin):
    form = WordsForm
    fieldsets = [
        ("For readers", {"fields": ["alt", "caption", "credit"]}),
        ("For colleagues", {"fields": ["title", "licence", "source", "taken_on"]}),
        ("Focal point", {"fields": [("focal_x", "focal_y")], "classes": ["focal-fields"]}),
    ]
    list_filter = [AltFilter, "licence", MineFilter]
    list_per_page = 48
    list_select_related = ["created_by"]
    paginator = BoundedPaginator
    search_fields = SEARCHED
    search_help_text = "Title, caption, credit"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = ["describe_selected"]
    actions_selection_counter = False

    class Media:
        css = {"all": ["css/library.css"]}
        js = [Script("js/library/desk.js", type="module")]

    # Who may

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.may_be_changed_by(request.user))

    # Addresses

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("choose/", view(require_GET(self.choose_view)), name="library_picture_choose"),
            path("upload/", view(require_POST(self.upload_view)), name="library_picture_upload"),
            path("describe/", view(self.describe_view), name="library_picture_describe"),
            *super().get_urls(),
        ]

    def choose_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return chooser.choose(request)

    def upload_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return chooser.upload(request)

    # Uploading

    def add_view(self, request, form_url="", extra_context=None):
        """Files alone. What they say of themselves is kept at once; the words are written on the page that follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        outcomes = [self._take_in(request, file) for file in form.cleaned_data["files"]] if form.is_valid() else []
        taken = [picture for _, picture, _ in outcomes if picture]
        if taken and len(taken) == len(outcomes):
            return self._after_upload(request, taken)
        context = self._page(request, "Upload pictures", form=form, outcomes=outcomes, describe=self._describe(taken))
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/library/picture/upload.html", context, status=status)

    def _take_in(self, request, file):
        """(name of the file, picture or None, sentence)"""
        try:
            picture = Picture.objects.take_in(file, by=request.user)
        except Unacceptable as refusal:
            return file.name, None, str(refusal)
        if not picture.is_new:
            return file.name, picture, "This file was in the library already."
        self.log_addition(request, picture, [{"added": {}}])
        return file.name, picture, "Uploaded."

    def _after_upload(self, request, taken):
        held = [picture for picture in taken if not picture.is_new]
        if held:
            self.message_user(request, f"Already in the library: {', '.join(map(str, held))}.", messages.WARNING)
        if len(taken) == 1:
            if not held:
                self.message_user(
                    request, "Uploaded. Now the words: what is to be seen, and who made it?", messages.SUCCESS
                )
            return HttpResponseRedirect(reverse("admin:library_picture_change", args=[taken[0].pk]))
        if len(held) < len(taken):
            self.message_user(request, f"{len(taken) - len(held)} uploaded. Now the words.", messages.SUCCESS)
        return HttpResponseRedirect(self._describe(taken))

    # Words for many

    def describe_view(self, request):
        """The words of several pictures on one page: `?ids=3,4,5`. Those that this user may not change are left out."""
        ids = [int(pk) for pk in request.GET.get("ids", "").split(",") if pk.isdecimal() and len(pk) < 19]
        found = self.get_queryset(request).filter(pk__in=ids[:DESCRIBED_AT_ONCE])
        pictures = [picture for picture in found if picture.may_be_changed_by(request.user)]
        if not pictures:
            return self._nothing_to_describe(request)
        data = request.POST if request.method == "POST" else None
        forms = [ManyWordsForm(data, instance=picture, prefix=f"p{picture.pk}") for picture in pictures]
        if data is not None and all(form.is_valid() for form in forms):
            return self._described(request, forms)
        context = self._page(request, "Describe pictures", forms=forms, failed=data is not None)
        status = 200 if data is None else 400
        return TemplateResponse(request, "admin/library/picture/describe.html", context, status=status)

    def _nothing_to_describe(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        self.message_user(request, "Others uploaded these; you can change only your own.", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:library_picture_changelist"))

    def _described(self, request, forms):
        changed = [form for form in forms if form.has_changed()]
        for form in changed:
            form.save()
            self.log_change(request, form.instance, self.construct_change_message(request, form, []))
        self.message_user(request, f"Saved: {len(changed)} changed.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:library_picture_changelist"))

    def response_action(self, request, queryset):
        if not all(pk.isdecimal() and len(pk) < 19 for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("A picture's number is a number.")
        return super().response_action(request, queryset)

    @admin.action(description="Describe the selected pictures", permissions=["change"])
    def describe_selected(self, request, queryset):
        pictures = [picture for picture in queryset[:DESCRIBED_AT_ONCE] if picture.may_be_changed_by(request.user)]
        return HttpResponseRedirect(self._describe(pictures))

    def _describe(self, pictures):
        ids = ",".join(str(picture.pk) for picture in pictures)
        return f"{reverse('admin:library_picture_describe')}?{urlencode({'ids': ids}, safe=',')}"

    # One picture

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["uses"] = uses_of(obj, request, self.admin_site) if obj else None
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Deleting

    def get_deleted_objects(self, objs, request):
        """Names only what the person may see: the stock page prints the title of every story that holds the picture."""
        _, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return (
            [str(picture) for picture in objs],
            counts,
            lacking,
            self._uses_of_all(objs, request) if protected else [],
        )

    def _uses_of_all(self, pictures, request):
        all_uses = [(picture, uses_of(picture, request, self.admin_site)) for picture in pictures]
        lines = [f"{picture}: {kind} “{title}”" for picture, uses in all_uses for kind, title, _ in uses.shown]
        return lines + [
            f"{picture}: {uses.hidden} more, not yours to see" for picture, uses in all_uses if uses.hidden
        ]

    def delete_view(self, request, object_id, extra_context=None):
        picture = self.get_object(request, object_id)
        extra = {"uses": uses_of(picture, request, self.admin_site)} if picture else {}
        try:
            return super().delete_view(request, object_id, {**(extra_context or {}), **extra})
        except IN_USE:
            return self._used_meanwhile(request, picture)

    def _used_meanwhile(self, request, picture):
        self.message_user(request, "Not deleted: somebody has just used this picture.", messages.ERROR)
        return HttpResponseRedirect(reverse("admin:library_picture_change", args=[picture.pk]))

    def delete_model(self, request, obj):
        obj.discard()

    def _page(self, request, title, **context):
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "media": self.media,
            **context,
        }
