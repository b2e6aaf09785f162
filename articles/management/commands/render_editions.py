"""`manage.py render_editions`: makes anew what was rendered at publication, for instance after an upgrade."""

from django.core.management.base import BaseCommand

from articles import editions
from articles.models import Edition, Rendered
from articles.refusals import Refused


class Command(BaseCommand):
    help = "Renders every edition anew. Can be stopped at any time and goes on with --after."

    def add_arguments(self, parser):
        parser.add_argument("--after", type=int, default=0, help="Begin after the edition with this id.")

    def handle(self, *args, after, **options):
        rows = Edition.objects.filter(pk__gt=after, redacted_at=None).select_related("revision").order_by("pk")
        done = 0
        for edition in rows.iterator(chunk_size=100):
            done += self._render(edition)
            if done % 100 == 0:
                self.stdout.write(f"{done} rendered, up to --after {edition.pk}")
        self.stdout.write(f"{done} editions rendered.")

    def _render(self, edition) -> int:
        try:
            draft = editions.prepare(edition.revision)
        except Refused as refused:
            self.stderr.write(f"Edition {edition.pk} keeps what it has: {refused.message}")
            return 0
        return Rendered.objects.filter(pk=edition.pk).update(**draft.rendered)
