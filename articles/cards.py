"""A story on a list, by a mould: its words and dates are the edition's, its section and picture are as they are now."""

from accounts.moulds import Mould
from articles import dates, tree
from articles.models import Edition
from library.markup import picture_html

NAMES = "hue kicker section headline url standfirst byline iso day language direction picture".split()
OF_HIT = "hue section url title snippet byline iso day language direction".split()


def card(
    edition: Edition, level: int, variant="", standfirst=False, picture=False, plain=False, sizes="100vw", eager=False
):
    """The card as HTML: see templates/articles/_card.html for what the options show."""
    section, lead = edition.section, edition.lead_picture
    return _CARD(
        (level, variant, standfirst, plain, lead is not None),
        tree.hue(section),
        edition.kicker,
        section.name if section else "",
        edition.headline,
        edition.get_absolute_url(),
        edition.standfirst if standfirst else "",
        edition.byline if standfirst is True else "",
        dates.iso(edition.published_at),
        dates.day(edition.published_at),
        edition.language,
        edition.direction,
        picture_html(lead, edition.lead_alt, sizes, eager) if picture and lead else "",
    )


def _context(key: tuple, *values) -> dict:
    level, variant, standfirst, plain, has_lead = key
    shown = {"level": level, "variant": variant, "how": standfirst, "plain": plain, "has_lead": has_lead}
    return shown | dict(zip(NAMES, values, strict=True))


_CARD = Mould("articles/_card.html", _context)


def found(hit):
    """A hit of search (`articles.search.Hit`) as HTML: templates/articles/_hit.html."""
    edition = hit.edition
    return _HIT(
        None,
        tree.hue(edition.section),
        edition.section.name,
        edition.get_absolute_url(),
        hit.title,
        hit.snippet,
        edition.byline,
        dates.iso(edition.published_at),
        dates.day(edition.published_at),
        edition.language,
        edition.direction,
    )


def _context_of_hit(_, *values) -> dict:
    return dict(zip(OF_HIT, values, strict=True))


_HIT = Mould("articles/_hit.html", _context_of_hit)
