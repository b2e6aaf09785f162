"""The page of a person, opened from one of the comments: what else came from there, notes, bans."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import audit
from comments import people, reach, sanctions, words
from comments.desk.page import draw, newest_first, permit
from comments.links import paragraphs
from comments.models import Comment, PersonNote, Sanction, State
from comments.moderation import PERMISSION
from comments.querysets import headline_of

NOTE_LENGTH = 1_000


def person(request, public_id: str):
    """GET shows; POST adds a private note."""
    permit(request, PERMISSION)
    comment = get_object_or_404(reach.within(request.user).select_related("commenter"), public_id=public_id)
    typed, problem = request.POST.get("text", ""), ""
    if request.method == "POST":
        problem = _add_note(comment, typed, by=request.user)
        if not problem:
            messages.success(request, "The note is kept. Moderators alone can read it.")
            return HttpResponseRedirect(reverse("admin:comments_comment_person", args=[public_id]), status=303)
    context = _about(request.user, comment, request.GET.get("before", "")) | {"problem": problem, "typed": typed}
    context |= {"may_ban": sanctions.may_ban(request.user), "why_no_ban": sanctions.NotEverywhere.sentence}
    return draw(request, "admin/comments/desk/person.html", context, 422 if problem else 200)


def _add_note(comment: Comment, typed: str, *, by) -> str:
    """What is wrong with it; "" when it is kept."""
    text = words.tidy(typed)
    if not comment.email:
        return "This comment has no address any more, so there is nobody to keep a note about."
    if words.is_empty(text) or words.UNREADABLE in text:
        return "Write the note in letters that can be read."
    if len(text) > NOTE_LENGTH:
        return f"The note has {len(text):,} characters; {NOTE_LENGTH:,} are the most."
    PersonNote.objects.create(email_key=people.email_key(comment.email), text=text, by=by)
    audit.record("person_note", by=by, about=comment)
    return ""


def _about(user, comment: Comment, before: str) -> dict:
    """Everything of the person: the same address, proved or only typed; of the comments those that `user` may see, and
    the numbers of all. Six queries."""
    key = people.email_key(comment.email) if comment.email else ""
    theirs = Comment.objects.signed_with(comment.email) if key else Comment.objects.filter(pk=comment.pk)
    found, older = newest_first(reach.within(user, theirs).annotate(headline=headline_of()), before)
    known = people.find(comment.email) if key else None
    return {
        "title": f"Person behind “{comment.name or 'somebody'}”",
        "comment": comment,
        "known": known,
        "counts": _counts(theirs),
        "items": [(each, paragraphs(each.text)) for each in found],
        "older": older,
        "notes": list(PersonNote.objects.filter(email_key=key).select_related("by")[:50]) if key else [],
        "sanctions": list(_sanctions(comment, key)),
    }


def _counts(theirs) -> list[tuple[str, int, int]]:
    """(state, how many, how many of them proved)."""
    rows = theirs.order_by().values("state").annotate(number=Count("pk"), proved=Count("proved_at"))
    found = {row["state"]: row for row in rows}
    return [(state.label, found[state]["number"], found[state]["proved"]) for state in State if state in found]


def _sanctions(comment: Comment, key: str):
    values = sanctions.values_of(comment)
    return Sanction.objects.filter(value__in=list(values.values())).select_related("by", "comment", "lifted_by")[:30]
