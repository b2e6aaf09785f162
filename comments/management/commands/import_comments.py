"""`manage.py import_comments FILE`: brings in comments that export_comments, or another system, has written."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments import archive

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Brings comments in, one from each line of JSON. Those that are there are passed over: it can be begun again."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")

    def handle(self, *args, file, dry_run, **options):
        try:
            with file.open(encoding="utf-8") as source:
                outcome = archive.bring(source, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not written in UTF-8.") from error
        for number, why in outcome.wrong[:SHOWN]:
            self.stderr.write(f"Line {number}: {why}")
        would = "would be brought in" if dry_run else "brought in"
        self.stdout.write(f"Comments {would}: {outcome.brought}; there already: {outcome.known}.")
        if outcome.wrong:
            raise CommandError(f"{len(outcome.wrong)} lines could not be read; mend them and begin again.")
