"""Lists by subject: a section, a tag, a series."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from articles import tree
from articles.models import Edition, SectionAlias, Series, Tag
from articles.views.listing import list_page, moved


def section(request, path):
    found = next((each for each in tree.sections().values() if each.path == path), None)
    if found is None:
        return moved(request, get_object_or_404(SectionAlias, path=path).section)
    stories = Edition.objects.live().in_section(found)
    return list_page(request, "articles/section.html", stories, section=found, below=tree.below(found))


def tag(request, slug):
    """One redirect from a former address and from another word: where readers have a story, for the name may tell."""
    try:
        found = Tag.at(slug)
    except Tag.DoesNotExist as error:
        raise Http404("There is no such tag.") from error
    page = list_page if found.slug == slug else lambda request, *_, tag, **__: moved(request, tag)
    return _or_404(page, request, "articles/tag.html", Edition.objects.live().tagged(found), tag=found)


def series(request, slug):
    found = get_object_or_404(Series, slug=slug)
    return _or_404(list_page, request, "articles/series.html", Edition.objects.live().in_series(found), series=found)


def _or_404(page, request, template, stories, **context):
    """A tag or a series is a page once readers have a story in it: the name alone may tell what is still to come."""
    if not stories.exists():
        raise Http404("There are no stories here.")
    return page(request, template, stories, **context)
