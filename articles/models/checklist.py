"""What the newsroom has said of the checklist's rules. Append-only: the newest row of a rule holds, the others are the record."""

from django.conf import settings
from django.db import models


class Level(models.TextChoices):
    OFF = "off", "Off"
    WARN = "warn", "Warn"
    BLOCK = "block", "Stop"


class ChecklistSetting(models.Model):
    rule = models.CharField(max_length=20)
    level = models.CharField(max_length=5, choices=Level)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["rule", "-id"], name="checklist_by_rule")]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="checklist_level_is_known")
        ]

    def __str__(self):
        return f"{self.rule}: {self.get_level_display()}"
