"""The week's changes to live stories, by mail to those who answer for the whole newspaper."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from accounts.mails import wants
from articles import limits, weekly
from articles.notices.people import at_the_desk


def who_reads_the_week() -> list:
    """Whoever may see the changes of every section, and wants the mail."""
    everywhere = [person for person in at_the_desk() if limits.sections_of(person) is None]
    return [person for person in everywhere if person.has_perm("articles.review_changes") and wants(person, "week")]


def send_week(name: str, person) -> None:
    """The week called `name`, for example “2026-W48”, to one person."""
    subject, text = weekly.as_mail(weekly.week_called(name))
    host, profile = urlsplit(settings.SITE_URL).hostname, settings.SITE_URL + reverse("admin:profile")
    EmailMessage(
        subject=subject,
        body=f"{text}\n\n-- \nYou get this each Monday. Switch it off in your profile: {profile}\n",
        to=[person.email],
        headers={
            "Message-ID": f"<week-{name}-{person.pk}@{host}>",
            "List-Unsubscribe": f"<{profile}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    ).send()
