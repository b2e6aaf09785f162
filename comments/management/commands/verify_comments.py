"""`manage.py verify_comments`: are states, threads, counts and decisions still as they were recorded?"""

import re

from django.core.management.base import BaseCommand, CommandError

from comments import chain, verify

ANCHOR = re.compile(r"(?:\d{4}-\d\d-\d\d:)?[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Recomputes states, threads, counts and the chain of decisions on comments, and names every drift."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            help="What this command told on an earlier day: finds decisions that were cut off. May be repeated.",
        )

    def handle(self, *args, anchor, **options):
        if unknown := [each for each in anchor if not ANCHOR.fullmatch(each.strip())]:
            raise CommandError(f"“{unknown[0]}” is no anchor: a day, a colon, 64 letters and digits.")
        found = 0
        for fault in verify.faults(*(each.strip() for each in anchor)):
            found += 1
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{found} fault{'s' if found > 1 else ''} found.")
        self.stdout.write(f"All comments are as their records say. Anchor: {chain.anchor() or 'none yet'}")
