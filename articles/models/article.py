"""The article: the desk's working copy. Readers never see it; nothing public reads it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import NullIf
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.models.sections import Section, Series
from articles.models.tags import ProperTags, TaggedArticle
from articles.querysets import ArticleQuerySet


class Stage(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    READY = "ready", "Ready"


class Priority(models.TextChoices):
    URGENT = "urgent", "Urgent"
    NORMAL = "normal", "Normal"
    LOW = "low", "When there is time"


class Role(models.TextChoices):
    WORDS = "words", "Words"
    PICTURES = "pictures", "Photographs"
    DATA = "data", "Data"
    TRANSLATION = "translation", "Translation"


def site_language() -> str:
    return settings.LANGUAGE_CODE


class Article(models.Model):
    # The story
    kicker = models.CharField(max_length=60, blank=True, help_text="One or two words above the headline.")
    headline = models.CharField(max_length=200, blank=True)
    standfirst = models.TextField(
        max_length=500, blank=True, help_text="One or two sentences that say what the story is."
    )
    body = models.TextField(blank=True)
    language = models.CharField(max_length=12, default=site_language)

    # Where it goes
    slug = models.SlugField(
        "address",
        max_length=120,
        blank=True,
        allow_unicode=True,
        help_text="The last part of the story's address. Empty: made from the headline at publication.",
    )
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="articles")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="articles")
    tags = TaggableManager(through=TaggedArticle, manager=ProperTags, blank=True, help_text="Separated by commas.")
    authors = models.ManyToManyField("authors.Author", through="articles.Byline", related_name="articles")

    # The lead picture
    lead_picture = models.ForeignKey("library.Picture", models.PROTECT, null=True, blank=True, related_name="leads")
    lead_alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What the picture shows, here. Empty: the picture's own.",
    )
    lead_caption = models.CharField("caption", max_length=1000, blank=True, help_text="Empty: the picture's own.")

    # Search engines and sharing
    seo_title = models.CharField(
        "title for search engines", max_length=100, blank=True, help_text="Empty: the headline."
    )
    seo_description = models.CharField(
        "description for search engines", max_length=200, blank=True, help_text="Empty: the standfirst."
    )

    # The desk
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="started", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned",
        help_text="Who is on it.",
    )
    deadline = models.DateTimeField(null=True, blank=True)
    planned_for = models.DateField(null=True, editable=False)  # a plan publishes nothing: articles/planning.py
    planned_at = models.DateTimeField(null=True, editable=False)
    planned_words = models.PositiveIntegerField("planned length", null=True, blank=True, help_text="In words.")
    priority = models.CharField(max_length=10, choices=Priority, default=Priority.NORMAL, editable=False)
    assigned_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    content_digest = models.CharField(max_length=64, blank=True, editable=False)
    approved_revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, related_name="+", editable=False
    )

    # The public side: changed by verbs alone
    public_version = models.PositiveIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    sent_digest = models.CharField(max_length=64, null=True, editable=False)  # of the newest edition, also one to come
    embargo_until = models.DateTimeField(null=True, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)
    kill_reason = models.TextField(blank=True, editable=False)

    # The trash: changed by verbs alone, see `articles.trash`
    trashed_at = models.DateTimeField(null=True, editable=False)
    emptied_at = models.DateTimeField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["-saved_at", "-id", "trashed_at"], name="article_by_saving"),
            models.Index(fields=["stage", "-saved_at", "-id", "trashed_at"], name="article_by_stage"),
            models.Index(fields=["section", "-saved_at", "-id", "trashed_at"], name="article_by_section"),
            models.Index(fields=["headline", "-id"], name="article_by_headline"),
            models.Index(NullIf("content_digest", "sent_digest"), name="article_unsent"),
            models.Index(
                fields=["planned_for"], name="article_by_plan", condition=models.Q(planned_for__isnull=False)
            ),
            models.Index(fields=["deadline"], name="article_by_deadline", condition=models.Q(deadline__isnull=False)),
            models.Index(fields=["trashed_at"], name="article_in_trash", condition=models.Q(trashed_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="article_stage_is_known"),
            models.CheckConstraint(condition=models.Q(priority__in=Priority.values), name="article_priority_is_known"),
            models.CheckConstraint(
                condition=models.Q(approved_revision=None) | models.Q(stage=Stage.READY), name="only_ready_is_approved"
            ),
            models.CheckConstraint(
                condition=models.Q(planned_for=None, planned_at=None)
                | models.Q(planned_for__isnull=False, planned_at__isnull=False),
                name="a_plan_says_when_it_was_made",
            ),
            models.CheckConstraint(
                condition=models.Q(emptied_at=None) | models.Q(trashed_at__isnull=False), name="only_trash_is_emptied"
            ),
        ]
        permissions = [
            ("edit_any", "Can edit every story"),
            ("submit", "Can submit a story for review"),
            ("approve", "Can approve a story"),
            ("return_to_writer", "Can return a story to its writer"),
            ("publish", "Can publish a story"),
            ("amend", "Can amend a live story"),
            ("schedule", "Can schedule, reschedule, unschedule and expire a story"),
            ("withdraw", "Can withdraw a live story"),
            ("restore", "Can restore an earlier text of a story"),
            ("kill", "Can kill a story that was public"),
            ("reinstate", "Can reinstate a killed story"),
            ("set_embargo", "Can put a story under embargo"),
            ("lift_embargo", "Can lift an embargo or let it end earlier"),
            ("redact", "Can redact what was public"),
            ("override", "Can let a story go out that the checklist stops"),
            ("set_checklist", "Can say how strict the checklist is"),
            ("share_preview", "Can share an unpublished story by a link"),
            ("assign", "Can give a story to somebody, with a deadline and a priority"),
            ("take_over", "Can take a story over from somebody who has it open"),
            ("trash", "Can put a story into the trash and back"),
        ]

    def __str__(self):
        return self.headline or "Untitled story"

    def under_embargo(self, at: datetime) -> bool:
        return bool(self.embargo_until and at < self.embargo_until)

    @property
    def has_open_plan(self) -> bool:
        """Planned for a day, and neither out nor scheduled since."""
        return self.planned_for is not None and Article.objects.with_open_plan().filter(pk=self.pk).exists()


class Byline(models.Model):
    """One name in an article's byline, at its place and for its kind of work."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey("authors.Author", models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=12, choices=Role, default=Role.WORDS)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author", "role"], name="author_once_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="byline_role_is_known"),
        ]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"


class PlacedPicture(models.Model):
    """A picture that stands in the body of a working copy: keeps the library from losing it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="placed_pictures")
    picture = models.ForeignKey("library.Picture", models.PROTECT, related_name="placed_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "picture"], name="picture_once_per_article")]

    def __str__(self):
        return f"{self.picture} in {self.article}"
