"""Who writes: a person known by an e-mail address that was proved to be theirs, and what belongs to the person."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from comments.models.ids import new_public_id


class Commenter(models.Model):
    """A reader who proved an e-mail address. Trust hangs on this, never on a name or an address that was typed."""

    class Replies(models.TextChoices):
        OFF = "off", "No mail about replies"
        EACH = "each", "A mail when somebody answers me"
        DAILY = "daily", "One mail a day, if somebody answered me"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(max_length=254, blank=True)  # empty once erased
    email_key = models.CharField(max_length=64, unique=True)  # keyed hash: finds a person without the address
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    replies = models.CharField(max_length=5, choices=Replies, default=Replies.OFF)
    tell_decisions = models.BooleanField(default=False)
    generation = models.PositiveIntegerField(default=1)  # raised, it makes every link and key given out worthless
    erase_after = models.DateTimeField(null=True)  # asked to be erased; until then the wish can be taken back

    class Meta:
        permissions = [
            ("ban", "Can ban and suspend those who comment"),
            ("set_messages", "Can word the messages to those who comment"),
            ("erase", "Can export and erase what belongs to an address"),
        ]
        indexes = [
            models.Index(
                fields=["erase_after"], name="commenter_to_erase", condition=models.Q(erase_after__isnull=False)
            )
        ]

    def __str__(self):
        return self.public_id

    @property
    def audit_name(self) -> str:
        return self.public_id


class PersonNote(models.Model):
    """What moderators should know of the person behind an address. Shown to moderators alone."""

    email_key = models.CharField(max_length=64, db_index=True)
    text = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"


class ConfirmationMail(models.Model):
    """A link was mailed to this address on this day: once a day and no more, whoever asks."""

    email_key = models.CharField(max_length=64)
    day = models.DateField()
    subnet_key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email_key", "day"], name="one_confirmation_mail_a_day")]
        indexes = [models.Index(fields=["subnet_key", "at"], name="confirmation_by_subnet")]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"


class ReplyNotice(models.Model):
    """Somebody is to be told of a reply, or was told (`sent_at`); once for each reply, whatever happens to it."""

    reply = models.ForeignKey("comments.Comment", models.CASCADE, related_name="notices")
    commenter = models.ForeignKey(Commenter, models.CASCADE, related_name="notices")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "commenter"], name="one_notice_of_a_reply")]
        indexes = [
            models.Index(fields=["commenter"], name="notice_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.commenter} {self.made_at:%Y-%m-%d %H:%M}"
