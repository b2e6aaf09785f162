"""What the stories of an archive say. The same seed gives the same words."""

import random
from dataclasses import dataclass
from html import escape

WHO = """The council|Ferry crews|The harbour board|Dockers|Three schools|The university|Residents of {place}|The port
|A court in {place}|The hospital|Tram drivers|The city orchestra|Fishermen|The fire service|A committee|Merrow Transit
|The library|Two bakers|The water company|Archaeologists|A jury|The women’s eleven|Allotment holders|The coastguard"""
DID = """votes for|turns down|delays|reopens|buys|sells off|asks for|finds|loses|celebrates|defends|drops|starts|repairs|counts
|inherits|doubts|plans|doubles|halves|studies|moves|saves|forbids|allows|welcomes|gives up|brings back"""
WHAT = """a second bridge|the night ferry|its old pier|a new ward|the winter timetable|cheaper tickets|the flood wall|a market hall
|forty flats|the last cinema|free lunches|a wind farm|the coal quay|a cycle path|the swimming baths|its oldest tree|an archive
|the fish auction|a choir|the tram to {place}|a record harvest|the lighthouse|a broken crane|the town clock|quieter streets"""
WHEN = """after a long night|before the election|for the third time|in a single day|without a word|as prices rise|despite the rain
|by one vote|to everyone’s surprise|at half the cost|while {place} waits|a year late"""
PLACES = """Foundry Hill|Old Quay|Merrow|Saltmarsh|Northgate|Isken|Harbourside|Linden Park|Eastfold|Kiln Lane|St Brannoc|Low Meadow
|Tidewell|Ropewalk|Chandlers Row|Upper Wick|Gull Rock|Marrowstone|Penhallow|Ferry End|Bishop’s Reach|Castle Mound|Mill Race|Stowe"""
SUBJECTS = """ferries|schools|housing|floods|trams|fishing|elections|courts|health|music|theatre|football|rowing|trade|energy|weather
|history|food|parks|policing|taxes|libraries|tourism|shipping|science|wages|roads|rubbish|museums|farming"""
FIRST_NAMES = "Ada|Bram|Cleo|Dov|Esme|Finn|Greta|Hugo|Ines|Jonas|Kaya|Lior|Mara|Nils|Oona|Piet|Rosa|Sven|Tilda|Yusuf"
LAST_NAMES = "Achterberg|Brook|Corrigan|Dahl|Ekwueme|Farrow|Grieve|Hallam|Ilves|Jarrow"


def split(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split("|")]


@dataclass(frozen=True)
class Said:
    """The words of one story, as plain text; `first` is its first paragraph."""

    headline: str
    standfirst: str
    first: str
    kicker: str
    tags: list[int]


class Words:
    """Says one story after another; tags are numbers below `tags`, low ones often, high ones seldom."""

    def __init__(self, seed: str, tags: int):
        self.random, self.tags = random.Random(seed), tags  # noqa: S311  words, not secrets
        lists = {"who": WHO, "did": DID, "what": WHAT, "when": WHEN, "place": PLACES, "subject": SUBJECTS}
        self.lists = {name: split(text) for name, text in lists.items()}

    def say(self) -> Said:
        who, did, what, when = (self._one(name) for name in ("who", "did", "what", "when"))
        place, number = self._one("place"), self.random.randrange(2, 9_000)
        return Said(
            headline=f"{who} {did} {what} {when}",
            standfirst=f"{number:,} people in {place} are concerned. {self._one('who')} {self._one('did')} {what}.",
            first=f"{who} {did} {what} {when}, and {place} is talking of little else. {number:,} names were counted.",
            kicker=self._one("subject").capitalize(),
            tags=sorted({self._seldom() for _ in range(self.random.randrange(1, 5))}),
        )

    def _one(self, name: str) -> str:
        chosen = self.random.choice(self.lists[name])
        return chosen.format(place=self.random.choice(self.lists["place"])) if "{place}" in chosen else chosen

    def _seldom(self) -> int:
        return int(self.tags * self.random.random() ** 3)


def tag_names(count: int) -> list[str]:
    """So many different tags: “Foundry Hill ferries”, then with a year."""
    pairs = [f"{place} {subject}" for subject in split(SUBJECTS) for place in split(PLACES)]
    return [pairs[n % len(pairs)] + (f" {1950 + n // len(pairs)}" if n >= len(pairs) else "") for n in range(count)]


def paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"
