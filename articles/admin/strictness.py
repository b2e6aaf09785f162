"""The screen on which the newsroom says how strict its checklist is, with the record of who said what."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles.checklist.rules import BY_CODE, RULES
from articles.checklist.settings import levels, record, set_levels
from articles.models import Level

SHOWN = 30
RIGHT = "articles.set_checklist"
STALE = "Somebody else has changed the checklist meanwhile. This is how it stands now, with what you chose; look once more."


class StrictnessForm(forms.Form):
    """One choice for each rule. `seen` is the newest word that the page knew: a later one is never overruled unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for rule in RULES:
            self.fields[rule.code] = forms.ChoiceField(
                choices=Level.choices, label=rule.label, help_text=rule.help, widget=forms.RadioSelect
            )

    def rules(self) -> list:
        return [self[rule.code] for rule in RULES]

    def clean(self):
        super().clean()
        if self.cleaned_data.get("seen") != newest():
            self.data = self.data.copy() | {"seen": newest()}
            self.add_error(None, forms.ValidationError(STALE, code="stale"))


def newest() -> int:
    return next((row.pk for row in record(1)), 0)


def strictness(admin, request):
    """GET shows how strict each rule is; POST says it anew."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    if request.method != "POST":
        return _page(admin, request, StrictnessForm(initial=levels() | {"seen": newest()}))
    form = StrictnessForm(request.POST)
    if not form.is_valid():
        return _page(admin, request, form, 409 if form.has_error("__all__", "stale") else 400)
    said = set_levels({rule.code: form.cleaned_data[rule.code] for rule in RULES}, by=request.user)
    messages.success(request, "The checklist is set." if said else "Nothing changed.")
    return HttpResponseRedirect(reverse("admin:articles_checklist"))


def _page(admin, request, form: StrictnessForm, status: int = 200):
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Checklist",
        "form": form,
        "record": [(row, BY_CODE[row.rule].label) for row in record(SHOWN) if row.rule in BY_CODE],
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/articles/article/strictness.html", context, status=status)
