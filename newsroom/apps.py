"""The project as an app (commands, checks, listeners) and Django's admin with our desk as its site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, served by our own site class."""

    default_site = "newsroom.admin.Desk"


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        from newsroom import checks, listeners  # noqa: F401  registering is all that they do
        from newsroom.work import checks as of_work  # noqa: F401

        self._leave_out_the_table_of_tasks()

    def _leave_out_the_table_of_tasks(self):
        """The page Tasks says what is wrong and what to do; the package's own screen shows columns."""
        from django.contrib.admin import site
        from django_tasks_db.models import DBTaskResult

        site.unregister(DBTaskResult)
