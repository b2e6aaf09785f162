"""The articles room as an app; its database guards are put in place after every migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    name = "articles"

    def ready(self):
        from articles import audited
        from articles.search import index
        from articles.triggers import GUARDS
        from articles.watched import WATCH

        GUARDS.keep(self)
        WATCH.keep(self)
        audited.speak()
        post_migrate.connect(index.put_in_place, sender=self, dispatch_uid="articles.search")
