"""Words and what became of them: the smallest step of a comparison."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
MANY = 2_000  # words beyond which frequent ones no longer count as landmarks: exact comparing would be quadratic

SIGNS = '.,;:!?()\\[\\]"“”«»…–—'
UNSPACED = "\u3040-\u30ff\u3400-\u9fff"  # scripts written without blanks: each sign is a word
TOKEN = re.compile(rf"[{UNSPACED}]|[{SIGNS}]+|[^\s{SIGNS}{UNSPACED}]+")


@dataclass(frozen=True)
class Word:
    """A word or a sign in its dress. Whether a blank stands before it is no difference."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    code: bool = False
    spaced: bool = field(default=False, compare=False)


@dataclass
class Run:
    """Neighbouring words of one kind and one dress, drawn together."""

    kind: str
    text: str
    strong: bool = False
    em: bool = False
    href: str = ""
    code: bool = False
    spaced: bool = False


def words(text: str, **dress) -> Iterator[Word]:
    """The words of plain text. The first one counts as spaced when a blank stands before it."""
    end = 0
    for match in TOKEN.finditer(text):
        yield Word(match[0], **dress, spaced=match.start() > end)
        end = match.end()


def phrase(text: str) -> list[Word]:
    """The words of a text that stands alone: also the first one stands apart from what is drawn before it."""
    first, *others = list(words(text)) or [None]
    return [replace(first, spaced=True), *others] if first else []


def runs(was: Sequence[Word], now: Sequence[Word]) -> list[Run]:
    """Word by word: what stayed, what went, what came."""
    if was == now:
        return unchanged(now)
    matcher = SequenceMatcher(None, was, now, autojunk=max(len(was), len(now)) > MANY)
    found: list[Run] = []
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal":
            _extend(found, SAME, now[j1:j2])
        else:
            _extend(found, REMOVED, was[i1:i2])
            _extend(found, ADDED, now[j1:j2])
    return found


def unchanged(same: Sequence[Word]) -> list[Run]:
    """The words of a text that stayed as it was."""
    found: list[Run] = []
    _extend(found, SAME, same)
    return found


def _extend(found: list[Run], kind: str, more: Sequence[Word]) -> None:
    for word in more:
        last = found[-1] if found else None
        dress = (word.strong, word.em, word.href, word.code)
        if last and (last.kind, last.strong, last.em, last.href, last.code) == (kind, *dress):
            last.text += " " * word.spaced + word.text
        else:
            found.append(Run(kind, word.text, *dress, spaced=bool(last) and word.spaced))


def kind_of(found: list[Run]) -> str:
    """What became of the whole: one kind throughout, or changed."""
    kinds = {run.kind for run in found} or {SAME}
    return kinds.pop() if len(kinds) == 1 else CHANGED
