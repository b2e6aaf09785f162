"""Amending: what readers see now is mended, and what is planned stays planned.

The same change goes into a scheduled edition and into the working copy, part by part, where the part is still the same there.
An address, a language and a series are no parts of it: they say where a story stands, not what it says (docs/adr/0020).
"""

import json

from articles import checklist, contents, editions, limits, revisions, tagging
from articles.editions import Draft, Span, Why, end_of
from articles.going_out import kind_of_change, take_over
from articles.models import Article, Edition, Revision
from articles.turn import Turn, turn

PLACES = {"live": "live text", "scheduled": "scheduled version", "working copy": "desk's copy"}


def amend(
    article: Article,
    *,
    by,
    patch: dict,
    kind: str,
    note: str = "",
    seen: int | None = None,
    override: str = "",
) -> list[tuple[str, str]]:
    """Changes what readers see now, and nothing else: `patch` holds new values for parts of the *live* text, as thawed.

    Tags are found by their names. The checklist stops what is new in it; what was wrong with the live text already
    must not hold up the mending. The record keeps which texts came of it.
    Returns the parts that could not be carried over, as pairs like ("scheduled", "body"), ("working copy", "headline").
    Refuses: conflict, not_public, killed, going_out, kind_missing, note_missing, nothing_changed, checklist, path_taken,
    other_section, busy.
    """
    with turn(article, "amend", by=by, seen=seen, note=note) as mine:
        live, coming = mine.state.current, mine.state.next
        mine.refuse_if(article.killed_at, "killed")
        mine.refuse_if(live is None, "not_public")
        mine.refuse_if_going_out()
        change = kind_of_change(kind, note, mine.state)
        old = revisions.thaw(live.revision)
        patch = difference(old, patch)
        mine.refuse_if(not patch, "nothing_changed")
        new = revisions.patched(old, patch)
        limits.permit_text(by, new)
        mine.more = checklist.demand(article, new, by=by, override=override, before=old)
        patch = _with_tags(article, patch)
        draft = _patched(article, by, live.revision, patch)
        texts = {"live": [live.revision_id, draft.revision.pk]}
        edition = editions.make(article, draft, take_over(mine, keep_next=True), Why(change, note, by), live)
        mine.note(edition)
        lost = _carry_into_next(mine, coming, edition, old, patch, texts) if coming else []
        lost += _carry_into_working_copy(article, by, old, patch, texts)
        mine.more |= {"texts": texts}
    return lost


def difference(old: dict, patch: dict) -> dict:
    """The parts of `patch` that say something else than the content `old`."""
    return {part: value for part, value in patch.items() if _what(part, value) != _what(part, old[part])}


def _what(part: str, value):
    """What a part says, without the names that were merely written beside it."""
    if part == "tags":
        return sorted(tag["name"].casefold() for tag in value)
    if part == "bylines":
        return [(line["author"], line["role"]) for line in value]
    if part in {"section", "series"}:
        return value and value["id"]
    return value


def _with_tags(article: Article, patch: dict) -> dict:
    """The same with tags that exist."""
    if "tags" not in patch:
        return patch
    found = tagging.called(article, [tag["name"] for tag in patch["tags"]])
    return patch | {"tags": sorted(({"id": tag.pk, "name": tag.name} for tag in found), key=lambda tag: tag["name"])}


def _patched(article: Article, by, revision: Revision, patch: dict) -> Draft:
    changed = revisions.canonical(revisions.patched(revisions.thaw(revision), patch))
    return editions.prepare(revisions.add(article, changed, by=by, kind=Revision.Kind.PUBLISHED))


def _carry_into_next(
    mine: Turn, coming: Edition, live: Edition, old: dict, patch: dict, texts: dict
) -> list[tuple[str, str]]:
    """Replaces the scheduled edition by one that has the same change, and follows the amended one."""
    same = _still_same(revisions.thaw(coming.revision), old, patch)
    draft = _patched(mine.article, mine.by, coming.revision, same) if same else editions.prepare(coming.revision)
    if same:
        texts["scheduled"] = [coming.revision_id, draft.revision.pk]
    mine.drop_next()
    span = Span(coming.live_from, *end_of(coming))
    mine.note(editions.make(mine.article, draft, span, Why(coming.change, coming.note, coming.by), live))
    return [("scheduled", part) for part in patch if part not in same]


def _carry_into_working_copy(article: Article, by, old: dict, patch: dict, texts: dict) -> list[tuple[str, str]]:
    """The words of pictures are the library's there: they need no carrying."""
    patch = {part: value for part, value in patch.items() if part != "pictures"}
    same = _still_same(json.loads(revisions.freeze(article)), old, patch)
    if same:
        before = article.revisions.values_list("pk", flat=True).filter(digest=article.content_digest).first()
        revisions.claim_text(article, article.version)
        contents.write(article, same)
        texts["working copy"] = [before, revisions.keep(article, by).pk]
    return [("working copy", part) for part in patch if part not in same]


def _still_same(content: dict, old: dict, patch: dict) -> dict:
    """The parts of `patch` that are in `content` what they were in `old`."""
    return {part: value for part, value in patch.items() if _what(part, content[part]) == _what(part, old[part])}
