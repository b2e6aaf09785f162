"""`manage.py rebuild_search`: makes the search index anew from what is stored."""

from django.core.management.base import BaseCommand
from django.db import connection

from articles.search import index


class Command(BaseCommand):
    help = "Makes the search index anew. Pages go on being served meanwhile."

    def handle(self, *args, **options):
        index.rebuild(connection)
        self.stdout.write("The search index is new.")
