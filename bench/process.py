"""What one serving process takes: seconds until its first page, and memory: `python -m bench.process`.

`--made sqlite:////tmp/archive_1000000.sqlite3` measures with an archive that is there already.
"""

import argparse
import statistics
import time
from pathlib import Path

from bench import site

STARTS, PAGES = 3, 500


def memory(server: site.Server) -> list[float]:
    """MB of each process (PSS: what is shared is shared out)."""
    found = []
    for pid in server.pids():
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        found.append(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024)
    return found


def started() -> tuple[float, float]:
    """Seconds until the first page was there, by the clock and of CPU."""
    began = time.monotonic()
    with site.serving(core=None) as server:
        return time.monotonic() - began, server.cpu()


def filled() -> list[float]:
    """Memory after many pages were asked for, twice, with compression."""
    from articles.models import Edition

    paths = [*site.pages().values(), *Edition.objects.live().values_list("address_id", flat=True)[:PAGES]]
    with site.serving() as server:
        for path in [*paths, *paths]:
            site.ask(server.port, path, **{"Accept-Encoding": "br"})
        return memory(server)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("--made", default="", metavar="URL", help="a database with an archive, to measure with")
    with site.ready(made=parser.parse_args().made):
        from articles.models import Article

        site.say("… starts and memory")
        starts = [started() for _ in range(STARTS)]
        print(
            f"From the start to the first page: {min(each for each, _ in starts):.1f} s at best,"
            f" {statistics.median(each for each, _ in starts):.1f} s in the middle; {min(cpu for _, cpu in starts):.1f} s of CPU"
        )
        *parents, serving = filled()
        print(
            f"Memory with {Article.objects.count():,} stories, {PAGES} pages kept: {serving:.0f} MB for the serving process"
            f" (PSS), {sum(parents):.0f} MB for the one that watches it"
        )


if __name__ == "__main__":
    main()
