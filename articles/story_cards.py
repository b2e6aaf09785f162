"""Cards of other stories in a text: they follow the live headline, and show nothing of a story that readers cannot read.

At publication only the other story's number is known to be wanted; what its card says is asked for with the page.
"""

import re

from django.template.loader import render_to_string

from articles import body
from articles.models import Edition

PLACE = re.compile(re.escape(body.STORY_PLACE).replace("@", r"(\d{1,18})"))


def with_cards(html: str) -> str:
    """The public HTML of a body with the cards of the stories that it names. One query when it names one."""
    numbers = {int(number) for number in PLACE.findall(html)}
    live = {edition.article_id: edition for edition in live_ones(numbers)} if numbers else {}
    return PLACE.sub(lambda found: _card(live.get(int(found[1]))), html)


def without_cards(html: str) -> str:
    return PLACE.sub("", html)


def live_ones(numbers):
    return Edition.objects.live().filter(article__in=numbers).with_section().select_related("address")


def _card(edition: Edition | None) -> str:
    return render_to_string("articles/_story_card.html", {"edition": edition}).strip() if edition else ""


def known(html: str) -> dict[int, str]:
    """The live headlines of the stories whose cards stand in a text, for its editor. What is not live has none."""
    try:
        numbers = body.stories_in(html) if "data-story" in html else []
    except body.TooLarge:
        return {}
    return dict(live_ones(numbers).values_list("article_id", "headline")) if numbers else {}


def suggested(own, words: str, most: int) -> list[dict]:
    """Stories to make a card of: live ones, and those that this person may open, each by a part of its headline."""
    live = Edition.objects.live().filter(headline__icontains=words).order_by("-published_at", "-article_id")[:most]
    found = {
        edition.article_id: {"id": edition.article_id, "headline": edition.headline, "live": True} for edition in live
    }
    for story in (
        own.filter(headline__icontains=words).exclude(pk__in=found).order_by("-saved_at")[: most - len(found)]
    ):
        if not Edition.objects.live().filter(article=story.pk).exists():
            found[story.pk] = {"id": story.pk, "headline": str(story), "live": False}
    return list(found.values())
