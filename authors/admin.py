"""Authors at the desk: who stands behind a byline, and what readers see of them."""

from django import forms
from django.contrib import admin
from django.db import models

from accounts.models import User
from accounts.recorded import Recorded
from authors.deletion import DeletesUnused
from authors.models import Author, AuthorLink
from library.widgets import ChoosesPictures


class AuthorForm(forms.ModelForm):
    class Meta:
        model = Author
        fields = ["name", "slug", "job_title", "biography", "about", "picture", "email", "user"]
        labels = {"slug": "address", "user": "account"}
        widgets = {"biography": forms.Textarea(attrs={"rows": 3}), "about": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            self.fields["user"].queryset = self._users()

    def _users(self):
        """Those who can sign in and have no page yet, and the one who is chosen."""
        free = User.objects.filter(is_active=True, author=None)
        return (free | User.objects.filter(author=self.instance.pk)) if self.instance.pk else free


class LinkInline(admin.TabularInline):
    model = AuthorLink
    fields = ["label", "url", "position"]
    verbose_name = "link"
    verbose_name_plural = "Links"
    extra = 1
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    # Links belong to the author: who may change the one may change the other

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("authors.view_author")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("authors.change_author")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Author)
class AuthorAdmin(Recorded, DeletesUnused, ChoosesPictures, admin.ModelAdmin):
    form = AuthorForm
    inlines = [LinkInline]
    fieldsets = [
        ("Who", {"fields": ["name", "job_title", "picture"]}),
        (
            "Readers' page",
            {
                "fields": ["biography", "about", "slug"],
                "description": "Readers find the page once a story with this byline is live.",
            },
        ),
        ("Contact and account", {"fields": ["email", "user"]}),
    ]
    prepopulated_fields = {"slug": ["name"]}
    list_display = ["name", "job_title", "account"]
    list_filter = [("user", admin.EmptyFieldListFilter)]
    list_per_page = 50
    list_select_related = ["user"]
    search_fields = ["name", "job_title"]
    search_help_text = "Name or job title"
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    held_by = {
        "bylines": ("story at the desk", "stories at the desk"),
        "edition_links": ("published edition", "published editions"),
        "other_names": ("author who was merged into this one", "authors who were merged into this one"),
    }

    def get_queryset(self, request):
        """Whoever was merged into another one is only a name of that."""
        return super().get_queryset(request).filter(merged_into=None)

    @admin.display(description="account", ordering="user__name", empty_value="—")
    def account(self, author):
        return author.user

    def get_prepopulated_fields(self, request, obj=None):
        """Only for a new author: an address that is public already is changed on purpose, never by typing a name."""
        return {} if obj else self.prepopulated_fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.empty_label = "No account"
        return field

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "user" in form.base_fields:
            form.base_fields["user"].widget.can_add_related = form.base_fields["user"].widget.can_view_related = False
        return form
