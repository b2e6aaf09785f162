"""The story's page, and what its address answers at this instant.

200 where an edition is live, 301 from an earlier address of a live story, 410 for what readers could once see,
404 for what they never could: a draft, or a path that only a future edition uses. Of a killed story every address
answers 410 with the reason.
"""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from articles import body, loading
from articles.models import Article, Edition


def article(request, **_parts):
    path = request.path_info
    edition = loading.story_at(path)
    return _page(request, edition) if edition else no_page(request, path)


def _page(request, edition):
    return body.let_play(render(request, "articles/article.html", {"edition": edition}), edition.rendered.body)


def no_page(request, path: str, below: str = ""):
    """Where nothing is live at `path`: moved, gone, or never there. `below` is what stood behind the story's address."""
    known = Edition.objects.ever_live().filter(address=path).order_by("-live_from").first()
    if known is None:
        raise Http404("There is no story at this address.")
    now_at = Edition.objects.live().filter(article=known.article_id).first()
    if now_at is None:
        return _gone(request, known.article_id)
    return HttpResponsePermanentRedirect(f"{now_at.get_absolute_url()}{below}")


def _gone(request, article_id: int):
    """With the reason, where the story was killed: the one thing of an article that readers see."""
    killed = Article.objects.filter(pk=article_id, killed_at__isnull=False)
    reason = killed.values_list("kill_reason", flat=True).first()
    return render(request, "410.html", {"reason": reason}, status=410)
