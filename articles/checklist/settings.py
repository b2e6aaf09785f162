"""How strict the newsroom wants each rule to be: the newest word said of it, else the rule's own default."""

from django.db import transaction
from django.db.models import Max

from articles import clock
from articles.checklist.rules import RULES
from articles.models import ChecklistSetting


def levels() -> dict[str, str]:
    """The level of each rule by its code; asked once for a request."""
    scope = clock.scope()
    if "checklist" not in scope:
        said = _said()
        scope["checklist"] = {rule.code: said.get(rule.code, rule.default) for rule in RULES}
    return scope["checklist"]


def _said() -> dict[str, str]:
    newest = ChecklistSetting.objects.order_by().values("rule").annotate(newest=Max("pk")).values("newest")
    return dict(ChecklistSetting.objects.filter(pk__in=newest).values_list("rule", "level"))


@transaction.atomic
def set_levels(wanted: dict[str, str], *, by) -> list[ChecklistSetting]:
    """Writes down what differs from what holds now, and by whom; gives the new rows."""
    now, at = levels(), clock.read()
    rows = [
        ChecklistSetting(rule=code, level=level, by=by, at=at) for code, level in wanted.items() if now[code] != level
    ]
    ChecklistSetting.objects.bulk_create(rows)
    clock.scope().pop("checklist", None)
    return rows


def record(most: int) -> list[ChecklistSetting]:
    """What was said last, newest first."""
    return list(ChecklistSetting.objects.select_related("by")[:most])
