"""How the newsroom wants each rule: the newest word said of it, else as it came."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.prepared import prepared
from articles import clock, limits
from comments.folding import WordList, word_list
from comments.models import Action, RuleSetting
from comments.policies import PERMISSION
from comments.rules.catalogue import CATALOGUE

SCOPE = "comment rules"


@dataclass(frozen=True)
class Setting:
    """How one rule stands. `pk` is the row that says so; 0 where nobody has said anything."""

    rule: str
    action: str
    numbers: dict[str, int] = field(default_factory=dict)
    words: str = ""
    pk: int = 0

    @property
    def is_on(self) -> bool:
        return self.action != Action.OFF

    @property
    def list(self) -> WordList:
        return word_list(self.words)

    @property
    def data(self) -> dict:
        return self.numbers | ({"words": self.words} if CATALOGUE[self.rule].has_words else {})


def current() -> dict[str, Setting]:
    """Each rule's setting by its code; asked once for a request."""
    scope = clock.scope()
    if SCOPE not in scope:
        said = {row.rule: row for row in _said()}
        scope[SCOPE] = {code: _setting(code, said.get(code)) for code in CATALOGUE}
    return scope[SCOPE]


@prepared
def _said():
    newest = RuleSetting.objects.order_by().values("rule").annotate(newest=Max("pk")).values("newest")
    return RuleSetting.objects.filter(pk__in=newest)


def _setting(code: str, row: RuleSetting | None) -> Setting:
    """A number that the rule has got since it was set stands as it came."""
    rule, data = CATALOGUE[code], row.data if row else {}
    return Setting(
        code,
        row.action if row and row.action in rule.actions else rule.default,
        {number.name: data.get(number.name, number.value) for number in rule.numbers},
        data.get("words", ""),
        row.pk if row else 0,
    )


def may_set(user) -> bool:
    """Rules hold everywhere, so only those whose roles do may set them."""
    return limits.may_everywhere(user, PERMISSION)


@transaction.atomic
def save(wanted: Setting, *, by) -> RuleSetting | None:
    """Writes down how a rule shall be, and by whom; None when it is so already. Raises PermissionDenied."""
    if not may_set(by):
        raise PermissionDenied(PERMISSION)
    now = current()[wanted.rule]
    if (now.action, now.data) == (wanted.action, wanted.data):
        return None
    row = RuleSetting.objects.create(rule=wanted.rule, action=wanted.action, data=wanted.data, by=by, at=clock.read())
    clock.scope().pop(SCOPE, None)
    label = CATALOGUE[wanted.rule].label
    audit.record("comment_rule", by=by, about=row, note=f"{label}: {row.get_action_display()}", at=row.at)
    return row


def record(rule: str, most: int = 10) -> list[RuleSetting]:
    """What was said of a rule last, newest first."""
    return list(RuleSetting.objects.filter(rule=rule).select_related("by")[:most])
