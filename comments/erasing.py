"""Erasing: the words and the person go, the place in the conversation and the fact that something was decided stay."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts import audit
from comments import moderation
from comments.models import (
    Appeal,
    Comment,
    Commenter,
    CommentRevision,
    ConfirmationMail,
    Message,
    ModerationEvent,
    PersonNote,
    ReplyNotice,
    Report,
    RuleHit,
    Sanction,
    State,
)
from comments.people import email_key

TRIES = 5
PORTION = 1_000  # comments that are emptied in one transaction
NOTHING = {
    "name": "", "email": "", "website": "", "text": "", "commenter": None, "proved_at": None, "user": None,
    "client_key": None, "address_key": "", "subnet_key": "",
    "network_key": None, "typed_for": None, "trapped": None, "fingerprint": "", "score": None,
}  # fmt: skip
LEFTOVERS = ("hits", "notices", "revisions", "reports")  # rows about a comment that hold words of somebody


def erase(comment: Comment, *, by=None, kind: str = "") -> None:
    """One comment, for ever. `by` is the colleague who does it, None when its author or a rule does."""
    kind = kind or (ModerationEvent.Kind.PERSON if by else ModerationEvent.Kind.AUTHOR)
    for attempt in range(TRIES):
        try:
            return _erase(comment, by, kind)
        except moderation.Conflict:  # somebody decided at the same moment
            if attempt == TRIES - 1:
                raise
            comment = Comment.objects.get(pk=comment.pk)
    raise AssertionError  # the last try returns or raises


@transaction.atomic
def _erase(comment: Comment, by, kind: str) -> None:
    if comment.state != State.ERASED:
        moderation.decide(comment, State.ERASED, by=by, seen=comment.version, kind=kind)
    Comment.objects.filter(pk=comment.pk).update(**NOTHING, reported=0)
    for name in LEFTOVERS:
        getattr(comment, name).all().delete()
    Message.objects.filter(event__comment=comment).delete()
    Appeal.objects.filter(comment=comment).lose_words()
    ModerationEvent.objects.filter(comment=comment).exclude(note="").update(note="")


def comments_of(email: str):
    """Every comment that was signed with this address, or proved by its owner."""
    known = list(Commenter.objects.filter(email_key=email_key(email)).values_list("pk", flat=True))
    found = Comment.objects.alias(signed=Lower("email")).filter(Q(signed=email.lower()) | Q(commenter__in=known))
    return found.exclude(state=State.ERASED).order_by("pk")


def erase_person(email: str, *, by=None, only_proved: bool = False) -> int:
    """Everything that belongs to an address; with `only_proved` not what others have signed with it. Gives the count."""
    found = comments_of(email).filter(commenter__isnull=False) if only_proved else comments_of(email)
    numbers = list(found.values_list("pk", flat=True))
    for number in numbers:
        erase(Comment.objects.get(pk=number), by=by)
    _forget(email, by)
    return len(numbers)


@transaction.atomic
def _forget(email: str, by) -> None:
    """The person behind the address. A ban that still holds needs the address's code, and keeps it."""
    key = email_key(email)
    for person in Commenter.objects.filter(email_key=key):
        ReplyNotice.objects.filter(commenter=person).delete()
        Comment.objects.filter(commenter=person).update(commenter=None, proved_at=None)
        person.delete()
    PersonNote.objects.filter(email_key=key).delete()
    ConfirmationMail.objects.filter(email_key=key).delete()
    Sanction.objects.filter(scope=Sanction.Scope.ADDRESS, value=key).exclude(
        pk__in=Sanction.objects.active().values("pk")
    ).delete()
    Sanction.objects.filter(scope=Sanction.Scope.ADDRESS, value=key).update(note="", comment=None)
    if by is not None:
        audit.record("erase_person", by=by)


def forget_words(comments) -> int:
    """Retention: what was refused long ago loses its words and its person; its fingerprint still finds a repetition.

    By portions, each in its own transaction, until nothing is left.
    """
    due = comments.exclude(text="").order_by("pk").values_list("pk", flat=True)
    return sum(map(_forget_words_of, iter(lambda: list(due[:PORTION]), [])))


def _forget_words_of(numbers: list[int]) -> int:
    kept = {name: value for name, value in NOTHING.items() if name != "fingerprint"}
    with transaction.atomic():
        RuleHit.objects.filter(comment__in=numbers).delete()
        Report.objects.filter(comment__in=numbers).exclude(text="").update(text="")
        Appeal.objects.filter(comment__in=numbers).lose_words()
        ModerationEvent.objects.filter(comment__in=numbers).exclude(note="").update(note="")
        emptied = Comment.objects.filter(pk__in=numbers).update(**kept)
        CommentRevision.objects.filter(comment__in=numbers).delete()
        return emptied
