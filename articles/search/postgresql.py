"""Full text in PostgreSQL: a generated `tsvector` column beside the columns of `Rendered`, with a GIN index.

https://www.postgresql.org/docs/current/textsearch.html; no extension is needed: letters lose their accents by
Unicode's own decomposition, in the index and in what is asked for alike.
"""

from django.conf import settings

from articles.search.query import Query

CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "nl": "dutch",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def configuration() -> str:
    """The stemmer of the site's language; plain words for a language that PostgreSQL has none for."""
    return CONFIGURATIONS.get(settings.LANGUAGE_CODE.partition("-")[0], "simple")


FOLD = r"""
    CREATE OR REPLACE FUNCTION articles_folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT normalize(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g'), NFC) $$
"""


def install() -> tuple[str, ...]:
    vector = " || ".join(
        f"setweight(to_tsvector('{configuration()}', articles_folded({column})), '{weight}')"
        for column, weight in (("title", "A"), ("names", "B"), ("left(text, 400000)", "D"))
    )
    return (
        "ALTER TABLE articles_rendered DROP COLUMN IF EXISTS document",
        FOLD,
        f"ALTER TABLE articles_rendered ADD COLUMN document tsvector GENERATED ALWAYS AS ({vector}) STORED",
        "CREATE INDEX articles_search ON articles_rendered USING gin (document)",
    )


RANKED = """
    SELECT edition_id FROM articles_rendered, (SELECT {query} AS wanted) AS asked
    WHERE document @@ wanted AND edition_id IN ({door})
    ORDER BY ts_rank(document, wanted) DESC, edition_id DESC LIMIT {most}
"""
SNIPPETS = """
    SELECT edition_id, ts_headline('{language}', title, wanted, %s), ts_headline('{language}', text, wanted, %s)
    FROM articles_rendered, (SELECT {folded} || {typed} AS wanted) AS asked WHERE edition_id IN ({rows})
"""


def expression(query: Query, word: str = "articles_folded(%s)") -> tuple[str, list[str]]:
    """SQL that builds the tsquery, and its parameters; the last word also finds what begins with it."""
    language = configuration()
    parts = [f"phraseto_tsquery('{language}', {word})" for _ in query.wanted]
    parameters = [" ".join(words) for words in query.wanted]
    if len(query.wanted[-1]) == 1:
        parts[-1] = f"(to_tsquery('{language}', {word}) || {parts[-1]})"
        parameters.insert(-1, f"{query.wanted[-1][0]}:*")
    for words in query.unwanted:
        parts.append(f"!!phraseto_tsquery('{language}', {word})")
        parameters.append(" ".join(words))
    return f"({' && '.join(parts)})", parameters


def ranked(cursor, query: Query, door: tuple[str, tuple], most: int) -> list[int]:
    wanted, words = expression(query)
    sql, parameters = door
    cursor.execute(RANKED.format(query=wanted, door=sql, most=most), [*words, *parameters])
    return [pk for (pk,) in cursor.fetchall()]


def snippets(cursor, query: Query, rows: list[int], start: str, stop: str) -> dict[int, tuple[str, str]]:
    (folded, words), (typed, same_words) = expression(query), expression(query, word="%s")
    marks = f"StartSel={start}, StopSel={stop}"
    sql = SNIPPETS.format(folded=folded, typed=typed, rows=", ".join(map(str, rows)), language=configuration())
    options = [f"{marks}, HighlightAll=true", f"{marks}, MaxWords=32, MinWords=16, MaxFragments=1"]
    cursor.execute(sql, [*options, *words, *same_words])
    return {pk: (title, text) for pk, title, text in cursor.fetchall()}
