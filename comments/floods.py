"""How many comments may come from one place: address, neighbourhood, large network, story, site."""

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


OWN = {"flood_address": "address", "flood_subnet": "subnet", "flood_network": "network"}  # by what of a trace


def limits_for(sender, article_id: int) -> tuple[list[Limit], list[Limit]]:
    """Those that are switched on, of the sender and of all, the narrowest first: everybody takes them in this order, so
    nobody waits crosswise. A flood that is stopped at its own does not take those of all.
    """
    traces = [trace for trace in (sender.before, sender.trace) if trace]
    own = [(rule, getattr(trace, part)) for rule, part in OWN.items() for trace in traces]
    return _switched_on(own), _switched_on([("flood_article", str(article_id)), ("flood_site", "site")])


def _switched_on(places: list[tuple[str, str]]) -> list[Limit]:
    settings = current()
    return [
        Limit(rule, key, numbers["number"], timedelta(minutes=numbers["minutes"]))
        for rule, key in places
        if key and settings[rule].is_on and (numbers := settings[rule].numbers)
    ]
