"""The room's tables: comments, why they were held, what was decided on them, who wrote them, and where one may write."""

from comments.models.answers import APPEAL_LENGTH, MESSAGE_LENGTH, Appeal, Message, ReasonText
from comments.models.comment import LEVELS, TEXT_LENGTH, Comment, State
from comments.models.decisions import ModerationEvent, RuleHit
from comments.models.ids import PUBLIC_ID, new_public_id
from comments.models.learning import Label, Lesson, TokenCount, Verdict
from comments.models.network import MonthlySecret
from comments.models.openness import NumbersSetting
from comments.models.people import Commenter, ConfirmationMail, PersonNote, ReplyNotice
from comments.models.policies import Mode, Policy, ValveSwitch, ValveTo, place_of
from comments.models.revisions import CommentRevision
from comments.models.rules import Action, Counter, RuleSetting
from comments.models.sanctions import Sanction
from comments.models.voices import Recommendation, Report, Wrong

__all__ = [
    "APPEAL_LENGTH",
    "LEVELS",
    "MESSAGE_LENGTH",
    "PUBLIC_ID",
    "TEXT_LENGTH",
    "Action",
    "Appeal",
    "Comment",
    "CommentRevision",
    "Commenter",
    "ConfirmationMail",
    "Counter",
    "Label",
    "Lesson",
    "Message",
    "Mode",
    "ModerationEvent",
    "MonthlySecret",
    "NumbersSetting",
    "PersonNote",
    "Policy",
    "ReasonText",
    "Recommendation",
    "ReplyNotice",
    "Report",
    "RuleHit",
    "RuleSetting",
    "Sanction",
    "State",
    "TokenCount",
    "ValveSwitch",
    "ValveTo",
    "Verdict",
    "Wrong",
    "new_public_id",
    "place_of",
]
