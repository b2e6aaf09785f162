"""What the page of a move calls with what was typed there, and what it says when that is done."""

from django.shortcuts import get_object_or_404
from django.utils.html import format_html

from articles import assigning, clock, workflow
from articles.local_time import spoken
from articles.models import Article, Revision
from articles.moves import Move
from articles.refusals import Refused
from articles.state import public_state


def call(story: Article, by, move: Move, said: dict, patch: dict):
    """Makes the move with what was typed (`said`) and seen; `patch` is the live text as it should be, for amend."""
    return CALLS[move.verb](story, by, said, patch)


def _text(said: dict) -> dict:
    return {"seen": said["version"], "note": said["note"]}


def _public(said: dict) -> dict:
    return {"seen": said["public_version"]}


def _change(said: dict) -> dict:
    return {"kind": said.get("kind", ""), "note": said.get("note", "")} | _public(said)


def _override(said: dict) -> dict:
    return {"override": said.get("override", "")}


def _revision(story: Article, said: dict) -> Revision:
    """The text that was on the page. A working one is gone as soon as its writer goes on: then one must look again."""
    found = story.revisions.filter(pk=said["revision"]).first()
    if found is None and said["revision"] and not Revision.every.filter(pk=said["revision"]).exists():
        raise Refused("text_changed")
    return found or get_object_or_404(story.revisions, pk=said["revision"])


def _publish(story, by, said, patch):
    scheduled = "replace" if said.get("replace") else "refuse"
    text = {"revision": _revision(story, said), "as_new": said.get("as_new", False)}
    return workflow.publish(story, by=by, scheduled=scheduled, **text, **_override(said), **_change(said))


def _amend(story, by, said, patch):
    return workflow.amend(story, by=by, patch=patch, **_override(said), **_change(said))


def _schedule(story, by, said, patch):
    when = {"at": said["at"], "until": said["until"]}
    return workflow.schedule(story, by=by, revision=_revision(story, said), **when, **_override(said), **_change(said))


def _approve(story, by, said, patch):
    return workflow.approve(story, by=by, revision=_revision(story, said), **_text(said))


def _set_embargo(story, by, said, patch):
    scheduled = "move" if said.get("shift") else "refuse"
    words = {"note": said["note"]} | _public(said)
    return workflow.set_embargo(story, by=by, until=said["at"], scheduled=scheduled, **words)


def _lift_embargo(story, by, said, patch):
    return workflow.set_embargo(story, by=by, until=None, note=said["note"], **_public(said))


def _redact(story, by, said, patch):
    chosen = {"editions": said["editions"], "drafts": said["drafts"], "reason": said["note"]}
    return workflow.redact(story, by=by, **chosen, **_public(said))


def _assign(story, by, said, patch):
    new = {"to": said["assigned_to"], "due": said["due"], "priority": said["priority"]}
    return assigning.assign(story, by=by, seen=said["assignment"], note=said["note"], **new)


CALLS = {
    "submit": lambda story, by, said, patch: workflow.submit(story, by=by, **_text(said)),
    "approve": _approve,
    "return_to_writer": lambda story, by, said, patch: workflow.return_to_writer(story, by=by, **_text(said)),
    "publish": _publish,
    "amend": _amend,
    "schedule": _schedule,
    "reschedule": lambda story, by, said, patch: workflow.reschedule(story, by=by, at=said["at"], **_public(said)),
    "unschedule": lambda story, by, said, patch: workflow.unschedule(story, by=by, **_public(said)),
    "expire": lambda story, by, said, patch: workflow.expire(story, by=by, at=said["at"], **_public(said)),
    "set_embargo": _set_embargo,
    "lift_embargo": _lift_embargo,
    "assign": _assign,
    "withdraw": lambda story, by, said, patch: workflow.withdraw(story, by=by, note=said["note"], **_public(said)),
    "kill": lambda story, by, said, patch: workflow.kill(story, by=by, reason=said["note"], **_public(said)),
    "redact": _redact,
    "reinstate": lambda story, by, said, patch: workflow.reinstate(story, by=by, note=said["note"], **_public(said)),
    "trash": lambda story, by, said, patch: workflow.trash(story, by=by, note=said["note"], **_public(said)),
}


def done(move: Move, story: Article, result):
    """The sentence after a move, with a link where readers see its effect at once."""
    if move.verb in {"publish", "amend"}:
        live = result if move.verb == "publish" else public_state(story, clock.read()).current
        return format_html('{} <a href="{}">See it as readers do</a>', DONE[move.verb], live.get_absolute_url())
    if move.verb in {"schedule", "reschedule"}:
        return DONE[move.verb].format(spoken(result.live_from))
    if move.verb == "set_embargo":
        return DONE[move.verb].format(spoken(story.embargo_until))
    return DONE[move.verb]


DONE = {
    "submit": "Submitted for review.",
    "approve": "Approved: this text may go out.",
    "return_to_writer": "Returned to its writer with your note.",
    "publish": "Published.",
    "amend": "The live text is amended.",
    "schedule": "Scheduled for {}.",
    "reschedule": "Moved to {}.",
    "expire": "The end is set as you said.",
    "set_embargo": "Under embargo until {}. Nothing of it can go out before.",
    "lift_embargo": "The embargo is lifted. Nothing went out by that.",
    "assign": "Assigned. Whoever is on it gets a mail, unless it is you.",
    "trash": "Thrown away. You can put it back for thirty days.",
    "withdraw": "Withdrawn. Readers who open its address are told that it is gone.",
    "kill": "Killed. Readers who open its address find your reason.",
    "redact": "Redacted. What you chose is empty for ever; the record says that it was redacted, and why.",
    "reinstate": "Reinstated. Nothing is public yet: publish the story when it may go out again.",
}
