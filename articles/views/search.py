"""Search: the best or the newest hits among what is live, narrowed by section, author and date."""

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
    page, newest = asked.get("page") or 1, asked.get("order") == "newest"
    found = engine.find(query, _narrowed(asked), page, SIZE, newest)
    context = {"form": form, "query": query, "typed": request.GET.get("q", ""), "hits": found.hits, "page": page}
    more = _address(request, page=page + 1) if found.more else ""
    return render(
        request, "articles/search.html", context | {"found": found, "more": more, "orders": _orders(request, newest)}
    )


def _orders(request, newest: bool) -> list[tuple[str, str, bool]]:
    """What a reader may choose: the words, the address, and whether it is what is shown."""
    return [
        ("Best match", _address(request, page=None, order=None), not newest),
        ("Newest first", _address(request, page=None, order="newest"), newest),
    ]


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


def _address(request, **names) -> str:
    """The address of this page with these names in its query; without those that are None."""
    asked = request.GET.copy()
    for name, value in names.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    return f"?{asked.urlencode()}"
