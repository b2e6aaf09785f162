"""The database's index for search: put in place after each migration, made anew by `manage.py rebuild_search`."""

from django.db import connections

from articles.search import postgresql, sqlite, words


def put_in_place(sender, using="default", **kwargs) -> None:
    """Heard after each migration of this room. PostgreSQL fills the index by itself; SQLite is told to."""
    connection = connections[using]
    if "articles_rendered" not in connection.introspection.table_names():
        return
    if connection.vendor == "sqlite":
        _run(connection, sqlite.INSTALL + (sqlite.REBUILD if _is_new(connection) else ()))
    elif _is_new(connection):
        _run(connection, postgresql.install())


def rebuild(connection) -> None:
    """Makes the index anew from what is stored, and the words that it offers in place of others."""
    _run(connection, sqlite.REBUILD if connection.vendor == "sqlite" else postgresql.install())
    words.rebuild()


def _is_new(connection) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'search_insert'")
        else:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'articles_search' AND relkind = 'i'")
        return cursor.fetchone()[0] == 0


def _run(connection, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
