"""The parts of a story's page around its text, by moulds: where it stands, who wrote it and when, what follows it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from accounts.moulds import Mould, joined
from articles import dates, grammar
from articles.models import Change
from authors.models import Author
from library.markup import picture_html

LEAD_SIZES = "(min-width: 64rem) 50rem, 100vw"


def story_head(edition):
    """Section and series, kicker, headline, standfirst."""
    places = [*(edition.section.line()[::-1] if edition.section else []), *filter(None, [edition.series])]
    named = [(each.name, each.get_absolute_url()) for each in places]
    return _HEAD(get_language(), edition.kicker, edition.headline, edition.standfirst, *_flat(named))


def story_meta(edition):
    """Who wrote it and when, in the site's own language whatever the story's."""
    parts = credits(edition)
    shape = (get_language(), tuple((part["phrase"], len(part["links"])) for part in parts))
    names = [(link.name, link.author.get_absolute_url()) for part in parts for link in part["links"]]
    updated = edition.updated_at if edition.updated_at > edition.published_at else None
    moments = [word for at in (edition.published_at, updated) for word in (dates.iso(at), dates.moment(at))]
    return _META(shape, *moments, str(edition.rendered.minutes), *_flat(names))


def lead_figure(edition):
    """The picture that leads a story, with its caption; nothing where there is none."""
    if not edition.lead_picture:
        return ""
    picture = picture_html(edition.lead_picture, edition.lead_alt, LEAD_SIZES, eager=True)
    return _FIGURE(None, picture, edition.lead_caption, edition.lead_credit)


def story_after(edition):
    """Corrections, the way to former versions, tags, and the people who wrote it."""
    address, noted = edition.get_absolute_url(), [each for each in edition.rendered.corrections if not _retracts(each)]
    corrections = render_to_string("articles/_corrections.html", {"noted": noted, "edition": edition}) if noted else ""
    people = joined(author_box(author) for author in authors_of(edition))
    history = f"{address}history/" if edition.has_history else ""
    tags = [(link.tag.name, link.tag.get_absolute_url()) for link in edition.tag_links.all()]
    return _AFTER(get_language(), corrections, history, people, f"{settings.SITE_URL}{address}", *_flat(tags))


def author_box(author: Author):
    """A person below their story, or on the page of all."""
    portrait = picture_html(author.picture, "", "7rem") if author.picture else ""
    return _BOX(None, author.name, author.get_absolute_url(), author.job_title, author.biography, portrait)


def credits(edition) -> list[dict]:
    """The byline in parts whose names are links: {phrase: “By”, links: [EditionAuthor…]}."""
    parts = []
    for role, phrase in grammar.PHRASES.items():
        if links := [link for link in edition.bylines.all() if link.role == role]:
            parts.append({"phrase": phrase if parts else phrase.capitalize(), "links": links})
    return parts


def authors_of(edition) -> list[Author]:
    """Everybody in the byline, once each, in its order."""
    return list({link.author_id: link.author for link in edition.bylines.all()}.values())


def retractions(edition) -> list[dict]:
    """They stand above a story; corrections and clarifications stand below it."""
    return [each for each in edition.rendered.corrections if _retracts(each)]


def _retracts(noted: dict) -> bool:
    return noted["kind"] == Change.RETRACTION


def _flat(named: list[tuple[str, str]]) -> list[str]:
    return [word for pair in named for word in pair]


def _named(values: tuple[str, ...]) -> list[dict]:
    """Pairs of name and address, from `_flat`."""
    return [{"name": name, "url": url} for name, url in zip(values[::2], values[1::2], strict=True)]


def _context_of_head(language: str, kicker, headline, standfirst, *places) -> dict:
    shown = {"kicker": kicker, "headline": headline, "standfirst": standfirst}
    return shown | {"language": language, "places": _named(places)}


def _context_of_meta(key: tuple, published_iso, published, updated_iso, updated, minutes, *names) -> dict:
    language, shape = key
    links = iter(_named(names))
    parts = [{"phrase": phrase, "links": [next(links) for _ in range(number)]} for phrase, number in shape]
    shown = {"published_iso": published_iso, "published": published, "updated_iso": updated_iso, "updated": updated}
    return shown | {"language": language, "parts": parts, "minutes": minutes}


def _context_of_figure(_, picture, caption, credit) -> dict:
    return {"picture": picture, "caption": caption, "credit": credit}


def _context_of_after(language: str, corrections, history, people, address, *tags) -> dict:
    shown = {"corrections": corrections, "history": history, "people": people, "address": address}
    return shown | {"language": language, "tags": _named(tags)}


def _context_of_box(_, name, url, job_title, biography, portrait) -> dict:
    return {"name": name, "url": url, "job_title": job_title, "biography": biography, "portrait": portrait}


_HEAD = Mould("articles/_story_head.html", _context_of_head)
_META = Mould("articles/_story_meta.html", _context_of_meta)
_FIGURE = Mould("articles/_lead_figure.html", _context_of_figure)
_AFTER = Mould("articles/_story_after.html", _context_of_after)
_BOX = Mould("authors/_author_box.html", _context_of_box)
