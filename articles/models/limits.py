"""Limits: a person whose roles hold in some sections only. No row: everywhere."""

from django.conf import settings
from django.db import models

from articles.models.sections import Section


class SectionLimit(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="section_limits")
    section = models.ForeignKey(Section, models.PROTECT, related_name="limits")

    class Meta:
        default_permissions = ()
        ordering = ["section__path"]
        constraints = [models.UniqueConstraint(fields=["user", "section"], name="limit_once_per_section")]

    def __str__(self):
        return f"{self.user}: {self.section}"
