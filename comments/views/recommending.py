"""One voice of each reader for a comment: `/comments/<public id>/recommend`, by POST; by GET where one stands."""

from django.conf import settings
from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comments import voices
from comments.links import paragraphs
from comments.models import Comment
from comments.origin import Origin, anonymous_form, is_stranger
from comments.posting import Refused
from comments.views.kept import Kept, is_busy
from comments.views.pages import keep_private, private_page
from comments.views.reading import read_form


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
def recommend(request, public_id: str):
    return Recommending(request, public_id).answer()


class Recommending(Kept):
    """A reader's voice for one visible comment; the script is answered with a number, everybody else with a page."""

    def __init__(self, request, public_id: str):
        super().__init__(request)
        self.public_id, self.comment, self.reader = public_id, None, voices.reader_of(request)

    def begin(self):
        self.comment = get_object_or_404(Comment.objects.visible(), public_id=self.public_id)
        return self.page(None)

    def post(self):
        self.data = read_form(self.request)
        self.comment = get_object_or_404(Comment.objects.visible(), public_id=self.public_id)
        if self.request.origin is Origin.FOREIGN or is_stranger(self.request):
            raise Refused("foreign")
        verb = voices.take_back if self.data.get("take_back") else voices.recommend
        verb(self.comment, self.reader)
        if self.request.accepts("text/html"):
            here = reverse("comments:recommend", args=[self.public_id])
            return keep_private(HttpResponseRedirect(here, status=303))
        self.comment.refresh_from_db(fields=["recommended"])
        return keep_private(JsonResponse({"recommended": self.comment.recommended, "mine": verb is voices.recommend}))

    def typed(self) -> None:
        return None

    def page(self, _form, status: int = 200, *, refused: Refused | None = None):
        if refused and not self.request.accepts("text/html"):
            return keep_private(JsonResponse({"message": refused.message}, status=status))
        busy = is_busy(refused)
        context = {
            "comment": self.comment,
            "public_id": self.public_id,
            "text": paragraphs(self.comment.text) if self.comment else [],
            "mine": not busy and self.comment is not None and voices.has_recommended(self.comment, self.reader),
            "refused": refused,
            "bare": busy,
            "site_name": settings.SITE_NAME,
        }
        return private_page(None if busy else self.request, "comments/recommend.html", context, status)
