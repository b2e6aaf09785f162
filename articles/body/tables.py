"""Tables: made rectangular, without joined cells, with header rows in the head."""

from typing import NamedTuple

from articles.body import guard, lines
from articles.body.blocks import Block, Sink
from articles.body.definition import MAX_COLUMNS, MAX_ELEMENTS
from articles.body.lines import Marks
from articles.body.structures import words

MAX_ROWSPAN = 200
ROWS = "./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr"
CELLS = f"({ROWS})/*[self::td or self::th]"


class Cell(NamedTuple):
    tag: str
    blocks: list[Block]


def read(element, marks: Marks, sink: Sink) -> None:
    if len(element.xpath(CELLS)) == 1:  # one cell is no table but somebody's page layout
        return sink.take(element, marks)
    rows = squared(_grid(element, marks, sink))
    caption = " ".join(run.text for part in element.findall("caption") for run in sink.one_line(part, marks))
    if rows:
        sink.add(_table(rows, words(caption, 300)))


def _table(rows: list[list[Cell]], caption: str) -> Block:
    heads = next((at for at, row in enumerate(rows) if any(cell.tag == "td" for cell in row)), len(rows))
    parts = [Block("caption", runs=[lines.Run(caption)])] if caption else []
    for tag, section in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        if section:
            parts.append(Block(tag, children=[_row(row) for row in section]))
    return Block("table", children=parts)


def _row(row: list[Cell]) -> Block:
    return Block("tr", children=[Block(cell.tag, children=cell.blocks or [Block("p")]) for cell in row])


def _grid(element, marks: Marks, sink: Sink) -> list[list[Cell]]:
    """The rows with every joined cell written out: its text first, then empty cells."""
    rows, waiting = [], {}  # column → [rows still covered by a cell above, its tag]
    for line in element.xpath(ROWS):
        row = []
        for source in line.xpath("./td | ./th"):
            _fill_from_above(row, waiting)
            in_head = source.tag == "th" or line.getparent().tag == "thead"
            _place(Cell("th" if in_head else "td", _content(source, marks, sink)), source, row, waiting)
        _fill_from_above(row, waiting)
        if row:
            rows.append(row)
    return rows


def _content(source, marks: Marks, sink: Sink) -> list[Block]:
    return sink.inside("tableCell", source, marks)


def _fill_from_above(row: list[Cell], waiting: dict[int, list]) -> None:
    while waiting.get(len(row)):
        covered = waiting[len(row)]
        covered[0] -= 1
        if not covered[0]:
            del waiting[len(row)]
        _put(Cell(covered[1], []), row)


def _put(cell: Cell, row: list[Cell]) -> None:
    """Raises TooLarge at once: a small text must not become a huge table."""
    if len(row) >= MAX_COLUMNS:
        raise guard.TooLarge(f"A table may have {MAX_COLUMNS} columns; this one has more.")
    row.append(cell)


def _place(cell: Cell, source, row: list[Cell], waiting: dict[int, list]) -> None:
    across, down = _span(source, "colspan", MAX_COLUMNS), _span(source, "rowspan", MAX_ROWSPAN)
    for number in range(across):
        if down > 1:
            waiting[len(row)] = [down - 1, cell.tag]
        _put(cell if number == 0 else Cell(cell.tag, []), row)


def _span(source, name: str, limit: int) -> int:
    text = (source.get(name) or "").strip()
    return min(max(int(text[:6]), 1), limit) if text.isascii() and text.isdigit() else 1


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Short rows filled up with empty cells."""
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_ELEMENTS / 2:
        raise guard.TooLarge("A table has more cells than a story can hold.")
    return [row + [Cell(row[-1].tag, [])] * (width - len(row)) for row in rows]
