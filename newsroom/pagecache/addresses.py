"""Which addresses make pages that may be kept, and which names in a query each of them reads.

A name that is not in the list of an address cannot change its page: it is left out before Django sees it. An address that
is not here is answered by Django as it came. A test asks for a decision on each new address, and finds a name that a
page reads and that is missing here.
"""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, resolve

CURSOR = ("cursor",)
LISTS = ("section", "tag", "series", "year", "month", "day", "history", "corrections")
FEEDS = ("feed", "corrections", "author-feed", "tag-feed", "section-feed")
KEPT: dict[str, tuple[str, ...]] = {
    "articles:home": (),
    "articles:article": ("replies", "sort"),
    "authors:author": CURSOR,
    "authors:author-list": (),
    "articles:robots": (),
    "articles:sitemap": (),
    "articles:sitemap-pages": (),
    "articles:sitemap-month": (),
    **{f"articles:{name}": CURSOR for name in LISTS},
    **{f"articles:{name}-{kind}": () for name in FEEDS for kind in ("rss", "atom")},
}
FOR_ONE_READER = (
    *("leave", "token", "reply", "receipt", "rewrite", "withdraw", "comment", "recommend", "report", "report-error"),
    *("find", "prove", "appeal", "confirm", "stop", "you", "you_act", "you_export"),
)
NOT_KEPT = {  # and why
    "healthz": "asks the database each time",
    "articles:search": "there are as many pages as words",
    "articles:preview": "is for whoever holds the link",
    "articles:sitemap-news": "forgets stories by the minute",
    **{f"comments:{name}": "changes with every comment of the site" for name in ("feed-rss", "feed-atom")},
    "comments:story-rss": "is seldom asked for",
    "comments:transparency": "is kept by Django's cache for some minutes",
    **{f"comments:{name}": "is for one reader" for name in FOR_ONE_READER},
}
DESK = ("/admin/", "/static/", "/media/", "/preview/", "/comments/")  # never looked up
MOST_NAMES = 100


@lru_cache(maxsize=4096)
def names_read_by(path_info: str) -> tuple[str, ...] | None:
    """The names that the page at this path (PEP 3333: bytes as Latin-1) reads; None where no page may be kept."""
    path = get_path_info({"PATH_INFO": path_info})
    for tried in (path, f"{path}/"):  # without its slash an address leads on, with its query
        try:
            return KEPT.get(resolve(tried).view_name)
        except Resolver404:
            continue
    return ()


def canonical_query(path_info: str, query: str) -> str | None:
    """The query less all that the page does not read; None where no page may be kept."""
    names = names_read_by(path_info)
    if names is None or not query:
        return None if names is None else ""
    try:
        found = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_NAMES))
    except ValueError:
        return None
    return urlencode({name: found[name] for name in names if name in found})
