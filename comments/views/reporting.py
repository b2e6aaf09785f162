"""Readers report what is wrong with a comment, or an error in a story. Every refusal gives back what was typed."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from comments import posting, reports, voices
from comments.forms import ErrorForm, ReportForm
from comments.links import paragraphs
from comments.models import Comment, Wrong
from comments.origin import Origin, anonymous_form, is_stranger
from comments.posting import Refused
from comments.views.kept import Kept, is_busy
from comments.views.pages import keep_private, private_page
from comments.views.reading import read_form, refuse_twice


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
def comment(request, public_id: str):
    """`/comments/<public id>/report`: a form of its own; without a script, an account or a cookie."""
    return OfComment(request, public_id).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_form
def story(request, story: str):
    """`/comments/error/<path of the story>`: to the editors of the story, and to no moderator."""
    return OfStory(request, f"/{story}").answer()


class Reporting(Kept):
    """One reader's report of `comment`, or of the story of `edition`."""

    edition = comment = None
    form: type
    template = "comments/report.html"

    def find(self):
        """Sets what is reported; 404 or a refusal where it is not public."""
        raise NotImplementedError

    def begin(self):
        self.find()
        if "sent" in self.request.GET:
            return self.page(None, is_sent=True)
        return self.page(self.form())

    def post(self):
        self.data = read_form(self.request)
        self.find()
        refuse_twice(self.data)
        if self.request.origin is Origin.FOREIGN or is_stranger(self.request):
            raise Refused("foreign")
        form = self.form(self.data)
        if not form.is_valid():
            return self.page(form, 422)
        self.keep(form.cleaned_data)
        return keep_private(HttpResponseRedirect(f"{self.request.path}?sent", status=303))

    def keep(self, said: dict) -> None:
        reports.report(
            self.edition.article if self.edition else self.comment.article,
            self.comment,
            reason=said.get("reason", Wrong.ERROR),
            text=said["text"],
            reader=voices.reader_of(self.request),
        )

    def typed(self):
        return self.form(initial={name: self.data.get(name, "") for name in self.form.base_fields})

    def page(self, form, status: int = 200, *, is_sent: bool = False, refused: Refused | None = None):
        busy = is_busy(refused)
        context = {
            "form": form,
            "edition": self.edition,
            "comment": self.comment,
            "text": paragraphs(self.comment.text) if self.comment else [],
            "action": self.request.path,
            "is_sent": is_sent,
            "refused": refused,
            "bare": busy,
            "site_name": settings.SITE_NAME,
        }
        return private_page(None if busy else self.request, self.template, context, status)


class OfComment(Reporting):
    form = ReportForm

    def __init__(self, request, public_id: str):
        super().__init__(request)
        self.public_id = public_id

    def find(self):
        visible = Comment.objects.visible().select_related("article")
        if self.request.method == "POST":
            self.comment = visible.filter(public_id=self.public_id).first()
            if self.comment is None:
                raise Refused("vanished")
        else:
            self.comment = get_object_or_404(visible, public_id=self.public_id)


class OfStory(Reporting):
    form = ErrorForm

    def __init__(self, request, path: str):
        super().__init__(request)
        self.path = path

    def find(self):
        self.edition = posting.story_at(self.path)
