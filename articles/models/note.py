"""Notes: what the desk says to itself about a story, mostly about some words in it. Never public."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


class Note(models.Model):
    """A note, or an answer to one. It holds the words that it is about, with a little of what stands around them, and
    nothing of it stands in the text: so it survives edits, and cannot go out with the story."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    quote = models.TextField(blank=True)
    before = models.CharField(max_length=100, blank=True)
    after = models.CharField(max_length=100, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="note_resolved_by_somebody",
            )
        ]

    def __str__(self):
        return self.text[:60]
