"""The authors room as an app."""

from django.apps import AppConfig


class AuthorsConfig(AppConfig):
    name = "authors"

    def ready(self):
        from authors.watched import WATCH

        WATCH.keep(self)
