"""The numbers of moderation for a period, and the switch that shows some of them to readers."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from comments import charts, numbers, openness
from comments.desk.page import draw, for_moderators
from comments.numbers import DAYS, Period


@for_moderators
def figures(request):
    """`?days=7|30|90`: of the sections that this person moderates."""
    period, user = _period(request.GET.get("days", "")), request.user
    days = numbers.by_day(user, period)
    totals = numbers.totals(user, period)
    context = {
        "title": "Numbers",
        "period": period,
        "periods": DAYS,
        "waiting": numbers.waiting_by_section(user),
        "times": numbers.time_to_decision(user, period),
        "days": days,
        "chart": charts.stacked(days),
        "people": numbers.by_person(user, period),
        "rules": numbers.by_rule(user, period),
        "totals": totals,
        "reversal_rate": numbers.percent(totals["reversed"], totals["decided"]),
        "is_open": openness.is_open(),
        "may_open": user.has_perm(openness.RIGHT),
    }
    return draw(request, "admin/comments/figures.html", context)


@require_POST
@for_moderators
def show_figures(request):
    """`shown=1` opens the page for readers, anything else closes it."""
    shown = request.POST.get("shown") == "1"
    changed = openness.say(shown, by=request.user)
    words = "Readers see the numbers now." if shown else "Readers do not see the numbers any more."
    messages.success(request, words if changed else "Nothing changed.")
    return HttpResponseRedirect(reverse("admin:comments_comment_figures"), status=303)


def _period(days: str) -> Period:
    days = days or "30"
    if not days.isdecimal() or len(days) > 2 or int(days) not in DAYS:
        raise Http404("There is no such period.")
    return Period(int(days))
