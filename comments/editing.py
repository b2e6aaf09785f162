"""Authors rewrite their own comment: for some minutes, and never after a moderator decided on another text than the present.

The new text goes through the rules again like a new comment, is judged anew by the learner, and is no pick until an editor
picks it; the former one is kept for moderators.
It is a move like any other, by compare-and-set, so that nobody approves a text that was replaced while they read.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from articles import clock
from comments import moderation, policies, rules
from comments.learner import judging
from comments.models import Comment, CommentRevision, ModerationEvent, RuleHit, State
from comments.posting import Refused, refuse_duplicate, wait_for_turn
from comments.words import fingerprint

MOST = 10  # texts of one comment
OPEN = frozenset({State.PENDING, State.APPROVED})


def until(comment: Comment) -> datetime:
    """When the time for changes ends."""
    return comment.created_at + timedelta(minutes=settings.NEWSROOM_COMMENT_EDIT_MINUTES)


def why_not(comment: Comment) -> str:
    """Why its author cannot rewrite it now, as a code of `posting.REFUSALS`; "" if it can be."""
    if comment.state not in OPEN or _judged_another_text(comment):
        return "decided"
    return "late" if until(comment) <= clock.now() or comment.revision >= MOST else ""


def rewrite(comment: Comment, text: str, *, seen: int) -> None:
    """Gives the comment a new text, held if a rule has a reason; the caller has checked that it is the author.

    The same text again changes nothing. Refuses `decided`, `late`, `duplicate`, and `moved` if the version is not the one seen.
    """
    if why := why_not(comment):
        raise Refused(why)
    if comment.version != seen:
        raise Refused("moved")
    if text != comment.text:
        _move(comment, text)


@transaction.atomic
def _move(comment: Comment, text: str) -> None:
    former = CommentRevision(
        comment=comment,
        number=comment.revision,
        text=comment.text,
        written_at=comment.edited_at or comment.created_at,
    )
    wait_for_turn(comment.address_key)
    comment.text, comment.fingerprint, comment.edited_at = text, fingerprint(text), clock.now()
    refuse_duplicate(comment, comment.parent)
    policy = policies.policy_for(comment.article)
    judged = rules.judge(comment, policy, comment.parent)
    number = comment.revision + 1
    changes = {
        "text": text,
        "fingerprint": comment.fingerprint,
        "score": judged.opinion.shown[0] if judged.opinion else None,
        "revision": number,
        "edited_at": comment.edited_at,
        "reviewed_at": None,
        "reviewed_by": None,
        "picked_at": None,
        "picked_by": None,
        "decided_at": comment.decided_at,
    }
    to = comment.state if judged.state == State.APPROVED else judged.state
    try:
        moderation.decide(comment, to, by=None, seen=comment.version, kind=ModerationEvent.Kind.AUTHOR, also=changes)
    except moderation.Conflict as conflict:
        raise Refused("moved") from conflict
    former.save(force_insert=True)
    RuleHit.objects.bulk_create(
        RuleHit(comment=comment, revision=number, rule=rule, evidence=evidence) for rule, evidence in judged.hits
    )
    judging.renew(comment, judged.opinion)
    comment.revision = number


def _judged_another_text(comment: Comment) -> bool:
    decisions = comment.events.filter(kind=ModerationEvent.Kind.PERSON)
    return decisions.exclude(revision=comment.revision).exists()
