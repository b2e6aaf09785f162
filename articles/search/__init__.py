"""Search over what is live: ranked, with the words marked, on PostgreSQL and on SQLite alike.

`find` is the one interface, and `instead` what it offers for a query without a hit. What a reader types is taken apart
by `query`; the database's own full-text search does the rest, over the columns of `Rendered`, always within the door.
"""

from articles.search.find import POOL, Found, Hit, Place, find
from articles.search.instead import instead
from articles.search.query import Query, parse

__all__ = ["POOL", "Found", "Hit", "Place", "Query", "find", "instead", "parse"]
