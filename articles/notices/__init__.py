"""Whom a move of a story concerns, and the mail that tells them. Plain functions; the project does them in the background."""

from articles.notices.deadlines import reminders, who_is_reminded
from articles.notices.letters import send
from articles.notices.people import concerned, editors_of, starts_later, who_waited
from articles.notices.week import send_week, who_reads_the_week

__all__ = [
    "concerned",
    "editors_of",
    "reminders",
    "send",
    "send_week",
    "starts_later",
    "who_is_reminded",
    "who_reads_the_week",
    "who_waited",
]
