"""Readers who are known by proof: how an address is proved, what hangs on it, and what its owner may ask for."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles import clock
from comments.links import mail_domain
from comments.models import Comment, Commenter, ConfirmationMail, State
from comments.signals import announce

COOLING = timedelta(hours=24)
MAILS_OF_A_SUBNET = 20  # confirmation mails that one network may ask for in a day


def email_key(email: str) -> str:
    """Finds a person by address without keeping the address."""
    known = f"{email.strip().rpartition('@')[0].lower()}@{mail_domain(email.strip())}"
    return salted_hmac("comments.email", known, settings.SECRET_KEY, algorithm="sha256").hexdigest()


def find(email: str) -> Commenter | None:
    return Commenter.objects.filter(email_key=email_key(email)).first()


# Proving an address


@transaction.atomic
def ask(email: str, subnet: str, *, comment: Comment | None = None, replies: str = "") -> bool:
    """Has a link mailed to the address, to prove it and to open one's own page; `comment` and the wish to hear of
    `replies` wait for the proof. False where none is sent: one mail a day for an address, few for a network.
    """
    if not _may_ask(email_key(email), subnet):
        return False
    person, _ = Commenter.objects.get_or_create(email_key=email_key(email), defaults={"email": email})
    if not person.email:  # was erased, and comes back
        Commenter.objects.filter(pk=person.pk).update(email=email)
    announce("confirm", person.pk, comment=comment.public_id if comment else "", replies=replies)
    return True


def _may_ask(key: str, subnet: str) -> bool:
    now = clock.now()
    lately = ConfirmationMail.objects.filter(subnet_key=subnet, at__gt=now - timedelta(days=1))
    if lately[:MAILS_OF_A_SUBNET].count() >= MAILS_OF_A_SUBNET:
        return False
    try:
        with transaction.atomic():
            ConfirmationMail.objects.create(email_key=key, day=timezone.localdate(now), subnet_key=subnet, at=now)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def confirm(person: Commenter, comment: str = "", replies: str = "") -> None:
    """The owner of the address has pressed the button: it is proved, and with it the comment that led here."""
    now = clock.now()
    Commenter.objects.filter(pk=person.pk, confirmed_at=None).update(confirmed_at=now)
    unproved(person).filter(public_id=comment).update(commenter=person, proved_at=now)
    if replies in Commenter.Replies.values:
        Commenter.objects.filter(pk=person.pk).update(replies=replies)
    person.refresh_from_db()


def unproved(person: Commenter) -> QuerySet[Comment]:
    """Comments that somebody signed with this address, and nobody has proved."""
    signed = Comment.objects.signed_with(person.email)
    return signed.filter(commenter=None, user=None).exclude(state=State.ERASED)


def claim(person: Commenter) -> int:
    """The owner of the address says that all of them are theirs."""
    return unproved(person).update(commenter=person, proved_at=clock.now())


# What its owner may ask for


def own(person: Commenter) -> QuerySet[Comment]:
    return Comment.objects.filter(commenter=person).order_by("-pk")


def set_mails(person: Commenter, replies: str, *, decisions: bool) -> None:
    person.replies = replies if replies in Commenter.Replies.values else Commenter.Replies.OFF
    person.tell_decisions = decisions
    person.save(update_fields=["replies", "tell_decisions"])


def mute(person: Commenter) -> None:
    """No mail any more, but those that somebody asks for."""
    set_mails(person, Commenter.Replies.OFF, decisions=False)


def end_keys(person: Commenter) -> None:
    """Every link and every key in a browser is worthless from now on."""
    person.generation += 1
    person.save(update_fields=["generation"])


@transaction.atomic
def ask_to_erase(person: Commenter) -> None:
    """Everything is erased a day from now, unless the wish is taken back: a link may be in the wrong hands."""
    if person.erase_after is None:
        person.erase_after = clock.now() + COOLING
        person.save(update_fields=["erase_after"])
        announce("erasing", person.pk)


def keep(person: Commenter) -> None:
    person.erase_after = None
    person.save(update_fields=["erase_after"])
