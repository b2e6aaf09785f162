"""Appeals: an author does not agree, once for each decision, and another moderator decides anew."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import audit
from articles import clock
from comments import moderation, reach
from comments.models import MESSAGE_LENGTH, Appeal, Comment, ModerationEvent, State
from comments.signals import announce

APPEALABLE = (State.REJECTED, State.REMOVED, State.SPAM)
OPEN_FOR = timedelta(days=30)
OWN = "You took this decision yourself: another moderator decides on the appeal."
BECAME = {Appeal.Outcome.OVERTURNED: "the comment was published", Appeal.Outcome.UPHELD: "the decision stands"}


class Refused(Exception):
    """Nothing was changed. `message` is for whoever asked."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


def open_to(comment: Comment) -> ModerationEvent | None:
    """The decision that the author may appeal; None where there is none, it is too old, or they have done so."""
    if comment.state not in APPEALABLE:
        return None
    event = comment.events.select_related("message").last()
    young = event and event.at > clock.now() - OPEN_FOR and event.kind != ModerationEvent.Kind.AUTHOR
    return event if young and not Appeal.objects.filter(event=event).exists() else None


def make(comment: Comment, text: str) -> Appeal:
    """The author's appeal, as AppealForm cleaned it; the caller has checked that it is the author. Raises Refused."""
    event = open_to(comment)
    if event is None:
        raise Refused("This decision cannot be appealed any more.")
    try:
        with transaction.atomic():
            return Appeal.objects.create(event=event, comment=comment, text=text, at=clock.now())
    except IntegrityError as error:  # sent twice at the same moment
        raise Refused("Your appeal is there already.") from error


def may_decide(user, appeal: Appeal) -> bool:
    """Whoever took the decision does not decide on the appeal."""
    return user.has_perm(moderation.PERMISSION) and user.pk != appeal.event.by_id


def decide(appeal: Appeal, *, by, overturn: bool, answer: str = "") -> None:
    """Raises PermissionDenied, reach.Foreign, Refused, and what moderation raises where the comment has changed since."""
    _permit(by, appeal)
    outcome = Appeal.Outcome.OVERTURNED if overturn else Appeal.Outcome.UPHELD
    said = {"outcome": outcome, "answer": answer.strip()[:MESSAGE_LENGTH], "decided_by": by, "decided_at": clock.now()}
    _decide(appeal, said, by=by)


@transaction.atomic
def _decide(appeal: Appeal, said: dict, *, by) -> None:
    if not Appeal.objects.filter(pk=appeal.pk, outcome=Appeal.Outcome.OPEN).update(**said):
        raise Refused(_decided(appeal))
    comment = appeal.comment
    if said["outcome"] == Appeal.Outcome.OVERTURNED:
        if comment.version != appeal.event.version:
            raise moderation.Conflict(moderation.last_event(comment))
        moderation.approve(comment, by=by, note="Appeal")
    audit.record(f"appeal_{said['outcome']}", by=by, about=comment)
    announce("appeal", appeal.pk)


def _permit(by, appeal: Appeal) -> None:
    if not by.has_perm(moderation.PERMISSION):
        raise PermissionDenied(moderation.PERMISSION)
    reach.permit(by, appeal.comment)
    if not may_decide(by, appeal):
        raise Refused(OWN)


def _decided(appeal: Appeal) -> str:
    """“Max Moderator has decided on this appeal already: the decision stands.”"""
    now = Appeal.objects.select_related("decided_by").get(pk=appeal.pk)
    return f"{now.decided_by.name} has decided on this appeal already: {BECAME[now.outcome]}. Nothing was changed."
