"""What the author of a comment can see of it: by a signed link, whatever its state. And where a comment stands."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.models import Edition
from comments import editing, moderation, paging, tokens
from comments.links import paragraphs
from comments.models import Comment, State
from comments.origin import Origin, anonymous_form, is_stranger
from comments.views.kept import keeping
from comments.views.leaving import receipt_address
from comments.views.pages import private_page


@require_safe
@keeping()
def comment(request, public_id: str):
    """Leads to the page of the thread on which a visible comment stands."""
    found = get_object_or_404(Comment.objects.visible(), public_id=public_id)
    cursor = paging.page_with(found)
    story = _story(found).get_absolute_url()
    return HttpResponseRedirect(f"{story}{f'?replies={cursor}' if cursor else ''}#comment-{public_id}")


@require_safe
@keeping()
def receipt(request, public_id: str):
    """`/comments/r/<public id>?k=…`: state, text, and the way to take it back."""
    return _page(request, _own(public_id, request.GET.get("k", "")))


@require_POST
@anonymous_form
@keeping("k")
def withdraw(request, public_id: str):
    """Takes the comment back; the key is sent with the form."""
    own = _own(public_id, request.POST.get("k", ""))
    if request.origin is Origin.FOREIGN or is_stranger(request):
        return _page(request, own, "This came from another site. Press “Withdraw” here if you mean it.", 403)
    try:
        moderation.withdraw(own)
    except moderation.Refused as refused:
        own.refresh_from_db()
        if own.state == State.WITHDRAWN:  # pressed twice
            return HttpResponseRedirect(receipt_address(own), status=303)
        return _page(request, own, refused.message, 409)
    return HttpResponseRedirect(receipt_address(own), status=303)


def _own(public_id: str, key: str) -> Comment:
    if not tokens.is_receipt_key(public_id, key):
        raise Http404("There is no such receipt.")
    return get_object_or_404(Comment.objects.select_related("article"), public_id=public_id)


def _story(comment: Comment) -> Edition | None:
    return Edition.objects.live().filter(article=comment.article_id).first()


def _page(request, comment: Comment, problem: str = "", status: int = 200):
    story = _story(comment)
    context = {
        "comment": comment,
        "text": paragraphs(comment.text),
        "key": tokens.receipt_key(comment.public_id),
        "story": story,
        "is_visible": story is not None and comment.state == State.APPROVED,
        "was_decided": comment.events.exclude(by=None).exists(),
        "may_withdraw": comment.state in moderation.WITHDRAWABLE,
        "withdraw_address": reverse("comments:withdraw", args=[comment.public_id]),
        "may_rewrite": not editing.why_not(comment),
        "until": editing.until(comment),
        "problem": problem,
    }
    return private_page(request, "comments/receipt.html", context, status, secret=True)
