"""What stands above and below every page, by moulds: drawn anew where the sections, their order or the site's name differ."""

from django.conf import settings
from django.urls import reverse

from accounts.moulds import Mould
from articles import clock, dates, tree
from articles.models import Section


def masthead(section: Section | None = None, front: bool = False, is_its_page: bool = False):
    """The top of a page: the large one of the front page, or with the section of the page or of its story marked."""
    main = section.line()[-1] if section else None
    key = (settings.SITE_NAME, _sections(), main and main.pk, is_its_page and section == main, front)
    return _MASTHEAD(key, dates.long_day_of(clock.today()), _archive())


def footer():
    return _FOOTER((settings.SITE_NAME, settings.SITE_DESCRIPTION, _sections()), _archive())


def _archive() -> str:
    """The archive's way in: this year's page."""
    return reverse("articles:year", args=[clock.today().year])


def _sections() -> tuple[tuple, ...]:
    """The section tree as what is drawn of it: (id, name, address, colour, what is right below it)."""
    scope = clock.scope()
    if "drawn_sections" not in scope:
        scope["drawn_sections"] = tuple(
            (main.pk, main.name, main.get_absolute_url(), tree.hue(main), _below(main))
            for main in tree.main_sections()
        )
    return scope["drawn_sections"]


def _below(main: Section) -> tuple[tuple, ...]:
    return tuple((each.name, each.get_absolute_url()) for each in tree.below(main))


def _context_of_masthead(key: tuple, today: str, archive: str) -> dict:
    name, sections, main, is_its_page, front = key
    shown = {"site_name": name, "tree": sections, "main": main, "is_its_page": is_its_page, "front": front}
    return shown | {"today": today, "archive": archive}


def _context_of_footer(key: tuple, archive: str) -> dict:
    name, description, sections = key
    return {"site_name": name, "site_description": description, "tree": sections, "archive": archive}


_MASTHEAD = Mould("shared/_masthead.html", _context_of_masthead)
_FOOTER = Mould("shared/_footer.html", _context_of_footer)
