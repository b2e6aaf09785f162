"""What a search costs in a small archive and in a large one: `python -m bench.search 1000 100000`."""

import html
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from bench import sizes  # and with it Django is ready

ROUNDS, DEEP = 9, 25  # pages after the first: beyond the window
SAMPLE = 4_000  # stories, among which the words are chosen
SCATTER = (7_919, 10_007)  # primes that keep no step of the archive's
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


class Archive(sizes.Archive):
    """One database with its searches."""

    def fill(self) -> None:
        super().fill(comments=0)

    def pages(self) -> dict[str, str]:
        return addresses()

    def askers(self) -> Callable[[str], Client]:
        client = Client()
        client.get("/search/?q=warm")
        return lambda name: client


def report(archives: list[Archive]) -> Iterator[str]:
    """What each search costs in the largest archive as a multiple of the smallest, and its queries in each."""
    small, large = archives[0], archives[-1]
    yield f"{connection.vendor}; CPU of Django and the database, median of {len(small.costs['no word'])} rounds in turns"
    head = "".join(f"{each.size:>12,}" for each in archives)
    yield f"{'':34}grew by{head}   by the clock  queries"
    for name in small.addresses:
        times = "".join(f"{each.median(name) * 1000:9.1f} ms" for each in archives)
        queries = ", ".join(str(each.queries[name]) for each in archives)
        waited = statistics.median(large.waits[name]) * 1000
        yield f"{name:34}{large.median(name) / small.median(name):5.2f} ×{times}   {waited:9.1f} ms  {queries}"


def main() -> None:
    sizes.measure(Archive, sizes.asking(__doc__, ROUNDS).parse_args(), report)


if __name__ == "__main__":
    main()
