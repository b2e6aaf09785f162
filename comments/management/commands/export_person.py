"""`manage.py export_person ADDRESS`: everything that belongs to an e-mail address, as JSON."""

import json

from django.core.management.base import BaseCommand

from accounts import audit
from comments import personal


class Command(BaseCommand):
    help = "Prints everything that belongs to an e-mail address: comments, decisions, appeals, wishes."

    def add_arguments(self, parser):
        parser.add_argument("address")

    def handle(self, *args, address, **options):
        audit.record("export_person", by=None)
        self.stdout.write(json.dumps(personal.data_of(address), ensure_ascii=False, indent=2))
