"""The home page: the newest story leads, each main section follows with its own newest."""

from django.shortcuts import render

from accounts.prepared import prepared
from articles import clock
from articles.loading import NEWEST, with_bylines
from articles.models import Edition
from articles.related import newest_of
from articles.tree import main_sections

TOP = 8  # the lead, three beside it, four below
BLOCK = 5  # stories of one section


def home(request):
    top = _top(clock.instant())
    newest = _newest_by_section(top)
    with_bylines([*top, *newest])
    context = {"lead": top[:1], "beside": top[1:4], "below": top[4:], "blocks": _blocks(newest)}
    return render(request, "articles/home.html", context)


@prepared
def _top(at):
    return Edition.objects.live(at).with_pictures().order_by(*NEWEST)[:TOP]


def _blocks(newest: list) -> list[tuple]:
    """(main section, its newest stories that do not stand above); the sections in menu order, empty ones left out."""
    found: dict[int, list] = {}
    for edition in newest:
        found.setdefault(edition.section.line()[-1].pk, []).append(edition)
    return [(section, found[section.pk][:BLOCK]) for section in main_sections() if section.pk in found]


def _newest_by_section(top: list) -> list:
    """Of each main section what fills its block, without what stands at the top. One query."""
    sections = tuple(section.pk for section in main_sections())
    shown = tuple(edition.pk for edition in top)
    return _newest_in(clock.instant(), sections, shown) if sections else []


@prepared
def _newest_in(at, sections, shown):
    others = Edition.objects.live(at).exclude(pk__in=shown)
    lists = [others.in_section(section) for section in sections]
    return Edition.objects.filter(pk__in=newest_of(lists, BLOCK)).with_pictures().order_by(*NEWEST)
