"""Search over what is live: ranked, with the words marked, on PostgreSQL and on SQLite alike.

`find` is the one interface. What a reader types is taken apart by `query`; the database's own full-text search does
the rest, over the columns of `Rendered`, always within the door.
"""

from articles.search.find import MOST, POOL, Found, Hit, find
from articles.search.query import Query, parse

__all__ = ["MOST", "POOL", "Found", "Hit", "Query", "find", "parse"]
