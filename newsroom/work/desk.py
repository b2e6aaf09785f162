"""The screen of the background tasks, for those who run the site: what failed, what waits, who works."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from newsroom.work import queue
from newsroom.work.report import report

ASKED = {
    "repeat": (queue.repeat, "The task will be done again."),
    "drop": (queue.drop, "The task is dropped."),
}


def tasks(request, desk):
    """GET shows; POST with `id` and `do` (repeat or drop) decides about a failed task."""
    if not request.user.has_perm("newsroom.look_after_tasks"):
        raise PermissionDenied
    if request.method == "POST":
        _decide(request)
        return redirect("admin:tasks")
    context = {**desk.each_context(request), "title": "Tasks", "report": report(), "tries": queue.TRIES}
    return TemplateResponse(request, "admin/work/tasks.html", context)


def _decide(request) -> None:
    deed, said = ASKED.get(request.POST.get("do"), (None, ""))
    task = next((task for task in report().failed if str(task.pk) == request.POST.get("id")), None)
    if deed and task and deed(task.pk):
        messages.success(request, said)
    else:
        messages.warning(request, "Nothing was done: that task is no longer among the failed ones.")
