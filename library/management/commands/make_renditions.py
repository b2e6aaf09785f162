"""Draws the sizes that readers are served once more from the originals: after a loss of files, or for new widths."""

from django.core.management.base import BaseCommand, CommandError

from library.intake import Unacceptable
from library.models import Picture


class Command(BaseCommand):
    help = (
        "Draws the sizes of every picture anew, each picture wholly or not at all. What was served stays where it is, "
        "so no published page loses a picture. It can be stopped at any time; --from goes on from there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--missing", action="store_true", help="only what is lost or was never drawn, under its old name"
        )
        parser.add_argument(
            "--from", type=int, default=0, metavar="NUMBER", dest="start", help="begin with this picture"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be drawn, and draw nothing")

    def handle(self, *, missing, start, dry_run, **options):
        pictures = Picture.objects.filter(pk__gte=start).order_by("pk")
        total, failed = pictures.count(), []
        for done, picture in enumerate(pictures.iterator(chunk_size=100), 1):
            gone = picture.lost_renditions() if missing else None
            if gone == set():
                continue
            self.stdout.write(f"{done}/{total}  no. {picture.pk}  {picture}  {self._sizes(gone)}")
            if not dry_run and (reason := self._draw(picture, gone)):
                failed.append(f"no. {picture.pk}: {reason}")
        if failed:
            raise CommandError("Not drawn:\n" + "\n".join(failed))

    def _sizes(self, gone):
        return "all" if gone is None else ", ".join(f"{width} {kind}" for kind, width in sorted(gone))

    def _draw(self, picture, gone):
        try:
            picture.redraw(only=gone)
        except FileNotFoundError:
            return "its original is gone"
        except Unacceptable as refusal:
            return str(refusal)
        return ""
