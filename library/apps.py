"""The picture library as an app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "Picture library"

    def ready(self):
        from library.watched import WATCH

        WATCH.keep(self)
