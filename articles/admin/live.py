"""The preview beside the form: what stands there now, as readers would see it. It renders what it is sent and stores nothing."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from articles import revisions
from articles.admin.history import newest
from articles.admin.preview import edition_of
from articles.forms.typed import typed
from articles.models import Article


@xframe_options_sameorigin
def live(admin, request, pk: int):
    """`<id>/live/`: GET the text as it was saved, POST the text as it stands in the form. For a frame of our own page only."""
    if not admin.has_change_permission(request):
        raise PermissionDenied
    story = get_object_or_404(admin.get_queryset(request), pk=pk)
    content = _typed(admin, request, story) if request.method == "POST" else revisions.thaw(newest(story))
    context = {"story": story, "edition": edition_of(story, content), "preview": True}
    response = render(request, "admin/articles/article/live.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.policy = {"frame-ancestors": "'self'"}
    return response


def _typed(admin, request, story: Article) -> dict:
    """As much of the form as can be understood; what cannot is as it was saved."""
    saved = Article.objects.get(pk=story.pk)  # `story` takes what was typed when the form is looked at
    form = admin.get_form(request, saved, change=True)(request.POST, instance=story)
    form.is_valid()
    (bylines,), _ = admin._create_formsets(request, saved, change=True)
    content = typed(form, bylines)
    for name in form.errors.keys() & set(revisions.PLAIN):
        content[name] = getattr(saved, name)
    return content | {"pictures": revisions.pictures_of(content["body"])}
