"""What a rule would have done to the last thirty days, before it is saved; and how much of that was approved.

The newest comments first, up to a number and up to a time: what was not reached is said. Nothing is written.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from articles import clock
from comments.models import Comment, Policy, State
from comments.policies import Applied, policy_for
from comments.rules.catalogue import FLOODS
from comments.rules.checks import CHECKS, Case
from comments.rules.settings import Setting

PERIOD = timedelta(days=30)
MOST, SECONDS, BATCH, SHOWN = 20_000, 3.0, 500, 10
NO_POLICY = Applied({}, None)
COLUMNS = {
    "flood_address": "address_key",
    "flood_subnet": "subnet_key",
    "flood_network": "network_key",
    "flood_article": "article_id",
}


@dataclass
class Rehearsal:
    """How many comments were looked at, how many the rule would have met, what became of those, and some of them."""

    looked: int = 0
    became: Counter = field(default_factory=Counter)
    approved: int = 0  # by somebody who has looked at them
    examples: list[tuple[Comment, str]] = field(default_factory=list)
    is_whole: bool = True

    @property
    def met(self) -> int:
        return self.became.total()

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        return [(state.label.lower(), self.became[state]) for state in State if self.became[state]]


def rehearse(setting: Setting) -> Rehearsal:
    """The rule as `setting` would have it. Within `SECONDS`, give or take one batch."""
    done, until = Rehearsal(), time.monotonic() + SECONDS
    look = _counting(setting) if setting.rule in FLOODS else _checking(setting)
    for comment in _newest_first():
        if done.looked == MOST or (done.looked % 50 == 0 and time.monotonic() > until):
            done.is_whole = False
            break
        done.looked += 1
        if setting.is_on and (evidence := look(comment)) is not None:
            done.became[comment.state] += 1
            done.approved += comment.state == State.APPROVED and comment.reviewed_at is not None
            if len(done.examples) < SHOWN:
                done.examples.append((comment, evidence))
    return done


def _newest_first() -> Iterator[Comment]:
    since = clock.now() - PERIOD
    comments = Comment.objects.filter(created_at__gt=since).exclude(state=State.ERASED)
    found = comments.select_related("verdict", "parent").defer("parent__text")
    return found.order_by("-created_at", "-pk").iterator(chunk_size=BATCH)


def _checking(setting: Setting) -> Callable[[Comment], str | None]:
    """By what holds at this moment where each comment stands; only the rule on links asks for that."""
    at_place = _policies() if setting.rule == "links" else lambda comment: NO_POLICY

    def look(comment: Comment) -> str | None:
        verdict = getattr(comment, "verdict", None)
        # Whoever decides on a comment of the blind sample has not seen its score.
        score = verdict.score if verdict and (verdict.label or not verdict.blind) else None
        return CHECKS[setting.rule](Case(comment, at_place(comment), comment.parent, score), setting)

    return look


def _policies() -> Callable[[Comment], Applied]:
    """One query for all, and one for each story."""
    policies, found = list(Policy.objects.all()), {}

    def at_place(comment: Comment) -> Applied:
        if comment.article_id not in found:
            found[comment.article_id] = policy_for(comment.article, policies)
        return found[comment.article_id]

    return at_place


def _counting(setting: Setting) -> Callable[[Comment], str | None]:
    """Of a flood: a comment is too many when so many others came from there shortly before it."""
    name = COLUMNS.get(setting.rule)
    number, minutes = setting.numbers["number"], setting.numbers["minutes"]

    def look(comment: Comment) -> str | None:
        if name and not getattr(comment, name):
            return None
        same = {name: getattr(comment, name)} if name else {}
        since = comment.created_at - timedelta(minutes=minutes)
        before = Comment.objects.filter(created_at__range=(since, comment.created_at), **same).exclude(pk=comment.pk)
        return f"{number} before it" if before.order_by()[:number].count() >= number else None

    return look
