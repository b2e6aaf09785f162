"""One page of a thread: which comments stand on it, in which order, and where the next page begins.

A cursor is where the last page ended, so that page 100 costs what page 1 costs and nothing is skipped: the path of a
comment, or by rank “<rank>-<path>”.
"""

import re
from dataclasses import dataclass

from comments.models import LEVELS, Comment
from comments.places import just_before
from comments.querysets import PAGE, RANKS, STEP

LETTERS = 40_000  # of text on one page: 60 long comments would be a page of megabytes
NEWEST = "newest"
SORTS = {NEWEST: "Newest", "oldest": "Oldest", "recommended": "Most recommended", "picks": "Editors’ picks"}
PATH = rf"(?:\d{{{STEP}}}){{1,{LEVELS}}}"
BY_TIME, BY_RANK = re.compile(PATH, re.ASCII), re.compile(rf"(\d{{1,9}})-({PATH})", re.ASCII)


class BadCursor(ValueError):
    """Somebody typed a cursor, or an order, that no page of ours has written."""


@dataclass(frozen=True)
class Page:
    """`rows` came from the database and know the whole conversation; `shown` stand on the page, `older` is what follows."""

    rows: list[Comment]
    shown: list[Comment]
    older: str


def page_of(article_id: int, cursor: str, sort: str) -> Page:
    """The page after `cursor` in one of `SORTS`. Raises BadCursor."""
    if sort not in SORTS or cursor and not (BY_RANK if sort in RANKS else BY_TIME).fullmatch(cursor):
        raise BadCursor(cursor)
    if sort not in RANKS:
        return _by_time(article_id, cursor, sort)
    rank, path = BY_RANK.fullmatch(cursor).groups() if cursor else (0, "")
    if len(path) > STEP:
        return _rest_of_thread(article_id, sort, int(rank), path)
    return _by_rank(article_id, sort, (int(rank), path) if cursor else None)


def page_with(comment: Comment) -> str:
    """The cursor of a page on which a visible comment stands; "" for the first page. Two small queries at most."""
    for cursor in ("", just_before(comment.thread)):
        rows = Comment.objects.outline(comment.article_id, cursor)
        shown = rows[: _cut([(thread, letters) for thread, letters, _ in rows])]
        if any(path == comment.path for _, _, path in shown):
            return cursor
    return just_before(comment.path)


def _by_time(article_id: int, cursor: str, sort: str) -> Page:
    rows = Comment.objects.for_thread(article_id, cursor, sort=sort)
    shown = _first_page(rows)
    return Page(rows, shown, shown[-1].path if shown and len(shown) < len(rows) else "")


def _by_rank(article_id: int, sort: str, after: tuple[int, str] | None) -> Page:
    """The threads that fit on a page, the highest first."""
    ranked = Comment.objects.ranked_threads(article_id, sort, after)
    chosen = {each["thread"]: each["rank"] for each in _fitting(ranked)}
    rows = Comment.objects.of_threads(article_id, list(chosen))
    place = {thread: number for number, thread in enumerate(chosen)}
    rows.sort(key=lambda row: (place.get(row.thread, 0), row.path or ""))
    shown = _first_page(rows)
    if not shown or len(shown) == len(rows) and len(chosen) == len(ranked):
        return Page(rows, shown, "")
    last = shown[-1]
    is_cut = len(shown) < len(rows) and rows[len(shown)].thread == last.thread
    return Page(rows, shown, f"{chosen[last.thread]}-{last.path if is_cut else last.thread}")


def _rest_of_thread(article_id: int, sort: str, rank: int, path: str) -> Page:
    """A thread that alone is longer than a page goes on alone; then follows the next."""
    thread = path[:STEP]
    rows = Comment.objects.of_threads(article_id, [thread], path)
    shown = _first_page(rows)
    if shown and len(shown) < len(rows):
        return Page(rows, shown, f"{rank}-{shown[-1].path}")
    more = Comment.objects.ranked_threads(article_id, sort, (rank, thread), 0)
    return Page(rows, shown, f"{rank}-{thread}" if more else "")


def _fitting(ranked: list[dict]) -> list[dict]:
    """The first threads that have room on one page together; the first in any case."""
    chosen, number = [], 0
    for each in ranked[:PAGE]:
        number += each["number"]
        if chosen and number > PAGE:
            break
        chosen.append(each)
    return chosen


def _first_page(rows: list[Comment]) -> list[Comment]:
    """What of these stands on a page; a row without a comment is the story's alone."""
    found = [row for row in rows if row.public_id]
    return found[: _cut([(row.thread, len(row.text)) for row in found])]


def _cut(rows: list[tuple[str, int]]) -> int:
    """How many of these (thread, letters) a page takes: it ends where a thread ends, unless one alone is more than a page."""
    most, letters = 0, 0
    for _, length in rows[:PAGE]:
        letters += length
        if most and letters > LETTERS:
            break
        most += 1
    if most == len(rows):
        return most
    return next((at for at in range(most, 0, -1) if rows[at][0] != rows[at - 1][0]), most)
