"""Two people changed one text: what can stand together does, and what cannot is put before them.

`merge` takes three states of a story's form as `forms.said` gives them: the one from which both began, mine and theirs.
A part that only one of them changed is taken from that one. Tags and bylines come together name by name, the body
block by block: changes in different paragraphs stand together, and where both put new paragraphs both are kept. What
is left is a conflict: the same part, changed in two ways. It is never decided here unless `choices` says how.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lxml import html

from articles.compare import pairs
from articles.compare.blocks import Block, blocks
from articles.compare.words import phrase

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass
class Conflict:
    """One part that two people changed differently. Of a body's block the texts are HTML, "" where it was taken out."""

    name: str
    label: str
    mine: str
    theirs: str
    base: str

    @property
    def of_body(self) -> bool:
        return self.name.startswith("body-")


@dataclass
class Merged:
    """`values` is what can be saved: theirs where there is a conflict. `mine` is what its writer should see.

    `base` is from what a later save of that would begin; `unseen` is the same for a page that still shows the text
    as it was sent, without what came from the others.
    """

    values: dict = field(default_factory=dict)
    mine: dict = field(default_factory=dict)
    base: dict = field(default_factory=dict)
    unseen: dict = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def set(self, name: str, value, sent) -> None:
        self.values[name] = self.mine[name] = self.base[name] = value
        self.unseen[name] = sent


def merge(
    base: dict | None, mine: dict, theirs: dict, choices: dict | None = None, labels: dict | None = None
) -> Merged:
    """Without a `base` (it is not known any more) each difference is a conflict, and nothing is taken away."""
    found, choices = Merged(), choices or {}
    for name in mine:
        if name == "body":
            _merge_body(found, base and base.get("body"), mine["body"], theirs["body"], choices)
        elif name in LISTS:
            together = LISTS[name](base.get(name) if base else None, mine[name], theirs[name])
            found.set(name, together, mine[name])
        else:
            _merge_part(found, name, (labels or {}).get(name, name), base, mine, theirs, choices)
    return found


def _merge_part(found: Merged, name, label, base, mine, theirs, choices) -> None:
    was = base.get(name) if base else None
    chosen = decided(was, mine[name], theirs[name])
    if chosen is None:
        chosen = {MINE: mine, THEIRS: theirs}.get(choices.get(name), {}).get(name)
    if chosen is not None:
        return found.set(name, chosen, mine[name])
    found.conflicts.append(Conflict(name, label, mine[name], theirs[name], was or ""))
    found.values[name], found.mine[name] = theirs[name], mine[name]
    found.base[name] = found.unseen[name] = was or ""
    return None


def decided(base, mine, theirs):
    """What both can live with, or None."""
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else None


# Lists of names


def _together(base: list | None, mine: list, theirs: list, key: Callable = lambda each: each) -> list:
    """Theirs, with what I added and without what I took out."""
    had = {key(each) for each in (base if base is not None else [])}
    kept, there = {key(each) for each in mine}, {key(each) for each in theirs}
    if base == theirs:
        return mine
    left = [each for each in theirs if key(each) in kept or key(each) not in had]
    return left + [each for each in mine if key(each) not in had and key(each) not in there]


def _tags(base: str | None, mine: str, theirs: str) -> str:
    base, mine, theirs = (
        None if text is None else [n for n in text.split(", ") if n] for text in (base, mine, theirs)
    )
    return ", ".join(_together(base, mine, theirs, str.casefold))


def _bylines(base: list | None, mine: list, theirs: list) -> list:
    return _together(base, mine, theirs, tuple)


LISTS = {"tags": _tags, "bylines": _bylines}


# The body


@dataclass(frozen=True)
class Piece(Block):
    """A block at the top of a body, with its HTML."""

    html: str = ""


def pieces(body: str) -> list[Piece]:
    """The blocks of a canonical body that stand directly in it: a list or a table is one."""
    if not body.strip():
        return []
    found = html.fragment_fromstring(body, create_parent="body")
    return [_piece(node) for node in found.iterchildren("*")]


def _piece(node) -> Piece:
    text = html.tostring(node, encoding="unicode", with_tail=False)
    inner = blocks(text)
    words = tuple(word for block in inner for word in block.words)
    return Piece(inner[0].tag if inner else node.tag, words, inner[0].picture if inner else 0, text)


@dataclass
class _Side:
    """What one person did: to each block of the base, and which new ones stand before it (the last: at the end)."""

    became: list[str]
    new: list[list[str]]


def _side(base: list[Piece], now: list[Piece]) -> _Side:
    side = _Side([], [[] for _ in range(len(base) + 1)])
    for was, came in _paired(base, now):
        if was is None:
            side.new[len(side.became)].append(came.html)
        else:
            side.became.append(came.html if came else "")
    return side


def _paired(base: list[Piece], now: list[Piece]) -> Iterator[tuple[Piece | None, Piece | None]]:
    matcher = SequenceMatcher(None, [p.html for p in base], [p.html for p in now], autojunk=False)
    for verb, i1, i2, j1, j2 in matcher.get_opcodes():
        if verb == "equal" or i2 - i1 == j2 - j1:
            yield from zip(base[i1:i2], now[j1:j2], strict=True)
        else:
            yield from pairs(base[i1:i2], now[j1:j2])


def _merge_body(found: Merged, base: str | None, mine: str, theirs: str, choices: dict) -> None:
    if base is not None and (same := decided(base, mine, theirs)) is not None:
        return found.set("body", same, mine)
    texts = _Bodies(found, choices)
    ours, others = pieces(mine), pieces(theirs)
    began = pieces(base) if base is not None else _common(ours, others)
    me, they = _side(began, ours), _side(began, others)
    for place, piece in enumerate([*began, None]):
        texts.new(me.new[place], they.new[place], known=base is not None)
        if piece:
            texts.block(piece.html, me.became[place], they.became[place])
    texts.finish()
    return None


def _common(mine: list[Piece], theirs: list[Piece]) -> list[Piece]:
    matcher = SequenceMatcher(None, [p.html for p in mine], [p.html for p in theirs], autojunk=False)
    return [piece for match in matcher.get_matching_blocks() for piece in mine[match.a : match.a + match.size]]


class _Bodies:
    """The four bodies of a `Merged`, written block by block."""

    def __init__(self, found: Merged, choices: dict):
        self.found, self.choices, self.count = found, choices, 0
        self.values, self.mine, self.base, self.unseen = [], [], [], []

    def new(self, mine: list[str], theirs: list[str], known: bool) -> None:
        """Blocks that came at one place. Both came: both stay. Where the base is lost, they may be one and the same."""
        if not known and mine and theirs and mine != theirs:
            return self.block("", "".join(mine), "".join(theirs))
        together = theirs + [block for block in mine if block not in theirs]
        return self.same("".join(together), "".join(mine))

    def block(self, base: str, mine: str, theirs: str) -> None:
        chosen = decided(base, mine, theirs)
        if chosen is None:
            chosen = self._asked(base, mine, theirs)
        if chosen is not None:
            self.same(chosen, mine)

    def same(self, text: str, sent: str) -> None:
        for body in (self.values, self.mine, self.base):
            body.append(text)
        self.unseen.append(sent)

    def _asked(self, base: str, mine: str, theirs: str) -> str | None:
        self.count += 1
        conflict = Conflict(f"body-{self.count}", "", mine, theirs, base)
        choice = {MINE: mine, THEIRS: theirs, BOTH: theirs + mine}.get(self.choices.get(conflict.name))
        if choice is None:
            self.found.conflicts.append(conflict)
            self.values.append(theirs)
            self.mine.append(mine)
            self.base.append(base)
            self.unseen.append(base)
        return choice

    def finish(self) -> None:
        for name in ("values", "mine", "base", "unseen"):
            getattr(self.found, name)["body"] = "".join(getattr(self, name))


def plain_words(conflict: Conflict, text: str) -> list:
    """The words of one side of a conflict, for comparing."""
    if not conflict.of_body:
        return phrase(text)
    return [word for piece in pieces(text) for word in piece.words]
