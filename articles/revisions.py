"""Freezing and thawing: a working copy as canonical JSON text, and back.

One pair serves saving, comparing, restoring, previewing, approving and publishing. The digest is SHA-256 over the
stored bytes; it is never computed from columns, so no migration can change it. `SCHEMA` numbers the shape;
`thaw` lifts older shapes to the present one.
"""

import hashlib
import json
from datetime import datetime

from django.db import transaction

from articles import audited, body, clock, ledger
from articles.models import Article, Revision, Stage
from articles.models.article import site_language
from library.models import Picture

SCHEMA = 1
PLAIN = ("kicker", "headline", "standfirst", "body", "language", "slug", "seo_title", "seo_description")


class Stale(Exception):
    """The text was saved by somebody else in the meantime; `article` is what it is now."""

    def __init__(self, article: Article):
        self.article = article
        super().__init__(f"{article.saved_by} saved version {article.version}.")


def canonical(content: dict) -> str:
    """JSON with sorted keys and no blanks: equal contents are equal bytes."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(article: Article) -> str:
    """The working copy as canonical JSON: its fields, and what it points to with the words as they are now."""
    return canonical(
        {name: getattr(article, name) for name in PLAIN}
        | {
            "section": _named(article.section),
            "series": _named(article.series),
            "tags": [_named(tag) for tag in article.tags.order_by("name", "pk")],
            "bylines": [
                {"author": line.author_id, "role": line.role, "name": line.author.name}
                for line in article.bylines.select_related("author")
            ],
            "lead": lead_of(article),
            "pictures": pictures_of(article.body),
        }
    )


def _named(thing) -> dict | None:
    return {"id": thing.pk, "name": thing.name} if thing else None


def lead_of(article: Article) -> dict | None:
    """The lead picture with the words that stand below it: the article's, else the picture's own."""
    picture = article.lead_picture
    return picture and {
        "picture": picture.pk,
        "alt": article.lead_alt or picture.alt,
        "caption": article.lead_caption or picture.caption,
        "credit": picture.credit,
    }


def patched(content: dict, patch: dict) -> dict:
    """A thawed content with new values for some of its parts."""
    pictures = {"pictures": pictures_of(patch["body"])} if "body" in patch else {}
    return content | patch | pictures


def pictures_of(html: str) -> list[dict]:
    """The pictures that stand in a body, with the library's words for them."""
    found = Picture.objects.in_bulk(body.pictures_in(html))
    return [
        {
            "picture": pk,
            "hash": picture.digest,
            "alt": picture.alt,
            "caption": picture.caption,
            "credit": picture.credit,
        }
        for pk, picture in sorted(found.items())
    ]


def thaw(revision: Revision) -> dict:
    """The content of a revision, in the present shape; of a redacted one, nothing."""
    return blank() if revision.redacted_at else json.loads(revision.content)


def blank() -> dict:
    """A content that says nothing."""
    return dict.fromkeys(PLAIN, "") | {
        "language": site_language(),
        "section": None,
        "series": None,
        "tags": [],
        "bylines": [],
        "lead": None,
        "pictures": [],
    }


def claim_text(article: Article, seen: int) -> None:
    """Takes the right to write version `seen + 1`. Raises Stale when that version exists already."""
    if not Article.objects.filter(pk=article.pk, version=seen).update(version=seen + 1):
        raise Stale(Article.objects.select_related("saved_by").get(pk=article.pk))
    article.version = seen + 1


@transaction.atomic
def keep(article: Article, by, at: datetime | None = None) -> Revision:
    """Freezes the working copy after a save, for ever. The same text again gives the revision that exists already."""
    content = freeze(article)
    last = unchanged(article, content)
    if last and pin(last):
        return last
    revision = add(article, content, by=by, at=at)
    audited.saved(article, revision, by)
    note_text(article, revision)
    return revision


@transaction.atomic
def refreeze(article: Article, by, seen: int) -> None:
    """Freezes the same working copy anew where what it points to has other words by now, e.g. a picture its credit."""
    if digest_of(freeze(article)) != article.content_digest:
        claim_text(article, seen)
        keep(article, by)


def keep_newest(article: Article) -> None:
    """Somebody pressed Save and nothing had to be saved: what autosave wrote is then kept for ever."""
    if last := article.revisions.first():
        pin(last)


def unchanged(article: Article, content: str) -> Revision | None:
    """The newest revision, if it holds just this content and the article knows it."""
    last = article.revisions.first()
    return last if last and last.digest == digest_of(content) == article.content_digest else None


def pin(revision: Revision) -> bool:
    """Makes a working revision one that is kept for ever. False when another one has taken its place meanwhile."""
    if revision.kind != Revision.Kind.ROLLING:
        return True
    revision.kind = Revision.Kind.SAVED
    return bool(
        Revision.objects.filter(pk=revision.pk, kind=Revision.Kind.ROLLING).update(kind=revision.kind)
        or Revision.objects.filter(pk=revision.pk).exists()
    )


def add(article: Article, content: str, *, by, at=None, kind=Revision.Kind.SAVED, **more) -> Revision:
    """One more row of history."""
    return Revision.objects.create(
        article=article,
        kind=kind,
        by=by,
        at=at or clock.read(),
        version=article.version,
        schema=SCHEMA,
        content=content,
        digest=digest_of(content),
        **more,
    )


def note_text(article: Article, revision: Revision) -> None:
    """Records who wrote last, and what stands in the text; an approval does not outlive the text that it was given for."""
    if revision.digest != article.content_digest:
        _void_approval(article, revision.by, revision)
    article.content_digest, article.saved_by, article.saved_at = revision.digest, revision.by, revision.at
    article.save(update_fields=["content_digest", "saved_by", "saved_at"])
    _place_pictures(article)


def _void_approval(article: Article, by, revision: Revision) -> None:
    ready = Article.objects.filter(pk=article.pk, stage=Stage.READY)
    if ready.update(stage=Stage.IN_REVIEW, approved_revision=None):
        article.stage, article.approved_revision = Stage.IN_REVIEW, None
        ledger.append(article, "void_approval", by=by, at=revision.at, data={"revision": revision.pk})


def _place_pictures(article: Article) -> None:
    wanted = set(body.pictures_in(article.body))
    article.placed_pictures.exclude(picture__in=wanted).delete()
    for pk in Picture.objects.filter(pk__in=wanted).values_list("pk", flat=True):
        article.placed_pictures.get_or_create(picture_id=pk)
