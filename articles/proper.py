"""What a frozen text names, as stories carry it now: tags and authors that were merged since then are those that were kept."""

from django.db import connection

from articles import authoring, tagging

HELD = """
WITH tags AS (SELECT id, merged_into_id FROM articles_tag WHERE id IN ({tags}) ORDER BY id {lock}),
  authors AS (SELECT id, merged_into_id FROM authors_author WHERE id IN ({authors}) ORDER BY id {lock})
SELECT 0, id, merged_into_id FROM tags UNION ALL SELECT 1, id, merged_into_id FROM authors
"""


def held(content: dict) -> tuple[dict[int, str], dict[tuple[int, str], str]]:
    """`tagging.proper_tags` and `authoring.proper_bylines` of a frozen text. One query.

    Holds the rows until the caller's transaction ends, so that no merge passes by unseen in between.
    """
    tags, authors = ([each["id"] for each in content["tags"]], [line["author"] for line in content["bylines"]])
    carried: tuple[dict, dict] = ({}, {})
    if tags or authors:
        with connection.cursor() as cursor:
            cursor.execute(_held(len(tags), len(authors)), [*tags, *authors])
            for kind, pk, into in cursor.fetchall():
                carried[kind][pk] = into or pk
    return tagging.proper_tags(content["tags"], carried[0]), authoring.proper_bylines(content["bylines"], carried[1])


def _held(*numbers: int) -> str:
    """SQLite needs no lock: whoever writes there is alone."""
    tags, authors = (", ".join(["%s"] * number) or "NULL" for number in numbers)
    lock = "FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
    return HELD.format(tags=tags, authors=authors, lock=lock)
