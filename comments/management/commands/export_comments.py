"""`manage.py export_comments FILE`: every comment as a line of JSON."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments import archive


class Command(BaseCommand):
    help = "Writes every comment as a line of JSON, each after the one that it answers."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="Where to write; “-” for the terminal.")
        parser.add_argument("--without-addresses", action="store_true", help="Leave e-mail addresses out.")

    def handle(self, *args, file, without_addresses, **options):
        lines = archive.lines(addresses=not without_addresses)
        if str(file) == "-":
            for line in lines:
                self.stdout.write(line)
            return
        try:
            with file.open("x", encoding="utf-8") as target:
                written = sum(1 for line in lines if target.write(f"{line}\n"))
        except FileExistsError as error:
            raise CommandError(f"{file} is there already: name another file.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Comments written: {written}.")
