"""The feed of corrections: RSS and Atom, each entry with its note and the changed words.

An entry keeps its name for ever. When its story is taken down, the entry says the day and the kind and nothing else.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from articles import changes, seo
from articles.changes import Changed
from articles.feeds import NEWEST, Stories
from articles.letters import legible


class Corrections(Stories):
    description = "What we got wrong, and what is right."
    subtitle = description
    home = "articles:corrections"

    def name(self, subject) -> str:
        return f"Corrections · {settings.SITE_NAME}"

    title = name

    def items(self, subject) -> list[Changed]:
        editions = list(changes.noted()[:NEWEST])
        return changes.with_texts(editions, changes.live_now(editions))

    def item_title(self, change):
        kind = change.edition.get_change_display()
        return legible(f"{kind}: {change.live.headline}" if change.live else f"{kind} to a story that was taken down")

    def item_description(self, change):
        return legible(change.edition.note) if change.live else ""

    def item_link(self, change):
        return seo.whole(change.live.get_absolute_url()) if change.live else self.item_guid(change)

    def item_guid(self, change):
        return seo.whole(f"{reverse(self.home)}#c{change.key}")

    item_guid_is_permalink = False

    def item_pubdate(self, change):
        return change.edition.live_from

    item_updateddate = item_pubdate

    def item_categories(self, change):
        return [change.edition.get_change_display()]

    def item_enclosures(self, change):
        return []

    def item_extra_kwargs(self, change):
        return {"people": [], "whole": legible(render_to_string("articles/_correction_feed.html", {"change": change}))}
