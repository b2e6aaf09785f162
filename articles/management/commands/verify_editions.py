"""`manage.py verify_editions`: is everything that was ever public still as it was recorded?"""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import ledger, verify

ANCHOR = re.compile(r"(?:\d{4}-\d\d-\d\d:)?[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Replays the ledger, compares it with every edition, and names what was altered or is missing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            help="What `print_anchor` or the log told on an earlier day: finds a ledger whose end was cut off. May be repeated.",
        )
        parser.add_argument(
            "--anchors", type=Path, help="A file with anchors in it: a log, or what print_anchor printed."
        )

    def handle(self, *args, anchor, anchors, **options):
        noted = [self._known(each) for each in anchor] + (self._read(anchors) if anchors else [])
        for redaction in verify.redactions():
            self.stdout.write(redaction)
        found = 0
        for fault in verify.faults(*noted):
            found += 1
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{found} fault{'s' if found > 1 else ''} found.")
        self.stdout.write(f"All editions are as the ledger says. Anchor: {ledger.anchor() or 'none yet'}")

    def _known(self, typed: str) -> str:
        if not ANCHOR.fullmatch(typed.strip()):
            raise CommandError(
                f"“{typed}” is no anchor. Type it as print_anchor printed it: a day, a colon, 64 letters and digits."
            )
        return typed.strip()

    def _read(self, path: Path) -> list[str]:
        try:
            found = ANCHOR.findall(path.read_text(errors="replace"))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        if not found:
            raise CommandError(f"There is no anchor in {path}.")
        return found
