"""The preview links of a story: which there are, how often each was opened, making one, revoking one."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import previewing
from articles.admin.history import newest
from articles.forms.sharing import ShareForm
from articles.models import Article
from articles.refusals import Refused
from articles.turn import may

SHOWN = 50


def share(admin, request, pk: int):
    """`<id>/share/`: POST with `lasts` and `revision` makes a link, with `revoke` ends one."""
    story = get_object_or_404(admin.get_queryset(request), pk=pk)
    if not may(request.user, "share_preview", story):
        raise PermissionDenied
    if request.method != "POST":
        return _page(admin, request, story, _empty(story))
    if "revoke" in request.POST:
        return _revoke(request, story)
    return _make(admin, request, story)


def _empty(story: Article) -> ShareForm:
    return ShareForm(initial={"revision": newest(story).pk, "lasts": "day"})


def _make(admin, request, story: Article):
    """The address is on this one page and never again: only a hash of it is kept."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _page(admin, request, story, form, status=400)
    revision = get_object_or_404(story.revisions, pk=form.cleaned_data["revision"])
    try:
        _, token = previewing.share(story, by=request.user, revision=revision, lasts=form.cleaned_data["lasts"])
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(admin, request, story, form, status=409)
    return _page(admin, request, story, _empty(story), settings.SITE_URL + reverse("articles:preview", args=[token]))


def _revoke(request, story: Article):
    asked = request.POST["revoke"]
    link = get_object_or_404(story.preview_links, pk=int(asked) if asked.isdecimal() and len(asked) < 18 else -1)
    try:
        previewing.revoke(link, by=request.user)
        messages.success(request, "The link is revoked: nobody can open it any more.")
    except Refused as refusal:
        messages.warning(request, refusal.message)
    return HttpResponseRedirect(reverse("admin:articles_article_share", args=[story.pk]))


def _page(admin, request, story: Article, form: ShareForm, made: str = "", status: int = 200):
    found = list(previewing.links().filter(article=story)[:SHOWN])
    for link in found:
        link.article, link.why_ended = story, ""
        link.why_ended = previewing.why_ended(link)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": "Preview links",
        "story": story,
        "revision": newest(story),
        "form": form,
        "made": made,
        "links": found,
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/articles/article/share.html", context, status=status)
