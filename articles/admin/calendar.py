"""The calendar of the desk: a week of what goes out when, and the page on which a story is planned for a day."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import agenda, planning, tree
from articles.admin.filters import sections_below
from articles.agenda import Week
from articles.forms.fields import branches
from articles.forms.moves import clock_sentence
from articles.forms.plan import PlanForm
from articles.models import Article
from articles.refusals import Refused
from articles.state import public_state
from articles.turn import may


def calendar(admin, request):
    """`?week=2026-W48&section=&person=`; without a week the present one."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    week, asked = Week.called(request.GET.get("week", "")), _asked(request)
    stories = _stories(admin, request, asked)
    days = agenda.days(week, stories)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Calendar",
        "week": week,
        "days": days,
        "cut": sum(len(day.entries) for day in days) >= agenda.MOST,
        "late": agenda.late(stories),
        "undated": agenda.undated(stories),
        "asked": asked,
        "filters": urlencode(asked),
        "back": urlencode({"week": week.name} | asked),
        "sections": [(str(pk), name) for pk, name in branches(tree.main_sections())],
        "people": [(str(pk), name) for pk, name in _people().values_list("pk", "name")],
        "clock": clock_sentence(),
        "may_plan": request.user.has_perm("articles.change_article"),
        "may_schedule": request.user.has_perm("articles.schedule"),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/articles/article/calendar.html", context)


def _people() -> QuerySet:
    return get_user_model().objects.filter(is_active=True, is_staff=True)


def _asked(request) -> dict[str, str]:
    """The filters that were chosen; anybody may type anything into an address."""
    typed = {name: request.GET.get(name, "") for name in ("section", "person")}
    return {name: value for name, value in typed.items() if value.isascii() and value.isdecimal() and len(value) < 18}


def _stories(admin, request, asked: dict[str, str]) -> QuerySet[Article]:
    stories = admin.get_queryset(request)
    if "section" in asked:
        chosen = tree.sections().get(int(asked["section"]))
        stories = stories.filter(section__in=sections_below(chosen)) if chosen else stories.none()
    if "person" in asked:
        person = _people().filter(pk=asked["person"]).first()
        stories = stories.own(person) if person else stories.none()
    return stories


def plan(admin, request, pk: int):
    """`<id>/plan/`: GET asks for the day, POST plans; 400 or 409 when that is refused, with what was typed."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    story = get_object_or_404(admin.get_queryset(request), pk=pk)
    if not may(request.user, "plan", story):
        raise PermissionDenied
    seen = {"day": story.planned_for, "seen": story.planned_for}
    form = PlanForm(request.POST) if request.method == "POST" else PlanForm(initial=seen)
    if request.method != "POST" or not form.is_valid():
        return _plan_page(admin, request, story, form)
    said = form.cleaned_data
    try:
        planning.plan(story, by=request.user, day=said["day"], seen=said["seen"])
    except Refused as refusal:
        return _refused(admin, request, pk, refusal)
    day = said["day"]
    messages.success(
        request, f"“{story}” is planned for {day:%A %-d %B %Y}." if day else f"“{story}” is planned for no day."
    )
    return HttpResponseRedirect(way_back(story, said["back"]))


def way_back(story: Article, back: str) -> str:
    """To the calendar as it was asked for, or to the story."""
    if back:
        return f"{reverse('admin:articles_calendar')}?{back}"
    return reverse("admin:articles_article_change", args=[story.pk])


def _refused(admin, request, pk: int, refusal: Refused):
    """The page anew with the plan as it is at this moment: pressing the button again decides on that."""
    story = get_object_or_404(admin.get_queryset(request), pk=pk)
    typed = request.POST.copy()
    typed["seen"] = story.planned_for.isoformat() if story.planned_for else ""
    form = PlanForm(typed)
    form.refuse(refusal)
    return _plan_page(admin, request, story, form, 409 if refusal.code == "conflict" else 400)


def _plan_page(admin, request, story: Article, form: PlanForm, status: int = 400):
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": f"Plan: {story}",
        "story": story,
        "state": public_state(story),
        "form": form,
        "media": admin.media,
    }
    status = status if form.is_bound else 200
    return TemplateResponse(request, "admin/articles/article/plan.html", context, status=status)
