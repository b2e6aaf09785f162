"""Text with marks: white space, line breaks and the order in which marks are written."""

import re
from typing import NamedTuple


class Marks(NamedTuple):
    """What applies to a piece of text, outermost first: a link holds bold, bold holds italic."""

    href: str = ""
    strong: bool = False
    em: bool = False
    code: bool = False
    note: str = ""  # of a footnote; its text is NOTE

    def shared_with(self, other: "Marks") -> "Marks":
        href = self.href if self.href == other.href else ""
        return Marks(href, self.strong and other.strong, self.em and other.em, self.code and other.code)


class Run(NamedTuple):
    text: str
    marks: Marks = Marks()


NOTE = "\ufffc"  # stands in the text for a reference to a footnote; what people write never holds it
BREAK = Run("\n")  # white space in text is made blanks first, so a line feed is always a line break
BLANKS = re.compile("[ \t\r\n]+")
EDGES = " \u00a0\u200b"
DASHES = re.compile("^[\\s\u2010-\u2015-]+")


def paragraphs(runs: list[Run]) -> list[list[Run]]:
    """Paragraphs from text in which a line break divides lines, and two of them paragraphs."""
    found = [[]]
    for line in map(_squeezed, _split(runs)):
        if not line:
            found.append([])
        elif found[-1]:
            found[-1] += [Run("\n", found[-1][-1].marks.shared_with(line[0].marks)), *line]
        else:
            found[-1] = line
    return [paragraph for paragraph in found if paragraph]


def one_line(runs: list[Run]) -> list[Run]:
    return _squeezed([run._replace(text=run.text.replace("\n", " ")) for run in map(_spelled_out, runs)])


def _spelled_out(run: Run) -> Run:
    """Headings and captions have no footnotes: there a note follows in brackets."""
    return Run(f" ({run.marks.note})") if run.marks.note else run


def without_dash(runs: list[Run]) -> list[Run]:
    """The name behind a quotation without the dash that some write before it: the page's style sets one."""
    runs = one_line(runs)
    return one_line([runs[0]._replace(text=DASHES.sub("", runs[0].text)), *runs[1:]]) if runs else []


def _split(runs: list[Run]) -> list[list[Run]]:
    found = [[]]
    for run in runs:
        if run.text == "\n":
            found.append([])
        else:
            found[-1].append(run)
    return found


def _squeezed(line: list[Run]) -> list[Run]:
    """White space collapsed and trimmed, neighbours with equal marks joined, no marks of their own on mere blanks."""
    found: list[Run] = []
    for text, marks in line:
        text = re.sub(" +", " ", text)
        if not found:
            text = text.lstrip(EDGES)
        elif found[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            found.append(Run(text, marks))
    while found and not found[-1].text.strip(EDGES):
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(EDGES))
    return _joined(_with_plain_blanks(found))


def _with_plain_blanks(line: list[Run]) -> list[Run]:
    return [
        run if run.text.strip(EDGES) else run._replace(marks=line[at - 1].marks.shared_with(line[at + 1].marks))
        for at, run in enumerate(line)
    ]


def _joined(line: list[Run]) -> list[Run]:
    found: list[Run] = []
    for run in line:
        if found and found[-1].marks == run.marks:
            run = Run(found.pop().text + run.text, run.marks)
        found.append(run)
    return found
