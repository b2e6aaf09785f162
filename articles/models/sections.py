"""Sections form a tree whose paths are public addresses; series gather stories that belong together."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.links import link_to

RESERVED = frozenset(
    "admin api author authors comments corrections feed healthz media news-sitemap preview readyz robots search "
    "series sitemap static tag tags history".split()
)
YEAR = re.compile(r"\d{4}$")


def check_slug_is_free(slug: str) -> None:
    """Raises ValidationError when a section of this name would stand in the way of an address of ours."""
    if slug in RESERVED or YEAR.match(slug):
        raise ValidationError("“%(slug)s” is used by the site itself. Choose another word.", params={"slug": slug})


class Section(models.Model):
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, help_text="The last word of its address. An earlier address keeps working.")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", help_text="Empty for a main section."
    )
    path = models.CharField(max_length=250, unique=True, editable=False)
    description = models.TextField(
        blank=True, max_length=300, help_text="One or two sentences for readers and search engines."
    )
    position = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first in the menu.")

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(parent=models.F("pk")), name="section_is_not_its_own_parent")
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Keeps the path in step, remembers the former one, and does the same for the sections below."""
        former = Section.objects.filter(pk=self.pk).values_list("path", flat=True).first()
        self.path = self.path_below(self.parent)
        super().save(*args, **kwargs)
        self.aliases.filter(path=self.path).delete()
        if former and former != self.path:
            SectionAlias.objects.update_or_create(path=former, defaults={"section": self})
            for child in self.children.all():
                child.save()

    def get_absolute_url(self):
        return link_to("articles:section", self.path)

    def clean(self):
        super().clean()
        if self.parent_id is None:
            check_slug_is_free(self.slug)
        if self.pk and self.parent and self.pk in {section.pk for section in self.parent.line()}:
            raise ValidationError({"parent": "A section cannot stand below itself."})
        self._check_path_is_free()

    def line(self) -> list["Section"]:
        """This section and each above it, from the section itself upwards."""
        return [self, *(self.parent.line() if self.parent else [])]

    def _check_path_is_free(self):
        path = self.path_below(self.parent)
        if Section.objects.filter(path=path).exclude(pk=self.pk).exists():
            raise ValidationError({"slug": f"There is already a section at /{path}/."})
        former = SectionAlias.objects.filter(path=path).exclude(section=self.pk).select_related("section").first()
        if former:
            raise ValidationError({"slug": f"/{path}/ was an address of “{former.section}” and still leads there."})

    def path_below(self, parent) -> str:
        return f"{parent.path}/{self.slug}" if parent else self.slug


class SectionAlias(models.Model):
    """An earlier path of a section: answers one redirect, for ever."""

    path = models.CharField(max_length=250, unique=True)
    section = models.ForeignKey(Section, models.CASCADE, related_name="aliases")

    def __str__(self):
        return self.path


class Series(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True, max_length=600)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "series"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return link_to("articles:series", self.slug)
