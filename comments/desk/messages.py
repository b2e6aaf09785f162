"""Wording what those who comment are told: for each reason in a language, and for one decision."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language_info

from accounts import audit
from articles.forms.fields import languages
from comments import moderation, reach, wording, words
from comments.desk import one
from comments.desk.page import draw, permit
from comments.models import MESSAGE_LENGTH, Comment, Message
from comments.moderation import PERMISSION, Reason


def wordings(request):
    """GET and POST `?language=de`: one text for each reason; an empty one gives way to what comes with the software."""
    if not wording.may_set(request.user):
        raise PermissionDenied(wording.PERMISSION)
    known = dict(languages())
    language = request.GET.get("language", "en")
    if language not in known:
        raise Http404("There is no such language.")
    typed, problems = {}, {}
    if request.method == "POST":
        typed = {code: words.tidy(request.POST.get(f"text-{code}", "")) for code in Reason.values}
        problems = {code: wrong for code, text in typed.items() if (wrong := wording.unfit(text))}
        if not problems:
            return _keep(request, language, typed)
    context = {
        "title": "Messages to those who comment",
        "language": language,
        "languages": known.items(),
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "rows": _rows(language, typed, problems),
        "problems": problems,
        "most": MESSAGE_LENGTH,
    }
    return draw(request, "admin/comments/desk/messages.html", context, 422 if problems else 200)


def reword(request, public_id: str):
    """POST: other words for the author about the decision that holds now."""
    permit(request, PERMISSION)
    if request.method != "POST":
        raise Http404("Open the comment itself.")
    comment = get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)
    reach.permit(request.user, comment)
    text, seen = words.tidy(request.POST.get("text", "")), request.POST.get("seen", str(comment.version))
    if seen != str(comment.version):
        return one.page(
            request, public_id, _unsent(text, str(moderation.Conflict(moderation.last_event(comment)))), 409
        )
    message = Message.objects.filter(event__comment=comment, event__version=comment.version).first()
    if message is None:
        raise Http404("Nothing is told about this decision.")
    if wrong := wording.unfit(text) or ("" if text else "Write what the author is to read."):
        return one.page(request, public_id, _unsent(text, wrong), 422)
    Message.objects.filter(pk=message.pk).update(text=text, edited_by=request.user)
    audit.record("reword", by=request.user, about=comment)
    messages.success(request, "The author reads your words now.")
    return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[public_id]), status=303)


def _unsent(text: str, problem: str) -> dict:
    return {"unsent": {"text": text, "problem": problem}}


def _keep(request, language: str, typed: dict[str, str]):
    for code, text in typed.items():
        wording.set_wording(code, language, text)
    audit.record("set_messages", by=request.user, note=language)
    messages.success(request, "Kept. Decisions from now on are told in these words.")
    return HttpResponseRedirect(f"{reverse('admin:comments_messages')}?language={language}", status=303)


def _rows(language: str, typed: dict[str, str], problems: dict[str, str]) -> list[dict]:
    known = wording.wordings(language)
    return [
        {
            "code": code,
            "label": label,
            "text": typed.get(code, known[code][0] or known[code][1]),
            "canned": known[code][1],
            "problem": problems.get(code, ""),
        }
        for code, label in Reason.choices
    ]
