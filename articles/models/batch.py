"""A batch: one move made with many stories at once, and what became of each, so that it can be taken back as one."""

import uuid

from django.conf import settings
from django.db import models


class Batch(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.JSONField(default=list)  # {story, name} and what the verb needs to take it back
    left_out = models.JSONField(default=list)  # {story, name, why}
    undone_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
