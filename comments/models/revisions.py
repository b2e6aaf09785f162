"""What a comment said before its author rewrote it. The present text is the comment's own."""

from django.db import models

from comments.models.comment import TEXT_LENGTH, Comment


class CommentRevision(models.Model):
    """A text that was replaced. Never changed; deleted only with a comment that is erased."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT_LENGTH)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="one_text_per_revision")]

    def __str__(self):
        return f"{self.comment_id}, text {self.number}"
