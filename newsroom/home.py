"""What of the desk's first page belongs to no single room: who sees which part first."""

from django.utils import timezone

from comments import queue
from newsroom.navigation import waiting

SHORT = 4


def greeting() -> str:
    """By the hour where this person is."""
    hour = timezone.localtime().hour
    return "Good morning" if 5 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


def home_context(request) -> dict:
    """For `admin/index.html`: the comments that wait, oldest first, and whether they are this person's first work."""
    user = request.user
    if not user.has_perm("comments.moderate"):
        return {"greeting": greeting(), "moderates": False}
    return {
        "greeting": greeting(),
        "moderates": True,
        "comments_first": not user.has_perm("articles.view_article"),
        "held": queue.oldest_held(user, SHORT),
        "held_count": waiting(user),
    }
