"""What the learner has learnt from decisions, and how well it judged: counts of tokens, lessons, verdicts.

A token is kept as a number that its letters give; the words themselves are in no table of ours.
"""

from django.db import models

from comments.models.comment import Comment


class Label(models.TextChoices):
    GOOD = "good", "Good"
    SPAM = "spam", "Spam"


class TokenCount(models.Model):
    """In how many good comments and in how much spam a token was. Numbers 0 and 1 count comments and tokens themselves."""

    number = models.BigIntegerField(primary_key=True)
    good = models.BigIntegerField(default=0)
    spam = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.number}: {self.good}/{self.spam}"


class Lesson(models.Model):
    """What was learnt from one comment, so that an undo subtracts exactly that, whatever became of the text."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="lesson")
    label = models.CharField(max_length=4, choices=Label)
    tokens = models.BinaryField()  # their numbers, eight bytes each

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.comment_id}: {self.label}"


class Verdict(models.Model):
    """What the learner thought of a comment when it came, for the scoreboard. `blind`: no moderator was shown it."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="verdict")
    score = models.FloatField()
    held = models.BooleanField()  # at the threshold of that day
    blind = models.BooleanField()
    at = models.DateTimeField()
    label = models.CharField(max_length=4, choices=Label, blank=True)  # what a person decided
    labelled_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["-labelled_at"], name="verdict_labelled")]

    def __str__(self):
        return f"{self.comment_id}: {self.score:.2f}"
