"""`manage.py make_archive N`: fills a database with N stories and what readers say of them, to measure what size does."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, reset_queries

from articles.models import Article
from newsroom.archive import talk
from newsroom.archive.batch import batches
from newsroom.archive.surroundings import ARCHIVIST, Surroundings, made
from newsroom.listeners import nobody_is_told

PRODUCTION = (
    "DEBUG is off, so this looks like a real newspaper, and what was published once cannot be deleted again.\n"
    "If you are sure, say so: manage.py make_archive {total} --with-debug-off"
)
FEWER = "The archive has {made} stories already; a story that was published is not deleted. Use an empty database."


class Command(BaseCommand):
    help = (
        "Makes an archive of N published stories with comments beside what is there. Stopped at any time, it goes on from there the"
        " next time; with a larger N it grows."
    )

    def add_arguments(self, parser):
        parser.add_argument("total", type=int, metavar="N", help="how many stories the archive shall have")
        parser.add_argument("--years", type=int, default=20, help="how many years it shall go back (20)")
        parser.add_argument(
            "--comments", type=float, default=1.4, help="how many a story has in the mean (1.4); 0 for none"
        )
        parser.add_argument("--held", type=int, default=0, help="how many more shall wait for a moderator (0)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other stories")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        parser.add_argument("--with-debug-off", action="store_true", help="make it although DEBUG is off")

    def handle(self, *, total, years, seed, comments, held, dry_run, with_debug_off, **options):
        begun = self.begin(total, years, with_debug_off)
        self.refuse_unless_sensible(comments, held)
        if dry_run:
            self.stdout.write(self.would(total - begun, comments, max(0, held - talk.held_so_far())))
            return
        self.widen()
        with nobody_is_told():
            for done in batches(Surroundings(total, years, seed), begun):
                self.tell(f"stories {done:9,} of {total:,}")
            for done in talk.talked(comments, seed) if comments else ():
                self.tell(f"comments {done:9,}")
            for done in talk.held(held, seed):
                self.tell(f"held {done:9,} of {held:,}")
        self.look_over()
        self.stdout.write(f"The archive has {made():,} stories. They belong to {ARCHIVIST}.")

    def tell(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
        reset_queries()  # which development remembers

    def would(self, stories: int, comments: float, held: int) -> str:
        beside = f"{Article.objects.count()}"
        return (
            f"{stories} stories would be made, beside {beside}; about {round(stories * comments)} comments on them,"
            f" and {held} more that are held."
        )

    def refuse_unless_sensible(self, comments: float, held: int) -> None:
        if not (0 <= comments <= 100 and 0 <= held <= 1_000_000):
            raise CommandError("Say between 0 and 100 comments a story, and between 0 and 1,000,000 that are held.")

    def begin(self, total: int, years: int, with_debug_off: bool) -> int:
        if not settings.DEBUG and not with_debug_off:
            raise CommandError(PRODUCTION.format(total=total))
        if not (0 < total <= 10_000_000 and 0 < years <= 200):
            raise CommandError("Say between 1 and 10,000,000 stories and between 1 and 200 years.")
        if (begun := made()) > total:
            raise CommandError(FEWER.format(made=begun))
        return begun

    def widen(self) -> None:
        """SQLite holds 256 MB of its indexes in memory, for this command alone: else it reads and writes them again for each story."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA cache_size = -262144")

    def look_over(self) -> None:
        """So that the database's planner knows of the new size at once."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
