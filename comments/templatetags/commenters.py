"""What stands below a comment on its receipt, and below it at the desk, because of who wrote it."""

from django import template

from comments import appeals, personal
from comments.forms import AppealForm
from comments.models import Commenter, Message
from comments.moderation import PERMISSION, Reason
from comments.tokens import receipt_key
from comments.wording import message_for

register = template.Library()


@register.inclusion_tag("comments/people/_receipt.html")
def own_comment(comment) -> dict:
    """For a receipt: the reason of a refusal, the appeal, and how to prove the address."""
    event = appeals.open_to(comment)
    return {
        "comment": comment,
        "key": receipt_key(comment.public_id),
        "message": personal.messages_of([comment]).get(comment.pk),
        "may_appeal": event is not None,
        "form": AppealForm(),
        "appeals": list(comment.appeals.select_related("event")),
        "choices": Commenter.Replies.choices,
    }


@register.inclusion_tag("admin/comments/desk/_message.html", takes_context=True)
def message_to_author(context, comment) -> dict:
    """For the page of one comment: what its author is told about the decision that holds, to be worded anew."""
    event = comment.events.last()
    message = Message.objects.filter(event=event).first() if event and event.version == comment.version else None
    return {
        "comment": comment,
        "message": message,
        "canned": message_for(event.reason, comment.article.language)[1] if message else "",
        "label": Reason(event.reason).label if message and event.reason else "",
        "may": context["request"].user.has_perm(PERMISSION),
        "csrf_token": context.get("csrf_token"),
        "unsent": context.get("unsent"),
    }
