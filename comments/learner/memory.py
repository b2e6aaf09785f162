"""The counts of tokens in the database: read for a judgement, changed in the transaction of a decision."""

from array import array

from django.db import connection

from accounts.prepared import filled, prepared
from comments.learner.bayes import Totals
from comments.models import Label, TokenCount

COMMENTS, TOKENS, VOCABULARY = 0, 1, 2  # rows that count no token; the vocabulary stands in the column of the good
ADD = """
INSERT INTO comments_tokencount (number, good, spam) VALUES {}
ON CONFLICT (number) DO UPDATE SET good = comments_tokencount.good + excluded.good,
  spam = comments_tokencount.spam + excluded.spam
RETURNING number, good + spam
"""


def totals() -> Totals:
    return read([])[0]


def read(numbers: list[int]) -> tuple[Totals, list[tuple[int, int]]]:
    """The totals, and (good, spam) of each of these tokens. One query."""
    wanted = [COMMENTS, TOKENS, VOCABULARY, *numbers]
    found = {number: (good, spam) for number, good, spam in _counts(filled(wanted))}
    comments, tokens, vocabulary, *counts = (found.get(number, (0, 0)) for number in wanted)
    return Totals(comments, tokens, vocabulary[0]), counts


@prepared
def _counts(numbers):
    return TokenCount.objects.filter(pk__in=numbers).values_list("number", "good", "spam")


def learn(numbers: list[int], label: str, sign: int = 1) -> None:
    """Adds one comment with these tokens; subtracts it with `sign` -1."""
    one = (sign, 0) if label == Label.GOOD else (0, sign)
    _add([(number, *one) for number in sorted(set(numbers))])
    many = tuple(each * len(set(numbers)) for each in one)
    _add([(COMMENTS, *one), (TOKENS, *many)])


def _add(rows: list[tuple[int, int, int]]) -> None:
    """The vocabulary grows by the tokens that are new, and shrinks by those that nothing holds any more."""
    if not rows:
        return
    sign = rows[0][1] + rows[0][2]
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(",".join(["(%s, %s, %s)"] * len(rows))), [each for row in rows for each in row])
        left = [number for number in dict(cursor.fetchall()).items() if number[0] > VOCABULARY]
        changed = sum(total == (1 if sign > 0 else 0) for _, total in left)
        if changed:
            cursor.execute(ADD.format("(%s, %s, 0)"), [VOCABULARY, sign * changed])


def pack(numbers: list[int]) -> bytes:
    return array("q", numbers).tobytes()


def unpack(packed: bytes) -> list[int]:
    numbers = array("q")
    numbers.frombytes(bytes(packed))
    return list(numbers)
