"""Keyset paging: a page begins after a sort key, so page 1,000 costs what page 1 costs and no story is skipped.

A cursor is the sort key of the last item shown: “<microseconds since 1970>-<article id>”.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import F, Q

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,17})-(\d{1,18})", re.ASCII)


class BadCursor(ValueError):
    """Somebody typed a cursor that no page of ours has written."""


@dataclass(frozen=True)
class Page:
    items: list
    next_cursor: str


def page_of(queryset, cursor: str = "", size: int = 30) -> Page:
    """The `size` items after `cursor`, newest first. Raises BadCursor. One query and what the queryset prefetches."""
    queryset = newest_first(queryset)
    if cursor:
        at, pk = parse(cursor)
        queryset = queryset.filter(Q(sort_at__lt=at) | Q(sort_at=at, sort_id__lt=pk), sort_at__lte=at)
    return split(list(queryset[: size + 1]), size)


def newest_first(queryset):
    """By the sort key that a cursor holds, which each item then has."""
    if "sort_at" not in queryset.query.annotations:
        queryset = queryset.annotate(sort_at=F("published_at"), sort_id=F("article_id"))
    return queryset.order_by("-sort_at", "-sort_id")


def split(items: list, size: int) -> Page:
    """A page of what was read, which is one more where there is more."""
    return Page(items[:size], cursor_after(items[size - 1]) if len(items) > size else "")


def cursor_after(item) -> str:
    return cursor_of(item.sort_at, item.sort_id)


def cursor_of(at: datetime, pk: int) -> str:
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{pk}"


def parse(cursor: str) -> tuple[datetime, int]:
    """The sort key that a cursor holds; raises BadCursor."""
    match = CURSOR.fullmatch(cursor)
    if not match:
        raise BadCursor(cursor)
    try:
        return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
    except OverflowError as error:
        raise BadCursor(cursor) from error
