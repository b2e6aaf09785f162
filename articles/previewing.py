"""Links to a text that is not public, for somebody who cannot sign in: a lawyer, a source, a photographer.

A link shows the text as it was when the link was made, and never a later one: what is typed afterwards was not meant for
the person who holds it. It ends at its hour, when it is revoked, and with the first change of what readers see of the
story; all three are questions to the clock, so no job has to run.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.crypto import constant_time_compare

from articles import clock, ledger
from articles.models import Article, Edition, PreviewLink, Revision
from articles.refusals import Refused
from articles.state import public_state
from articles.turn import check_owner, permit

LASTING = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
LENGTH = 43  # letters of 32 random bytes


def share(article: Article, *, by, revision: Revision, lasts: str) -> tuple[PreviewLink, str]:
    """A new link to exactly this text, with its token, which is not kept. Refuses: killed, readable_already, other_article."""
    permit(by, "share_preview", article)
    check_owner(article, revision)
    if article.killed_at:
        raise Refused("killed")
    live = public_state(article, clock.read()).current
    if live and live.digest == revision.digest:
        raise Refused("readable_already")
    token = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        _keep(revision)
        at = clock.read()
        link = PreviewLink.objects.create(
            article=article, revision=revision, token_hash=_hash(token), by=by, at=at, expires_at=at + LASTING[lasts]
        )
        data = {"link": link.pk, "revision": revision.pk, "until": link.expires_at.isoformat()}
        ledger.append(article, "share_preview", by=by, at=at, data=data)
    return link, token


def revoke(link: PreviewLink, *, by) -> None:
    """Ends a link now. Refuses: not_open."""
    permit(by, "share_preview", link.article)
    with transaction.atomic(durable=True):
        at = clock.read()
        open_ones = PreviewLink.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=at)
        if not open_ones.update(revoked_at=at, revoked_by=by):
            raise Refused("not_open")
        ledger.append(link.article, "revoke_preview", by=by, at=at, data={"link": link.pk})


def _keep(revision: Revision) -> None:
    """A text that somebody was shown is no longer rolled over by the next save."""
    Revision.objects.filter(pk=revision.pk, kind=Revision.Kind.ROLLING).update(kind=Revision.Kind.SAVED)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(token: str) -> PreviewLink | None:
    """The link of this token, open or not. What is looked up is a hash, so the time it takes tells nothing of any token."""
    wanted = _hash(token)
    link = links().select_related("article").filter(token_hash=wanted).first() if len(token) == LENGTH else None
    return link if link and constant_time_compare(link.token_hash, wanted) else None


def links(at: datetime | None = None):
    """Every link with `moved` (what readers see of the story has changed since), `opened` (how often) and `last_opened`."""
    at = at or clock.now()
    began = Q(live_from__gt=OuterRef("at"), live_from__lte=at)
    ended = Q(live_until__gt=OuterRef("at"), live_until__lte=at)
    moved = Edition.objects.filter(began | ended, article=OuterRef("article")).order_by()
    counted = {"opened": Count("openings"), "last_opened": Max("openings__at")}
    return PreviewLink.objects.select_related("revision__by", "by").annotate(moved=Exists(moved), **counted)


def why_ended(link: PreviewLink, at: datetime | None = None) -> str:
    """Why a link from `links` no longer opens, in words for the desk; empty while it does."""
    at = at or clock.now()
    if link.revoked_at:
        return "revoked"
    if link.expires_at <= at:
        return "expired"
    if link.moved or link.article.killed_at:
        return "ended, because what readers see of the story has changed"
    if link.article.trashed_at:
        return "ended, because the story is in the trash"
    return ""
