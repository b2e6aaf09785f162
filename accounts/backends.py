"""Who may sign in, and what each may do."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q


class Roles(ModelBackend):
    """Django's own, but the rights of a person and of their roles are read by one query where that reads them by two."""

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """“articles.publish”, …; remembered by the person for as long as the object lives, as Django does."""
        if user_obj.pk is None or not user_obj.is_active or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj)
        if not hasattr(user_obj, "_rights"):
            user_obj._rights = _rights_of(user_obj)
        return user_obj._rights


def _rights_of(user) -> set[str]:
    own = type(user).user_permissions.through.objects.filter(user=user.pk).values("permission")
    of_roles = Group.permissions.through.objects.filter(group__user=user.pk).values("permission")
    given = Permission.objects.filter(Q(pk__in=own) | Q(pk__in=of_roles)).order_by()
    return {f"{app}.{name}" for app, name in given.values_list("content_type__app_label", "codename")}
