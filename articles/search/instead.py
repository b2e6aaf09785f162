"""“Did you mean …?”: what was typed, with each word that finds nothing exchanged for one that is nearly the same and finds something.

The words that are kept may stand in a story that is hidden by now. So the door is asked about each before anything is
chosen, lest a hidden word pushes one that is not out of the choice. The query as it would be must have a hit, and the new
words must stand in one, letter by letter.
"""

from difflib import SequenceMatcher
from itertools import islice, product

from django.db import connection

from articles.models import Rendered, SearchWord
from articles.search import words
from articles.search.find import backend
from articles.search.query import LONGEST, WORD, Query, parse

MOST_LOST = 3  # words that are exchanged, and that are asked for alone
NEAR, ASKED = 500, 20  # rows that are read; words for each about which the door is asked
CHOICES, TRIES = 3, 3  # words for each that are found; queries that are tried
LOOKED = 10  # hits in which the new words must stand


def instead(typed: str, stories) -> str:
    """What a reader may have meant among `stories` (a queryset from the door), for a query without a hit; "" for nothing."""
    typed = typed[:LONGEST]
    with connection.cursor() as cursor:
        lost = _lost(cursor, parse(typed), stories)
        for exchanged in _exchanges(cursor, lost, stories):
            meant = WORD.sub(lambda found, by=exchanged: by.get(found[0], found[0]), typed)
            if _is_found(cursor, parse(meant), set(exchanged.values()), stories):
                return meant
    return ""


def _lost(cursor, query: Query, stories) -> list[str]:
    """The words that find nothing by themselves."""
    all_words = list(dict.fromkeys(word for term in query.wanted for word in term))
    asked = [word for word in all_words if words.fits(word)][:MOST_LOST]
    if len(all_words) == 1:
        return asked
    return [word for word in asked if _finds_nothing(cursor, Query(((word,),)), stories)]


def _finds_nothing(cursor, query: Query, stories) -> bool:
    return not backend().newest(cursor, query, stories, 1) and not backend().is_passed_over(cursor, query)


def _exchanges(cursor, lost: list[str], stories) -> list[dict[str, str]]:
    """At most `TRIES` ways to exchange all of them, the likeliest first."""
    choices = _near(cursor, lost, stories)
    if not lost or not all(choices):
        return []
    ways = sorted(product(*map(enumerate, choices)), key=lambda way: sum(place for place, _ in way))
    return [{word: new for word, (_, new) in zip(lost, way, strict=True)} for way in islice(ways, TRIES)]


def _near(cursor, lost: list[str], stories) -> list[list[str]]:
    """For each word the nearest ones; of those that are equally near, the word that was known first, which is the commoner one."""
    under = {word: words.keys(word) for word in lost}
    rows = SearchWord.objects.filter(key__in=set().union(*under.values())).order_by("pk")[:NEAR]
    found = sorted(rows.values_list("pk", "key", "word")) if lost else []
    nearest = [_nearest(word, [new for _, key, new in found if key in under[word]]) for word in lost]
    return [_open(cursor, each[:ASKED], stories) for each in nearest]


def _open(cursor, near: list[str], stories) -> list[str]:
    """The first of these words that stand in what the door shows."""
    return list(islice((new for new in near if _is_found(cursor, parse(new), {new}, stories)), CHOICES))


def _nearest(word: str, found: list[str]) -> list[str]:
    typed = words.folded(word)
    others = [new for new in dict.fromkeys(found) if new != word.lower()]
    return sorted(others, key=lambda new: _distance(typed, words.folded(new)))


def _distance(typed: str, new: str) -> tuple[float, bool]:
    return -SequenceMatcher(None, typed, new, autojunk=False).ratio(), typed[0] != new[0]


def _is_found(cursor, query: Query, new: set[str], stories) -> bool:
    rows = backend().newest(cursor, query, stories, LOOKED)
    said = Rendered.objects.filter(pk__in=rows).values_list("title", "names", "text") if rows else []
    return new <= set().union(*(words.words_of(*texts) for texts in said))
