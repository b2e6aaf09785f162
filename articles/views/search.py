"""Search: the best or the newest hits among what is live, narrowed by section, author and date."""

from datetime import datetime, timedelta

from django.shortcuts import render
from django.views.decorators.cache import never_cache

from articles import search as engine
from articles.forms.search import SearchForm
from articles.local_time import site_zone
from articles.models import Edition, EditionAuthor
from articles.paging import BadCursor, cursor_of, parse

SIZE = 20
FROM_THE_FIRST = dict.fromkeys(("page", "first", "older"))  # without these names in the query


@never_cache
def search(request):
    form = SearchForm(request.GET or None)
    typed = request.GET.get("q", "")
    query = engine.parse(typed)
    form.is_valid()  # what makes no sense is told beside its field; the rest holds
    asked = getattr(form, "cleaned_data", {})
    stories, place, newest = _narrowed(asked), _place(asked), asked.get("order") == "newest"
    found = engine.find(query, stories, place, SIZE, newest)
    context = {"form": form, "query": query, "typed": typed, "hits": found.hits, "found": found, "place": place}
    context |= {"more": _more(request, found.more), "orders": _orders(request, newest, place)}
    meant = engine.instead(typed, stories) if place == engine.Place() and not found.hits else ""
    address = _address(request, q=meant, **FROM_THE_FIRST) if meant else ""
    return render(request, "articles/search.html", context | {"meant": meant, "meant_address": address})


def _place(asked: dict) -> engine.Place:
    """Where the page begins; at the beginning, for a key that nobody of us has written."""
    try:
        if asked.get("older"):
            return engine.Place(parse(asked["older"]), older=True)
        return engine.Place(parse(asked["first"]) if asked.get("first") else None, asked.get("page") or 1)
    except BadCursor:
        return engine.Place()


def _more(request, place: engine.Place | None) -> str:
    """The address of the page at this place."""
    if place is None:
        return ""
    key = cursor_of(*place.key)
    if place.older:
        return _address(request, **FROM_THE_FIRST | {"older": key})
    return _address(request, first=key, page=place.page)


def _orders(request, newest: bool, place: engine.Place) -> list[tuple[str, str, bool]]:
    """What a reader may choose: the words, the address, and whether it is what is shown; older hits come by date only."""
    return [
        ("Best match", _address(request, order=None, **FROM_THE_FIRST), not newest and not place.older),
        ("Newest first", _address(request, order="newest", **FROM_THE_FIRST), newest),
    ]


def _narrowed(asked: dict):
    """What is live, within the filters that were filled in and make sense."""
    stories = Edition.objects.live()
    if section := asked.get("section"):
        stories = stories.filter(section_links__section=section)
    if author := asked.get("author"):
        stories = stories.filter(pk__in=EditionAuthor.objects.filter(author=author).order_by().values("edition"))
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
