"""`manage.py print_anchor`: the newest digest of the ledger, to be kept where nobody can change it (docs/operators/record.md)."""

from django.core.management.base import BaseCommand

from articles import ledger


class Command(BaseCommand):
    help = "Prints the day and the newest digest of the ledger: the anchor that verify_editions takes."

    def handle(self, *args, **options):
        if anchor := ledger.anchor():
            self.stdout.write(anchor)
