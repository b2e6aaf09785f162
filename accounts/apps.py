"""The accounts room as an app; its roles and guards are kept by code after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import hearing
        from accounts.roles import keep_roles
        from accounts.triggers import GUARDS

        post_migrate.connect(keep_roles, dispatch_uid="accounts.roles")
        GUARDS.keep(self)
        hearing.listen()
