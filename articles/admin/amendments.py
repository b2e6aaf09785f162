"""Which saved texts came of an amendment of the live text, and what each of them is: three may be made in one second."""

import json
from dataclasses import dataclass

from articles.amending import PLACES
from articles.models import Article, Event

KNOWN = 200  # amendments of a story that are looked at


@dataclass(frozen=True)
class Text:
    """A text that an amendment made of the one `before` it; `label` says where it stands."""

    label: str
    before: int | None
    after: int


def of_event(event: Event) -> list[Text]:
    made = json.loads(event.data).get("texts", {}) if event.verb == "amend" else {}
    return [Text(PLACES[place], *pair) for place, pair in made.items()]


def texts_of(story: Article) -> dict[int, Text]:
    """Each by its number. One query."""
    events = story.events.filter(verb="amend")[:KNOWN]
    return {text.after: text for event in events for text in of_event(event)}
