"""What readers say of a comment without writing one: that they recommend it, or that something is wrong with it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Article
from comments.models.comment import Comment, State
from comments.models.decisions import ModerationEvent


class Recommendation(models.Model):
    """One reader recommends one comment. The reader is a network address as a hash that nobody can turn back."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="recommendations", db_index=False)
    reader_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "reader_key"], name="one_recommendation_per_reader"),
        ]
        indexes = [models.Index(fields=["reader_key", "at"], name="recommendation_by_reader")]

    def __str__(self):
        return f"{self.comment_id} {self.at:%Y-%m-%d %H:%M}"


class Wrong(models.TextChoices):
    """What a reader finds wrong. The last goes to the editors of the story, all others to the moderators."""

    ABUSE = "abuse", "It insults or threatens somebody"
    HATE = "hate", "It is hateful"
    PERSONAL = "personal", "It tells somebody’s private details"
    ADVERTISING = "advertising", "It is advertising or spam"
    IMPERSONATION = "impersonation", "It pretends to be somebody else"
    OTHER = "other", "Something else"
    ERROR = "error", "It points out an error in the story"


class ReportQuerySet(models.QuerySet):
    def unanswered(self):
        """The oldest first."""
        return self.filter(answered_at=None).order_by("at", "pk")

    def open_at(self, at):
        return self.filter(Q(answered_at=None) | Q(answered_at__gt=at), at__lte=at)

    def beside(self, reason: str):
        """Those that go to the same people as a report for this reason."""
        return self.for_editors() if reason == Wrong.ERROR else self.for_moderators()

    def for_moderators(self):
        return self.exclude(reason=Wrong.ERROR)

    def for_editors(self):
        return self.filter(reason=Wrong.ERROR)

    def settle(self, event: ModerationEvent) -> None:
        """A decision answers what was reported of the comment, and its undo asks again. Within the decision's transaction."""
        if event.undo_of_id:
            self.filter(decision=event.undo_of_id).update(
                answered_at=None, answered_by=None, outcome="", decision=None
            )
        elif event.became != State.PENDING:
            outcome = Report.Outcome.DISMISSED if event.became == State.APPROVED else Report.Outcome.UPHELD
            answer = {"answered_at": event.at, "answered_by": event.by, "outcome": outcome, "decision": event}
            self.for_moderators().unanswered().filter(comment=event.comment_id).order_by().update(**answer)
        self.recount(event.comment_id)

    def recount(self, comment: int) -> None:
        """The comment's number of unanswered reports; the caller has its row in hand."""
        found = self.for_moderators().unanswered().filter(comment=comment)
        Comment.objects.filter(pk=comment).update(reported=found.order_by().count())


class Report(models.Model):
    """A reader says that something is wrong with a comment, or, where `comment` is empty, with the story itself."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "Acted on"
        DISMISSED = "dismissed", "Nothing was wrong"

    article = models.ForeignKey(Article, models.PROTECT, related_name="reports")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="reports")
    reason = models.CharField(max_length=20, choices=Wrong)
    text = models.TextField(max_length=1000, blank=True)
    reporter_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    decision = models.ForeignKey(
        ModerationEvent, models.PROTECT, null=True, related_name="answers"
    )  # that answered it

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "reporter_key"],
                name="one_report_per_reader",
                condition=~models.Q(reason="error"),
            ),
            models.UniqueConstraint(
                fields=["comment", "reporter_key"],
                name="one_report_of_an_error_per_reader",
                condition=models.Q(reason="error"),
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None, outcome="")
                | models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(outcome=""),
                name="report_is_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(comment__isnull=False) | models.Q(reason="error"),
                name="report_on_a_story_is_of_an_error",
            ),
        ]
        indexes = [
            models.Index(fields=["reporter_key", "at"], name="report_by_reader"),
            models.Index(fields=["at", "id"], name="report_open", condition=models.Q(answered_at=None)),
        ]

    def __str__(self):
        return f"{self.get_reason_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def audit_name(self) -> str:
        return self.comment.public_id if self.comment else ""
