"""The desk's forms about people: signing in, one's own profile, and what an administrator fills in."""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordMixin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from accounts.addresses import address_of
from accounts.mails import KINDS
from accounts.models import User
from accounts.numbers import ManyByNumber
from accounts.roles import ROLES
from accounts.throttle import TooManyAttempts, count_attempt, forget_attempts


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """All zones that are named for a place, grouped by continent, for a select."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        area, slash, place = name.partition("/")
        if slash and area not in {"Etc", "SystemV"}:
            groups.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return list(groups.items())


class TimeZoneField(forms.ChoiceField):
    """A zone by its place; empty means the site's own."""

    def __init__(self, **options):
        site_zone = ("", f"The site's own ({settings.TIME_ZONE})")
        options.setdefault("help_text", "For the times that this person sees at the desk.")
        super().__init__(choices=lambda: [site_zone, ("UTC", "UTC"), *time_zones()], required=False, **options)


class SignInForm(AdminAuthenticationForm):
    """E-mail and password. The same answer whether the address is unknown, the password wrong or the account closed."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "This e-mail address and password do not belong together. Check both and try again.",
        "crowded": "Too many attempts to sign in from your network. Wait five minutes, then try again.",
        "throttled": "Too many attempts to sign in with this e-mail address. Wait five minutes, then try again.",
    }
    wait = 0

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget = forms.EmailInput(
            attrs={"autofocus": True, "autocomplete": "username", "maxlength": 254}
        )

    def clean(self):
        email, address = self.cleaned_data.get("username"), address_of(self.request)
        if email and self.cleaned_data.get("password"):
            try:
                count_attempt(email, address)
            except TooManyAttempts as refusal:
                self.wait = refusal.wait
                told = self.error_messages["crowded" if refusal.wide else "throttled"]
                raise ValidationError(told, code="throttled") from refusal
        cleaned = super().clean()
        if self.get_user():
            forget_attempts(email, address)
        return cleaned


class ProfileForm(forms.ModelForm):
    """What everybody may say about themselves."""

    time_zone = TimeZoneField(help_text="For the times that you see at the desk.")
    mails = forms.MultipleChoiceField(
        choices=KINDS, required=False, label="Write to me when", widget=forms.CheckboxSelectMultiple
    )
    required_css_class = "required"

    class Meta:
        model = User
        fields = ["name", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["mails"] = [kind for kind, _ in KINDS if kind not in self.instance.no_mail_about]

    def save(self, commit=True):
        self.instance.no_mail_about = [kind for kind, _ in KINDS if kind not in self.cleaned_data["mails"]]
        return super().save(commit)


class PersonForm(forms.ModelForm):
    """A person as an administrator sees them: roles are given, single permissions never."""

    time_zone = TimeZoneField()
    groups = ManyByNumber(
        Group.objects.filter(name__in=ROLES),
        label="Roles",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What each role may do is written on the page “Roles”. Without a role the desk is empty.",
    )

    class Meta:
        model = User
        fields = ["name", "email", "time_zone", "groups", "is_active"]


class NewPersonForm(BaseUserCreationForm, PersonForm):
    """A new person with a first password, which they change after signing in."""

    class Meta(PersonForm.Meta):
        fields = ["name", "email", "time_zone", "groups"]
        field_classes = {}


class PasswordForm(SetPasswordMixin, forms.Form):
    """A new password that an administrator gives to somebody; all of that person's sessions end."""

    required_css_class = "required"
    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        self.cleaned_data["set_usable_password"] = True  # asked for by Django's view
        return super().clean()

    def save(self, commit=True):
        return self.set_password_and_save(self.user, commit=commit)

    @property
    def changed_data(self):
        return ["password"]
