"""Slows down those who guess passwords: five attempts in five minutes for one e-mail from one address.

And thirty from one address, whatever the e-mails, so that nobody tries one password on everybody.

An attempt is written down *before* the password is looked at, so that attempts made at the same moment count each
other; success forgets them. Held in the database: every process of every server sees the same count.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.addresses import network_of
from accounts.models import SignInAttempt

LIMIT = 5
WIDE_LIMIT = 30
WINDOW = timedelta(minutes=5)


class TooManyAttempts(Exception):
    """Nobody may try again for `wait` seconds: with one e-mail, or `wide`, from one address at all."""

    def __init__(self, wait: int, *, wide: bool = False):
        super().__init__(f"Wait {wait} seconds.")
        self.wait, self.wide = wait, wide


def count_attempt(email: str, address: str) -> None:
    """Writes this attempt down, or raises TooManyAttempts. The e-mail is kept as a keyed hash only."""
    now = timezone.now()
    SignInAttempt.objects.filter(at__lte=now - WINDOW).delete()
    of_all = _count(_wide_key(address), WIDE_LIMIT, now, wide=True)
    try:
        _count(_key(email, address), LIMIT, now)
    except TooManyAttempts:
        of_all.delete()  # whoever is stopped already does not use up what others may try
        raise


def _count(key: str, limit: int, now: datetime, *, wide: bool = False) -> SignInAttempt:
    attempt = SignInAttempt.objects.create(key=key, at=now)
    others = SignInAttempt.objects.filter(key=key).exclude(pk=attempt.pk).order_by("-at").values_list("at", flat=True)
    earlier = list(others[:limit])
    if len(earlier) == limit:
        attempt.delete()
        raise TooManyAttempts(max(1, round((earlier[-1] + WINDOW - now).total_seconds())), wide=wide)
    return attempt


def forget_attempts(email: str, address: str) -> None:
    """After a success: the next mistake is the first again. Guesses at other accounts stay counted."""
    own, _ = SignInAttempt.objects.filter(key=_key(email, address)).delete()
    wide = SignInAttempt.objects.filter(key=_wide_key(address)).order_by("-at").values_list("pk", flat=True)[:own]
    SignInAttempt.objects.filter(pk__in=list(wide)).delete()


def _key(email: str, address: str) -> str:
    return salted_hmac("accounts.throttle", f"{email.strip().lower()} {address}", algorithm="sha256").hexdigest()


def _wide_key(address: str) -> str:
    return salted_hmac("accounts.throttle.wide", network_of(address), algorithm="sha256").hexdigest()
