"""What the learner thinks of a comment that comes in. One in twenty is judged blind: no moderator sees the opinion."""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comments.learner import bayes, memory
from comments.learner.tokens import in_words, number_of, tokens
from comments.models import Comment, Verdict

if TYPE_CHECKING:
    from comments.rules.settings import Setting

BLIND = 5  # per cent
SHOWN = 5  # words


@dataclass(frozen=True)
class Opinion:
    score: float
    weights: tuple[str, ...]  # the words that weighed most, for spam
    held: bool
    blind: bool

    @property
    def shown(self) -> tuple[float | None, tuple[str, ...]]:
        return (None, ()) if self.blind else (self.score, self.weights)


def opinion_on(comment: Comment, setting: "Setting") -> Opinion | None:
    """None while the rule is off or too little was learnt. One query."""
    if not setting.is_on:
        return None
    found = tokens(comment.text, comment.name, comment.website)
    totals, counts = memory.read([number_of(token) for token in found])
    if not totals.is_enough:
        return None
    weights = bayes.weights(counts, totals)
    score = bayes.score(weights, totals)
    return Opinion(score, _heaviest(found, weights), score * 100 >= setting.numbers["percent"], is_chosen())


def is_chosen() -> bool:
    return secrets.randbelow(100) < BLIND


def _heaviest(found: list[str], weights: list[float]) -> tuple[str, ...]:
    speaking = sorted(
        ((weight, token) for weight, token in zip(weights, found, strict=True) if weight > 0), reverse=True
    )
    return tuple(dict.fromkeys(in_words(token) for _, token in speaking))[:SHOWN]


def renew(comment: Comment, opinion: Opinion | None) -> None:
    """What was thought of a former text, and decided on it, says nothing about this one."""
    Verdict.objects.filter(comment=comment).delete()
    keep(comment, opinion)


def keep(comment: Comment, opinion: Opinion | None) -> None:
    """For the scoreboard, beside the comment that was just stored."""
    if opinion:
        Verdict.objects.create(
            comment=comment, score=opinion.score, held=opinion.held, blind=opinion.blind, at=comment.created_at
        )
