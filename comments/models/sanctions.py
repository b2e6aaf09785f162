"""Who may not comment: for some time, or for good."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles import clock
from comments.models.comment import Comment


class SanctionQuerySet(models.QuerySet):
    def active(self, at=None):
        return self.filter(Q(until=None) | Q(until__gt=at or clock.now()), lifted_at=None)


class Sanction(models.Model):
    """A ban, or a suspension `until` some time. `value` is what is compared: never an e-mail address in the clear."""

    class Scope(models.TextChoices):
        ADDRESS = "address", "E-mail address"  # value: the keyed hash of the address
        DOMAIN = "domain", "Mail domain"
        NETWORK = "network", "Network"  # value: as typed, in CIDR notation
        CODE = "code", "Network of a comment"  # value: its keyed hash; ends with the secret that made it

    scope = models.CharField(max_length=7, choices=Scope)
    value = models.CharField(max_length=253)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="sanctions")  # what led to it
    reason = models.CharField(max_length=20)
    note = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True)
    batch = models.UUIDField(null=True)  # what was done with the person's comments at the same time
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["scope", "value"], name="sanction_by_value")]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="sanction_is_lifted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="sanction_names_somebody"),
        ]

    def __str__(self):
        return f"{self.get_scope_display()}: {self.shown}"

    @property
    def shown(self) -> str:
        """What moderators read in the place of a hash."""
        if self.scope in (self.Scope.DOMAIN, self.Scope.NETWORK):
            return self.value
        if self.scope == self.Scope.ADDRESS and self.comment and self.comment.email:
            return self.comment.email
        return f"of comment {self.comment.public_id}" if self.comment else "of a comment that is gone"

    @property
    def audit_name(self) -> str:
        """The audit is kept for ever, an address is not."""
        return f"{self.get_scope_display()} {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > clock.now())
