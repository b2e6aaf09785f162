"""The user: signs in by e-mail address; is deactivated, never deleted, so that history keeps its names."""

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class NotDeletable(Exception):
    """Somebody tried to delete a user; users are deactivated instead."""


def check_time_zone(name: str) -> None:
    """Raises ValidationError unless `name` is in the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError("“%(name)s” is not a time zone. Try a name like Europe/Berlin.", params={"name": name})


class UserQuerySet(models.QuerySet):
    def delete(self):
        raise NotDeletable("Users are deactivated, not deleted: set is_active to False.")

    delete.alters_data = True
    delete.queryset_only = True


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A user with `email` as login; without a password nobody can sign in as them."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        "e-mail address", max_length=254, unique=True, help_text="Used to sign in. Never shown to readers."
    )
    name = models.CharField(max_length=150, help_text="As colleagues know this person.")
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        validators=[check_time_zone],
        help_text="For times shown at the desk, e.g. Europe/Berlin. Empty means the site's own zone.",
    )
    is_active = models.BooleanField(
        "active",
        default=True,
        help_text="Switch off instead of deleting: the person can no longer sign in, history keeps the name.",
    )
    is_staff = models.BooleanField("may enter the desk", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    no_mail_about = models.JSONField(default=list, blank=True, editable=False)  # kinds: see `accounts.mails`
    sign_outs = models.PositiveIntegerField(default=0, editable=False)  # raised to end every session at once

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_user_per_email",
                violation_error_message="Somebody with this e-mail address is already registered.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    def delete(self, *args, **kwargs):
        raise NotDeletable("Users are deactivated, not deleted: set is_active to False.")

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.partition(" ")[0] or self.email

    def end_sessions(self) -> None:
        """Signs this person out everywhere, once saved: no session begun until now is valid, whatever happens later."""
        self.sign_outs += 1

    def _get_session_auth_hash(self, secret=None):
        """Django's, which hangs on the password alone, with our count: both public methods go through this one."""
        value = f"{self.password}{self.sign_outs}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which this person reads times."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)


class SignInAttempt(models.Model):
    """One attempt to sign in, kept for minutes: see `accounts.throttle`."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["key", "at"], name="attempts_of_a_key")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class Audit(models.Model):
    """One thing that somebody did: see `accounts.audit`. Kind, number and name of what it was about are kept as text."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=254, blank=True)
    action = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    about_name = models.CharField(max_length=250, blank=True)
    note = models.TextField(blank=True)
    data = models.TextField(default="{}")
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["by", "-id"], name="audit_by_person"),
            models.Index(fields=["about_kind", "about_id", "-id"], name="audit_by_thing"),
            models.Index(fields=["action", "-id"], name="audit_by_action"),
        ]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"
