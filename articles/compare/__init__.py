"""Compares two texts of a story: blocks are paired, then words inside each pair; who, where and pictures too.

In come two contents as `revisions.thaw` gives them. Out come plain rows of runs: a template draws and escapes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from articles.compare.blocks import Block, blocks, changed_stretches, likeness
from articles.compare.words import ADDED, CHANGED, REMOVED, SAME, Run, Word, kind_of, phrase, runs

ALIKE = 0.3  # the share of words that two blocks must have in common to be shown as one that changed
PAIRS = 2_500  # pairs weighed in one changed stretch; a longer one is shown as gone and come
AROUND = 1  # unchanged blocks shown on either side of a change; the others are folded
FOLDED = 3  # unchanged blocks that are worth folding
ROLES = {"pictures": "photographs", "data": "data", "translation": "translation"}


@dataclass
class Row:
    """A part of the story, or a block of its body, with what became of it."""

    kind: str
    label: str
    runs: list[Run]
    tag: str = ""
    went: int = 0  # the picture that stood there, and the one that stands there now, by number
    came: int = 0


@dataclass
class Stretch:
    """Rows that follow one another. Those of a folded stretch did not change and stand far from any change."""

    folded: bool
    rows: list[Row]


@dataclass
class Comparison:
    parts: list[Row]
    body: list[Stretch]

    @property
    def differs(self) -> bool:
        return bool(self.parts) or self.body_differs

    @property
    def body_differs(self) -> bool:
        return any(row.kind != SAME for stretch in self.body for row in stretch.rows)


def compare(was: dict, now: dict) -> Comparison:
    """What changed from the content `was` to the content `now`: the parts that differ, and the whole body."""
    frozen = _frozen_pictures(was, now)
    bodies = [blocks(content["body"], each) for content, each in zip((was, now), frozen, strict=True)]
    parts = [part for part in _parts(was, now, PARTS) if part.kind != SAME]
    return Comparison(parts, _folded(_rows(*bodies)))


def changed(was: dict, now: dict) -> list[Row]:
    """Only what changed, for lists of many comparisons: it takes as long as the change, not as the text."""
    return [row for row in [*_parts(was, now, PARTS), *_changed_rows(was, now)] if row.kind != SAME]


def for_readers(was: dict, now: dict) -> list[Row]:
    """The same without what readers cannot see, such as the numbers of pictures."""
    parts = [*_parts(was, now, SEEN), *_another_picture(was, now)]
    return [row for row in [*parts, *_changed_rows(was, now, _unnumbered)] if row.kind != SAME]


def _changed_rows(was: dict, now: dict, seen=lambda block: block) -> Iterator[Row]:
    for before, after in changed_stretches(was["body"], now["body"], *_frozen_pictures(was, now)):
        yield from _rows([seen(block) for block in before], [seen(block) for block in after])


def _frozen_pictures(*contents: dict) -> list[dict[int, dict]]:
    """The library's words for the pictures of each, where all of them know those (what is only typed does not)."""
    frozen = all("pictures" in content for content in contents)
    return [{each["picture"]: each for each in content["pictures"]} if frozen else {} for content in contents]


def _unnumbered(block: Block) -> Block:
    return replace(block, words=block.words[1:]) if block.picture else block


def _number_of_lead(content: dict) -> int:
    return content["lead"]["picture"] if content["lead"] else 0


def _another_picture(was: dict, now: dict) -> Iterator[Row]:
    before, after = _number_of_lead(was), _number_of_lead(now)
    if before != after:
        found = [Run(REMOVED, "the earlier picture")] if before else []
        found += [Run(ADDED, "another picture" if before else "a picture", spaced=True)] if after else []
        yield Row(kind_of(found), "Lead picture", found)


def _parts(was: dict, now: dict, parts) -> Iterator[Row]:
    for label, tag, say in parts:
        found = runs(say(was), say(now))
        pictures = (_number_of_lead(was), _number_of_lead(now)) if say is _lead_number else ()
        yield Row(kind_of(found), label, found, tag, *pictures)


def _text(name: str):
    return lambda content: phrase(content[name])


def _one(name: str):
    return lambda content: _names([content[name]["name"]] if content[name] else [])


def _lead(name: str):
    return lambda content: phrase(content["lead"][name]) if content["lead"] else []


def _lead_number(content: dict) -> list[Word]:
    return [Word(f"No. {content['lead']['picture']}", spaced=True)] if content["lead"] else []


def _tags(content: dict) -> list[Word]:
    return _names([tag["name"] for tag in content["tags"]])


def _byline(content: dict) -> list[Word]:
    return _names([_credit(line) for line in content["bylines"]])


def _credit(line: dict) -> str:
    role = ROLES.get(line["role"])
    return f"{line['name']} ({role})" if role else line["name"]


def _names(names: list[str]) -> list[Word]:
    """Each name is one word, with a comma between them."""
    found: list[Word] = []
    for name in names:
        found += [Word(",")] if found else []
        found.append(Word(name, spaced=True))
    return found


PARTS = (
    ("Kicker", "kicker", _text("kicker")),
    ("Headline", "headline", _text("headline")),
    ("Standfirst", "standfirst", _text("standfirst")),
    ("Byline", "", _byline),
    ("Section", "", _one("section")),
    ("Series", "", _one("series")),
    ("Tags", "", _tags),
    ("Lead picture", "", _lead_number),
    ("Its alternative text", "", _lead("alt")),
    ("Its caption", "", _lead("caption")),
    ("Its credit", "", _lead("credit")),
    ("Address", "", _text("slug")),
    ("Language", "", _text("language")),
    ("Title for search engines", "", _text("seo_title")),
    ("Description for search engines", "", _text("seo_description")),
)


HIDDEN = {"Lead picture", "Address", "Language", "Title for search engines", "Description for search engines"}
SEEN = tuple(part for part in PARTS if part[0] not in HIDDEN)


def compare_bodies(was: str, now: str) -> list[Row]:
    """The rows of a body, in the order of `now`; what went stands where it stood."""
    return _rows(blocks(was), blocks(now))


def _rows(before: list[Block], after: list[Block]) -> list[Row]:
    rows: list[Row] = []
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            rows += [Row(SAME, block.label, runs(block.words, block.words), block.tag) for block in after[j1:j2]]
        else:
            rows += [_changed(a, b) for a, b in pairs(before[i1:i2], after[j1:j2])]
    return rows


def _changed(was: Block | None, now: Block | None) -> Row:
    found = runs(was.words if was else (), now.words if now else ())
    if was and now:
        label = now.label if was.tag == now.tag else f"{now.label} (was: {was.label.lower()})"
        return Row(CHANGED, label, found, now.tag, came=now.picture)
    if now:
        return Row(ADDED, now.label, found, now.tag, came=now.picture)
    return Row(REMOVED, was.label, found, was.tag, went=was.picture)


def pairs(was: list[Block], now: list[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Pairs the blocks that are most alike, without crossing; the others stand alone."""
    if len(was) * len(now) > PAIRS:
        yield from ((block, None) for block in was)
        yield from ((None, block) for block in now)
        return
    alike = [[likeness(a, b) for b in now] for a in was]
    best = _best(alike, len(was), len(now))
    i = j = 0
    while i < len(was) and j < len(now):
        if alike[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            yield was[i], now[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield was[i], None
            i += 1
        else:
            yield None, now[j]
            j += 1
    yield from ((block, None) for block in was[i:])
    yield from ((None, block) for block in now[j:])


def _best(alike: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    """How alike the best pairing from (i, j) on is, for each (i, j)."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return best


def _folded(rows: list[Row]) -> list[Stretch]:
    changed = [index for index, row in enumerate(rows) if row.kind != SAME]
    near = {index + step for index in changed for step in range(-AROUND, AROUND + 1)}
    stretches: list[Stretch] = []
    for far, members in groupby(enumerate(rows), key=lambda pair: pair[0] not in near):
        stretch = [row for _, row in members]
        stretches.append(Stretch(far and len(stretch) >= FOLDED, stretch))
    return stretches
