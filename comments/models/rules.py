"""How strict each rule is, and the counters of those that count."""

from django.conf import settings
from django.db import models


class Action(models.TextChoices):
    OFF = "off", "Off"
    HOLD = "hold", "Hold for a moderator"
    SPAM = "spam", "Put into the spam folder"
    REFUSE = "refuse", "Refuse until later"


class RuleSetting(models.Model):
    """What was said of a rule. Append-only: the newest row of a rule holds, the others are the record."""

    rule = models.CharField(max_length=30)
    action = models.CharField(max_length=6, choices=Action)
    data = models.JSONField(default=dict)  # its numbers by name, its words under “words”
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["rule", "-id"], name="rule_setting_newest")]
        constraints = [
            models.CheckConstraint(condition=models.Q(action__in=Action.values), name="rule_action_is_known")
        ]

    def __str__(self):
        return f"{self.rule}: {self.get_action_display()}"


class Counter(models.Model):
    """How many comments came from one place since its window began. Changed by `comments.counters` alone."""

    key = models.CharField(max_length=90, primary_key=True)
    began_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=1)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["began_at"], name="counter_by_age")]

    def __str__(self):
        return self.key
