"""Guards that the database itself keeps, on PostgreSQL and on SQLite, whoever writes.

- A row of the audit is never changed or deleted. One change is let through: the name of what it is about, to nothing
  (`audit.unname`), since a headline may say what a court has ordered away.
- A person is never deleted.
"""

from collections.abc import Iterator

from django.apps import apps

from accounts.guards import DIFFERS, Guard, Guards

AUDIT = "The audit is append-only."
KEPT = "People are deactivated, never deleted."


def guards(vendor: str) -> Iterator[Guard]:
    yield Guard("audit_update", "accounts_audit", "UPDATE", f"NOT {_unnamed(vendor)}", AUDIT)
    yield Guard("audit_delete", "accounts_audit", "DELETE", "1 = 1", AUDIT)
    yield Guard("user_delete", "accounts_user", "DELETE", "1 = 1", KEPT)


def _unnamed(vendor: str) -> str:
    columns = [field.column for field in apps.get_model("accounts.Audit")._meta.concrete_fields]
    changed = " OR ".join(f"NEW.{c} {DIFFERS[vendor]} OLD.{c}" for c in columns if c != "about_name")
    return f"(NEW.about_name = '' AND NOT ({changed}))"


GUARDS = Guards("accounts", frozenset({"accounts_audit", "accounts_user"}), guards)
install, uninstall, missing = GUARDS.install, GUARDS.uninstall, GUARDS.missing
