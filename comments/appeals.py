"""Appeals: an author does not agree, once for each decision, and another moderator decides anew."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from articles import clock
from comments import chain, moderation, reach, wording
from comments.models import Appeal, Comment, ModerationEvent
from comments.signals import announce
from comments.telling import EXPLAINED, SECOND_THOUGHTS

OPEN_FOR = timedelta(days=30)
OWN = "You took this decision yourself: another moderator decides on the appeal."
BECAME = {Appeal.Outcome.OVERTURNED: "the comment was published", Appeal.Outcome.UPHELD: "the decision stands"}
SETTLED = "The decision that this appeal is about does not hold any more, so there is nothing left to decide."


class Refused(Exception):
    """Nothing was changed. `message` is for whoever asked."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


def open_to(comment: Comment) -> ModerationEvent | None:
    """The decision that the author may appeal; None where there is none, it is too old, or they have done so."""
    if comment.state not in EXPLAINED:
        return None
    last = comment.events.last()
    event = last and last.in_force()
    young = event and last.at > clock.now() - OPEN_FOR and event.kind != ModerationEvent.Kind.AUTHOR
    return event if young and not Appeal.objects.filter(event=event).exists() else None


@transaction.atomic
def make(comment: Comment, text: str) -> Appeal:
    """The author's appeal, as AppealForm cleaned it; the caller has checked that it is the author. Raises Refused."""
    chain.hold_the_end()  # nobody decides meanwhile
    comment.refresh_from_db()
    event = open_to(comment)
    if event is None:
        raise Refused(
            "Your appeal is there already." if _waits(comment) else "This decision cannot be appealed any more."
        )
    return Appeal.objects.create(event=event, comment=comment, text=text, at=clock.now())


def _waits(comment: Comment) -> bool:
    return comment.appeals.filter(outcome=Appeal.Outcome.OPEN).exists()


def may_decide(user, appeal: Appeal) -> bool:
    """Whoever took the decision does not decide on the appeal."""
    return user.has_perm(moderation.PERMISSION) and user.pk != appeal.event.by_id


def decide(appeal: Appeal, *, by, overturn: bool, answer: str = "") -> None:
    """Raises PermissionDenied, reach.Foreign, Refused, and what moderation raises where the comment has changed since."""
    _permit(by, appeal)
    if wrong := wording.unfit(answer):
        raise Refused(wrong)
    outcome = Appeal.Outcome.OVERTURNED if overturn else Appeal.Outcome.UPHELD
    said = {"outcome": outcome, "answer": answer.strip(), "decided_by": by, "decided_at": clock.now()}
    _decide(appeal, said, by=by)


@transaction.atomic
def _decide(appeal: Appeal, said: dict, *, by) -> None:
    chain.hold_the_end()
    if not Appeal.objects.filter(pk=appeal.pk, outcome=Appeal.Outcome.OPEN).update(**said):
        raise Refused(_decided(appeal))
    comment = appeal.comment
    if said["outcome"] == Appeal.Outcome.OVERTURNED:
        comment.refresh_from_db()
        moderation.approve(comment, by=by, note="Appeal")
    else:  # the author hears of a grant by the letter about the decision that it is
        at = said["decided_at"]
        announce("appeal", appeal.pk, at + SECOND_THOUGHTS, decided=at.isoformat())
    audit.record(f"appeal_{said['outcome']}", by=by, about=comment)


def _permit(by, appeal: Appeal) -> None:
    if not by.has_perm(moderation.PERMISSION):
        raise PermissionDenied(moderation.PERMISSION)
    reach.permit(by, appeal.comment)
    if not may_decide(by, appeal):
        raise Refused(OWN)


def _decided(appeal: Appeal) -> str:
    """“Max Moderator has decided on this appeal already: the decision stands.”"""
    now = Appeal.objects.select_related("decided_by").get(pk=appeal.pk)
    if now.decided_by is None:
        return f"{moderation.told(moderation.last_event(appeal.comment))} {SETTLED}"
    return f"{now.decided_by.name} has decided on this appeal already: {BECAME[now.outcome]}. Nothing was changed."
