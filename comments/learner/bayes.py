"""Multinomial naive Bayes with each token counted once in a comment. Numbers only: no database, no text.

The evidence is divided by the root of the number of tokens, because they are not independent of each other: a long
comment would else be judged with a certainty that nothing bears out.
"""

from dataclasses import dataclass
from math import exp, log, sqrt

ENOUGH = 50  # comments of each kind before anything is said
SMOOTH = 0.5


@dataclass(frozen=True)
class Totals:
    """Of the good and of the spam: comments, tokens; and how many different tokens there are."""

    comments: tuple[int, int] = (0, 0)
    tokens: tuple[int, int] = (0, 0)
    vocabulary: int = 0

    @property
    def is_enough(self) -> bool:
        return min(self.comments) >= ENOUGH


def weights(counts: list[tuple[int, int]], totals: Totals) -> list[float]:
    """For each token how much it speaks for spam (above zero) or against it; `counts` are its (good, spam).

    What was never seen says nothing: 0.
    """
    good, spam = (SMOOTH * totals.vocabulary + number for number in totals.tokens)
    return [
        log((in_spam + SMOOTH) / spam) - log((in_good + SMOOTH) / good) if in_good or in_spam else 0.0
        for in_good, in_spam in counts
    ]


def score(found: list[float], totals: Totals) -> float:
    """How likely it is spam, from 0 to 1, by the weights of its tokens."""
    prior = log((totals.comments[1] + 1) / (totals.comments[0] + 1))
    seen = [weight for weight in found if weight]
    evidence = sum(seen) / sqrt(len(seen)) if seen else 0.0
    return 1 / (1 + exp(-max(-50.0, min(50.0, prior + evidence))))
