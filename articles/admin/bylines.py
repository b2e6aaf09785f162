"""The bylines beside the story form."""

from django import forms
from django.contrib import admin

from articles.forms import BylineForm, BylineFormSet
from articles.models import Byline


class BylineInline(admin.TabularInline):
    """Whoever may edit the story may edit its bylines; its own template draws it."""

    model = Byline
    form = BylineForm
    formset = BylineFormSet
    extra = 1
    media = forms.Media()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author")

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, formfield_callback=None, **kwargs)

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
