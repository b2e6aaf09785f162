"""What stands above and below every page, by moulds: drawn anew where the sections, their order or the site's name differ."""

from django.conf import settings

from accounts.links import link_to
from accounts.moulds import Mould
from articles import clock, dates, tree
from articles.models import Section


def masthead(section: Section | None = None, front: bool = False, is_its_page: bool = False):
    """The top of a page: the large one of the front page, or with the section of the page or of its story marked."""
    main, day = section.line()[-1] if section else None, clock.today()
    key = (settings.SITE_NAME, _sections(), day.year, main and main.pk, is_its_page and section == main, front)
    return _MASTHEAD(key, dates.long_day_of(day))


def footer():
    return _FOOTER((settings.SITE_NAME, settings.SITE_DESCRIPTION, _sections(), clock.today().year))


def _sections() -> tuple[tuple, ...]:
    """All of the section tree that is drawn, or on which it depends how: `_tree` makes the rest of it."""
    return tuple((each.pk, each.name, each.path, each.parent_id) for each in tree.sections().values())


def _tree() -> list[tuple]:
    """(id, name, address, colour, what is right below it) of each main section."""
    return [
        (main.pk, main.name, main.get_absolute_url(), tree.hue(main), _below(main)) for main in tree.main_sections()
    ]


def _below(main: Section) -> list[tuple]:
    return [(each.name, each.get_absolute_url()) for each in tree.below(main)]


def _archive(year: int) -> str:
    """The archive's way in: this year's page."""
    return link_to("articles:year", year)


def _context_of_masthead(key: tuple, today: str) -> dict:
    name, _, year, main, is_its_page, front = key
    shown = {"site_name": name, "tree": _tree(), "main": main, "is_its_page": is_its_page, "front": front}
    return shown | {"today": today, "archive": _archive(year)}


def _context_of_footer(key: tuple) -> dict:
    name, description, _, year = key
    return {"site_name": name, "site_description": description, "tree": _tree(), "archive": _archive(year)}


_MASTHEAD = Mould("shared/_masthead.html", _context_of_masthead)
_FOOTER = Mould("shared/_footer.html", _context_of_footer)
