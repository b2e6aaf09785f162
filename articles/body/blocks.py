"""Blocks, the pieces of a body, and the sink in which they are collected."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from articles.body import lines
from articles.body.definition import tags_inside
from articles.body.lines import BREAK, NOTE, Marks, Run

SPILLED = {"figure", "section", "table", "div", "pre"}  # follow after the block in which they cannot stay


@dataclass(slots=True)
class Block:
    """One element of a body: a text block has `runs`, a container has `children`, hr and cards have neither."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator["Block"]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs if not run.marks.note)

    @property
    def notes(self) -> list[str]:
        """The footnotes that this block and those in it refer to, in the order of reading."""
        return [run.marks.note for block in self.walk() for run in block.runs if run.marks.note]


class Sink:
    """Takes text and blocks in the order of reading and gives the blocks that a node of ALLOWED may hold."""

    def __init__(self, node: str, walk: Callable, spilled: list[Block] | None = None):
        self._walk = walk
        self.holds = tags_inside(node)
        self.blocks, self.runs, self.tag = [], [], "p"
        self.outermost = spilled is None
        self.spilled = [] if spilled is None else spilled

    def text(self, text: str | None, marks: Marks) -> None:
        if text:
            self.runs.append(Run(lines.BLANKS.sub(" ", text), marks))

    def line_break(self) -> None:
        self.runs.append(BREAK)

    def note(self, note: str) -> None:
        self.runs.append(Run(NOTE, Marks(note=note)))

    def close(self) -> None:
        """Ends the paragraph (or heading) being written."""
        runs, self.runs = self.runs, []
        paragraphs = lines.paragraphs(runs) if self.tag == "p" else [lines.one_line(runs)]
        for paragraph in filter(None, paragraphs):
            self.add(Block(self.tag, runs=paragraph))

    def add(self, block: Block) -> None:
        if block.tag in self.holds:
            self.blocks.append(block)
        elif block.tag in SPILLED:
            self.spilled.append(block)
        else:
            self.blocks.extend(part for part in _paragraphs_of(block) if part.tag in self.holds)
        if self.outermost:
            self.blocks += self.spilled
            self.spilled.clear()

    def result(self) -> list[Block]:
        self.close()
        self.blocks += self.spilled if self.outermost else []
        return self.blocks

    def inside(self, node: str, element, marks: Marks) -> list[Block]:
        """The blocks of an element read as the content of that node."""
        sink = Sink(node, self._walk, self.spilled)
        sink.walk(element, marks)
        return sink.result()

    def apart(self, element, marks: Marks) -> list[Block]:
        """All blocks of an element, as if it were a body of its own."""
        sink = Sink("doc", self._walk)
        sink.walk(element, marks)
        return sink.result()

    def one_line(self, element, marks: Marks) -> list[Run]:
        """All text of an element in one line, with its marks."""
        found = [part.runs for block in self.apart(element, marks) for part in block.walk() if part.runs]
        return lines.one_line([run for runs in found for run in (*runs, Run(" "))])

    def walk(self, element, marks: Marks) -> None:
        """Takes all that is inside an element."""
        self._walk(element, marks, self)

    def take(self, element, marks: Marks) -> None:
        """The same, as paragraphs of its own."""
        self.close()
        self.walk(element, marks)
        self.close()


def _paragraphs_of(block: Block) -> list[Block]:
    found = [part for part in block.walk() if part.runs]
    return [Block("p", runs=part.runs) for part in found]
