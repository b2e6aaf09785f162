"""Whom a decision concerns outside of the desk: the author of the comment, and the author of what it answers.

Letters wait some minutes, so that what was decided by mistake and undone at once reaches nobody.
"""

from datetime import timedelta

from articles import clock
from comments import wording
from comments.models import MESSAGE_LENGTH, Comment, Commenter, Message, ModerationEvent, ReplyNotice, State
from comments.signals import announce

SECOND_THOUGHTS = timedelta(minutes=10)
EXPLAINED = (State.REJECTED, State.REMOVED, State.SPAM)


def about(event: ModerationEvent, comment: Comment, message: str = "") -> None:
    """Called in the transaction of each decision: `message` is what the moderator has written instead of the usual."""
    if event.reason:
        Message.objects.create(event=event, **_words(event, comment, message.strip()[:MESSAGE_LENGTH]))
    if event.kind != ModerationEvent.Kind.AUTHOR and event.became != State.ERASED:
        _tell_author(event, comment)
    if event.became == State.APPROVED:
        published(comment)


def _words(event: ModerationEvent, comment: Comment, message: str) -> dict:
    """A decision that holds again is told in the words in which it was told before."""
    said = Message.objects.filter(event=event.undo_of.before()).first() if event.undo_of else None
    if said:
        return {"language": said.language, "text": said.text, "edited_by": said.edited_by}
    language, text = wording.message_for(event.reason, comment.article.language)
    return {"language": language, "text": message or text}


def published(comment: Comment) -> None:
    """A comment can be read by everybody: whoever wrote what it answers is told, if they asked for it."""
    above = comment.parent and comment.parent.commenter
    if above is None or above.pk == comment.commenter_id or above.replies == Commenter.Replies.OFF:
        return
    _, made = ReplyNotice.objects.get_or_create(reply=comment, commenter=above)
    if made and above.replies == Commenter.Replies.EACH:
        announce("replies", above.pk, clock.now() + SECOND_THOUGHTS)


def _tell_author(event: ModerationEvent, comment: Comment) -> None:
    if comment.commenter_id and comment.commenter.tell_decisions and event.was != event.became:
        announce("decided", event.pk, clock.now() + SECOND_THOUGHTS)
