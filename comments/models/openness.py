"""Whether readers may see the numbers of moderation. Append-only: the newest row holds, the others are the record."""

from django.conf import settings
from django.db import models


class NumbersSetting(models.Model):
    shown = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        permissions = [("publish_numbers", "Can show readers the numbers of moderation")]

    def __str__(self):
        return f"{'Shown' if self.shown else 'Hidden'} {self.at:%Y-%m-%d %H:%M}"
