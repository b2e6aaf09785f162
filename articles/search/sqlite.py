"""Full text in SQLite: an FTS5 index over the columns of `Rendered`, kept in step by triggers.

https://www.sqlite.org/fts5.html: external content, porter stemming over folded letters, bm25 with weights.
"""

from articles.search.query import Query

COLUMNS = "title, names, text"
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

RANKED = """
    SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid IN ({door})
    ORDER BY bm25(articles_search, 10.0, 4.0, 1.0), rowid DESC LIMIT {most}
"""
SNIPPETS = """
    SELECT rowid, highlight(articles_search, 0, %s, %s), snippet(articles_search, 2, %s, %s, '…', 32)
    FROM articles_search WHERE articles_search MATCH %s AND rowid IN ({rows})
"""


def expression(query: Query) -> str:
    """FTS5's own language, every word quoted; the last word also finds what begins with it."""
    terms = [_quoted(words) for words in query.wanted]
    if len(query.wanted[-1]) == 1:
        terms[-1] += " *"
    wanted = " AND ".join(terms)
    unwanted = "".join(f" NOT {_quoted(words)}" for words in query.unwanted)
    return f"({wanted}){unwanted}"


def _quoted(words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"'


def ranked(cursor, query: Query, door: tuple[str, tuple], most: int) -> list[int]:
    sql, parameters = door
    cursor.execute(RANKED.format(door=sql, most=most), [expression(query), *parameters])
    return [pk for (pk,) in cursor.fetchall()]


def snippets(cursor, query: Query, rows: list[int], start: str, stop: str) -> dict[int, tuple[str, str]]:
    sql = SNIPPETS.format(rows=", ".join(map(str, rows)))
    cursor.execute(sql, [start, stop, start, stop, expression(query)])
    return {pk: (title, text) for pk, title, text in cursor.fetchall()}
