"""The tables of this room that public pages read, and what a change to them concerns (`accounts.watched`)."""

from accounts.watched import Watch, Watched

WATCH = Watch(
    "authors",
    Watched("authors_author", "authors", {"id": "author", "slug": "author-at"}, absent=True),
    Watched(
        "authors_authoralias", "authors", {"slug": "author-at", "author_id": "author"}, ("author_id",), absent=True
    ),
    Watched("authors_authorlink", "authors", {"author_id": "author"}, ("author_id",)),
)
