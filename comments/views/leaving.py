"""Leaving a reply: the form is on a cached page and has no token; what happens is decided when it arrives.

From one of our pages with a good token it is stored. Without a token, or from elsewhere, an uncached page shows it
once more and mints one. Whatever is refused, every typed word comes back with the refusal.
"""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comments import posting, tokens
from comments.forms import TRAP, ReplyForm
from comments.links import paragraphs
from comments.models import Comment
from comments.origin import Origin, anonymous_form, is_stranger
from comments.posting import Refused
from comments.views.kept import Kept, is_busy, keeping
from comments.views.pages import keep_private, private_page
from comments.views.reading import read_form, refuse_twice
from comments.words import quoted

TYPED = tuple(ReplyForm.base_fields)


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
def leave(request, story: str):
    """`/comments/on/<path of the story>`: where every form is posted to; and the form on a page of its own."""
    return Attempt(request, f"/{story}").answer()


@require_safe
def reply(request, public_id: str):
    """`/comments/reply/<public id>/`: the form below the comment that it answers; with `?quote` its words are in it."""
    parent = get_object_or_404(Comment.objects.visible(), public_id=public_id)
    attempt = Attempt(request, parent.article.editions.live().get().address_id)
    attempt.parent = parent
    return attempt.answer()


@require_safe
@keeping()
def token(request):
    """`/comments/token?story=…&parent=…`: a fresh token for the form of a cached page, fetched by its script."""
    try:
        edition = posting.story_at(request.GET.get("story", ""))
    except Refused as error:
        raise Http404("There is no such story.") from error
    return keep_private(JsonResponse({"token": tokens.mint(edition.article_id, request.GET.get("parent", "")[:12])}))


class Attempt(Kept):
    """One reader's try at one story: what is known of it so far, and how it is answered."""

    def __init__(self, request, path: str):
        super().__init__(request)
        self.path = path
        self.edition = self.parent = None

    def begin(self):
        """The empty form."""
        self.edition = posting.story_at(self.path)
        posting.refuse_if_closed(self.edition)
        quotes = self.parent is not None and "quote" in self.request.GET
        return self.page(ReplyForm(initial={"comment": quoted(self.parent.text)} if quotes else {}))

    def post(self):
        """Stores it and leads to its receipt, or asks once more, or refuses."""
        self.data = read_form(self.request)
        self.edition = posting.story_at(self.path)
        refuse_twice(self.data)
        if is_stranger(self.request):
            raise Refused("stranger")
        posting.open_or_refuse(self.edition)
        self.parent = posting.parent_in(self.edition, self.data.get("parent", ""))
        sender = posting.sender_of(self.request)
        form = ReplyForm(self.data, user=sender.user)
        if not form.is_valid():
            return self.page(form, status=422)
        if self.request.origin is Origin.FOREIGN or not self.data.get("token") or self.data.get("preview"):
            return self.page(form, confirm=True)
        return self.store(form.cleaned_data, sender)

    def store(self, typed: dict, sender: posting.Sender):
        parent = self.parent.public_id if self.parent else ""
        try:
            token = tokens.read(self.data["token"], self.edition.article_id, parent)
        except tokens.BadToken as error:
            raise Refused("stale") from error
        typed, trapped = typed | {"parent": parent}, bool(self.data.get(TRAP))
        comment = posting.post(self.edition, typed, token, sender, trapped=trapped)
        return keep_private(HttpResponseRedirect(receipt_address(comment), status=303))

    def typed(self) -> ReplyForm:
        return ReplyForm(initial={name: self.data.get(name, "") for name in TYPED})

    def page(self, form: ReplyForm, status: int = 200, *, confirm: bool = False, refused: Refused | None = None):
        busy = is_busy(refused)
        context = {
            "form": form,
            "action": reverse("comments:leave", args=[self.path.removeprefix("/")]),
            "edition": self.edition,
            "parent": self.parent,
            "parent_text": paragraphs(self.parent.text) if self.parent else [],
            "token": self.data.get("token", "") if busy else self.token(),
            "refused": refused,
            "is_empty": not self.data,
            "confirm": confirm,
            "preview": paragraphs(form.cleaned_data["comment"]) if confirm else [],
            "bare": busy,
            "site_name": settings.SITE_NAME,
        }
        # Without the request no context processor runs, and without its navigation the page asks no database.
        return private_page(None if busy else self.request, "comments/leave.html", context, status)

    def token(self) -> str:
        if self.edition is None:
            return ""
        parent = self.parent.public_id if self.parent else ""
        return tokens.mint(self.edition.article_id, parent, sent=self.request.method == "POST")


def receipt_address(comment: Comment) -> str:
    address = reverse("comments:receipt", args=[comment.public_id])
    return f"{address}?k={tokens.receipt_key(comment.public_id)}"
