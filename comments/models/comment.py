"""What a reader wrote, where it stands in the conversation, and what became of it.

State is changed by `comments.moderation` alone. Where a comment stands never changes: `comments.triggers` has
the database itself refuse it.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import Article
from comments.models.ids import new_public_id
from comments.models.people import Commenter
from comments.querysets import STEP, CommentQuerySet

LEVELS = 32  # deeper replies stand, in the order of time, below the one at this level; their true parent is kept
TEXT_LENGTH = 5_000


class State(models.TextChoices):
    PENDING = "pending", "Held"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    SPAM = "spam", "Spam"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ERASED = "erased", "Erased"


class Comment(models.Model):
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)

    # Where it stands
    article = models.ForeignKey(Article, models.PROTECT, related_name="comments", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    depth = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(max_length=STEP * LEVELS)  # decimal digits: in the right order under every collation
    thread = models.CharField(max_length=STEP)  # the path's first step: threads run newest first, replies oldest first

    # Who and what
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    website = models.URLField(max_length=200, blank=True)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="comments")
    commenter = models.ForeignKey(Commenter, models.PROTECT, null=True, related_name="comments")
    proved_at = models.DateTimeField(null=True)  # since when `commenter` is known to have written it

    # What was decided
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)  # a person has looked at it as it is; rules publish without
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    picked_at = models.DateTimeField(null=True)  # an editor's pick
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    # What readers say of it, and who has it in hand; kept by their verbs, checked by verify_comments
    recommended = models.PositiveIntegerField(default=0)
    reported = models.PositiveIntegerField(default=0)  # reports that nobody has answered
    score = models.FloatField(null=True)  # how much like spam, 0 to 1; null where nothing has judged it
    leased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    leased_until = models.DateTimeField(null=True)

    # Against doubles and floods
    client_key = models.CharField(max_length=32, unique=True, null=True)
    address_key = models.CharField(max_length=64, blank=True)
    subnet_key = models.CharField(max_length=64, blank=True)
    network_key = models.CharField(max_length=64, null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    typed_for = models.PositiveIntegerField(null=True)  # seconds from form to first sending, where that is known
    trapped = models.BooleanField(null=True)  # whether the field for machines was filled in

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-thread", "path"]
        permissions = [
            ("moderate", "Can moderate comments"),
            ("pick", "Can pick comments"),
            ("set_rules", "Can set the policies and rules of comments"),
        ]
        indexes = [
            models.Index(
                fields=["article", "-thread", "path"], name="comment_thread", condition=models.Q(state="approved")
            ),
            models.Index(fields=["-created_at", "-id"], name="comment_latest", condition=models.Q(state="approved")),
            models.Index(
                fields=["article", "-created_at", "-id"],
                name="comment_latest_of_story",
                condition=models.Q(state="approved"),
            ),
            models.Index(fields=["created_at", "id"], name="comment_queue", condition=models.Q(state="pending")),
            models.Index(
                fields=["article", "state", "created_at"], name="comment_waiting", condition=models.Q(state="pending")
            ),
            # The state stands in these, and not in their condition: SQLite knows it only as a parameter
            models.Index(
                fields=["state", "created_at", "id"],
                name="comment_proved",
                condition=models.Q(proved_at__isnull=False),
            ),
            models.Index(
                fields=["state", "created_at", "id"], name="comment_reported", condition=models.Q(reported__gt=0)
            ),
            models.Index(
                fields=["state", "created_at", "id"], name="comment_unread", condition=models.Q(reviewed_at=None)
            ),
            models.Index(fields=["state", "-created_at", "-id"], name="comment_folder"),
            models.Index(fields=["-created_at", "-id"], name="comment_by_time"),
            models.Index(Lower("email"), "state", name="comment_by_email"),
            models.Index(fields=["address_key", "created_at"], name="comment_by_address"),
            models.Index(fields=["subnet_key", "created_at"], name="comment_by_subnet"),
            models.Index(fields=["fingerprint", "created_at"], name="comment_by_text"),
            models.Index(
                fields=["article", "thread", "recommended", "picked_at"],
                name="comment_ranked",
                condition=models.Q(state="approved"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "path"], name="comment_path_once_per_article"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="comment_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(depth=0, parent=None, root=None)
                | models.Q(depth__gt=0, parent__isnull=False, root__isnull=False),
                name="comment_has_a_root_when_it_has_a_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")), name="comment_is_not_its_parent"
            ),
            models.CheckConstraint(
                condition=models.Q(state="pending") | models.Q(decided_at__isnull=False),
                name="comment_decided_has_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.name or 'Somebody'}, {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        """Leads to the page of the thread on which it stands; 404 for everybody unless it is visible."""
        from django.urls import reverse

        return reverse("comments:comment", args=[self.public_id])

    @property
    def audit_name(self) -> str:
        """The audit is kept for ever, a reader's name is not."""
        return self.public_id

    @property
    def is_held(self) -> bool:
        return self.state == State.PENDING

    @property
    def awaits_look(self) -> bool:
        """Public, and nobody has read it, or readers have reported it since."""
        return self.state == State.APPROVED and (self.reviewed_at is None or self.reported > 0)
