"""Full text in SQLite: an FTS5 index over the columns of `Rendered`, kept in step by triggers.

https://www.sqlite.org/fts5.html: external content, porter stemming over folded letters, bm25 with weights.
"""

from dataclasses import replace
from datetime import datetime

from django.db.models.expressions import RawSQL

from articles.models import Edition
from articles.search.query import Query

COLUMNS = "title, names, text"
LAST = 2**63 - 1
NEW = "INSERT INTO articles_search(rowid, title, names, text) VALUES (new.edition_id, new.title, new.names, new.text);"
OLD = (
    "INSERT INTO articles_search(articles_search, rowid, title, names, text)"
    " VALUES ('delete', old.edition_id, old.title, old.names, old.text);"
)
INSTALL = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS articles_search USING fts5({COLUMNS}, content='articles_rendered',"
    " content_rowid='edition_id', tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')",
    "DROP TRIGGER IF EXISTS search_insert",
    "DROP TRIGGER IF EXISTS search_delete",
    "DROP TRIGGER IF EXISTS search_update",
    f"CREATE TRIGGER search_insert AFTER INSERT ON articles_rendered BEGIN {NEW} END",
    f"CREATE TRIGGER search_delete AFTER DELETE ON articles_rendered BEGIN {OLD} END",
    f"CREATE TRIGGER search_update AFTER UPDATE ON articles_rendered BEGIN {OLD} {NEW} END",
)
REBUILD = ("INSERT INTO articles_search(articles_search) VALUES ('rebuild')",)

BEYOND = "SELECT rowid FROM articles_search WHERE articles_search MATCH %s LIMIT 1 OFFSET %s"
NEWEST = """
    SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid <= %s AND EXISTS ({door})
    ORDER BY rowid DESC LIMIT {most}
"""
SORTED = "SELECT id FROM articles_edition WHERE id IN ({rows}) ORDER BY published_at DESC, article_id DESC"
RANKED = """
    SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid BETWEEN {first} AND {last}
    ORDER BY bm25(articles_search, 10.0, 4.0, 1.0), rowid DESC
"""
FOREMOST = "SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid BETWEEN {first} AND {last}"
SNIPPETS = """
    SELECT rowid, highlight(articles_search, 0, %s, %s), snippet(articles_search, 2, %s, %s, '…', 32)
    FROM articles_search WHERE articles_search MATCH %s AND rowid BETWEEN {first} AND {last} AND +rowid IN ({rows})
"""


def expression(query: Query) -> str:
    """FTS5's own language, every word quoted."""
    terms = [_quoted(words) for words in query.wanted]
    if query.unfinished and len(query.wanted[-1]) == 1:
        terms[-1] += " *"
    wanted = " AND ".join(terms)
    unwanted = "".join(f" NOT {_quoted(words)}" for words in query.unwanted)
    return f"({wanted}){unwanted}"


def _quoted(words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"'


def settled(cursor, query: Query, most: int) -> Query:
    """With more than `most` hits of the words as they are, the last one is no beginning of others: FTS5 gathers all stories that
    have any of those before it gives the first, but walks along those of a whole word."""
    whole = replace(query, unfinished=False)
    return whole if _rows(cursor, BEYOND, [expression(whole), most]) else query


def newest(cursor, query: Query, stories, most: int, key: tuple[datetime, int] | None = None) -> list[int]:
    """The hits that were made last, back from the end of the index, or from that with the `key`."""
    last = _row_of(key) if key else LAST
    itself = stories.order_by().filter(pk=RawSQL("articles_search.rowid", ())).values("pk")
    door, parameters = itself.query.sql_with_params()
    return _rows(cursor, NEWEST.format(door=door, most=most), [expression(query), last, *parameters])


def key_of(row: int) -> tuple[datetime, int]:
    """The number of the row itself would tell how many editions are hidden."""
    return Edition.objects.values_list("live_from", "article_id").get(pk=row)


def _row_of(key: tuple[datetime, int]) -> int:
    """Also of an edition that has ended since; 0, before all others, for a key that is none of ours."""
    at, article = key
    return Edition.objects.ever_live().filter(live_from=at, article=article).values_list("pk", flat=True).first() or 0


def by_date(cursor, rows: list[int]) -> list[int]:
    """The newest by the hour of publication first."""
    return _rows(cursor, SORTED.format(rows=", ".join(map(str, rows))))


def is_passed_over(cursor, query: Query) -> bool:
    """Every word means something here."""
    return False


def ranked(cursor, query: Query, rows: list[int], beyond: bool) -> list[int]:
    """The best of `rows` first. bm25 counts how often each word stands in the whole archive, so with hits `beyond` these
    rows the place of the words decides: headline and standfirst, then names, then the text."""
    between = {"first": min(rows), "last": max(rows)}
    if not beyond:
        best = _rows(cursor, RANKED.format(**between), [expression(query)])
    else:
        placed = [f"{{{columns}}} : {expression(query)}" for columns in ("title", "title names")]
        best = [pk for place in placed for pk in _at(rows, _rows(cursor, FOREMOST.format(**between), [place]))]
    known = set(rows)
    return list(dict.fromkeys(pk for pk in [*best, *rows] if pk in known))


def _at(rows: list[int], found: list[int]) -> list[int]:
    found = set(found)
    return [pk for pk in rows if pk in found]


def _rows(cursor, sql: str, parameters: list = ()) -> list[int]:
    cursor.execute(sql, parameters)
    return [pk for (pk,) in cursor.fetchall()]


def snippets(cursor, query: Query, rows: list[int], start: str, stop: str) -> dict[int, tuple[str, str]]:
    """FTS5 would ask the whole query anew for each of `rows`, so it walks from the first to the last of them instead."""
    sql = SNIPPETS.format(rows=", ".join(map(str, rows)), first=min(rows), last=max(rows))
    cursor.execute(sql, [start, stop, start, stop, expression(query)])
    return {pk: (title, text) for pk, title, text in cursor.fetchall()}
