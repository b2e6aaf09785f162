"""The verbs of an emergency: kill takes a story down for good and says why in its place; reinstate lifts that.

A killed story is gone from everything that readers can reach, because none of its editions is live and nothing can make
one live again before `reinstate`. Its addresses answer 410 with the reason. What was public stays on record.
"""

from articles.models import Article, End
from articles.turn import turn


def kill(article: Article, *, by, reason: str, seen: int | None = None) -> None:
    """Takes the story off the site and keeps it off; `reason` is for readers, who find it at the story's address.

    What is scheduled is dropped. Refuses: conflict, never_public, already_killed, reason_missing, going_out, busy.
    """
    with turn(article, "kill", by=by, seen=seen, note=reason.strip()) as mine:
        mine.refuse_if(article.killed_at, "already_killed")
        mine.refuse_if(not mine.state.ever, "never_public")
        mine.refuse_if(not reason.strip(), "reason_missing")
        if mine.state.next:
            mine.drop_next()
        if mine.state.current:
            mine.close(mine.state.current, mine.at, End.KILLED)
        _mark(article, mine.at, reason.strip())


def reinstate(article: Article, *, by, note: str = "", seen: int | None = None) -> None:
    """Lifts a kill. Publishes nothing: the story stays down until somebody publishes it. Refuses: conflict, not_killed, busy."""
    with turn(article, "reinstate", by=by, seen=seen, note=note) as mine:
        mine.refuse_if(not article.killed_at, "not_killed")
        _mark(article, None, "")


def _mark(article: Article, at, reason: str) -> None:
    article.killed_at, article.kill_reason = at, reason
    article.save(update_fields=["killed_at", "kill_reason"])
