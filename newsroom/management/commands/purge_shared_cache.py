"""`manage.py purge_shared_cache`: everything is fetched anew by the shared cache in front."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.watched import ALL
from newsroom.purging import telling
from newsroom.purging.caches import shared_cache


class Command(BaseCommand):
    help = "Makes tasks by which the worker tells the shared cache of PURGE_URL to drop all pages, e.g. after a setting was changed."

    def handle(self, **options):
        if not (cache := shared_cache()):
            raise CommandError("PURGE_URL names no shared cache.")
        with transaction.atomic():
            telling.enqueue({ALL})
        self.stdout.write(f"The worker tells {cache} to drop everything, now and once more in half a minute.")
