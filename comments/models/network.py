"""The secrets by which network addresses become codes: one for each month, destroyed after sixty days."""

from django.db import models
from django.utils import timezone


class MonthlySecret(models.Model):
    """Without it nobody can tell any more which address a code of that month stands for."""

    month = models.CharField(max_length=7, unique=True)  # “2026-11”
    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.month
