"""Network addresses as they are kept: as codes made with a secret of the month, which is destroyed after sixty days.

With the secret goes the last way to tell which address a code stands for, also for whoever has the whole database.
The address itself is never stored; a network that a moderator has typed (`Sanction`) is no reader's address.
"""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import timedelta

from accounts.prepared import prepared
from articles import clock
from comments.models import MonthlySecret

SCOPE = "secrets of addresses"
KEPT = timedelta(days=60)
HOUSEHOLD = {4: 24, 6: 64}  # bits: who shares them is taken for neighbours
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


def subnet_of(address: str) -> str:
    """“192.0.2.0/24”, “2001:db8::/64”; what is no address stays as it is."""
    found = _address(address)
    return str(ipaddress.ip_network((found, HOUSEHOLD[found.version]), strict=False)) if found else address


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
