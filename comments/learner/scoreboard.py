"""How well the learner judges, told by the blind sample: what it said before anybody decided, and what people decided.

Nothing else is honest: a moderator who is shown an opinion agrees with it more often than is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from articles import clock
from comments.learner import memory
from comments.learner.bayes import ENOUGH, Totals
from comments.models import Label, Verdict

LOOKS_BACK, LATELY = timedelta(days=180), timedelta(days=30)
MOST = 5_000
THRESHOLDS = (50, 60, 70, 80, 90, 95)
FEW = 20  # below so many a share says nothing
FELL, WRONG = 0.15, 0.30


@dataclass(frozen=True)
class Share:
    """So many of so many, with the span in which the truth lies 19 times of 20 (Wilson's interval)."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def span(self) -> tuple[float, float]:
        if not self.whole:
            return 0.0, 1.0
        z, n, p = 1.96, self.whole, self.part / self.whole
        middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))

    def __str__(self):
        if not self.whole:
            return "–"
        low, high = self.span
        return f"{self.value:.0%} ({self.part} of {self.whole}; {low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Row:
    """What would be held at a threshold: how much of it is spam, how much of the spam it is, how many good ones it hits."""

    percent: int
    precision: Share
    recall: Share
    good_held: Share


@dataclass(frozen=True)
class Scoreboard:
    totals: Totals
    rows: list[Row]
    decided: int  # of the blind sample
    waiting: int
    alarms: list[str]

    @property
    def is_learning(self) -> bool:
        return not self.totals.is_enough

    @property
    def missing(self) -> tuple[int, int]:
        """How many good ones and how much spam it still has to see."""
        good, spam = self.totals.comments
        return max(0, ENOUGH - good), max(0, ENOUGH - spam)


def scoreboard() -> Scoreboard:
    """Four queries, bounded."""
    now = clock.now()
    sample = list(
        Verdict.objects.filter(blind=True, labelled_at__gt=now - LOOKS_BACK)
        .order_by("-labelled_at")
        .values_list("score", "label", "labelled_at")[:MOST]
    )
    return Scoreboard(
        memory.totals(),
        [row(percent, [(score, label) for score, label, _ in sample]) for percent in THRESHOLDS],
        len(sample),
        Verdict.objects.filter(blind=True, label="", labelled_at=None).order_by()[:MOST].count(),
        [*_drift(sample, now), *_wrong_holds(now)],
    )


def row(percent: int, sample: list[tuple[float, str]]) -> Row:
    held = [label for score, label in sample if score * 100 >= percent]
    labels = [label for _, label in sample]
    caught, hit = held.count(Label.SPAM), held.count(Label.GOOD)
    return Row(
        percent,
        Share(caught, len(held)),
        Share(caught, labels.count(Label.SPAM)),
        Share(hit, labels.count(Label.GOOD)),
    )


def _drift(sample: list[tuple[float, str, datetime]], now: datetime) -> list[str]:
    """Spam of the last thirty days that it recognises less often than what came before."""
    spam = [(score >= 0.5, at > now - LATELY) for score, label, at in sample if label == Label.SPAM]
    late, early = ([seen for seen, lately in spam if lately is wanted] for wanted in (True, False))
    if min(len(late), len(early)) < FEW:
        return []
    was, became = (sum(seen) / len(seen) for seen in (early, late))
    if was - became < FELL:
        return []
    return [f"Spam has changed: of the last thirty days' it recognises {became:.0%}, before it was {was:.0%}."]


def _wrong_holds(now: datetime) -> list[str]:
    """Comments of the last thirty days that it held openly, and that moderators approved."""
    held = Verdict.objects.filter(held=True, labelled_at__gt=now - LATELY)
    labels = list(held.order_by("-labelled_at").values_list("label", flat=True)[:MOST])
    if len(labels) < FEW or (share := labels.count(Label.GOOD) / len(labels)) <= WRONG:
        return []
    return [f"It holds too much: {share:.0%} of what it held in the last thirty days was approved."]
