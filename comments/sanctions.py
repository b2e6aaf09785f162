"""Bans and suspensions: of a proved address, a mail domain, a network. Each can be lifted, with all that it did.

Whoever has proved a banned address is refused. Where the address is only typed the comment is held and says so to the
moderator alone: else everybody could find out who is banned, and ban others by signing with their address.
"""

import ipaddress
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit
from accounts.prepared import filled, prepared
from articles import clock, limits
from comments import moderation, network
from comments.links import HOST, ascii_host, mail_domain
from comments.models import Comment, Sanction, State
from comments.people import email_key

PERMISSION = "comments.ban"
Scope = Sanction.Scope
AT_ONCE = 500  # comments that one sanction takes along
HIT = "sanctioned"
OPEN = {"pending": "reject", "approved": "remove"}  # what becomes of a banned person's comments, if that is asked for


class NotEverywhere(PermissionDenied):
    """Somebody may ban, but their roles hold in some sections only. `sentence` is what they read."""

    sentence = (
        "A ban holds for the whole site. It is imposed and lifted by moderators, editors and administrators whose roles "
        "hold in every section; yours hold in some. Ask one of them, or decide on the comment alone."
    )


class Unfit(ValueError):
    """What was typed names no domain or network that can be banned. The message is for the moderator."""


def domain_of(typed: str) -> str:
    """“spam.example” of “@Spam.Example”. Raises Unfit."""
    domain = typed.strip().lower().removeprefix("@")
    try:
        domain = ascii_host(domain)
    except UnicodeError:
        domain = ""
    if not HOST.fullmatch(domain):
        raise Unfit("Write a mail domain like mail.example.")
    return domain


def network_named(typed: str) -> str:
    """“192.0.2.0/24” of what was typed. Raises Unfit, also for networks that hold whole countries."""
    if not re.fullmatch(r"[0-9A-Fa-f.:/]{2,49}", typed.strip()):
        raise Unfit("Write a network like 192.0.2.0/24 or 2001:db8::/48.")
    try:
        found = ipaddress.ip_network(typed.strip(), strict=False)
    except ValueError as error:
        raise Unfit("Write a network like 192.0.2.0/24 or 2001:db8::/48.") from error
    if found.version == 6 and found.prefixlen >= 96 and (inner := found.network_address.ipv4_mapped):
        found = ipaddress.ip_network((inner, found.prefixlen - 96))  # as the addresses in it are told
    if found.prefixlen < network.WIDEST[found.version]:
        raise Unfit(f"That is too wide: /{network.WIDEST[found.version]} is the most that can be banned at once.")
    return str(found)


# Who is meant


@dataclass(frozen=True)
class Standing:
    """What is imposed on whoever sent a comment: the sanction that refuses it, and the one on the address that was typed."""

    refusal: Sanction | None
    on_address: Sanction | None


def refusal_for(sender, email: str) -> Sanction | None:
    """The sanction that keeps this sender from commenting, or None."""
    return standing_of(sender, email).refusal


def standing_of(sender, email: str) -> Standing:
    """One query, and one more for the secrets of addresses where this request has not asked for them yet."""
    domains = _above(mail_domain(email))
    networks = network.networks_of(sender.address) if sender.address else []
    codes = network.known_subnet_keys(sender.address) if sender.address else []
    proved, typed = sender.commenter and sender.commenter.email_key, email and email_key(email)
    people = [each for each in (proved, typed) if each]
    found = _naming(clock.now(), *map(filled, (domains, networks, codes, people)))
    refusals = [each for each in found if each.scope != Scope.ADDRESS or each.value == proved]
    typed_ones = [each for each in found if each.scope == Scope.ADDRESS and each.value == typed]
    return Standing(*(next(iter(each), None) for each in (refusals, typed_ones)))


@prepared
def _naming(at, domains, networks, codes, people):
    named = Q(scope=Scope.DOMAIN, value__in=domains) | Q(scope=Scope.NETWORK, value__in=networks)
    named |= Q(scope=Scope.CODE, value__in=codes) | Q(scope=Scope.ADDRESS, value__in=people)
    return Sanction.objects.active(at).filter(named)


def _above(domain: str) -> Iterator[str]:
    """The domain and every domain that it lies in, but for the last part alone."""
    parts = domain.split(".")
    return (".".join(parts[at:]) for at in range(max(len(parts) - 1, 1)))


def on_address(email: str) -> Sanction | None:
    """A sanction on the person with this address, proved or not: for the moderator's eyes."""
    return next(iter(_on_person(clock.now(), email_key(email))), None) if email else None


@prepared
def _on_person(at, key):
    return Sanction.objects.active(at).filter(scope=Scope.ADDRESS, value=key)[:1]


def values_of(comment: Comment) -> dict[str, str]:
    """By what the author of a comment is known, by scope; that of an erased one by nothing."""
    found = {
        Scope.ADDRESS: email_key(comment.email) if comment.email else "",
        Scope.DOMAIN: mail_domain(comment.email),
        Scope.CODE: comment.subnet_key,
    }
    return {str(scope): value for scope, value in found.items() if value}


def bannable(comment: Comment) -> dict[str, str]:
    """Those of them by which a ban would still find somebody: the network of an old comment can be told no more."""
    is_told = network.told_until(comment.created_at) is not None
    return {scope: value for scope, value in values_of(comment).items() if is_told or scope != Scope.CODE}


def comments_of(scope: str, value: str, comment: Comment | None = None) -> QuerySet[Comment]:
    """The comments that came from whoever is meant. An address is found by the comment it was taken from."""
    if scope == Scope.DOMAIN:
        return Comment.objects.filter(Q(email__iendswith=f"@{value}") | Q(email__iendswith=f".{value}"))
    if scope == Scope.CODE:
        return Comment.objects.filter(subnet_key=value)
    if scope == Scope.ADDRESS and comment and comment.email:
        return Comment.objects.signed_with(comment.email)
    return Comment.objects.none()


# Verbs


@transaction.atomic
def impose(
    scope: str,
    value: str,
    *,
    by,
    reason: str,
    until: datetime | None = None,
    note: str = "",
    comment: Comment | None = None,
) -> Sanction:
    """Bans, or suspends `until` then; the network of a comment no longer than its code can be told.

    Raises PermissionDenied, NotEverywhere, moderation.ReasonMissing.
    """
    permit(by)
    if reason not in moderation.Reason.values:
        raise moderation.ReasonMissing("Choose a reason.")
    if scope == Scope.CODE:
        end = network.told_until(comment.created_at) or clock.now()
        until = min(until or end, end)
    made = Sanction.objects.create(
        scope=scope, value=value, by=by, reason=reason, until=until, note=note.strip()[:1000], comment=comment,
        at=clock.now(),
    )  # fmt: skip
    audit.record("ban", by=by, about=made, note=moderation.Reason(reason).label)
    return made


def clear(sanction: Sanction, states: list[str], *, by) -> moderation.Outcome:
    """Rejects (held) or removes (public) the comments of whoever is banned, as one batch that can be undone."""
    permit(by)
    batch = sanction.batch or uuid.uuid4()
    Sanction.objects.filter(pk=sanction.pk).update(batch=batch)
    sanction.batch = batch
    outcome = moderation.Outcome(batch)
    for state in [each for each in states if each in OPEN]:
        found = comments_of(sanction.scope, sanction.value, sanction.comment).filter(state=state)
        chosen = dict(found.order_by("pk").values_list("public_id", "version")[:AT_ONCE])
        done = moderation.act_on_all(OPEN[state], chosen, by=by, reason=sanction.reason, batch=batch)
        outcome.done += done.done
        outcome.skipped += done.skipped
    return outcome


def lift(sanction: Sanction, *, by, bring_back: bool = False) -> moderation.Outcome | None:
    """Ends it; with `bring_back` its comments are again what they were, wherever nothing has happened since."""
    permit(by)
    with transaction.atomic():
        lifted = Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(lifted_at=clock.now(), lifted_by=by)
        if lifted:
            audit.record("lift_ban", by=by, about=sanction)
    return moderation.undo_all(sanction.batch, by=by) if bring_back and sanction.batch else None


def open_counts(scope: str, value: str, comment: Comment | None) -> dict[str, int]:
    """How many comments `clear` would find by state, up to AT_ONCE each."""
    found = comments_of(scope, value, comment)
    return {state: found.filter(state=state).order_by()[:AT_ONCE].count() for state in (State.PENDING, State.APPROVED)}


def may_ban(user) -> bool:
    """A ban holds everywhere, so only those whose roles do may impose and lift it."""
    return limits.may_everywhere(user, PERMISSION)


def permit(by) -> None:
    """Raises PermissionDenied, NotEverywhere."""
    if not by.has_perm(PERMISSION):
        raise PermissionDenied(PERMISSION)
    if not may_ban(by):
        raise NotEverywhere(PERMISSION)
