"""The revision: a frozen state of a working copy, as canonical JSON with its digest."""

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Texts(models.Manager):
    """The texts that the working copy had. The newest of them is what it holds now."""

    def get_queryset(self):
        return super().get_queryset().exclude(kind="aside")


class Revision(models.Model):
    class Kind(models.TextChoices):
        ROLLING = "rolling", "Working"
        SAVED = "saved", "Saved"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"
        ASIDE = "aside", "Kept aside"

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="revisions")
    at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, help_text="Of a working one: when the first of those it replaced was.")
    words_gone = models.PositiveIntegerField(default=0, help_text="Of a working one: since it began.")
    version = models.PositiveIntegerField(help_text="The article's version that it holds.")
    schema = models.PositiveSmallIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    redacted_at = models.DateTimeField(
        null=True, editable=False, help_text="Since when its content is empty for ever."
    )

    objects = Texts()
    every = models.Manager()  # noqa: DJ012 — with those that were kept aside; it must not be the default

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["article", "-at", "-id"], name="revision_by_article")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["rolling", "saved", "submitted", "approved", "published", "aside"]),
                name="revision_kind_is_known",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
