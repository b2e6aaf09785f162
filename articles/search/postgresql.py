"""Full text in PostgreSQL: a generated `tsvector` column beside the columns of `Rendered`, with a GIN index.

https://www.postgresql.org/docs/current/textsearch.html; no extension is needed: letters lose their accents by
Unicode's own decomposition, in the index and in what is asked for alike.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.db.models.expressions import RawSQL

from articles.models import Edition
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


LOOK = 60  # newest stories, in which a word is looked for first
MANY, WHOLE = 12, 400  # it is common when so many of them have it, where so many hits are wanted
WALK = 3_000  # newest stories that are looked into for a common word
NEWEST_FIRST = ("-published_at", "-article_id")
WALKED = """
    SELECT recent.pk FROM ({recent}) AS recent
    CROSS JOIN LATERAL (
        SELECT FROM articles_rendered WHERE edition_id = recent.pk AND document @@ {query} OFFSET 0
    ) AS found
    ORDER BY recent.published_at DESC, recent.article_id DESC LIMIT {most}
"""
BY_INDEX = """
    SET LOCAL enable_seqscan = off;
    WITH hits AS MATERIALIZED (SELECT edition_id FROM articles_rendered WHERE document @@ {query}) {stories}
"""
RANKED = """
    SELECT edition_id FROM articles_rendered, (SELECT {query} AS wanted) AS asked WHERE edition_id IN ({rows})
    ORDER BY ts_rank(document, wanted) DESC, edition_id DESC
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
        parameters.insert(-1, f"'{query.wanted[-1][0]}':*")
    for words in query.unwanted:
        parts.append(f"!!phraseto_tsquery('{language}', {word})")
        parameters.append(" ".join(words))
    return f"({' && '.join(parts)})", parameters


def settled(cursor, query: Query, most: int) -> Query:
    """As it was typed."""
    return query


def newest(cursor, query: Query, stories, most: int, key: tuple[datetime, int] | None = None) -> list[int]:
    """The newest hits first, from that with the `key` on. The index must read all hits of a word, so a common one is looked
    for in story after story."""
    if key:
        at, article = key
        same = Q(published_at=at, article_id__lte=article)
        stories = stories.filter(Q(published_at__lt=at) | same, published_at__lte=at)
    found = _walked(cursor, query, stories, LOOK, most)
    if len(found) < most and len(found) >= max(1, MANY * most // WHOLE):
        found = _walked(cursor, query, stories, WALK, most)
    if len(found) == most:
        return found
    return _by_index(cursor, query, stories, most)


def key_of(row: int) -> tuple[datetime, int]:
    return Edition.objects.values_list("published_at", "article_id").get(pk=row)


def by_date(cursor, rows: list[int]) -> list[int]:
    """They are walked by it."""
    return rows


def is_passed_over(cursor, query: Query) -> bool:
    """Whether it is nothing but words that mean nothing: “with”."""
    wanted, words = expression(query)
    cursor.execute(f"SELECT numnode({wanted}) = 0", words)
    return cursor.fetchone()[0]


def _walked(cursor, query: Query, stories, window: int, most: int) -> list[int]:
    """Hits among the newest `window` stories. OFFSET 0 keeps the planner from going another way than one after another."""
    rows = stories.order_by(*NEWEST_FIRST).values("pk", "published_at", "article_id")[:window]
    recent, parameters = rows.query.sql_with_params()
    wanted, words = expression(query)
    cursor.execute(WALKED.format(recent=recent, query=wanted, most=most), [*parameters, *words])
    return _numbers(cursor)


def _by_index(cursor, query: Query, stories, most: int) -> list[int]:
    """All hits are taken from the index before anything else, lest the planner walks along the dates for a rare word.

    It does not know that a long text must be unpacked to be looked into, and reads the whole table for a word that it takes
    for common: so it may not. Two statements in one message are one transaction, at whose end that is over.
    """
    hits = RawSQL("SELECT edition_id FROM hits", ())
    rows = stories.order_by(*NEWEST_FIRST).filter(pk__in=hits).values("pk")[:most]
    sql, parameters = rows.query.sql_with_params()
    wanted, words = expression(query)
    cursor.execute(BY_INDEX.format(query=wanted, stories=sql), [*words, *parameters])
    cursor.nextset()
    return _numbers(cursor)


def _numbers(cursor) -> list[int]:
    return [pk for (pk, *_) in cursor.fetchall()]


def ranked(cursor, query: Query, rows: list[int], beyond: bool) -> list[int]:
    """The best of `rows` first, whether or not there are hits `beyond` them."""
    wanted, words = expression(query)
    cursor.execute(RANKED.format(query=wanted, rows=", ".join(map(str, rows))), words)
    return _numbers(cursor)


def snippets(cursor, query: Query, rows: list[int], start: str, stop: str) -> dict[int, tuple[str, str]]:
    (folded, words), (typed, same_words) = expression(query), expression(query, word="%s")
    marks = f"StartSel={start}, StopSel={stop}"
    sql = SNIPPETS.format(folded=folded, typed=typed, rows=", ".join(map(str, rows)), language=configuration())
    options = [f"{marks}, HighlightAll=true", f"{marks}, MaxWords=32, MinWords=16, MaxFragments=1"]
    cursor.execute(sql, [*options, *words, *same_words])
    return {pk: (title, text) for pk, title, text in cursor.fetchall()}
