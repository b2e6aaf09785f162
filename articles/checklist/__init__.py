"""The checklist: what somebody should have looked at before a text goes out.

It looks at a frozen content, the very one that readers would get, and changes nothing. How strict each rule is the
newsroom says (`articles.checklist.settings`). What stops a text is refused by the verbs themselves, so that no list, command or
interface goes round it; who has the right may override it with a reason, which the ledger keeps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from articles import contents
from articles.checklist.rules import RULES
from articles.checklist.settings import levels
from articles.checklist.text import Text
from articles.editions import NEEDED
from articles.models import Article, Level
from articles.refusals import Refused
from articles.turn import may

__all__ = ["RULES", "Finding", "added", "check", "demand", "stopping"]


@dataclass(frozen=True)
class Finding:
    """`field` is the one of the story form in which it is mended; `picture` says that it is mended in the library.

    `extent` is how much of it there is, where a rule says one sentence of it all.
    `fixed` marks what readers cannot do without: no setting and no override lets it pass.
    """

    rule: str
    level: str
    message: str
    field: str
    picture: int | None = None
    extent: int = 0
    fixed: bool = False

    @property
    def stops(self) -> bool:
        return self.level == Level.BLOCK

    def is_worse_than(self, other: "Finding") -> bool:
        """Whether the other one is no word for this: of another thing, or of less."""
        if self.extent and (self.rule, self.field) == (other.rule, other.field):
            return self.extent > other.extent
        return self.message != other.message


def check(content: dict, at: datetime | None = None) -> list[Finding]:
    """All that is found in a thawed content, what stops it first. `at` is when readers would see it (now)."""
    return _found(contents.surviving(content), at)


def _found(content: dict, at: datetime | None) -> list[Finding]:
    text, level = Text(content, at), levels()
    found = list(_needed(text.content))
    for rule in RULES:
        if level[rule.code] != Level.OFF:
            found += (Finding(rule.code, level[rule.code], *fault) for fault in rule.find(text))
    return sorted(found, key=lambda finding: not finding.stops)


def _needed(content: dict) -> Iterable[Finding]:
    for name, word in NEEDED.items():
        if not content[name]:
            yield Finding(name, Level.BLOCK, f"The story still needs {word}.", name, fixed=True)


def stopping(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.stops]


def added(content: dict, before: dict) -> list[Finding]:
    """What is found in a content that was not found in the one before it."""
    old = check(before)
    return [finding for finding in check(content) if all(map(finding.is_worse_than, old))]


def demand(
    article: Article,
    content: dict,
    *,
    by,
    override: str = "",
    at: datetime | None = None,
    before: dict | None = None,
) -> dict:
    """Lets a text pass and gives what the ledger should remember of that. Refuses `checklist`.

    `content` is of an `editions.Draft`, which has only what is there; with `before`, the text that it mends, any
    thawed content: what was wrong there already does not hold it up.
    `override` is the reason of somebody who lets it pass nevertheless; without the right to that it is no reason.
    """
    stops = stopping(added(content, before) if before else _found(content, at))
    if not stops:
        return {}
    reason = override.strip()
    if not reason or any(finding.fixed for finding in stops) or not may(by, "override", article):
        raise Refused("checklist", findings=" ".join(finding.message for finding in stops))
    return {"overrode": sorted({finding.rule for finding in stops}), "reason": reason}
