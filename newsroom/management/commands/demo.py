"""`manage.py demo`: fills an empty database with The Harbour Post, to look around in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.grammar import joined
from newsroom.demo import catalogue, load

HERE = "The demo newsroom is here already; nothing was changed."
PRODUCTION = (
    "DEBUG is off, so this looks like a real newspaper. The demo newsroom brings logins with a known password.\n"
    "If you are sure, say so: manage.py demo --with-debug-off"
)
FOREIGN = (
    "This database has content of its own: {found}.\n"
    "The demo newsroom would stand among it, and what was published once cannot be deleted again.\n"
    "Use an empty database (DATABASE_URL), or say that you want it: manage.py demo --among-others"
)


class Command(BaseCommand):
    help = (
        "Loads the demo newsroom: people, authors, pictures, stories and comments. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="say what would be loaded, and load nothing")
        parser.add_argument("--among-others", action="store_true", help="load it into a database with other content")
        parser.add_argument("--with-debug-off", action="store_true", help="load it although DEBUG is off")

    def handle(self, *, dry_run, among_others, with_debug_off, **options):
        if load.is_loaded():
            self.stdout.write(HERE)
        elif dry_run:
            self.stdout.write("\n".join(f"{number:4} {noun}" for noun, number in load.contents().items()))
            self.stdout.write("Nothing was loaded.")
        else:
            self.refuse(among_others, with_debug_off)
            load.load(self.tell)
        self.stdout.write(self.logins())

    def refuse(self, among_others: bool, with_debug_off: bool) -> None:
        if not settings.DEBUG and not with_debug_off:
            raise CommandError(PRODUCTION)
        if not among_others and (found := load.others()):
            raise CommandError(FOREIGN.format(found=joined([f"{noun} ({number})" for noun, number in found.items()])))

    def tell(self, noun: str, done: int, total: int) -> None:
        """One line for each kind of thing; on a terminal it counts."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {noun:10} {done:3}/{total}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(f"  {noun:10} {total:3}")

    def logins(self) -> str:
        rows = [(person["role"], person["email"], person["name"]) for person in catalogue.people()]
        table = "\n".join(f"  {role:15} {email:24} {name}" for role, email, name in rows)
        return (
            f"\n  Readers' site   {settings.SITE_URL}/\n  The desk        {settings.SITE_URL}{reverse('admin:index')}\n\n"
            f"{table}\n\n  The password of each is {catalogue.PASSWORD}"
        )
