"""Guards that the database itself keeps, on PostgreSQL and on SQLite, whoever writes.

- Where a comment stands (article, parent, root, depth, path) and its public id never change.
- A reply stands below a comment of the same article, one level deeper, in the same thread.
- A moderation event is never changed or deleted; only its note can be emptied, for it may speak of a person.
- What was said of a rule or of showing the numbers, and a switch of a valve, is never changed or deleted.
- A former text is never changed, and deleted only when the words of its comment are gone.
"""

from collections.abc import Iterator

from accounts.guards import DIFFERS, Guard, Guards

EVENT = (
    "id", "comment_id", "version", "revision", "was", "became", "kind", "by_id", "at", "reason", "batch", "undo_of_id",
    "previous", "digest",
)  # fmt: skip
FIXED = ("public_id", "article_id", "parent_id", "root_id", "depth", "path", "thread")
STANDS = "Where a comment stands never changes."
STRANGER = "A reply stands below a comment of the same article."
LEDGER = "Moderation events are append-only."
SHOWN = "What was said of showing the numbers is append-only."
SAID = "What was said of a rule is append-only."
SWITCHED = "Switches of a valve are append-only."
FORMER = "A former text is kept as it was until the words of its comment go."
APPEND_ONLY = {
    "numbers": ("comments_numberssetting", SHOWN),
    "rule_setting": ("comments_rulesetting", SAID),
    "valve_switch": ("comments_valveswitch", SWITCHED),
}


def guards(vendor: str) -> Iterator[Guard]:
    comment, event, former = "comments_comment", "comments_moderationevent", "comments_commentrevision"
    said = " OR ".join(f'NEW."{column}" {DIFFERS[vendor]} OLD."{column}"' for column in EVENT)
    moved = " OR ".join(f'NEW."{column}" {DIFFERS[vendor]} OLD."{column}"' for column in FIXED)
    yield Guard("comment_stands", comment, "UPDATE", f"({moved})", STANDS)
    yield Guard("comment_stranger", comment, "INSERT", f"NEW.parent_id IS NOT NULL AND NOT {_fits()}", STRANGER)
    yield Guard("moderation_update", event, "UPDATE", f"({said} OR NEW.note <> '')", LEDGER)
    yield Guard("moderation_delete", event, "DELETE", "1 = 1", LEDGER)
    yield Guard("former_text_update", former, "UPDATE", "1 = 1", FORMER)
    yield Guard("former_text_delete", former, "DELETE", f"NOT {_is_emptied()}", FORMER)
    for name, (table, message) in APPEND_ONLY.items():
        for change in ("UPDATE", "DELETE"):
            yield Guard(f"{name}_{change.lower()}", table, change, "1 = 1", message)


def _fits() -> str:
    return (
        "EXISTS (SELECT 1 FROM comments_comment above WHERE above.id = NEW.parent_id"
        " AND above.article_id = NEW.article_id AND above.depth = NEW.depth - 1"
        " AND COALESCE(above.root_id, above.id) = NEW.root_id)"
    )


def _is_emptied() -> str:
    return "EXISTS (SELECT 1 FROM comments_comment c WHERE c.id = OLD.comment_id AND c.text = '')"


WRITTEN = {"comments_comment", "comments_moderationevent", "comments_commentrevision"}
TABLES = frozenset({*WRITTEN, *(table for table, _ in APPEND_ONLY.values())})
GUARDS = Guards("comments", TABLES, guards)
install, uninstall, missing = GUARDS.install, GUARDS.uninstall, GUARDS.missing
