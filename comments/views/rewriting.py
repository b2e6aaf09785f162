"""The author's way to a new text: a page of its own, reached from the receipt by the same key."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from comments import editing, posting, sanctions, tokens
from comments.forms import RewriteForm
from comments.links import paragraphs
from comments.models import Comment
from comments.origin import Origin, anonymous_form, is_stranger
from comments.posting import Refused
from comments.views.kept import Kept, is_busy
from comments.views.leaving import receipt_address
from comments.views.pages import keep_private, private_page
from comments.views.reading import read_form, refuse_twice


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
def rewrite(request, public_id: str):
    """`/comments/r/<public id>/edit?k=…`: the text in a form; whatever is refused, every typed word comes back."""
    return Rewriting(request, public_id).answer()


class Rewriting(Kept):
    """One author's try at a new text."""

    def __init__(self, request, public_id: str):
        super().__init__(request)
        self.public_id, self.key = public_id, request.GET.get("k", "")
        self.comment = None

    def begin(self):
        self.load()
        if why := editing.why_not(self.comment):
            raise Refused(why)
        return self.page(RewriteForm(initial={"comment": self.comment.text}))

    def post(self):
        """Stores it and leads back to the receipt, shows it once more, or refuses."""
        self.data = read_form(self.request)
        self.key = self.data.get("k", self.key)
        self.load()
        refuse_twice(self.data)
        if self.request.origin is Origin.FOREIGN or is_stranger(self.request):
            raise Refused("foreign")
        form = RewriteForm(self.data)
        if not form.is_valid():
            return self.page(form, 422)
        if self.data.get("preview"):
            return self.page(form, preview=form.cleaned_data["comment"])
        return self.store(form.cleaned_data["comment"])

    def load(self):
        if not tokens.is_receipt_key(self.public_id, self.key):
            raise Http404("There is no such receipt.")
        self.comment = get_object_or_404(Comment, public_id=self.public_id)

    def store(self, text: str):
        seen = self.data.get("seen", "")
        sender = posting.sender_of(self.request)
        if sanctions.refusal_for(replace(sender, commenter=self.comment.commenter), self.comment.email):
            raise Refused("banned")
        editing.rewrite(self.comment, text, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0)
        return keep_private(HttpResponseRedirect(receipt_address(self.comment), status=303), secret=True)

    def refuse(self, refused: Refused):
        if refused.code == "moved":
            self.comment.refresh_from_db()
        return super().refuse(refused)

    def typed(self) -> RewriteForm:
        return RewriteForm(initial={"comment": self.data.get("comment", self.comment.text if self.comment else "")})

    def page(self, form: RewriteForm, status: int = 200, *, preview: str = "", refused: Refused | None = None):
        busy = is_busy(refused)
        context = {
            "form": form,
            "comment": self.comment,
            "public_id": self.public_id,
            "seen": self.data.get("seen", "") if busy or not self.comment else self.comment.version,
            "key": self.key,
            "until": editing.until(self.comment) if self.comment else None,
            "preview": paragraphs(preview),
            "refused": refused,
            "is_over": refused is not None and refused.code in ("late", "decided"),
            "bare": busy,
            "site_name": settings.SITE_NAME,
        }
        return private_page(None if busy else self.request, "comments/rewrite.html", context, status, secret=True)
