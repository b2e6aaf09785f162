"""What happens to a comment when it comes: each rule looks at it and may give a reason, with the evidence for the moderator."""

from dataclasses import dataclass, field

from comments import sanctions, trust
from comments.learner import judging
from comments.models import Action, Comment, Mode, State
from comments.policies import Applied
from comments.rules.catalogue import LABELS
from comments.rules.checks import CHECKS, Case
from comments.rules.settings import current

RULES = LABELS  # how the queue calls what was found
WORDED = frozenset({"links", "suspect", "banned"})  # their evidence is what stands in the text, with commas between

__all__ = ["RULES", "WORDED", "Judgement", "judge"]


@dataclass(frozen=True)
class Judgement:
    """The state in which a comment is stored, every reason that was found, and what the learner thought."""

    state: State
    hits: list[tuple[str, str]] = field(default_factory=list)
    opinion: judging.Opinion | None = None


def judge(comment: Comment, policy: Applied, parent: Comment | None, is_banned: bool | None = None) -> Judgement:
    """What becomes of a comment that is about to be stored. All rules look, also after one has found something.

    `is_banned` says whether there is a sanction on its address; asked here where the caller has not.
    """
    settings = current()
    opinion = judging.opinion_on(comment, settings["learnt"])
    case = Case(comment, policy, parent, *(opinion.shown if opinion else (None, ())))
    found = [(code, evidence) for code in CHECKS if (evidence := _evidence(code, case, settings)) is not None]
    actions = {settings[code].action for code, _ in found}
    sampled = [("sample", "")] if opinion and opinion.blind else []
    is_banned = sanctions.on_address(comment.email) is not None if is_banned is None else is_banned
    banned = [(sanctions.HIT, "")] if is_banned else []
    hits = [*_by_policy(comment, policy), *banned, *sampled, *found]
    return Judgement(_state(policy, hits, actions), [(code, evidence[:300]) for code, evidence in hits], opinion)


def _evidence(code: str, case: Case, settings: dict) -> str | None:
    return CHECKS[code](case, settings[code]) if settings[code].is_on else None


def _by_policy(comment: Comment, policy: Applied) -> list[tuple[str, str]]:
    if policy.mode == Mode.POST or (policy.mode == Mode.TRUSTED and trust.is_trusted(comment)):
        return []
    return [("untrusted" if policy.mode == Mode.TRUSTED else "all", "")]


def _state(policy: Applied, hits: list, actions: set[str]) -> State:
    if Action.SPAM in actions:
        return State.SPAM
    return State.PENDING if hits else State.APPROVED
