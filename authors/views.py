"""The people who write: the page of one, and the list of all."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from accounts.prepared import hang, prepared
from authors.models import Author, AuthorLink


def author(request, slug):
    """One author, with the stories that the page's template asks of the room above: without one, it is not found.

    One redirect from a former slug, and from that of an author who was merged into another one.
    """
    for found in _at(slug):
        hang(found, "links", _links(found.pk))
        return render(request, "authors/author.html", {"author": found})
    return HttpResponsePermanentRedirect(_called(slug).get_absolute_url())


@prepared
def _at(slug):
    return Author.objects.filter(slug=slug, merged_into=None).select_related("picture")[:1]


@prepared
def _links(author):
    return AuthorLink.objects.filter(author=author)


def _called(slug) -> Author:
    try:
        return Author.objects.at(slug)
    except Author.DoesNotExist as error:
        raise Http404 from error


def author_list(request):
    """Whom readers know; the page's template asks the room above, which knows who has written."""
    return render(request, "authors/author_list.html")
