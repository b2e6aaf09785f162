"""What we have of a person, as plain data: for the page of a reader, for a download, for a request by law."""

from collections.abc import Iterable

from comments.erasing import comments_of
from comments.models import Comment, Commenter, Message, ModerationEvent
from comments.people import email_key
from comments.querysets import headline_of
from comments.telling import EXPLAINED


def messages_of(comments: Iterable[Comment]) -> dict[int, Message]:
    """What the author was told about the decision that holds now, by comment. One query."""
    refused = {comment.pk: comment.version for comment in comments if comment.state in EXPLAINED}
    found = Message.objects.filter(event__comment__in=refused).select_related("event")
    return {each.event.comment_id: each for each in found if each.event.version == refused[each.event.comment_id]}


def data_of(email: str) -> dict:
    """Everything that belongs to an address, without what colleagues have noted for themselves or who they are."""
    person = Commenter.objects.filter(email_key=email_key(email)).first()
    comments = comments_of(email).select_related("parent").prefetch_related("appeals", "events__message", "revisions")
    comments = comments.annotate(headline=headline_of())
    return {
        "address": email,
        "person": _person(person) if person else None,
        "comments": [_comment(comment) for comment in comments],
    }


def _person(person: Commenter) -> dict:
    return {
        "known since": _iso(person.created_at),
        "proved": _iso(person.confirmed_at),
        "mails about replies": person.replies,
        "mails about decisions": person.tell_decisions,
        "to be erased": _iso(person.erase_after),
    }


def _comment(comment: Comment) -> dict:
    return {
        "id": comment.public_id,
        "story": comment.headline,
        "answers": comment.parent.public_id if comment.parent else None,
        "name": comment.name,
        "email": comment.email,
        "website": comment.website,
        "text": comment.text,
        "former texts": [{"text": each.text, "written": _iso(each.written_at)} for each in comment.revisions.all()],
        "state": comment.state,
        "written": _iso(comment.created_at),
        "edited": _iso(comment.edited_at),
        "proved": _iso(comment.proved_at),
        "decisions": [_decision(event) for event in comment.events.all()],
        "appeals": [
            {"text": each.text, "at": _iso(each.at), "outcome": each.outcome, "answer": each.answer}
            for each in comment.appeals.all()
        ],
    }


def _decision(event: ModerationEvent) -> dict:
    message = getattr(event, "message", None)
    return {
        "at": _iso(event.at),
        "was": event.was,
        "became": event.became,
        "reason": event.reason,
        "message": message.text if message else "",
    }


def _iso(moment) -> str | None:
    return moment.isoformat() if moment else None
