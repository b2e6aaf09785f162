"""What belongs to an address: to be handed over, or erased, when its owner asks by post or by law."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse

from accounts import audit
from comments import erasing, people, personal
from comments.desk.page import draw, permit
from comments.words import counted

PERMISSION = "comments.erase"
SHOWN = 1_000


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


def privacy(request):
    """POST `do`: look, export or erase (which asks once more, with `sure`)."""
    permit(request, PERMISSION)
    form = AddressForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    email, do = form.cleaned_data["email"] if asked else "", request.POST.get("do", "look")
    if asked and do == "export":
        return _export(request, email)
    if asked and do == "erase" and request.POST.get("sure"):
        return _erase(request, email)
    context = {"title": "What belongs to an address", "form": form, "email": email, "do": do, "most": SHOWN}
    if asked:
        context |= {"number": erasing.comments_of(email)[:SHOWN].count(), "known": people.find(email)}
    return draw(request, "admin/comments/desk/privacy.html", context, 422 if form.errors else 200)


def _export(request, email: str):
    audit.record("export_person", by=request.user)
    response = JsonResponse(personal.data_of(email), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="person.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _erase(request, email: str):
    number = erasing.erase_person(email, by=request.user)
    messages.success(request, f"Erased: {counted(number)}, and all that was known of the address.")
    return HttpResponseRedirect(reverse("admin:comments_privacy"), status=303)
