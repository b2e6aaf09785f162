"""What pages say of stories: days and moments, section colours, the byline, related stories, an author's stories."""

from datetime import datetime

from django import template
from django.http import Http404

from articles import around, body, cards, dates, drawn, story_cards, tree
from articles.forms.search import with_stories
from articles.letters import legible
from articles.loading import page_after
from articles.paging import BadCursor
from articles.related import related_to

register = template.Library()

register.filter("day", dates.day)
register.filter("legible", legible)
register.filter("moment", dates.moment)
register.filter("iso", dates.iso)
register.filter("day_of", dates.day_of)
register.filter("month_of", dates.month_of)


register.simple_tag(cards.card)
register.simple_tag(cards.found, name="hit")
register.filter("plays", body.plays)
register.filter("with_story_cards", story_cards.with_cards)


@register.filter
def instant(text: str) -> datetime:
    """The instant that a piece of JSON tells."""
    return datetime.fromisoformat(text)


@register.simple_tag(takes_context=True)
def masthead(context, section=None, front=False):
    """The top of a page; on a section's own page it is marked as where the reader is."""
    return around.masthead(section or context.get("section"), front, not context.get("edition"))


register.simple_tag(around.footer)
for part in (
    drawn.story_head,
    drawn.story_meta,
    drawn.lead_figure,
    drawn.story_after,
    drawn.author_box,
    drawn.retractions,
):
    register.simple_tag(part)


@register.filter
def hue(section) -> str:
    """The class that sets `--section` to the colour of the main section above this one: “hue-3”."""
    return tree.hue(section)


@register.filter
def lineage(section) -> list:
    """From the main section down to this one."""
    return section.line()[::-1] if section else []


@register.inclusion_tag("articles/_related.html")
def related(edition) -> dict:
    return {"stories": related_to(edition)}


@register.inclusion_tag("articles/_river_page.html", takes_context=True)
def stories_by(context, author) -> dict:
    """A page of an author's stories, from the request's `cursor` on."""
    cursor = context["request"].GET.get("cursor", "")
    try:
        page = page_after("by_author", author.pk, cursor)
    except BadCursor as error:
        raise Http404("no such page") from error
    if not page.items:  # the name alone may tell who writes what is still to come
        raise Http404("There are no stories here.")
    return {"page": page, "cursor": cursor, "first_address": author.get_absolute_url()}


@register.simple_tag
def known_authors():
    """Everybody whom readers can know, with portraits: those in the byline of something live."""
    return with_stories().select_related("picture")
