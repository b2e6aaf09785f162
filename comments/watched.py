"""The tables of this room that public pages read, and what a change to them concerns (`accounts.watched`).

Readers see what is approved, and the places of what was once and is not any more: never what waits, or was refused.
"""

from accounts.watched import Watch, Watched
from comments.policies import SHOWN as SAID
from comments.triggers import FIXED

SHOWN = (
    *FIXED,
    "id",
    "created_at",
    "state",
    "name",
    "website",
    "text",
    "user_id",
    "edited_at",
    "recommended",
    "picked_at",
)
UNSEEN = "{row}.state IN ('pending', 'rejected', 'spam')"
WATCH = Watch(
    "comments",
    Watched("comments_comment", "replies", {"article_id": "replies"}, ("article_id",), hidden=UNSEEN, only=SHOWN),
    Watched("comments_policy", "policies", {"place": "policy"}, ("place",), only=SAID),
)
