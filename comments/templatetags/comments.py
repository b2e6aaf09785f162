"""The conversation below a story: its thread and the form, in two queries."""

from datetime import datetime, timedelta

from django import template
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.links import link_to
from articles import clock, seo
from comments import drawn, openness
from comments.links import shown_as
from comments.moderation import Reason, told
from comments.paging import NEWEST, BadCursor
from comments.policies import policy_for
from comments.threads import conversation

register = template.Library()


@register.simple_tag(takes_context=True)
def replies(context, edition) -> SafeString:
    """The thread of a live edition in the order `sort`, from `replies` on, and “Leave a Reply”. Two queries, three by rank."""
    asked = context["request"].GET
    cursor, sort = asked.get("replies", ""), asked.get("sort", NEWEST)
    policy = policy_for(edition)
    try:
        found = conversation(edition.article_id, cursor, sort, policy.depth)
    except BadCursor as error:
        raise Http404("There is no such page of replies.") from error
    return drawn.replies(edition, found, policy, cursor, sort) if found else ""


@register.simple_tag
def feed_of_replies(edition) -> str:
    """`<link rel=alternate>` for the feed of a story's replies."""
    address = seo.whole(link_to("comments:story-rss", edition.address_id.removeprefix("/")))
    return format_html('<link rel="alternate" type="application/rss+xml" title="Replies" href="{}">', address)


@register.simple_tag
def numbers_address() -> str:
    """Where readers find how comments are moderated; empty while nobody may see it. One query."""
    return link_to("comments:transparency") if openness.is_open() else ""


register.filter("shown_as", shown_as)


@register.filter
def lasting(span: timedelta | None) -> str:
    """“a minute”, “12 minutes”, “5 hours”, “3 days”; “–” for nothing."""
    if span is None:
        return "–"
    minutes = int(span.total_seconds()) // 60
    for size, noun in ((2_880, "day"), (120, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // {"day": 1_440, "hour": 60, "minute": 1}[noun]
            return f"{number} {noun}{'' if number == 1 else 's'}"
    return "a minute"


@register.filter
def waited(since: datetime) -> timedelta:
    return clock.now() - since


@register.filter
def readers(number: int) -> str:
    """“1 reader”, “1,204 readers”."""
    return "1 reader" if number == 1 else f"{number:,} readers"


@register.filter
def reason_label(code: str) -> str:
    return Reason(code).label


register.filter("told", told)
