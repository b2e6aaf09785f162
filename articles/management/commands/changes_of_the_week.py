"""`manage.py changes_of_the_week`: what was changed in public, by kind, as text. Last week's, if no other is named."""

from django.core.management import BaseCommand, CommandError

from articles import weekly


class Command(BaseCommand):
    help = "Tells every change to live stories in a week: its kind, its note, who made it, the changed words."

    def add_arguments(self, parser):
        parser.add_argument("--week", default="", help="for example 2026-W48; the last whole week if none is named")

    def handle(self, week, **options):
        try:
            chosen = weekly.week_called(week) if week else weekly.this_week().before
        except ValueError as error:
            raise CommandError(str(error)) from error
        _, text = weekly.as_mail(chosen)
        self.stdout.write(text)
