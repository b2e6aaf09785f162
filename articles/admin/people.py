"""People at the desk, with the sections that their roles hold in: what `accounts` cannot know, added to its screen."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from accounts.admin import PersonAdmin
from accounts.forms import NewPersonForm, PersonForm
from accounts.models import User
from articles import limits, tree
from articles.forms.fields import branches

RAISES = "An administrator can lift any limit. Choose no sections, or another role."


class SectionsField(forms.MultipleChoiceField):
    """Sections by their place in the tree; gives them in that order."""

    def clean(self, value):
        chosen = {int(pk) for pk in super().clean(value)}
        return [section for section in tree.sections().values() if section.pk in chosen]


class Limited(forms.Form):
    """The part of a person's form that limits their roles."""

    sections = SectionsField(
        label="Only in these sections",
        required=False,
        choices=lambda: list(branches(tree.main_sections())),
        widget=forms.CheckboxSelectMultiple,
        help_text="With all sections below them. Nothing ticked: everywhere. Outside them an editor works as a reporter does: "
        "own stories stay open, without approving or publishing.",
    )

    def clean(self):
        cleaned = super().clean()
        roles = cleaned.get("groups")
        if cleaned.get("sections") and roles and any(role.name == "Administrator" for role in roles):
            self.add_error("sections", ValidationError(RAISES))
        return cleaned


class LimitedPersonForm(Limited, PersonForm):
    def __init__(self, *args, instance=None, **kwargs):
        if instance and instance.pk:
            held = list(instance.section_limits.values_list("section", flat=True))
            kwargs["initial"] = {"sections": held} | (kwargs.get("initial") or {})
        super().__init__(*args, instance=instance, **kwargs)


class NewLimitedPersonForm(Limited, NewPersonForm):
    """A new person, limited from the beginning."""


admin.site.unregister(User)


@admin.register(User)
class LimitedPersonAdmin(PersonAdmin):
    form = LimitedPersonForm
    add_form = NewLimitedPersonForm
    list_display = ["name", "email", "role_names", "where", "last_seen"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("section_limits__section")

    @admin.display(description="in")
    def where(self, person):
        return ", ".join(limit.section.name for limit in person.section_limits.all()) or "All sections"

    @admin.display(description="where")
    def limited_to(self, person):
        return limits.in_words(person)

    def get_fieldsets(self, request, obj=None):
        """Nobody lifts their own limit: they see it in words."""
        field = "sections" if self._may_limit(request, obj) else "limited_to"
        return [
            (title, options | {"fields": [*options["fields"], field]} if "groups" in options["fields"] else options)
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "limited_to"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self._may_limit(request, obj):
            form.base_fields.pop("sections", None)
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "sections" in form.cleaned_data:
            limits.set_sections(form.instance, form.cleaned_data["sections"], by=request.user)

    def _may_limit(self, request, obj) -> bool:
        return obj is None or (obj.pk != request.user.pk and self.has_change_permission(request, obj))
