"""Search: the best hits among what is live, narrowed by section, author and date."""

from datetime import datetime, timedelta

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles import search as engine
from articles.forms.search import SearchForm
from articles.local_time import site_zone
from articles.models import Edition

SIZE = 20


@never_cache
def search(request):
    form = SearchForm(request.GET or None)
    query = engine.parse(request.GET.get("q", ""))
    asked = form.cleaned_data if form.is_valid() else {}
    page = asked.get("page") or 1
    hits, more = engine.find(query, _narrowed(asked), page, SIZE)
    context = {"form": form, "query": query, "typed": request.GET.get("q", ""), "hits": hits, "page": page}
    return render(request, "articles/search.html", context | {"more": _address(request, page + 1) if more else ""})


def _narrowed(asked: dict):
    """What is live, within the filters that were filled in and make sense."""
    stories = Edition.objects.live()
    if section := asked.get("section"):
        stories = stories.filter(section_links__section=section)
    if author := asked.get("author"):
        stories = stories.filter(bylines__author=author)
    if start := asked.get("start"):
        stories = stories.filter(published_at__gte=_midnight(start))
    if end := asked.get("end"):
        stories = stories.filter(published_at__lt=_midnight(end + timedelta(days=1)))
    return stories


def _midnight(day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=site_zone())


def _address(request, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = page
    return f"?{asked.urlencode()}"
