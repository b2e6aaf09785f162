"""What is said to those who comment about a decision, and what they say to it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles import clock
from comments.models.comment import Comment, State
from comments.models.decisions import ModerationEvent

MESSAGE_LENGTH = 1_000
APPEAL_LENGTH = 2_000


class ReasonText(models.Model):
    """How this newsroom words a reason in one language, in the place of the words that come with the software."""

    code = models.CharField(max_length=20)
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=MESSAGE_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "language"], name="one_wording_of_a_reason")]

    def __str__(self):
        return f"{self.code} ({self.language})"


class Message(models.Model):
    """What the author of a comment is told about one decision: kept as it was said, whatever the wording is later."""

    event = models.OneToOneField(ModerationEvent, models.PROTECT, primary_key=True, related_name="message")
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=MESSAGE_LENGTH)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self):
        return f"{self.event_id} ({self.language})"


class AppealQuerySet(models.QuerySet):
    def granted_by(self, event: ModerationEvent):
        """The appeal that was granted when `event` published its comment."""
        before = event.before()
        return self.filter(outcome=Appeal.Outcome.OVERTURNED, event=before and before.in_force())

    def against(self, user, comment: Comment):
        """What the author has said against a decision of `user` on this text, unless `user` has granted it."""
        here = self.filter(comment=comment, event__by=user, event__revision=comment.revision)
        return here.filter(outcome__in=(Appeal.Outcome.OPEN, Appeal.Outcome.OVERTURNED)).exclude(decided_by=user)

    def lose_words(self) -> None:
        """Their own and those of the comment are gone, so nobody can decide on those that still wait."""
        self.filter(outcome=Appeal.Outcome.OPEN).update(outcome=Appeal.Outcome.SETTLED, decided_at=clock.now())
        self.update(text="", answer="")

    def follow(self, event: ModerationEvent) -> None:
        """What becomes of the appeals of a comment that was decided on. Within the decision's transaction.

        An appeal is about the decision that holds: once that holds no more there is nothing left to decide, and once it
        holds again, because what came after was taken back, the appeal waits again.
        """
        held = event.in_force()
        here = self.filter(comment=event.comment_id)
        again = here.filter(event=held).exclude(outcome__in=(Appeal.Outcome.OPEN, Appeal.Outcome.UPHELD))
        again.update(outcome=Appeal.Outcome.OPEN, decided_by=None, decided_at=None)
        granted = event.became == State.APPROVED and event.by_id
        outcome = Appeal.Outcome.OVERTURNED if granted else Appeal.Outcome.SETTLED
        left = here.filter(outcome=Appeal.Outcome.OPEN).exclude(event=held)
        left.update(outcome=outcome, decided_by=event.by if granted else None, decided_at=event.at)


class Appeal(models.Model):
    """The author does not agree with a decision; once for each decision, answered by another moderator."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Waits"
        UPHELD = "upheld", "The decision stands"
        OVERTURNED = "overturned", "The comment was published"
        SETTLED = "settled", "Needs no answer any more"

    event = models.OneToOneField(ModerationEvent, models.PROTECT, related_name="appeal")
    comment = models.ForeignKey(Comment, models.PROTECT, related_name="appeals")
    text = models.TextField(max_length=APPEAL_LENGTH)
    at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(max_length=MESSAGE_LENGTH, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["at", "id"], name="appeal_open", condition=models.Q(outcome="open"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open", decided_by=None, decided_at=None)
                | models.Q(outcome="settled", decided_by=None, decided_at__isnull=False)
                | models.Q(outcome__in=("upheld", "overturned"), decided_by__isnull=False, decided_at__isnull=False),
                name="appeal_is_decided_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.comment_id}: {self.get_outcome_display()}"
