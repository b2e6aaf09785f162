"""The one place where a comment changes its state, and the verbs that moderators and authors have.

A decision names the version that was seen. It is taken by compare-and-set, so of two people who decide at the same
moment exactly one wins and the other is told who did what; each decision leaves one event that nobody can change.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from accounts import audit
from articles import clock
from articles.models import Article
from comments import chain, policies, reach, telling
from comments.learner import lessons
from comments.models import Appeal, Comment, Mode, ModerationEvent, Report, State

PERMISSION = "comments.moderate"
Kind = ModerationEvent.Kind


class Reason(models.TextChoices):
    """Why a comment was rejected or removed."""

    ABUSE = "abuse", "Insulting or threatening"
    HATE = "hate", "Hateful"
    OFF_TOPIC = "off_topic", "Off the subject"
    PERSONAL = "personal", "Somebody's private details"
    LEGAL = "legal", "Legally risky"
    ADVERTISING = "advertising", "Advertising"
    IMPERSONATION = "impersonation", "Pretends to be somebody else"
    OTHER = "other", "Something else"


@dataclass(frozen=True)
class Verb:
    """One thing that a moderator can do: from which states to which, and how it is told."""

    name: str
    label: str
    done: str
    to: State
    sources: frozenset
    needs_reason: bool = False


def _verb(name: str, label: str, done: str, to: State, *sources: State, needs_reason: bool = False):
    return name, Verb(name, label, done, to, frozenset(sources), needs_reason)


VERBS: dict[str, Verb] = dict(
    [
        _verb("approve", "Approve", "approved", State.APPROVED, "pending", "rejected", "spam", "removed"),
        _verb("look", "Looks fine", "looked at", State.APPROVED, "approved"),
        _verb("reject", "Reject", "rejected", State.REJECTED, "pending", needs_reason=True),
        _verb("remove", "Remove", "removed", State.REMOVED, "approved", needs_reason=True),
        _verb("spam", "Spam", "marked as spam", State.SPAM, "pending", "approved"),
        _verb("hold", "Hold", "held", State.PENDING, "approved", "rejected", "spam", "removed"),
    ]
)
LOOKED = "looked at this comment and left it as it is"
WITHDRAWABLE = frozenset({State.PENDING, State.APPROVED})
FINAL = frozenset({State.WITHDRAWN, State.ERASED})
TOLD = {
    State.APPROVED: "approved this comment",
    State.REJECTED: "rejected this comment",
    State.REMOVED: "removed this comment",
    State.SPAM: "marked this comment as spam",
    State.PENDING: "put this comment back among the held",
    State.WITHDRAWN: "withdrew this comment",
    State.ERASED: "erased this comment",
}


class Refused(Exception):
    """A decision was not taken, and nothing was changed. `message` is for the person who asked."""

    def __init__(self, message: str):
        self.message = message
        super().__init__(message)


class Conflict(Refused):
    """Somebody else was faster; `event` is what they did, if it was a decision."""

    def __init__(self, event: ModerationEvent | None):
        self.event = event
        super().__init__(f"{told(event)} Nothing was changed." if event else "This comment has changed since.")


APPEALED = "You had taken the decision that was appealed: another moderator decides."


class NotOpen(Refused):
    """From the state in which the comment is this verb leads nowhere."""


class ReasonMissing(Refused):
    """A rejection and a removal say why."""


def told(event: ModerationEvent) -> str:
    """“Max Moderator rejected this comment at 14:05 (Hateful).”"""
    if event.kind == Kind.AUTHOR and event.became not in FINAL:
        return f"Its author rewrote this comment {_when(event)}."
    who = event.by.name if event.by else "A rule" if event.kind == Kind.RULE else "Its author"
    did = LOOKED if event.was == event.became else TOLD[event.became]
    why = f" ({Reason(event.reason).label})" if event.reason else ""
    return f"{who} {did} {_when(event)}{why}."


def _when(event: ModerationEvent) -> str:
    at = timezone.localtime(event.at)
    day = "" if at.date() == timezone.localdate() else f"on {at:%-d %B %Y} "
    return f"{day}at {at:%H:%M}"


# The verbs. Each takes the comment, who decides, and the version that was seen (by default the comment's own)


def approve(comment: Comment, *, by, seen: int | None = None, **more) -> ModerationEvent:
    return act("approve", comment, by=by, seen=seen, **more)


def reject(comment: Comment, *, by, reason: str, seen: int | None = None, **more) -> ModerationEvent:
    return act("reject", comment, by=by, seen=seen, reason=reason, **more)


def remove(comment: Comment, *, by, reason: str, seen: int | None = None, **more) -> ModerationEvent:
    return act("remove", comment, by=by, seen=seen, reason=reason, **more)


def mark_spam(comment: Comment, *, by, seen: int | None = None, **more) -> ModerationEvent:
    return act("spam", comment, by=by, seen=seen, **more)


def hold(comment: Comment, *, by, seen: int | None = None, **more) -> ModerationEvent:
    return act("hold", comment, by=by, seen=seen, **more)


def act(name: str, comment: Comment, *, by, seen: int | None = None, reason: str = "", **more) -> ModerationEvent:
    """The verb of this name. Raises PermissionDenied, Conflict, NotOpen, ReasonMissing."""
    verb = VERBS[name]
    seen = comment.version if seen is None else seen
    _permit(by, comment)
    _refuse_unless_seen(comment, seen)
    if not is_open(verb, comment):
        raise NotOpen(_why_not(verb, comment))
    if verb.needs_reason and reason not in Reason.values:
        raise ReasonMissing("Choose a reason.")
    _refuse_against_appeal(comment, verb.to, by)
    return decide(comment, verb.to, by=by, seen=seen, reason=reason if verb.needs_reason else "", **more)


def undo(event: ModerationEvent, *, by, batch: uuid.UUID | None = None) -> ModerationEvent:
    """Takes a decision back, if nothing has happened to the comment since. Raises Conflict, NotOpen."""
    comment = Comment.objects.select_related("article").get(pk=event.comment_id)
    _permit(by, comment)
    if event.kind != Kind.PERSON:
        raise NotOpen("What an author has withdrawn stays withdrawn.")
    if event.became == State.ERASED:
        raise NotOpen("What was erased is gone for ever.")
    _refuse_unless_seen(comment, event.version)
    _refuse_against_appeal(comment, event.was, by)
    return decide(
        comment, event.was, by=by, seen=event.version, undo_of=event, batch=batch, reason=_reason_before(event)
    )


def _refuse_against_appeal(comment: Comment, to: str, by) -> None:
    """Whose decision was appealed may publish the comment, and decides nothing else on it."""
    if to != State.APPROVED and Appeal.objects.against(by, comment).exists():
        raise NotOpen(APPEALED)


def _reason_before(event: ModerationEvent) -> str:
    """Why the comment was what it will be again once `event` is taken back."""
    before = event.before()
    return before.reason if before else ""


def withdraw(comment: Comment) -> ModerationEvent:
    """The author takes the comment back; the caller has checked that it is the author. Raises Conflict, NotOpen."""
    if comment.state not in WITHDRAWABLE:
        raise NotOpen(f"This comment is {comment.get_state_display().lower()} and cannot be withdrawn.")
    return decide(comment, State.WITHDRAWN, by=None, seen=comment.version, kind=Kind.AUTHOR)


def moves_open_to(user, comment: Comment) -> list[Verb]:
    """What `user` may do with the comment as it is: the buttons to show."""
    if not user.has_perm(PERMISSION):
        return []
    return [verb for verb in VERBS.values() if is_open(verb, comment)]


def is_open(verb: Verb, comment: Comment) -> bool:
    return comment.state in verb.sources and (verb.name != "look" or comment.awaits_look)


def _why_not(verb: Verb, comment: Comment) -> str:
    if comment.state in verb.sources:
        return "Somebody has looked at this comment already."
    return f"A comment that is {comment.get_state_display().lower()} cannot be {verb.done}."


def may_undo(user, event: ModerationEvent | None) -> bool:
    """Whether to offer `user` to take back what somebody else has done, before they could do otherwise."""
    return event is not None and event.kind == Kind.PERSON and user.has_perm(PERMISSION)


@transaction.atomic
def decide(
    comment: Comment,
    to: str,
    *,
    by,
    seen: int,
    reason: str = "",
    note: str = "",
    batch: uuid.UUID | None = None,
    undo_of: ModerationEvent | None = None,
    kind: str = Kind.PERSON,
    message: str = "",
    also: dict | None = None,
) -> ModerationEvent:
    """The transition itself: claim by compare-and-set on (state, version, text), then one event. Raises Conflict.

    `note` is for colleagues; `message` tells the author the reason, in the place of the usual words. `also` are columns
    that change with it: an author's new text brings its number.
    """
    chain.hold_the_end()
    was = comment.state
    changes = {"state": to, "version": seen + 1} | _looked(comment, to, by, undo_of) | (also or {})
    _claim(comment, seen, changes)
    event = chain.append(
        comment=comment,
        version=seen + 1,
        revision=changes.get("revision", comment.revision),
        was=was,
        became=to,
        kind=kind,
        by=by,
        at=clock.read(),
        reason=reason,
        note=note[:1000],
        batch=batch,
        undo_of=undo_of,
    )
    comment.state, comment.version = to, seen + 1
    _follow(event, comment, message)
    return event


def _claim(comment: Comment, seen: int, changes: dict) -> None:
    """Of several who saw the same comment exactly one gets beyond this. Whoever had it in hand has it no more."""
    same = Comment.objects.filter(pk=comment.pk, state=comment.state, version=seen, revision=comment.revision)
    beside = {"decided_at": clock.now(), "leased_by": None, "leased_until": None}
    if not same.update(**beside | changes):
        raise Conflict(last_event(comment))


def _follow(event: ModerationEvent, comment: Comment, message: str) -> None:
    """What goes with a decision: reports and appeals are answered, the filter learns, the audit has it, the author is told."""
    if event.kind == Kind.PERSON:
        Report.objects.settle(event)
    Appeal.objects.follow(event)
    lessons.follow(event, comment)
    moved = event.was != event.became
    if event.by is not None:  # of a reader who takes a comment back the desk keeps no address
        why = Reason(event.reason).label if event.reason else ""  # no words: the record is never erased
        action = f"comment_{event.became}" if moved else "comment_looked"
        audit.record(action, by=event.by, about=comment, note=why, at=event.at)
    if moved:
        telling.about(event, comment, message)


def _looked(comment: Comment, to: str, by, undo_of: ModerationEvent | None) -> dict:
    """Who decides has looked. What is held again waits for a look; what is taken back is as before, and that had been
    looked at if a person did it."""
    if by is None:
        return {}
    before = undo_of and undo_of.before()
    undone = undo_of is not None and (before is None or before.kind != Kind.PERSON)
    if to == State.PENDING or undone:
        return {"reviewed_at": None, "reviewed_by": None}
    return {"reviewed_at": clock.now(), "reviewed_by": by}


def last_event(comment: Comment) -> ModerationEvent | None:
    return ModerationEvent.objects.filter(comment=comment.pk).select_related("by").last()


def _permit(by, thing: Comment | Article | None = None) -> None:
    if not by.has_perm(PERMISSION):
        raise PermissionDenied(PERMISSION)
    if thing is not None:
        reach.permit(by, thing)


def _refuse_unless_seen(comment: Comment, seen: int) -> None:
    if comment.version != seen:
        raise Conflict(last_event(comment))


# A whole thread


def close_thread(article, *, by) -> None:
    """Nobody may reply to the story any more; what is there stays. Closing twice changes nothing."""
    _permit(by, article)
    policies.set_mode(article, Mode.CLOSED, by=by)


def open_thread(article, *, by) -> None:
    """The story takes what its section has again: readers may reply unless something else closes it."""
    _permit(by, article)
    policies.set_mode(article, "", by=by)


# Many at once


@dataclass
class Outcome:
    """What a verb on many comments did: the events, and each comment left alone with the reason why."""

    batch: uuid.UUID
    done: list[ModerationEvent] = field(default_factory=list)
    skipped: list[tuple[Comment, str]] = field(default_factory=list)


def act_on_all(
    name: str, chosen: dict[str, int], *, by, reason: str = "", note: str = "", batch: uuid.UUID | None = None
) -> Outcome:
    """The verb on each of `chosen` ({public id: version seen}), one after the other in the order of their ids."""
    _permit(by)
    outcome = Outcome(batch or uuid.uuid4())
    for comment in Comment.objects.filter(public_id__in=chosen).select_related("article").order_by("pk"):
        more = {"reason": reason, "note": note, "batch": outcome.batch}
        _collect(outcome, comment, lambda it, more=more: act(name, it, by=by, seen=chosen[it.public_id], **more))
    return outcome


def undo_all(batch: uuid.UUID, *, by) -> Outcome:
    """Takes back what one bulk decision did, wherever nothing has happened since."""
    _permit(by)
    outcome = Outcome(uuid.uuid4())
    events: Iterable = ModerationEvent.objects.filter(batch=batch).select_related("comment").order_by("comment_id")
    for event in events:
        _collect(outcome, event.comment, lambda _, event=event: undo(event, by=by, batch=outcome.batch))
    return outcome


def batch_id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _collect(outcome: Outcome, comment: Comment, decision) -> None:
    try:
        outcome.done.append(decision(comment))
    except (Refused, reach.Foreign) as refused:
        outcome.skipped.append((comment, str(refused)))
