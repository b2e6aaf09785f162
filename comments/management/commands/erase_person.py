"""`manage.py erase_person ADDRESS --yes`: erases everything that belongs to an e-mail address, for ever."""

from django.core.management.base import BaseCommand, CommandError

from accounts import audit
from comments import erasing


class Command(BaseCommand):
    help = "Erases the words, names and addresses of every comment of an e-mail address. Replies of others stay."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--yes", action="store_true", help="Do it; without this the comments are only counted.")

    def handle(self, *args, address, yes, **options):
        found = erasing.comments_of(address).count()
        if not yes:
            raise CommandError(f"{found} comments would be erased for ever. Type --yes to do it.")
        number = erasing.erase_person(address)
        audit.record("erase_person", by=None)
        self.stdout.write(f"Comments erased: {number}.")
