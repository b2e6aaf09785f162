"""The edition: which revision is public, at which address, from one instant until another.

All that readers see comes from here, through `Edition.objects.live()`. The content of a row never changes and a
row that a reader could have seen is never deleted: `articles.triggers` makes the database itself hold that. The one
exception is redaction: all of the content at once, to nothing, with `redacted_at`.
"""

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language_info

from articles.grammar import byline
from articles.models.article import Article, Role
from articles.models.revision import Revision
from articles.models.sections import Section, Series
from articles.models.tags import Tag
from articles.querysets import EditionQuerySet


class Change(models.TextChoices):
    FIRST = "first", "First publication"
    TYPO = "typo", "Typo or style"
    UPDATE = "update", "Update"
    CORRECTION = "correction", "Correction"
    CLARIFICATION = "clarification", "Clarification"
    RETRACTION = "retraction", "Retraction"
    REPUBLICATION = "republication", "Republication"


NOTED = (Change.CORRECTION, Change.CLARIFICATION, Change.RETRACTION)


class End(models.TextChoices):
    OPEN = "", "Until further notice"
    SUPERSEDED = "superseded", "Superseded"
    EXPIRY = "expiry", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    KILLED = "killed", "Killed"


class Address(models.Model):
    """A path that belongs to one article for ever, once a reader could have seen a story there."""

    path = models.CharField(max_length=250, primary_key=True)
    article = models.ForeignKey(Article, models.PROTECT, related_name="addresses")

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self):
        return self.path


class Edition(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="editions")
    address = models.ForeignKey(Address, models.PROTECT, related_name="editions", db_index=False)
    digest = models.CharField(max_length=64)

    # What lists show, projected from the revision
    kicker = models.CharField(max_length=60, blank=True)
    headline = models.CharField(max_length=200)
    standfirst = models.TextField(max_length=500, blank=True)
    language = models.CharField(max_length=12)
    lead_picture = models.ForeignKey("library.Picture", models.PROTECT, null=True, related_name="lead_of_editions")
    lead_alt = models.CharField(max_length=500, blank=True)
    lead_caption = models.CharField(max_length=1000, blank=True)
    lead_credit = models.CharField(max_length=200, blank=True)
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="editions")
    seo_title = models.CharField(max_length=100, blank=True)
    seo_description = models.CharField(max_length=200, blank=True)

    # When
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, choices=End, default=End.OPEN, blank=True)
    embargo_until = models.DateTimeField(null=True)

    # Why
    change = models.CharField(max_length=13, choices=Change)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="editions")
    redacted_at = models.DateTimeField(null=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-article_id"]
        indexes = [
            models.Index(fields=["-published_at", "-article"], name="edition_newest"),
            models.Index(fields=["address", "-live_from"], name="edition_by_address"),
            models.Index(fields=["article", "-live_from"], name="edition_by_article"),
            models.Index(fields=["live_from"], name="edition_starts"),
            models.Index(fields=["change", "-live_from", "-article"], name="edition_by_change"),
            models.Index(fields=["-live_from", "-article"], name="edition_noted", condition=models.Q(note__gt="")),
            models.Index(fields=["live_until"], name="edition_ends", condition=models.Q(live_until__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(live_until=None), name="one_open_edition_per_article"
            ),
            models.CheckConstraint(
                condition=models.Q(live_until=None) | models.Q(live_until__gt=models.F("live_from")),
                name="edition_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(embargo_until=None) | models.Q(live_from__gte=models.F("embargo_until")),
                name="no_edition_before_its_embargo",
            ),
            models.CheckConstraint(condition=~models.Q(change__in=NOTED, note=""), name="a_correction_has_a_note"),
            models.CheckConstraint(
                condition=models.Q(live_until=None, end="") | models.Q(live_until__isnull=False) & ~models.Q(end=""),
                name="an_end_says_why",
            ),
            models.CheckConstraint(condition=models.Q(change__in=Change.values), name="edition_change_is_known"),
        ]
        permissions = [("review_changes", "Can see the weekly list of changes to live stories")]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return iri_to_uri(self.address_id)

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @cached_property
    def section(self):
        """The section it was published in; from the request's tree where the queryset brought the id along."""
        from articles.tree import section_of

        return section_of(self)

    @cached_property
    def byline(self) -> str:
        """“By A, B and C; photographs by D”."""
        return byline([(link.role, link.name) for link in self.bylines.all()])


class Link(models.Model):
    """A row that puts an edition on a list; the sort key stands on it so that each list is one index walk."""

    edition = models.ForeignKey(Edition, models.CASCADE)
    published_at = models.DateTimeField()
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class EditionSection(Link):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="section_links", db_index=False)
    section = models.ForeignKey(Section, models.PROTECT, related_name="edition_links", db_index=False)
    primary = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["section", "-published_at", "-article", "edition"], name="section_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "section"], name="section_once_per_edition"),
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(primary=True), name="one_primary_section_per_edition"
            ),
        ]


class EditionTag(Link):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tag_links", db_index=False)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="edition_links", db_index=False)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["tag", "-published_at", "-article", "edition"], name="tag_newest")]
        constraints = [models.UniqueConstraint(fields=["edition", "tag"], name="tag_once_per_edition")]


class EditionAuthor(Link):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="bylines", db_index=False)
    author = models.ForeignKey("authors.Author", models.PROTECT, related_name="edition_links", db_index=False)
    role = models.CharField(max_length=12, choices=Role)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=150)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["author", "-published_at", "-article", "edition"], name="author_newest")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "author", "role"], name="author_once_per_edition_and_role")
        ]


class EditionPicture(models.Model):
    """A picture in the body of an edition: what was published keeps its pictures."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="picture_links", db_index=False)
    picture = models.ForeignKey("library.Picture", models.PROTECT, related_name="edition_links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "picture"], name="picture_once_per_edition")]


class Rendered(models.Model):
    """What publication computed once for all readers. Derived: `manage.py render_editions` makes it anew."""

    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="rendered")
    body = models.TextField()
    feed = models.TextField(help_text="The body for feed readers: whole addresses, plain pictures.")
    words = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    corrections = models.JSONField(default=list)

    # What search looks at; `articles.search.index` keeps the database's index over these columns
    title = models.TextField()
    names = models.TextField()
    text = models.TextField()
