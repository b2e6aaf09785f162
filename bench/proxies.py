"""What a reader's page costs through the sample configurations of nginx: `python -m bench.proxies` (nginx and wrk must be installed).

Behind nginx as a plain proxy, and behind nginx with the cache of one second, against the same nginx with the page as a file; one
process each, in turns. Of each turn the ratio of requests per second to those of the file, and of the CPU time that the file's server and
that everything at work for the page took for one request, which minds less what else this machine does; the median of the turns.
"""

import os
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

from django.db import connection
from django.test.utils import setup_test_environment

from bench.pagecache import CONNECTIONS, SECONDS, addresses, ours, rate
from bench.pagecache import nginx as static
from bench.pages import fill
from tests.newsroom.purging.proxies import nginx
from tests.newsroom.test_serve import ask

STORIES, TURNS = 100, 9
LINES = ("keepalive_requests 1000000;",)  # as the file's server has it
WORKS = {"file": ["file"], "plain": ["plain", "site"], "one second": ["one second", "site"], "without nginx": ["site"]}


def processes() -> dict[int, tuple[int, float]]:
    """Parent and seconds of CPU time of each process."""
    found = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        found[int(place.parent.name)] = int(words[1]), (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return found


def children(of: int) -> set[int]:
    return {pid for pid, (parent, _) in processes().items() if parent == of}


def spent(root: int) -> float:
    """Seconds of CPU time of a process and all below it."""
    found, family = processes(), {root}
    while more := {pid for pid, (parent, _) in found.items() if parent in family} - family:
        family |= more
    return sum(found[pid][1] for pid in family)


def measured(path: str) -> dict[str, list[tuple[float, float]]]:
    """Requests per second, and seconds of CPU time for each, turn by turn."""
    with ExitStack() as stack:
        ports, roots = {}, {}

        def enter(name, server):
            before = children(os.getpid())
            ports[name] = stack.enter_context(server)
            (roots[name],) = children(os.getpid()) - before

        enter("site", ours())
        enter("file", static(ask(ports["site"], path).text))
        enter("plain", nginx("nginx.conf", ports["site"], *LINES))
        enter("one second", nginx("nginx-one-second.conf", ports["site"], *LINES))
        assert ask(ports["plain"], path).text == ask(ports["one second"], path).text == ask(ports["site"], path).text
        found = {name: [] for name in WORKS}
        for _ in range(TURNS):
            for name, workers in WORKS.items():
                port = ports["site" if name == "without nginx" else name]
                before = sum(spent(roots[each]) for each in workers)
                asked = rate(f"http://127.0.0.1:{port}{'/page.html' if name == 'file' else path}")
                found[name].append((asked, (sum(spent(roots[each]) for each in workers) - before) / (asked * SECONDS)))
    return found


def table(found: dict[str, list[tuple[float, float]]]) -> str:
    lines = [
        f"article, plain, {CONNECTIONS} connections, {TURNS} turns",
        f"{'':16}{'a second':>10}{'× the file (lowest, highest)':>32}{'CPU ms':>10}{'the file’s CPU / this':>32}",
    ]
    for name, turns in found.items():
        speed = [mine[0] / file[0] for mine, file in zip(turns, found["file"], strict=True)]
        thrift = [file[1] / mine[1] for mine, file in zip(turns, found["file"], strict=True)]
        middles = [statistics.median(each) for each in zip(*turns, strict=True)]
        lines.append(f"{name:16}{middles[0]:10.0f}{shown(speed):>32}{middles[1] * 1e3:10.4f}{shown(thrift):>32}")
    return "\n".join(lines)


def shown(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}, {max(ratios):.2f})"


def main() -> None:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        fill(STORIES)
        sys.stdout.write(table(measured(addresses()["article"])) + "\n")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
