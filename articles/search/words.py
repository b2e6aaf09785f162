"""The words of headlines, standfirsts, names and tags, kept so that a misspelt one leads to them.

Two words that differ by one letter (one more, one less, another, or two that have changed places) have a key in common:
each is kept under itself and under itself less each of its letters. That needs nothing of the database but an index.
"""

import unicodedata
from collections.abc import Iterable

from articles import clock
from articles.models import Edition, SearchWord
from articles.search.query import WORD

SHORTEST, LONGEST = 4, 32  # letters; shorter words are near to too many others
BATCH, PORTION = 100, 500  # editions whose words are learnt at a time, and rows that are forgotten


def folded(word: str) -> str:
    """Without case and accents, as both indexes see it."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )


def fits(word: str) -> bool:
    return len(word) <= LONGEST and SHORTEST <= len(folded(word)) <= LONGEST and not word.isnumeric()


def keys(word: str) -> set[str]:
    word = folded(word)
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def words_of(*texts: str) -> set[str]:
    """In small letters, with their accents."""
    return {word for text in texts for word in WORD.findall(text.lower())}


def learn(edition: Edition, title: str, names: str) -> None:
    """For publication: the words that are new are stored. One statement."""
    _store(_rows(set(filter(fits, words_of(title, names))), edition.pk))


def rebuild() -> None:
    """Forgets what editions that have ended brought, and learns the words of what is live, or is to be, the oldest edition first.

    By small portions, each in its own transaction: people publish meanwhile.
    """
    now, after, known = clock.read(), 0, set()
    while _forget(now):
        pass
    while batch := _batch(after, now):
        learn_all(batch, known)
        after = batch[-1][0]


def learn_all(editions: Iterable[tuple[int, str, str]], known: set[str]) -> None:
    """The words of many editions, (number, title, names) each, the oldest first. Those that are `known` are passed over; then all are."""
    rows = []
    for pk, *texts in editions:
        new = {word for word in words_of(*texts) if word not in known and fits(word)}
        known |= new
        rows += _rows(new, pk)
    _store(rows)


def _forget(now) -> int:
    """A portion of them; gives how many rows they were."""
    ended = SearchWord.objects.filter(edition__live_until__lte=now).order_by("pk").values_list("pk", flat=True)
    return SearchWord.objects.filter(pk__in=list(ended[:PORTION])).delete()[0]


def _batch(after: int, now) -> list[tuple]:
    lasting = Edition.objects.exclude(live_until__lte=now).filter(pk__gt=after).order_by("pk")
    return list(lasting.values_list("pk", "rendered__title", "rendered__names")[:BATCH])


def _rows(words: Iterable[str], edition: int) -> list[SearchWord]:
    return [SearchWord(key=key, word=word, edition_id=edition) for word in words for key in keys(word)]


def _store(rows: list[SearchWord]) -> None:
    """In one order, so that two who publish the same new word wait for each other and never in a circle."""
    rows.sort(key=lambda row: (row.key, row.word))
    SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5_000)
