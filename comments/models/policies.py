"""What may be said where: for the site, for a section and all below it, for one story. What is left empty is inherited.

A policy may have a valve: when more comments wait than the desk clears, it holds or closes by itself, and opens again.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import Article, Section
from comments.models.comment import LEVELS


class Mode(models.TextChoices):
    CLOSED = "closed", "Closed"
    PRE = "pre", "Read before it is public"
    TRUSTED = "trusted", "Trusted readers at once, others read first"
    POST = "post", "Public at once, read afterwards"


class ValveTo(models.TextChoices):
    OFF = "off", "Does nothing"
    PRE = "pre", "Everything is read before it is public"
    CLOSED = "closed", "Replies are closed"


class Policy(models.Model):
    """One for each place at most; the site's is the row without section and story."""

    place = models.CharField(max_length=30, primary_key=True, editable=False)  # “site”, “section 3”, “story 12”
    section = models.OneToOneField(Section, models.CASCADE, null=True, related_name="comment_policy")
    article = models.OneToOneField(Article, models.CASCADE, null=True, related_name="comment_policy")

    mode = models.CharField("Comments are", max_length=7, choices=Mode, blank=True)
    close_after = models.PositiveSmallIntegerField("Close after so many days", null=True, blank=True)  # 0: never
    depth = models.PositiveSmallIntegerField("Levels of replies shown", null=True, blank=True)
    links = models.PositiveSmallIntegerField("Links that need no look", null=True, blank=True)

    valve = models.CharField("When too many wait", max_length=6, choices=ValveTo, blank=True)
    most_waiting = models.PositiveIntegerField(
        "So many waiting are too many", null=True, blank=True
    )  # null: what a day clears
    longest_wait = models.PositiveSmallIntegerField("The longest anybody may wait, in hours", null=True, blank=True)
    pace = models.PositiveIntegerField(null=True, editable=False)  # what a day clears here, kept by the worker
    shut_since = models.DateTimeField(null=True, editable=False)  # the valve has switched, and has not switched back

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(section=None) | models.Q(article=None), name="policy_of_one_place"
            ),
            models.CheckConstraint(condition=models.Q(mode__in=["", *Mode.values]), name="policy_mode_is_known"),
            models.CheckConstraint(condition=models.Q(valve__in=["", *ValveTo.values]), name="policy_valve_is_known"),
            models.CheckConstraint(
                condition=models.Q(depth=None) | models.Q(depth__range=(1, LEVELS)), name="policy_depth_can_be_shown"
            ),
        ]

    def __str__(self):
        return self.place

    def save(self, *args, **kwargs):
        self.place = place_of(self.section_id, self.article_id)
        super().save(*args, **kwargs)


def place_of(section_id: int | None = None, article_id: int | None = None) -> str:
    if article_id:
        return f"story {article_id}"
    return f"section {section_id}" if section_id else "site"


class ValveSwitch(models.Model):
    """A valve that switched, by itself or because somebody set it, and why. Append-only."""

    place = models.CharField(max_length=30)
    name = models.CharField(max_length=80)  # as the section was called then
    shut = models.BooleanField()  # or opened again
    to = models.CharField(max_length=6, choices=ValveTo)
    waiting = models.PositiveIntegerField()  # counted up to a bound: how many, at least
    oldest = models.DateTimeField(null=True)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return f"{'shut' if self.shut else 'opened'} {self.at:%Y-%m-%d %H:%M}"
