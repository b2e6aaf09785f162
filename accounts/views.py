"""The desk's pages about people that are not a list or a form of Django's admin: one's own profile, and the roles."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.forms import ProfileForm, SignInForm
from accounts.roles import ROLES, said_in_words


def profile(request, desk):
    """One's own name, time zone and mails; `desk` is the admin site that shows the page."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your profile is saved.")
        return redirect("admin:profile")
    context = {**desk.each_context(request), "title": "Your profile", "form": form}
    return TemplateResponse(request, "admin/profile.html", context)


def roles(request, desk):
    """Who may do what: the table of `accounts.roles` in words, for those who look after people."""
    if not request.user.has_perm("accounts.view_user"):
        raise PermissionDenied
    context = {**desk.each_context(request), "title": "Roles", "roles": list(ROLES), "rows": said_in_words()}
    return TemplateResponse(request, "admin/roles.html", context)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request):
    """For a page that is open while its session ends: GET says who is signed in, POST signs the same person in again.

    POST `username`, `password`, and `person`, whose page it is: nobody else may go on with it. Answers JSON with the
    token that forms need from now on. Attempts are counted as on the page for signing in.
    """
    if request.method != "POST":
        return _signed_in(request)
    form = SignInForm(request, request.POST)
    if not form.is_valid():
        status = 429 if form.has_error("__all__", "throttled") else 400
        headers = {"Retry-After": str(form.wait)} if status == 429 else {}
        return JsonResponse(
            {"message": " ".join(form.non_field_errors()) or ALL_NEEDED}, status=status, headers=headers
        )
    if str(form.get_user().pk) != request.POST.get("person"):
        return JsonResponse({"message": NOT_YOURS}, status=400)
    login(request, form.get_user())
    return _signed_in(request)


ALL_NEEDED = "Type your password."
NOT_YOURS = "This page was opened by somebody else. Only they can go on writing in it."


def _signed_in(request):
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})
