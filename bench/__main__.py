"""All the figures of this project on this machine: `python -m bench`, or `python -m bench kept posting`.

Makes a production site with an archive, once for all tables that measure one, and runs each table in a process of its own. A table
that is not there, or that cannot be measured here, is told and left out. Everything is gone at the end.
"""

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec

from bench import site

TABLES = {
    "kept": "kept pages against nginx",
    "pagecache": "a kept page against one that is made",
    "pages": "pages and the verb publish, with 100 and 2,000 stories",
    "growth": "pages as the archive grows",
    "search": "common, middling, rare and misspelt words, in a small archive and in a large one",
    "proxies": "behind nginx and Varnish",
    "posting": "comments per second",
    "publishing": "publishing, and how soon it is seen",
    "process": "memory and start",
    "weight": "what a browser fetches",
    "lighthouse": "what Lighthouse says of the demo newsroom",
    "typing": "a key in a long story",
    "peers": "Wagtail and WordPress, where they are here",
}
ON_ONE_SITE = {"kept", "posting", "publishing", "process", "weight", "peers"}


def asked() -> argparse.Namespace:
    lines = "\n".join(f"  {name:12}{what}" for name, what in TABLES.items())
    parser = argparse.ArgumentParser(
        prog="python -m bench", epilog=f"tables:\n{lines}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="all of them, unless named")
    parser.add_argument("--stories", type=int, default=site.STORIES, help=f"size of the archive ({site.STORIES:,})")
    parser.add_argument(
        "--postgres", action="store_true", help="on a PostgreSQL of its own, that keeps what it acknowledges"
    )
    found = parser.parse_args()
    if unknown := set(found.tables) - set(TABLES):
        parser.error(f"there is no table {', '.join(sorted(unknown))}; python -m bench --help lists them")
    return found


def run(table: str) -> None:
    print(f"\n{table}: {TABLES[table]}", flush=True)
    if find_spec(f"bench.{table}") is None:
        print("NOT MEASURED: this table is not here yet.", flush=True)
        return
    variables = os.environ if table in ON_ONE_SITE else _without_site()
    process = subprocess.Popen([sys.executable, "-m", f"bench.{table}"], env=variables)
    try:
        if process.wait():
            print("NOT MEASURED.", flush=True)
    finally:
        process.terminate()
        process.wait()


def _without_site() -> dict[str, str]:
    """Tables that make a database of their own use the tests' settings."""
    return {
        name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "BENCH_FOLDER")
    }


def main() -> None:
    wanted = asked()
    tables = wanted.tables or list(TABLES)
    print(
        f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.machine()}"
    )
    print(f"{'PostgreSQL' if wanted.postgres else 'SQLite'}, {wanted.stories:,} stories", flush=True)
    for table in [each for each in tables if each not in ON_ONE_SITE]:
        run(table)
    if on_site := [each for each in tables if each in ON_ONE_SITE]:
        with site.ready(wanted.stories, wanted.postgres):
            for table in on_site:
                run(table)


if __name__ == "__main__":
    main()
