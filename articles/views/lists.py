"""Lists by subject: a section, a tag, a series."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from articles import tree
from articles.models import Edition, SectionAlias, Series, Tag
from articles.views.listing import behind, moved, show


def section(request, path):
    found = next((each for each in tree.sections().values() if each.path == path), None)
    if found is None:
        return moved(request, get_object_or_404(SectionAlias, path=path).section)
    page = behind(request, "in_section", found)
    return show(request, "articles/section.html", page, section=found, below=tree.below(found))


def tag(request, slug):
    """One redirect from a former address and from another word: where readers have a story, for the name may tell."""
    try:
        found = Tag.at(slug)
    except Tag.DoesNotExist as error:
        raise Http404("There is no such tag.") from error
    page = _public_page(request, "tagged", found)
    return show(request, "articles/tag.html", page, tag=found) if found.slug == slug else moved(request, found)


def series(request, slug):
    found = get_object_or_404(Series, slug=slug)
    return show(request, "articles/series.html", _public_page(request, "in_series", found), series=found)


def _public_page(request, door: str, of):
    """A tag or a series is a page once readers have a story in it: the name alone may tell what is still to come."""
    page = behind(request, door, of)
    if not page.items and not getattr(Edition.objects.live(), door)(of).exists():
        raise Http404("There are no stories here.")
    return page
