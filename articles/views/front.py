"""The home page: the newest story leads, each main section follows with its own newest."""

from django.shortcuts import render

from accounts.prepared import prepared
from articles import clock
from articles.loading import with_bylines
from articles.models import Edition
from articles.related import newest_of
from articles.tree import main_sections

NEWEST = ("-published_at", "-article_id")
TOP = 8  # the lead, three beside it, four below
BLOCK = 5  # stories of one section


def home(request):
    top = _top(clock.instant())
    newest = _newest_by_section()
    with_bylines([*top, *newest])
    context = {"lead": top[:1], "beside": top[1:4], "below": top[4:], "blocks": _blocks(top, newest)}
    return render(request, "articles/home.html", context)


@prepared
def _top(at):
    return Edition.objects.live(at).with_pictures().order_by(*NEWEST)[:TOP]


def _blocks(top: list, newest: list) -> list[tuple]:
    """(main section, its newest stories that do not stand above); the sections in menu order, empty ones left out."""
    shown = {edition.pk for edition in top}
    found: dict[int, list] = {}
    for edition in newest:
        if edition.pk not in shown:
            found.setdefault(edition.section.line()[-1].pk, []).append(edition)
    return [(section, found[section.pk][:BLOCK]) for section in main_sections() if section.pk in found]


def _newest_by_section() -> list:
    """Enough of each main section to fill its block even if all of the top came from it. One query."""
    sections = tuple(section.pk for section in main_sections())
    return _newest_in(clock.instant(), sections) if sections else []


@prepared
def _newest_in(at, sections):
    lists = [Edition.objects.live(at).in_section(section) for section in sections]
    return Edition.objects.filter(pk__in=newest_of(lists, TOP + BLOCK)).with_pictures().order_by(*NEWEST)
