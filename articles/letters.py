"""Letters that no text may hold: controls that a paste brings along unseen, and what neither XML nor PostgreSQL can keep.

One such letter in a headline and no reader of feeds or sitemaps can read any of them. https://www.w3.org/TR/xml/#charsets
"""

import re

from django.http import QueryDict

BREAKS = re.compile("[\x0b\x0c\x85]")  # a word processor's line and page breaks
UNSPEAKABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def legible(text: str) -> str:
    """The text without them."""
    return UNSPEAKABLE.sub("", BREAKS.sub(" ", text))


def legible_form(data: QueryDict) -> QueryDict:
    """The same of everything that a form or an address carries."""
    kept = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        kept.setlist(name, [legible(value) for value in values])
    kept._mutable = False
    return kept
