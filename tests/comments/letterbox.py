"""What readers find in their mail: letters that the worker has sent, and the links in them."""

import re
from datetime import timedelta

import time_machine
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tests.newsroom.deeds import work

LINK = re.compile(rf"{re.escape(settings.SITE_URL)}(/\S+)")
COLLEAGUES = "@news.example"  # whom the desk's own mails go to
LATER = timedelta(minutes=15)


def delivered(*, later: bool = False) -> list:
    """The letters that leave now, or (`later`) once second thoughts are over. What had left before is forgotten."""
    mail.outbox.clear()
    if later:
        with time_machine.travel(timezone.now() + LATER):
            work()
    else:
        work()
    return [letter for letter in mail.outbox if not letter.to[0].endswith(COLLEAGUES)]


def links_in(letter) -> list[str]:
    return LINK.findall(letter.body)
