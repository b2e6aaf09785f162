"""The sitting: one person with one story open in one tab of a browser.

One row serves three ends: who else is here, what the last save of this tab was answered (so that the same save sent
twice is one save), and whether somebody has taken the story over from this tab.
"""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Sitting(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sittings")
    tab = models.CharField(max_length=36, help_text="A number that the page drew for itself when it was opened.")
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="sittings")
    seen_at = models.DateTimeField()
    active_at = models.DateTimeField()
    left = models.BooleanField(default=False)
    key = models.CharField(max_length=36, blank=True, help_text="Of the last save that was answered.")
    answer = models.TextField(blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "tab"], name="one_sitting_per_tab")]
        indexes = [
            models.Index(fields=["article", "seen_at"], name="sitting_by_article"),
            models.Index(fields=["seen_at"], name="sitting_by_age"),
        ]

    def __str__(self):
        return f"{self.by} at “{self.article or 'a new story'}”"
