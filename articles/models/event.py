"""The ledger: who did what to an article, when and why. Append-only and hash-chained over the whole site."""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Event(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="events", db_index=False)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    data = models.TextField(default="{}")
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["article", "-id"], name="event_by_article")]
        constraints = [models.UniqueConstraint(fields=["previous"], name="the_ledger_is_one_chain")]

    def __str__(self):
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
