"""Network addresses as they are kept: as codes made with a secret of the month, which is destroyed after sixty days.

With the secret goes the last way to tell which address a code stands for, also for whoever has the whole database.
The address itself is never stored; a network that a moderator has typed (`Sanction`) is no reader's address.
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.prepared import prepared
from articles import clock
from comments.models import MonthlySecret

SCOPE = "secrets of addresses"
KEPT = timedelta(days=60)
A_DAY = timedelta(days=1)  # as long as the longest time within which comments are counted
HOUSEHOLD = {4: 24, 6: 64}  # bits: who shares them is taken for neighbours
LARGE = {6: 48}  # bits: who shares them may be one customer
WIDEST = {4: 16, 6: 32}  # wider networks hold whole countries


def address_key(address: str) -> str:
    return _code(secret(), f"address {address}")


def subnet_key(address: str) -> str:
    return _code(secret(), f"subnet {subnet_of(address)}")


def known_address_keys(address: str) -> list[str]:
    """Every code that `address` has or had, as far as secrets are left."""
    return [_code(each.secret, f"address {address}") for each in _known()]


def known_subnet_keys(address: str) -> list[str]:
    """Every code that the network of `address` has or had, as far as secrets are left."""
    subnet = subnet_of(address)
    return [_code(each.secret, f"subnet {subnet}") for each in _known()]


@dataclass(frozen=True)
class Trace:
    """The codes of an address, of its neighbourhood and of the large network around it, all of one month."""

    address: str
    subnet: str = ""
    network: str = ""


def trace_of(address: str) -> Trace:
    return _trace(secret(), address)


def trace_before(address: str) -> Trace | None:
    """What it was a day ago, on the first day of a month; else None, as it is the same.

    Whoever counts by codes counts by both: else midnight would give everybody a second time.
    """
    then, now = (f"{at:%Y-%m}" for at in (clock.now() - A_DAY, clock.now()))
    earlier = next((each.secret for each in _known() if each.month == then != now), None)
    return _trace(earlier, address) if earlier else None


def _trace(secret: str, address: str) -> Trace:
    large = _around(address, LARGE)
    return Trace(
        _code(secret, f"address {address}"),
        _code(secret, f"subnet {subnet_of(address)}"),
        _code(secret, f"address {large}") if large else "",
    )


def subnet_of(address: str) -> str:
    """“192.0.2.0/24”, “2001:db8::/64”; what is no address stays as it is."""
    return _around(address, HOUSEHOLD) or address


def _around(address: str, sizes: dict[int, int]) -> str:
    found = _address(address)
    if not found or found.version not in sizes:
        return ""
    return str(ipaddress.ip_network((found, sizes[found.version]), strict=False))


def networks_of(address: str) -> list[str]:
    """Every network that `address` lies in and that can be named in a sanction."""
    found = _address(address)
    if not found:
        return []
    number, whole, longest = type(found), int(found), found.max_prefixlen
    sizes = range(WIDEST[found.version], longest + 1)
    return [f"{number(whole >> longest - bits << longest - bits)}/{bits}" for bits in sizes]


def secret() -> str:
    """The secret of this month; made when it is first asked for."""
    month = f"{clock.now():%Y-%m}"
    for known in _known():
        if known.month == month:
            return known.secret
    made = {"secret": secrets.token_hex(32), "made_at": clock.now()}
    clock.scope().pop(SCOPE, None)
    return MonthlySecret.objects.get_or_create(month=month, defaults=made)[0].secret


def told_until(at: datetime) -> datetime | None:
    """How long the codes that were made at `at` can be told: until their secret is destroyed. None if it is gone."""
    made_at = next((each.made_at for each in _known() if each.month == f"{at:%Y-%m}"), None)
    return made_at and made_at + KEPT


def _known() -> list[MonthlySecret]:
    """All that are left, two or three; asked once for a request."""
    scope = clock.scope()
    if SCOPE not in scope:
        scope[SCOPE] = _secrets()
    return scope[SCOPE]


@prepared
def _secrets():
    return MonthlySecret.objects.all()


def destroy_old_secrets() -> int:
    return MonthlySecret.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]


def _address(address: str):
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _code(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
