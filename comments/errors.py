"""The mail that tells a story's editors of an error that a reader has found."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.mails import KINDS
from articles import notices
from articles.forms.fields import one_line
from comments.models import Report

KIND = "error"


def who_hears(report: Report) -> list:
    return notices.editors_of(report.article, KIND)


def send(report: Report, person) -> None:
    """One mail to one person."""
    with timezone.override(person.zone):
        letter(report, person).send()


def letter(report: Report, person) -> EmailMessage:
    story, host = report.article, urlsplit(settings.SITE_URL).hostname
    profile = settings.SITE_URL + reverse("admin:profile")
    context = {
        "person": person,
        "story": story,
        "report": report,
        "why": dict(KINDS)[KIND],
        "site_name": settings.SITE_NAME,
        "reports": settings.SITE_URL + reverse("admin:comments_reports"),
        "address": settings.SITE_URL + reverse("admin:articles_article_change", args=[story.pk]),
        "profile": profile,
    }
    return EmailMessage(
        subject=f"A reader reports an error: {one_line(str(story))}",
        body=render_to_string("comments/mail/error.txt", context),
        to=[person.email],
        headers={
            "Message-ID": f"<error-{report.pk}-{person.pk}@{host}>",
            "References": f"<story-{story.pk}@{host}>",
            "List-Unsubscribe": f"<{profile}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
