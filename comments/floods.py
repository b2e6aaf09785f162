"""Where a comment comes from, and how many may come from there: address, neighbourhood, large network, story, site."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from comments.counters import Limit
from comments.rules.settings import current

REFUSED = {  # how a reader is told, by the rule
    "flood_address": "flood",
    "flood_subnet": "flood",
    "flood_network": "flood",
    "flood_article": "rush",
    "flood_site": "rush",
}


@dataclass(frozen=True)
class Whence:
    """A network address and what is around it, as text. Of IPv6 a household has 64 bits and a site 48; IPv4 has a /24."""

    address: str
    subnet: str = ""
    network: str = ""

    @classmethod
    def of(cls, address: str) -> "Whence":
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return cls(address)
        found = getattr(found, "ipv4_mapped", None) or found
        if found.version == 4:
            return cls(str(found), _around(found, 24))
        return cls(str(found), _around(found, 64), _around(found, 48))


def _around(address, bits: int) -> str:
    return str(ipaddress.ip_network((address, bits), strict=False))


def limits_for(sender, article_id: int) -> tuple[list[Limit], list[Limit]]:
    """Those that are switched on, of the sender and of all, the narrowest first: everybody takes them in this order, so
    nobody waits crosswise. A flood that is stopped at its own does not take those of all.
    """
    own = {"flood_address": sender.key, "flood_subnet": sender.subnet, "flood_network": sender.network}
    return _switched_on(own), _switched_on({"flood_article": str(article_id), "flood_site": "site"})


def _switched_on(keys: dict[str, str]) -> list[Limit]:
    settings = current()
    return [
        Limit(rule, key, numbers["number"], timedelta(minutes=numbers["minutes"]))
        for rule, key in keys.items()
        if key and settings[rule].is_on and (numbers := settings[rule].numbers)
    ]
