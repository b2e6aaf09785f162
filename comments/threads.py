"""A page of the conversation below a story: from the rows of one query to a tree that a template can draw."""

from dataclasses import dataclass, field
from datetime import datetime

from comments import paging
from comments.links import Piece, paragraphs
from comments.models import Comment, State
from comments.paging import NEWEST
from comments.querysets import STEP

LEVELS_SHOWN = 4  # unless the policy says otherwise; deeper replies stand at this level and name whom they answer
GONE = {
    State.WITHDRAWN: "The author has withdrawn this comment.",
    State.ERASED: "This comment has been erased.",
}
GONE_OTHERWISE = "This comment has been removed."


@dataclass
class Node:
    """One comment with the replies shown below it; without a `public_id` it is the place of one that is gone."""

    path: str
    level: int = 0
    public_id: str = ""
    name: str = ""
    website: str = ""
    text: list[list[Piece]] = field(default_factory=list)
    created_at: datetime | None = None
    edited_at: datetime | None = None
    by_staff: bool = False
    recommended: int = 0
    is_pick: bool = False
    answers: "Node | None" = None
    gone: str = ""
    holder: "Node | None" = field(default=None, repr=False)
    replies: list["Node"] = field(default_factory=list)


@dataclass
class Conversation:
    threads: list[Node]
    total: int
    older: str = ""  # the cursor of the next page


def conversation(
    article_id: int, cursor: str = "", sort: str = NEWEST, levels: int = LEVELS_SHOWN
) -> Conversation | None:
    """The page after `cursor`, `levels` deep; None where the story is not public. Raises BadCursor. One query, two by rank."""
    page = paging.page_of(article_id, cursor, sort)
    if not page.rows:
        return None
    first = page.rows[0]
    return Conversation(_tree(page.shown, levels), first.total or 0, page.older)


def _tree(rows: list[Comment], levels: int) -> list[Node]:
    tops: list[Node] = []
    known: dict[str, Node] = {}
    for row in rows:
        above = row.above_path or ""
        if above and above not in known and row.above_state != State.APPROVED:
            _hang(Node(above, gone=GONE.get(row.above_state, GONE_OTHERWISE)), above[:-STEP], known, tops, levels)
        node = _node(row)
        _hang(node, above, known, tops, levels)
        if row.above_state == State.APPROVED and node.holder is not known.get(above, ()):
            node.answers = Node(above, public_id=row.above_public_id, name=row.above_name)
    return tops


def _hang(node: Node, above: str, known: dict[str, Node], tops: list[Node], levels: int) -> None:
    """Below the nearest comment above it that is on this page, at the deepest of `levels` at most."""
    while above and above not in known:
        above = above[:-STEP]
    parent = known.get(above)
    while parent and parent.level >= levels - 1:
        parent = parent.holder
    node.level, node.holder = (parent.level + 1, parent) if parent else (0, None)
    (parent.replies if parent else tops).append(node)
    known[node.path] = node


def _node(row: Comment) -> Node:
    return Node(
        row.path,
        public_id=row.public_id,
        name=row.name,
        website=row.website,
        text=paragraphs(row.text),
        created_at=row.created_at,
        edited_at=row.edited_at,
        recommended=row.recommended,
        is_pick=row.picked_at is not None,
        by_staff=row.user_id is not None,
    )
