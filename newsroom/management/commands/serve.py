"""`manage.py serve`: the production server in one command."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from accounts.watched import missing_triggers
from newsroom.serving import server_at


class Command(BaseCommand):
    help = (
        "Serves the site to readers and the desk, with the worker of the background beside it. "
        "SIGHUP takes in new code and refuses nobody meanwhile; SIGTERM or Ctrl C stops after the present requests."
    )

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default=settings.SERVE_ADDRESS, help="host:port (%(default)s)")

    def handle(self, *, address, **options):
        if settings.DEBUG:
            raise CommandError(
                "This is the server for production: set SECRET_KEY, ALLOWED_HOSTS and SITE_URL, or use bin/dev."
            )
        host, port = host_and_port(address)
        self.check_triggers()
        connection.close()  # every process has its own
        server_at(host, port).serve()

    def check_triggers(self) -> None:
        """Without them pages could be shown that are not true any more."""
        try:
            missing = missing_triggers(connection)
        except DatabaseError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if missing:
            raise CommandError(f"The database misses {len(missing)} triggers: type `python manage.py migrate`.")


def host_and_port(address: str) -> tuple[str, int]:
    host, colon, port = address.rpartition(":")
    if not colon or not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"An address to serve at is like 127.0.0.1:8000, not {address!r}.")
    return host.strip("[]") or "0.0.0.0", int(port)  # noqa: S104  “:8000” asks for it
