"""Guards that the database itself keeps, on PostgreSQL and on SQLite, whoever writes.

- An edition's content and start never change; only `live_until` and `end` may. One change is let through, once: all
  content of an edition that has ended, to nothing, with `redacted_at` (`articles.redaction`). The same for a revision.
- Two editions of an article never overlap in time.
- An edition that a reader could have seen is never deleted.
- A revision is frozen once it is more than rolling; only its kind may rise. Only rolling ones, and those kept aside,
  are deleted: when a text that continues them takes their place. All of a story are, when it is emptied.
- The ledger is append-only, and so is what the newsroom says of its checklist.
- What an edition was ever made of is neither thrown away nor emptied; what is in the trash gets no edition; emptying is for good.
"""

from collections.abc import Iterator

from django.apps import apps

from accounts.guards import DIFFERS, NOW, Exclusion, Guard, Guards

FROZEN = "The content and the start of an edition never change."
PASSED = "An end that has passed cannot be changed."
OVERLAP = "Two editions of an article would be live at the same time."
SEEN = "An edition that readers could have seen cannot be deleted."
KEPT = "A revision that is not rolling cannot be changed or deleted."
LEDGER = "The ledger is append-only."
SAID = "What was said of the checklist stays on record."

ONCE = "OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL"
WORDS = ("kicker", "headline", "standfirst", "lead_alt", "lead_caption", "lead_credit", "seo_title", "seo_description")
TRASH = "Only a story that readers never could see is thrown away, and only what was thrown away is emptied, for good."
AWAY = "A story in the trash cannot be published."

# No extension is needed: an id is written as a range of one number.
APART = "USING gist (int8range(article_id, article_id, '[]') WITH &&, tstzrange(live_from, live_until) WITH &&)"


def guards(vendor: str) -> Iterator[Guard | Exclusion]:
    edition, revision, event = "articles_edition", "articles_revision", "articles_event"
    now = NOW[vendor]
    changed = _changed(vendor, "Edition", but={"live_until", "end"})
    yield Guard("edition_freeze", edition, "UPDATE", f"{changed} AND NOT {_edition_redacted(vendor)}", FROZEN)
    ended = f'OLD.live_until <= {now} AND (NEW.live_until {DIFFERS[vendor]} OLD.live_until OR NEW."end" <> OLD."end")'
    yield Guard("edition_past", edition, "UPDATE", ended, PASSED)
    yield Guard("edition_seen", edition, "DELETE", f"OLD.live_from <= {now}", SEEN)
    if vendor == "sqlite":
        yield Guard("edition_overlap_insert", edition, "INSERT", _overlaps(), OVERLAP)
        yield Guard("edition_overlap_update", edition, "UPDATE", _overlaps(), OVERLAP)
    else:
        yield Exclusion("edition_overlap", edition, APART)
    frozen = _changed(vendor, "Revision", but={"kind"})
    frozen = f"({frozen} OR NEW.kind = 'rolling') AND NOT {_revision_redacted(vendor)}"
    kept = f"OLD.kind NOT IN ('rolling', 'aside') AND NOT {_article('emptied', 'OLD')}"
    yield Guard("revision_freeze", revision, "UPDATE", f"OLD.kind <> 'rolling' AND {frozen}", KEPT)
    yield Guard("revision_kept", revision, "DELETE", kept, KEPT)
    yield Guard("edition_of_trash", edition, "INSERT", _article("trashed", "NEW"), AWAY)
    yield Guard("article_trash", "articles_article", "UPDATE", _thrown_away(vendor), TRASH)
    yield Guard("event_update", event, "UPDATE", "1 = 1", LEDGER)
    yield Guard("event_delete", event, "DELETE", "1 = 1", LEDGER)
    for change in ("UPDATE", "DELETE"):
        yield Guard(f"checklist_{change.lower()}", "articles_checklistsetting", change, "1 = 1", SAID)


def _changed(vendor: str, model: str, but: set[str]) -> str:
    columns = [field.column for field in apps.get_model("articles", model)._meta.concrete_fields]
    return "(" + " OR ".join(f'NEW."{c}" {DIFFERS[vendor]} OLD."{c}"' for c in columns if c not in but) + ")"


def _edition_redacted(vendor: str) -> str:
    """Of an edition that has ended everything goes that `redact` empties, and nothing else changes."""
    emptied = " AND ".join(f"NEW.{column} = ''" for column in WORDS)
    others = _changed(vendor, "Edition", but={*WORDS, "lead_picture_id", "redacted_at"})
    over = f"OLD.live_until IS NOT NULL AND OLD.live_until <= {NOW[vendor]}"
    return f"({ONCE} AND {over} AND {emptied} AND NEW.lead_picture_id IS NULL AND NOT {others})"


def _revision_redacted(vendor: str) -> str:
    return f"({ONCE} AND NEW.content = '' AND NOT {_changed(vendor, 'Revision', but={'content', 'redacted_at'})})"


def _article(state: str, row: str) -> str:
    return f"EXISTS (SELECT 1 FROM articles_article a WHERE a.id = {row}.article_id AND a.{state}_at IS NOT NULL)"  # noqa: S608  both words are ours


def _thrown_away(vendor: str) -> str:
    had_editions = "EXISTS (SELECT 1 FROM articles_edition e WHERE e.article_id = NEW.id)"
    return (
        f"(NEW.trashed_at IS NOT NULL AND OLD.trashed_at IS NULL AND {had_editions})"
        f" OR (NEW.emptied_at IS NOT NULL AND OLD.emptied_at IS NULL AND (OLD.trashed_at IS NULL OR {had_editions}))"
        f" OR (OLD.emptied_at IS NOT NULL AND (NEW.emptied_at {DIFFERS[vendor]} OLD.emptied_at"
        f" OR NEW.trashed_at {DIFFERS[vendor]} OLD.trashed_at))"
    )


def _overlaps() -> str:
    return (
        "EXISTS (SELECT 1 FROM articles_edition other WHERE other.article_id = NEW.article_id AND other.id <> NEW.id"
        " AND (NEW.live_until IS NULL OR other.live_from < NEW.live_until)"
        " AND (other.live_until IS NULL OR other.live_until > NEW.live_from))"
    )


GUARDS = Guards(
    "articles",
    frozenset({f"articles_{table}" for table in ("edition", "revision", "event", "checklistsetting", "article")}),
    guards,
)
install, uninstall, missing = GUARDS.install, GUARDS.uninstall, GUARDS.missing
