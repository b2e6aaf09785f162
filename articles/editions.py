"""Making editions: from a pinned revision, with its link rows and what is rendered once for all readers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.db import connection
from django.utils.text import slugify

from articles import body, contents, proper, rendering, revisions
from articles.grammar import joined
from articles.local_time import site_zone
from articles.models import (
    NOTED,
    Address,
    Article,
    Change,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionTag,
    End,
    Rendered,
    Revision,
    Section,
)
from articles.refusals import Refused
from articles.search import words
from library.models import Picture

MOST_ALIKE = 50  # addresses tried for headlines that are alike
NEEDED = {"headline": "a headline", "section": "a section", "body": "a text"}
CLAIM = "INSERT INTO articles_address (path, article_id) VALUES (%s, %s) ON CONFLICT (path) DO NOTHING"
PLACE = """
INSERT INTO articles_editionsection (published_at, article_id, edition_id, section_id, "primary")
WITH RECURSIVE line (id, parent_id, is_it) AS (
  SELECT id, parent_id, id = %s FROM articles_section WHERE id = %s
  UNION ALL SELECT s.id, s.parent_id, s.id <> s.id FROM articles_section s JOIN line ON s.id = line.parent_id
)
SELECT %s, %s, %s, id, is_it FROM line
"""
QUIET = {Change.TYPO}  # kinds that do not move the public "updated" time


@dataclass(frozen=True)
class Draft:
    """All of an edition that can be prepared before the article is claimed: a revision is frozen, so it cannot change."""

    revision: Revision
    content: dict
    rendered: dict


@dataclass(frozen=True)
class Span:
    """When an edition is public: `[start, until)`, and why it will end."""

    start: datetime
    until: datetime | None = None
    end: str = End.OPEN


def end_of(edition: Edition | None) -> tuple[datetime | None, str]:
    """When and why it ends, for the one that takes its place."""
    return (edition.live_until, edition.end) if edition else (None, End.OPEN)


def prepare(revision: Revision) -> Draft:
    """Thaws and renders; refuses what is not complete enough for readers."""
    content = check_complete(revision)
    html = body.render(content["body"], placed(content))
    return Draft(revision, content, rendering.of(content, html))


def check_complete(revision: Revision) -> dict:
    """The content of a revision that has all that readers need. Refuses `incomplete`."""
    content = contents.surviving(revisions.thaw(revision))
    missing = [word for name, word in NEEDED.items() if not content[name]]
    if missing:
        raise Refused("incomplete", missing=joined(missing))
    return content


def placed(content: dict) -> dict:
    """The pictures of a body as `body.render` wants them: by id, with the words frozen beside them."""
    found = Picture.objects.in_bulk([each["picture"] for each in content["pictures"]])
    return {
        each["picture"]: SimpleNamespace(
            picture=found.get(each["picture"]), alt=each["alt"], caption=each["caption"], credit=each["credit"]
        )
        for each in content["pictures"]
    }


@dataclass(frozen=True)
class Why:
    """The kind of change, its public note, and who published."""

    change: str
    note: str
    by: object


def make(
    article: Article, draft: Draft, span: Span, why: Why, before: Edition | None, published_at=None, also=()
) -> Edition:
    """One more edition of `article`, following `before` (the last one that readers saw, if any).

    `also` names further fields of the article that the caller has set: they are stored with its number.
    """
    published_at = published_at or (before.published_at if before else span.start)
    content, lead = draft.content, draft.content["lead"] or {}
    article.last_number += 1
    edition = Edition.objects.create(
        article=article,
        number=article.last_number,
        revision=draft.revision,
        digest=draft.revision.digest,
        address=take_address(article, content, published_at, before),
        **{
            name: content[name]
            for name in ("kicker", "headline", "standfirst", "language", "seo_title", "seo_description")
        },
        lead_picture_id=lead.get("picture"),
        lead_alt=lead.get("alt", ""),
        lead_caption=lead.get("caption", ""),
        lead_credit=lead.get("credit", ""),
        series_id=content["series"] and content["series"]["id"],
        published_at=published_at,
        updated_at=_updated_at(why.change, span.start, published_at, before),
        live_from=span.start,
        live_until=span.until,
        end=span.end,
        embargo_until=article.embargo_until,
        change=why.change,
        note=why.note,
        by=why.by,
    )
    article.sent_digest = edition.digest
    article.save(update_fields=["last_number", "sent_digest", *also])
    _link(edition, content)
    _render(edition, draft, before)
    return edition


def _updated_at(change: str, start: datetime, published_at: datetime, before: Edition | None) -> datetime:
    if before is None:
        return published_at
    return before.updated_at if change in QUIET else start


def take_address(article: Article, content: dict, published_at: datetime, before: Edition | None) -> Address:
    """The address of an edition: the date never changes after the first publication. Refuses `path_taken`."""
    if not content["slug"] and before:
        return before.address
    first, *others = _wished_paths(article, content, published_at, before)
    if (address := _claim_path(first, article)).article_id == article.pk:
        return address
    taken = Address.objects.filter(path__in=others).exclude(article=article).values_list("path", flat=True)
    for path in _without(others, taken):
        if (address := _claim_path(path, article)).article_id == article.pk:
            return address
    raise Refused("path_taken", path=[first, *others][-1])


def _without(paths: list[str], taken: Iterable[str]) -> list[str]:
    return [path for path in paths if path not in gone] if paths and (gone := set(taken)) else paths


def _wished_paths(article: Article, content: dict, published_at: datetime, before: Edition | None) -> list[str]:
    """The address that the text asks for; where it is made from the headline, others after it."""
    day = before.address_id[:12] if before else f"/{published_at.astimezone(site_zone()):%Y/%m/%d}/"
    wished = content["slug"].lower()
    slug = wished or slugify(content["headline"], allow_unicode=True)[:80].strip("-") or f"story-{article.pk}"
    further = () if wished else range(2, MOST_ALIKE)
    return [f"{day}{slug}/", *(f"{day}{slug}-{number}/" for number in further)]


def likely_path(article: Article, content: dict, published_at: datetime, before: Edition | None) -> tuple[str, bool]:
    """The address that the text would get now, and whether it can have it. Nothing is claimed: only the verb does that."""
    if not content["slug"] and before:
        return before.address_id, True
    paths = _wished_paths(article, content, published_at, before)
    taken = Address.objects.filter(path__in=paths).exclude(article=article).values_list("path", flat=True)
    free = [path for path in paths if path not in set(taken)]
    return (free or paths)[0], bool(free)


def _claim_path(path: str, article: Article) -> Address:
    """Whoever inserts first owns a path; the others are told by the primary key."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [path, article.pk])
        claimed = cursor.rowcount > 0
    return Address(path=path, article=article) if claimed else Address.objects.get(path=path)


def _link(edition: Edition, content: dict) -> None:
    """The rows that put the edition on its lists."""
    key = {"edition": edition, "published_at": edition.published_at, "article_id": edition.article_id}
    _place(edition, content["section"]["id"])
    tags, bylines = proper.held(content)
    EditionTag.objects.bulk_create(EditionTag(**key, tag_id=pk, name=name) for pk, name in tags.items())
    EditionAuthor.objects.bulk_create(
        EditionAuthor(**key, author_id=author, role=role, name=name, position=position)
        for position, ((author, role), name) in enumerate(bylines.items())
    )
    EditionPicture.objects.bulk_create(
        EditionPicture(edition=edition, picture_id=each["picture"]) for each in content["pictures"]
    )


def _place(edition: Edition, section: int) -> None:
    """Below the section and each above it, as the tree stands at this moment."""
    published_at = connection.ops.adapt_datetimefield_value(edition.published_at)
    with connection.cursor() as cursor:
        cursor.execute(PLACE, [section, section, published_at, edition.article_id, edition.pk])
        if not cursor.rowcount:
            raise Section.DoesNotExist(f"There is no section {section} any more.")


def _render(edition: Edition, draft: Draft, before: Edition | None) -> None:
    Rendered.objects.create(edition=edition, corrections=_corrections(edition, before), **draft.rendered)
    words.learn(edition, draft.rendered["title"], draft.rendered["names"])


def _corrections(edition: Edition, before: Edition | None) -> list[dict]:
    """Every noted change of the story so far, oldest first."""
    earlier = before.rendered.corrections if before else []
    if edition.change not in NOTED:
        return earlier
    return [*earlier, {"kind": edition.change, "note": edition.note, "at": edition.live_from.isoformat()}]


def drop(edition: Edition) -> None:
    """Takes back an edition that no reader has seen, and frees its address if nothing else uses it."""
    address, story = edition.address, edition.article
    edition.delete()
    story.sent_digest = story.editions.order_by("-number").values_list("digest", flat=True).first()
    story.save(update_fields=["sent_digest"])
    if not address.editions.exists():
        address.delete()
