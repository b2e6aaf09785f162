"""What happens to accounts, heard where Django announces it and written into the audit, whoever does it and however."""

from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.utils import timezone

from accounts import audit, visit
from accounts.models import Audit, User

WATCHED = ("name", "email", "is_active", "is_staff", "is_superuser")
STRANGERS_A_MINUTE = (
    30  # more failures with unknown addresses are not written down: nobody may fill the disk from outside
)


def listen() -> None:
    """Called once, when the app is ready."""
    for signal, hear in [
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, failed),
    ]:
        signal.connect(hear, dispatch_uid=f"accounts.audit.{hear.__name__}")
    pre_save.connect(remember, sender=User, dispatch_uid="accounts.audit.remember")
    post_save.connect(saved, sender=User, dispatch_uid="accounts.audit.saved")
    m2m_changed.connect(roles_changed, sender=User.groups.through, dispatch_uid="accounts.audit.roles")
    m2m_changed.connect(roles_changed, sender=User.user_permissions.through, dispatch_uid="accounts.audit.permissions")


def signed_in(sender, user, **kwargs) -> None:
    audit.record("sign_in", by=user)


def signed_out(sender, user, **kwargs) -> None:
    if user is not None:
        audit.record("sign_out", by=user)


def failed(sender, credentials, **kwargs) -> None:
    """A known account by its name. What else was typed is not kept: now and then it is a password."""
    known = User.objects.filter(email__iexact=str(credentials.get("username", ""))).first()
    if known or _strangers() < STRANGERS_A_MINUTE:
        audit.record("sign_in_failed", by=None, about=known)


def _strangers() -> int:
    since = timezone.now() - timedelta(minutes=1)
    return Audit.objects.filter(action="sign_in_failed", about_kind="", at__gt=since)[:STRANGERS_A_MINUTE].count()


def remember(sender, instance, raw, update_fields, **kwargs) -> None:
    """What the row says before it is written, for `saved`. Signing in writes `last_login` alone and costs no question."""
    instance._before = None
    if instance.pk and not raw and (update_fields is None or set(update_fields) & {*WATCHED, "password"}):
        instance._before = User.objects.filter(pk=instance.pk).values(*WATCHED).first()


def saved(sender, instance, created, raw, **kwargs) -> None:
    if raw:
        return
    if created:
        audit.record("person_added", by=visit.person(), about=instance)
    elif before := instance._before:
        _changed(instance, before)


def _changed(person: User, before: dict) -> None:
    if person._password is not None:  # Django forgets the typed one only after this signal
        audit.record("password", by=visit.person(), about=person)
    changes = {
        name: [before[name], getattr(person, name)] for name in WATCHED if before[name] != getattr(person, name)
    }
    if "is_active" in changes:
        action = "account_opened" if person.is_active else "account_closed"
        audit.record(action, by=visit.person(), about=person)
        del changes["is_active"]
    if changes:
        audit.record("person_changed", by=visit.person(), about=person, note=_told(changes), data=changes)


def _told(changes: dict[str, list]) -> str:
    labels = {name: str(User._meta.get_field(name).verbose_name) for name in changes}
    return "; ".join(f"{labels[name]}: {was} → {now}" for name, (was, now) in changes.items())


def roles_changed(sender, instance, action, reverse, model, pk_set, **kwargs) -> None:
    """One row for each person and change; from either side of the relation."""
    what = "roles" if sender is User.groups.through else "permissions"
    if action in {"post_add", "post_remove"} and pk_set:
        for person, things in _pairs(instance, reverse, model, pk_set):
            sign = "+" if action == "post_add" else "−"
            audit.record(what, by=visit.person(), about=person, note=", ".join(f"{sign} {each}" for each in things))
    elif action == "pre_clear" and not reverse:
        things = instance.groups.all() if what == "roles" else instance.user_permissions.all()
        if names := [f"− {each}" for each in things]:
            audit.record(what, by=visit.person(), about=instance, note=", ".join(names))


def _pairs(instance: User | Group | Permission, reverse: bool, model, pk_set) -> list[tuple[User, list]]:
    found = list(model.objects.filter(pk__in=pk_set))
    return [(person, [instance]) for person in found] if reverse else [(instance, found)]
