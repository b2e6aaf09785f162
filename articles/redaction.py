"""Redaction: for a court or a person's right, what an edition said is emptied for ever, and the record says that it was.

The edition keeps its place, its times, its address, its notes and the digest of what it said; its words, names, tags and
pictures go, and with them every saved text of the story that is the same (a headline or a tag may differ), what was
rendered of it, and its place in the search index. The database lets exactly this change through (`articles.triggers`).
Replies are moderated, not redacted.
"""

from collections.abc import Iterable

from django.db.models import Q

from accounts import audit
from articles import contents, revisions
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionTag,
    Rendered,
    Revision,
    SearchWord,
)
from articles.triggers import WORDS
from articles.turn import Turn, check_owner, turn

NAMED = (EditionTag, EditionAuthor, EditionPicture, SearchWord)  # rows that name people, subjects and pictures
NOTHING = {"body": "", "feed": "", "words": 0, "minutes": 0, "title": "", "names": "", "text": ""}


def redact(
    article: Article,
    *,
    by,
    editions: Iterable[Edition],
    reason: str,
    drafts: bool = False,
    seen: int | None = None,
) -> list[Edition]:
    """Empties these editions, all others with the same text, and every saved text that is the same; returns the editions.

    The working copy is emptied if it is the same text. `drafts` also empties every text that never went out.
    Refuses: conflict, never_public, in_use, reason_missing, other_article, nothing_changed, busy.
    """
    editions = list(editions)
    alike = _with_the_same_body(article, editions)
    with turn(article, "redact", by=by, seen=seen, note=reason.strip()) as mine:
        mine.refuse_if(not reason.strip(), "reason_missing")
        mine.refuse_if(not mine.state.ever, "never_public")
        emptied = _with_the_same_text(mine, editions)
        digests = {edition.digest for edition in emptied}
        texts = _texts(article, digests, alike, drafts)
        at_the_desk = article.content_digest in digests
        mine.more |= {
            "redacted": [edition.number for edition in emptied],
            "revisions": sorted(text.pk for text in texts),
            "working_copy": at_the_desk,
        }
        _empty(mine, emptied, texts)
        if at_the_desk:
            _empty_working_copy(article, by)
        _forget(article)
    return emptied


def _with_the_same_body(article: Article, editions: list[Edition]) -> list[int]:
    """Read before the claim, so that the turn is short: a text that is more than rolling never changes."""
    said = {revisions.thaw(edition.revision)["body"] for edition in editions} - {""}
    rows = Revision.every.filter(article=article, redacted_at=None).iterator(chunk_size=100)
    return [row.pk for row in rows if revisions.thaw(row)["body"] in said]


def _with_the_same_text(mine: Turn, editions: list[Edition]) -> list[Edition]:
    for edition in editions:
        check_owner(mine.article, edition)
    wanted = {edition.digest for edition in editions}
    found = list(mine.article.editions.filter(digest__in=wanted, redacted_at=None).order_by("number"))
    mine.refuse_if(not found, "nothing_changed")
    mine.refuse_if({mine.state.current, mine.state.next} & set(found), "in_use")
    return found


def _texts(article: Article, digests: set[str], alike: list[int], drafts: bool) -> list[Revision]:
    """The revisions to empty: of what is redacted, and those alike, or with `drafts` all, that are of no other edition
    and not at the desk now."""
    kept = article.editions.exclude(digest__in=digests).values("digest")
    loose = ~Q(digest__in=kept) & ~Q(digest=article.content_digest)
    wanted = Q(digest__in=digests) | (loose if drafts else loose & Q(pk__in=alike))
    return list(Revision.every.filter(wanted, article=article, redacted_at=None).only("pk"))


def _empty(mine: Turn, emptied: list[Edition], texts: list[Revision]) -> None:
    """A rolling revision becomes a saved one: nobody may write into it again."""
    keys = [edition.pk for edition in emptied]
    for rows in NAMED:
        rows.objects.filter(edition__in=keys).delete()
    Rendered.objects.filter(edition__in=keys).update(**NOTHING)
    mine.article.editions.filter(pk__in=keys).update(
        **dict.fromkeys(WORDS, ""), lead_picture=None, redacted_at=mine.at
    )
    same = Revision.every.filter(pk__in=[text.pk for text in texts])
    same.filter(kind=Revision.Kind.ROLLING).update(kind=Revision.Kind.SAVED)
    same.update(content="", redacted_at=mine.at)


def _forget(article: Article) -> None:
    """What remembers words of the story by the way: headlines in the audit, quotations of notes, answers to open pages."""
    audit.unname(article)
    article.notes.update(quote="", before="", after="")
    article.sittings.update(key="", answer="")


def _empty_working_copy(article: Article, by) -> None:
    """Its section and language stay, so that the desk still knows whose it is."""
    revisions.claim_text(article, article.version)
    section = article.section and {"id": article.section_id}
    contents.write(article, revisions.blank() | {"section": section, "language": article.language})
    revisions.keep(article, by)
