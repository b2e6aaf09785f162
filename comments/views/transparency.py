"""How this site moderates, in numbers, for readers: whole, the same for everybody, and only while it is switched on."""

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import clock
from comments import numbers, openness
from comments.numbers import Period

LASTS = 600  # seconds until they are counted again: anybody may ask, as often as they like


@require_safe
def transparency(request):
    """`/comments/numbers`. Counts, reasons and times of the last month; no name of anybody."""
    if not openness.is_open():
        raise Http404("The numbers of moderation are not shown.")
    return render(request, "comments/transparency.html", cache.get_or_set("comments.transparency", _counted, LASTS))


def _counted() -> dict:
    period = Period(openness.PAGE_DAYS)
    totals = numbers.totals(None, period)
    return {
        "days": period.days,
        "totals": totals,
        "reasons": numbers.by_reason(period),
        "times": numbers.time_to_decision(None, period),
        "reversal_rate": numbers.percent(totals["reversed"], totals["decided"]),
        "counted_at": clock.now(),
    }
