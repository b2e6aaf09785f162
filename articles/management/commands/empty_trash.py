"""`manage.py empty_trash`: deletes for good what has been in the trash for thirty days. The worker does it every day."""

from django.core.management.base import BaseCommand

from articles import trash


class Command(BaseCommand):
    help = "Empties the stories that have been in the trash for thirty days. One that fails holds no other up."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only name the stories; change nothing.")

    def handle(self, *args, dry_run, **options):
        stories = list(trash.due())
        for story in stories:
            self.stdout.write(f"{story.pk} “{story}”, in the trash since {story.trashed_at:%Y-%m-%d}")
        if dry_run:
            self.stdout.write(f"{len(stories)} would be emptied.")
        else:
            self._empty()

    def _empty(self) -> None:
        emptied, failed = trash.empty_due()
        for story, error in failed.items():
            self.stderr.write(f"{story.pk} could not be emptied and stays in the trash: {error}")
        self.stdout.write(f"{emptied} emptied.")
