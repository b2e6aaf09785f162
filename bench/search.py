"""What a search costs in a small archive and in a large one: `python -m bench.search 1000 100000`.

Each size has a database of its own, made by `make_archive` on the server that DATABASE_URL names (on SQLite a file beside the one that
it names), and deleted at the end; with `--keep` it stays, and the next run finds it made. All are measured in one process and in
turns: of each search the median of its rounds counts, in CPU of this process and of the database's that works for it.
"""

import argparse
import html
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import growth  # and with it Django is ready

ROUNDS, DEEP = 9, 25  # pages after the first: beyond the window
SAMPLE, SCATTER = (
    4_000,
    (7_919, 10_007),
)  # stories, among which the words are chosen; primes that keep no step of the archive's
SHARES = {"common word": 100, "middling word": 4, "rare word": 0.05}  # stories of a hundred that have it
NOBODYS = "xylophqne"
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def addresses() -> dict[str, str]:
    """Of this database: by the name of the search."""
    words = dict(zip(SHARES, _words(), strict=True))
    words["two words"] = f"{words['middling word']} {words['common word']}"
    sys.stderr.write(f"  {words}\n")
    found = {name: f"/search/?{urlencode({'q': word})}" for name, word in words.items()}
    found |= {f"{name}, newest first": f"{address}&order=newest" for name, address in found.items()}
    found |= {f"{name}, older": _deep(found[name]) for name in ("common word", "middling word")}
    return found | {
        "a misspelt word": f"/search/?{urlencode({'q': _misspelt()})}",
        "a word that is near to none": f"/search/?q={NOBODYS}",
        "no word": "/search/",
    }


def _words() -> Iterator[str]:
    """The words that stand, or begin others, in about so many of a sample from the whole archive."""
    from articles.models import Rendered
    from articles.search.words import fits, words_of

    share = SCATTER[1] * SAMPLE // Rendered.objects.count()
    scattered = Rendered.objects.extra(where=[f"edition_id * {SCATTER[0]} %% {SCATTER[1]} < {share}"])
    sample = [words_of(*texts) for texts in scattered.values_list("title", "names", "text")]
    counted = Counter(
        begun for each in sample for begun in {word[:end] for word in each for end in range(4, len(word) + 1)}
    )
    known = [word for word in sorted(set().union(*sample)) if fits(word) and word.isascii()]
    for share in SHARES.values():
        wanted = max(1, len(sample) * share / 100)
        yield min(known, key=lambda word, wanted=wanted: abs(counted[word] - wanted))


def _misspelt() -> str:
    """The last word that came in, with two letters that have changed places."""
    from articles.models import SearchWord

    word = SearchWord.objects.filter(word__regex="^[a-z]{7,}$").latest("edition_id", "word").word
    return word[:3] + word[4] + word[3] + word[5:]


def _deep(address: str) -> str:
    """As far as pages lead, or `DEEP` of them."""
    for _ in range(DEEP):
        more = NEXT.search(Client().get(address).content.decode())
        if not more:
            break
        address = f"/search/{html.unescape(more[1])}"
    return address


class Archive(growth.Archive):
    """One database with its searches, and what they took by the clock, too."""

    def __init__(self, size: int):
        super().__init__(size)
        self.name = self.name.replace("growth_", "search_")
        self.waits: dict[str, list[float]] = {}

    def make(self) -> None:
        from articles.models import SearchWord
        from articles.search import words

        growth.create(self.name)
        with growth.on(self.name):
            call_command("migrate", verbosity=0)
            growth._sections()
            call_command("make_archive", self.size, with_debug_off=True, comments=0)
            if not SearchWord.objects.exists():
                words.rebuild()
            self.addresses = addresses()

    def round(self) -> None:
        with growth.on(self.name):
            client, backend = Client(), growth._backend()
            client.get("/search/?q=warm")
            for name, address in self.addresses.items():
                if name not in self.queries:
                    self._look(name, client, address)
                began = time.perf_counter()
                cost = growth._cost(lambda address=address: client.get(address), backend)
                self.waits.setdefault(name, []).append(time.perf_counter() - began)
                self.costs.setdefault(name, []).append(cost)


def report(archives: list[Archive]) -> Iterator[str]:
    """What each search costs in the largest archive as a multiple of the smallest, and its queries in each."""
    small, large = archives[0], archives[-1]
    yield f"{connection.vendor}; CPU of Django and the database, median of {len(small.costs['no word'])} rounds in turns"
    sizes = "".join(f"{each.size:>12,}" for each in archives)
    yield f"{'':34}grew by{sizes}   by the clock  queries"
    for name in small.addresses:
        times = "".join(f"{each.median(name) * 1000:9.1f} ms" for each in archives)
        queries = ", ".join(str(each.queries[name]) for each in archives)
        waited = statistics.median(large.waits[name]) * 1000
        yield f"{name:34}{large.median(name) / small.median(name):5.2f} ×{times}   {waited:9.1f} ms  {queries}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    asked.add_argument("sizes", type=int, nargs="*", default=[1_000, 100_000], help="numbers of stories")
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--keep", action="store_true", help="leave the databases, and go on with them the next time")
    asked = asked.parse_args()
    settings.ALLOWED_HOSTS, settings.DEBUG = ["testserver"], False
    archives = [Archive(size) for size in sorted(asked.sizes)]
    try:
        for archive in archives:
            archive.make()
        for _ in range(asked.rounds):
            for archive in archives:
                archive.round()
        sys.stdout.write("\n".join(report(archives)) + "\n")
    finally:
        if not asked.keep:
            for archive in archives:
                growth.drop(archive.name)


if __name__ == "__main__":
    main()
