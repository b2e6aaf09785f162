"""`manage.py tick`: what a worker does once a minute, for those who would rather call it from cron."""

from django.core.management.base import BaseCommand

from newsroom.work.loop import every_minute


class Command(BaseCommand):
    help = "Gives back the tasks of killed workers and makes tasks of the jobs that are due. A running worker does it itself."

    def handle(self, **options):
        for line in every_minute():
            self.stdout.write(line)
