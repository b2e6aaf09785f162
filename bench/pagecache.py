"""What a kept page costs against one that is made: `python -m bench.pagecache`.

CPU time in this process, in interleaved rounds of which the cheapest counts. `bench.kept` measures the whole server.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from bench.pages import cheapest, fill  # noqa: E402
from tests.newsroom.pagecache.readers import Site  # noqa: E402

STORIES, ROUNDS, HITS = 100, 30, 200


def addresses() -> dict[str, str]:
    from articles.models import Edition

    return {
        "article": Edition.objects.live().last().address_id,
        "home": "/",
        "section": "/city/",
        "feed": "/feed.xml",
    }


def made_and_kept() -> str:
    """How many hits one render is worth."""
    site = Site()
    lines = [f"{'':10}{'made':>12}{'kept':>12}{'ratio':>10}"]
    for name, path in addresses().items():

        def make(path=path):
            site.cache.copies.clear()
            site.ask(path)

        def hit(path=path):
            for _ in range(HITS):
                site.ask(path)

        site.ask(path)
        found = cheapest({"made": make, "kept": hit}, ROUNDS)
        kept = found["kept"] / HITS
        ratio = found["made"] / kept
        lines.append(f"{name:10}{found['made'] * 1e3:9.2f} ms{kept * 1e3:9.4f} ms{ratio:8.0f} ×")
    site.close()
    return "\n".join(lines)


def main() -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        fill(STORIES)
        sys.stdout.write(made_and_kept() + "\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
