"""The working copy as readers will see it: the public story page, for the desk alone, never indexed, never stored."""

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from articles import authoring, body, clock, revisions, tree
from articles.admin.history import asked_revision, newest
from articles.editions import placed
from articles.forms.fields import direction
from articles.models import Article, EditionAuthor, EditionTag, Revision, Series, Tag
from articles.state import public_state
from authors.models import Author
from library.models import Picture


def preview(admin, request, pk: int):
    """`<id>/preview/`, and `?revision=` for an earlier text. The admin itself says `no-store`."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    story = get_object_or_404(admin.get_queryset(request), pk=pk)
    revision = asked_revision(story, request.GET.get("revision")) or newest(story)
    context = {"story": story, "revision": revision, "edition": as_edition(story, revision), "preview": True}
    response = render(request, "admin/articles/article/preview.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return body.let_play(response, context["edition"].rendered.body)


def as_edition(story: Article, revision: Revision) -> SimpleNamespace:
    return edition_of(story, revisions.thaw(revision))


def edition_of(story: Article, content: dict) -> SimpleNamespace:
    """What the templates of the public page ask of an edition, made of a content without publishing it."""
    state, now = public_state(story), clock.now()
    lead = content["lead"] or {}
    words = body.words(content["body"])
    return SimpleNamespace(
        **{name: content[name] for name in ("kicker", "standfirst", "language", "seo_title", "seo_description")},
        headline=content["headline"] or "No headline yet",
        direction=direction(content["language"]),
        article_id=story.pk,
        section=tree.sections().get(content["section"]["id"]) if content["section"] else None,
        series=Series.objects.filter(pk=content["series"]["id"]).first() if content["series"] else None,
        bylines=_Rows(_bylines(content)),
        tag_links=_Rows(_tags(content)),
        lead_picture=Picture.objects.filter(pk=lead["picture"]).first() if lead else None,
        lead_alt=lead.get("alt", ""),
        lead_caption=lead.get("caption", ""),
        lead_credit=lead.get("credit", ""),
        published_at=state.last.published_at if state.ever else now,
        updated_at=now,
        has_history=False,
        get_absolute_url=str,
        rendered=SimpleNamespace(
            body=body.render(content["body"], placed(content)),
            text=body.text(content["body"]),
            words=words,
            minutes=body.minutes(words),
            corrections=state.last.rendered.corrections if state.ever else [],
        ),
    )


class _Rows(list):
    """Link rows that were never saved, asked for as a template asks for those that were."""

    def all(self):
        return self


def _bylines(content: dict):
    lines = authoring.proper_bylines(content["bylines"])
    authors = Author.objects.select_related("picture").in_bulk({author for author, _ in lines})
    for (author, role), name in lines.items():
        yield EditionAuthor(author=authors[author], role=role, name=name)


def _tags(content: dict):
    tags = Tag.objects.select_related("merged_into").in_bulk([tag["id"] for tag in content["tags"]])
    for tag in dict.fromkeys(tags[tag["id"]].proper for tag in content["tags"] if tag["id"] in tags):
        yield EditionTag(tag=tag, name=tag.name)
    for tag in content["tags"]:
        if not tag["id"]:  # typed, and not saved yet
            slug = slugify(tag["name"], allow_unicode=True) or "new"
            yield EditionTag(tag=Tag(name=tag["name"], slug=slug), name=tag["name"])
