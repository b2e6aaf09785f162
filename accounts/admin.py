"""People at the desk: added with a role, never deleted, never raised above what a role gives."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.forms import NewPersonForm, PasswordForm, PersonForm
from accounts.models import User

admin.site.unregister(Group)  # roles are kept by code: see `accounts.roles`


def spoken(at) -> str:
    """An instant in the zone of whoever looks."""
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"


class Active(admin.SimpleListFilter):
    """Those who can sign in, unless somebody asks for the others."""

    title = "account"
    parameter_name = "account"

    def lookups(self, request, model_admin):
        return [("closed", "Deactivated"), ("all", "All")]

    def choices(self, changelist):
        everyone, *rest = super().choices(changelist)
        return [everyone | {"display": "Active"}, *rest]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset.filter(is_active=True)
            case "closed":
                return queryset.filter(is_active=False)
        return queryset


class Role(admin.SimpleListFilter):
    title = "role"
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in PersonForm.base_fields["groups"].queryset.values_list("pk", "name")]

    def queryset(self, request, queryset):
        offered = {value for value, _ in self.lookup_choices}  # anybody may type anything into an address
        return queryset.filter(groups=self.value()) if self.value() in offered else queryset


@admin.register(User)
class PersonAdmin(UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None
    change_password_form = PasswordForm
    change_user_password_template = "admin/accounts/password.html"  # noqa: S105  a template, not a password
    list_display = ["name", "email", "role_names", "last_seen"]
    list_filter = [Active, Role]
    search_fields = ["name", "email"]
    search_help_text = "Name or e-mail address"
    ordering = ["name", "pk"]
    filter_horizontal = []
    show_full_result_count = False
    list_per_page = 50
    readonly_fields = ["last_seen", "joined"]
    fieldsets = [
        ("Who", {"fields": ["name", "email", "time_zone"]}),
        ("What they may do", {"fields": ["groups"]}),
        ("Account", {"fields": ["is_active", "last_seen", "joined"]}),
    ]
    add_fieldsets = [
        ("Who", {"fields": ["name", "email", "time_zone"]}),
        ("What they may do", {"fields": ["groups"]}),
        ("First password", {"fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def role_names(self, person):
        roles = sorted(group.name for group in person.groups.all())
        if person.is_superuser:
            roles.append("Superuser")
        if not person.is_active:
            roles.append("deactivated")
        return ", ".join(roles) or "None yet"

    @admin.display(description="last signed in", ordering="last_login", empty_value="Never")
    def last_seen(self, person):
        return person.last_login and spoken(person.last_login)

    @admin.display(description="added")
    def joined(self, person):
        return spoken(person.date_joined)

    def get_readonly_fields(self, request, obj=None):
        """Nobody raises or closes their own account: another administrator does."""
        own = ["groups", "is_active"] if obj and obj.pk == request.user.pk else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_change_permission(self, request, obj=None):
        """A superuser is changed by superusers only: who sets a password can sign in with it."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change and "is_active" in form.changed_data and not obj.is_active:
            obj.end_sessions()
        super().save_model(request, obj, form, change)
