"""Feeds of what readers say: of the whole site, and below one story. Through the door, so that what is hidden is not there."""

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from articles import seo
from articles.feeds import Stories
from articles.letters import legible
from comments import posting
from comments.links import paragraphs
from comments.models import Comment
from comments.posting import Refused

NEWEST = 30


class Replies(Stories):
    """The newest visible comments of the whole site, as RSS. Two queries."""

    description = "What readers say."
    subtitle = description

    def name(self, subject) -> str:
        return f"Replies · {settings.SITE_NAME}"

    title = name

    def items(self, subject):
        return Comment.objects.latest(NEWEST)

    def item_title(self, comment):
        return legible(f"{comment.name} on “{comment.story_headline}”")

    def item_description(self, comment):
        return ""

    def item_link(self, comment):
        return seo.whole(comment.get_absolute_url())

    item_guid = item_link

    def item_pubdate(self, comment):
        return comment.created_at

    def item_updateddate(self, comment):
        return comment.edited_at or comment.created_at

    def item_categories(self, comment):
        return []

    def item_enclosures(self, comment):
        return []

    def item_extra_kwargs(self, comment):
        whole = render_to_string("comments/_text.html", {"text": paragraphs(comment.text)})
        return {"people": [legible(comment.name)], "whole": legible(whole.strip())}


class StoryReplies(Replies):
    """Those below one story; an address of a story that is not public answers as the story does."""

    def __call__(self, request, *args, **kwargs):
        try:
            return super().__call__(request, *args, **kwargs)
        except Refused as refused:
            return HttpResponse("This story is not public.", "text/plain", refused.status)

    def subject(self, story):
        return posting.story_at(f"/{story}")

    def name(self, edition) -> str:
        return legible(f"Replies to “{edition.headline}” · {settings.SITE_NAME}")

    title = name

    def items(self, edition):
        return Comment.objects.latest(NEWEST, article=edition.article_id)

    def link(self, edition):
        return seo.whole(f"{edition.get_absolute_url()}#replies")

    def feed_url(self, edition):
        return seo.whole(reverse("comments:story-rss", args=[edition.address_id.removeprefix("/")]))
