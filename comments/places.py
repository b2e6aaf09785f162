"""Where a comment stands: a path of decimal steps, one for each level, known before its row exists.

A step is the instant of writing in microseconds, so that replies sort by time below their parent under every
collation, and no row is ever renumbered.
"""

import secrets
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError

from accounts.inserting import inserted
from comments.models import LEVELS, Comment
from comments.querysets import STEP

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TRIES = 5
PLACE = ("article", "path")  # is taken by one comment only


def put(comment: Comment, parent: Comment | None = None) -> Comment:
    """Stores a new comment below `parent` (of the same article), or as the first of a thread."""
    comment.parent = parent
    comment.root = parent and (parent.root or parent)
    comment.depth = parent.depth + 1 if parent else 0
    micros = max(0, (comment.created_at - EPOCH) // timedelta(microseconds=1))
    for _ in range(TRIES):
        comment.path = path_below(parent, micros)
        comment.thread = comment.path[:STEP]
        if inserted([comment], unless=PLACE):
            return comment
        micros += 1 + secrets.randbelow(1000)
    raise IntegrityError(f"{TRIES} places on this story were taken.")


def path_below(parent: Comment | None, micros: int) -> str:
    above = parent.path[: STEP * (LEVELS - 1)] if parent else ""
    return f"{above}{micros:0{STEP}d}"


def just_before(path: str) -> str:
    """The cursor after which `path` is the next to be read: threads run newest first, replies oldest first."""
    above, step = path[:-STEP], int(path[-STEP:])
    return f"{above}{step - 1 if above else step + 1:0{STEP}d}"
