"""Full-text feeds: RSS 2.0 and Atom of the site, a section, a tag, an author. Always through the door, four queries.

The text of each item was made at publication (`Rendered.feed`). https://www.rssboard.org/rss-specification, RFC 4287.
"""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed

from articles import loading, seo, tree
from articles.forms.search import with_stories
from articles.letters import legible
from articles.models import Change, Edition, SectionAlias, Tag

NEWEST = loading.PAGE
NOTED = "articles/_story_feed.html"


class FullRss(Rss201rev2Feed):
    """RSS with the whole text in `content:encoded` (the content module of RSS 1.0) and each author's name."""

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["people"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["whole"])


class FullAtom(Atom1Feed):
    """Atom with the whole text as the entry's content and every author of a byline."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["whole"], {"type": "html"})


class Moved(Exception):
    """The feed's subject has another address now: `thing` has it."""

    def __init__(self, thing):
        self.thing = thing
        super().__init__(str(thing))


class Stories(Feed):
    """The newest of the whole site, as RSS; the base of all others."""

    feed_type = FullRss
    description = settings.SITE_DESCRIPTION
    home = "articles:home"

    def __call__(self, request, *args, **kwargs):
        """Those who subscribed under an earlier address are led on by one redirect, as on pages."""
        try:
            return super().__call__(request, *args, **kwargs)
        except Moved as moved:
            name = request.path.rpartition("/")[2]
            return HttpResponsePermanentRedirect(f"{moved.thing.get_absolute_url()}{name}")

    def get_object(self, request, **kwargs):
        self.path = request.path
        return self.subject(**kwargs)

    def subject(self):
        return None

    def name(self, subject) -> str:
        return f"{subject.name} · {settings.SITE_NAME}" if subject else settings.SITE_NAME

    title = name

    def link(self, subject):
        return seo.whole(subject.get_absolute_url() if subject else reverse(self.home))

    def feed_url(self, subject):
        return seo.whole(self.path)

    subtitle = description

    door = ""  # of `loading.FEEDS`

    def items(self, subject):
        return loading.for_feed(self.door, subject.pk if subject else 0)

    def item_title(self, edition):
        return legible(edition.headline)

    def item_description(self, edition):
        return legible(edition.standfirst)

    def item_link(self, edition):
        return seo.whole(edition.get_absolute_url())

    item_guid = item_link
    item_guid_is_permalink = True

    def item_pubdate(self, edition):
        return edition.published_at

    def item_updateddate(self, edition):
        return edition.updated_at

    def item_categories(self, edition):
        return [legible(name) for name in (edition.section.name, *(link.tag.name for link in edition.tag_links.all()))]

    def item_enclosures(self, edition):
        picture = edition.lead_picture
        return [Enclosure(seo.whole(picture.url_for(960)), "0", "image/jpeg")] if picture else []

    def item_extra_kwargs(self, edition):
        people = dict.fromkeys(legible(link.name) for link in edition.bylines.all())
        return {"people": list(people), "whole": legible(self._whole(edition))}

    def _whole(self, edition) -> str:
        """The text with what stands above and below it on the story's page: retractions, corrections."""
        noted = edition.rendered.corrections
        if not noted:
            return edition.rendered.feed
        retracted = [each for each in noted if each["kind"] == Change.RETRACTION]
        others = [each for each in noted if each["kind"] != Change.RETRACTION]
        above, below = {"retractions": retracted}, {"corrections": others}
        return "".join([render_to_string(NOTED, above), edition.rendered.feed, render_to_string(NOTED, below)])


class SectionStories(Stories):
    door = "in_section"

    def subject(self, path):
        found = next((each for each in tree.sections().values() if each.path == path), None)
        if found is None:
            raise Moved(get_object_or_404(SectionAlias, path=path).section)
        return found


class TagStories(Stories):
    door = "tagged"

    def subject(self, slug):
        tag = Tag.at(slug)
        if not Edition.objects.live().tagged(tag).exists():
            raise Http404("There are no stories here.")
        if tag.slug != slug:
            raise Moved(tag)
        return tag


class AuthorStories(Stories):
    door = "by_author"

    def subject(self, slug):
        author = with_stories().at(slug)
        if author.slug != slug:
            raise Moved(author)
        return author


def atom(feed: type[Stories]) -> type[Stories]:
    """The same feed as Atom."""
    return type(f"{feed.__name__}Atom", (feed,), {"feed_type": FullAtom})
