"""What a reader's page costs through the sample configurations of nginx: `python -m bench.proxies` (nginx and wrk must be installed).

Requests per second of the site behind nginx as a plain proxy, behind nginx with the cache of one second, and of the same nginx
with the page as a file; one process each, in turns; the median of the rounds, and of each turn the ratio to the file.
"""

import statistics
import sys

from django.db import connection
from django.test.utils import setup_test_environment

from bench.pagecache import CONNECTIONS, addresses, ours, rate
from bench.pagecache import nginx as static
from bench.pages import fill
from tests.newsroom.purging.proxies import nginx
from tests.newsroom.test_serve import ask

STORIES, TURNS = 100, 7
LINES = ("keepalive_requests 1000000;",)  # as the file's server has it


def measured(path: str) -> dict[str, list[float]]:
    with (
        ours() as site,
        static(ask(site, path).text) as file,
        nginx("nginx.conf", site, *LINES) as plain,
        nginx("nginx-one-second.conf", site, *LINES) as second,
    ):
        ports = {"file": file, "plain": plain, "one second": second, "without nginx": site}
        assert ask(plain, path).text == ask(second, path).text == ask(site, path).text
        places = {
            name: f"http://127.0.0.1:{port}{'/page.html' if name == 'file' else path}" for name, port in ports.items()
        }
        found = {name: [] for name in places}
        for _ in range(TURNS):
            for name, address in places.items():
                found[name].append(rate(address))
    return found


def table(found: dict[str, list[float]]) -> str:
    lines = [
        f"article, plain, {CONNECTIONS} connections, median of {TURNS} turns{'':8}a second{'':4}ratio to the file (lowest, highest)"
    ]
    for name, rates in found.items():
        ratios = [mine / theirs for mine, theirs in zip(rates, found["file"], strict=True)]
        middle = f"{statistics.median(ratios):.2f} × ({min(ratios):.2f}, {max(ratios):.2f})"
        lines.append(f"{name:50}{statistics.median(rates):12.0f}    {middle}")
    return "\n".join(lines)


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
