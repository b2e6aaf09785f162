"""Why a comment was held (rule hit), and what was decided (moderation event).

An event is never rewritten: `comments.triggers` has the database itself refuse it. Its note alone can be emptied.
"""

from django.conf import settings
from django.db import models

from comments.models.comment import Comment, State


class RuleHit(models.Model):
    """One reason for which a comment was held."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="hits")
    revision = models.PositiveIntegerField(default=1)
    rule = models.CharField(max_length=30)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.rule


class ModerationEvent(models.Model):
    """Who moved a comment from one state to another, when and why. Append-only; one for each version of a comment."""

    class Kind(models.TextChoices):
        PERSON = "person", "Moderator"
        AUTHOR = "author", "Author of the comment"
        RULE = "rule", "Rule"

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="events", db_index=False)
    version = models.PositiveIntegerField(help_text="The comment's version that this move made.")
    revision = models.PositiveIntegerField(help_text="The text that was judged.")
    was = models.CharField(max_length=9, choices=State)
    became = models.CharField(max_length=9, choices=State)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PERSON)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="moderation_events")
    at = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    batch = models.UUIDField(null=True)
    undo_of = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    # One chain over the whole site: comments/chain.py
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch"], name="moderation_batch", condition=models.Q(batch__isnull=False)),
            models.Index(fields=["by", "-at"], name="moderation_by_person"),
            models.Index(fields=["at"], name="moderation_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_event_per_version_of_a_comment"),
            models.CheckConstraint(
                condition=models.Q(kind="person", by__isnull=False) | ~models.Q(kind="person") & models.Q(by=None),
                name="a_person_decides_by_name",
            ),
        ]

    def __str__(self):
        return f"{self.was} → {self.became} {self.at:%Y-%m-%d %H:%M}"

    def before(self) -> "ModerationEvent | None":
        """What had made the comment what this event found; None where it was as it came in."""
        return ModerationEvent.objects.filter(comment=self.comment_id, version=self.version - 1).first()

    def in_force(self) -> "ModerationEvent | None":
        """The decision that holds while this is the last one: after an undo the one before the undone holds again."""
        event: ModerationEvent | None = self
        while event is not None and event.undo_of is not None:
            event = event.undo_of.before()
        return event
