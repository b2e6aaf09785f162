"""The home page: the newest story leads, each main section follows with its own newest."""

from django.shortcuts import render

from articles.models import Edition
from articles.related import newest_of
from articles.tree import main_sections

TOP = 8  # the lead, three beside it, four below
BLOCK = 5  # stories of one section


def home(request):
    top = list(Edition.objects.live().for_cards().order_by("-published_at", "-article_id")[:TOP])
    context = {"lead": top[:1], "beside": top[1:4], "below": top[4:], "blocks": _blocks(top)}
    return render(request, "articles/home.html", context)


def _blocks(top: list) -> list[tuple]:
    """(main section, its newest stories that do not stand above); the sections in menu order, empty ones left out."""
    shown = {edition.pk for edition in top}
    found: dict[int, list] = {}
    for edition in _newest_by_section():
        if edition.pk not in shown:
            found.setdefault(edition.section.line()[-1].pk, []).append(edition)
    return [(section, found[section.pk][:BLOCK]) for section in main_sections() if section.pk in found]


def _newest_by_section() -> list:
    """Enough of each main section to fill its block even if all of the top came from it. Two queries."""
    lists = [Edition.objects.live().in_section(section) for section in main_sections()]
    if not lists:
        return []
    newest = Edition.objects.filter(pk__in=newest_of(lists, TOP + BLOCK)).for_cards()
    return list(newest.order_by("-published_at", "-article_id"))
