"""What is learnt from a decision, in its own transaction. Only what a person has decided; an undo takes it back exactly.

Good is what was approved. Spam is what was marked so, or turned down as advertising. An insult is neither: from a few
hundred decisions nobody learns what is insulting.
"""

from comments.learner import memory
from comments.learner.tokens import number_of, tokens
from comments.models import Comment, Label, Lesson, ModerationEvent, State, Verdict

KEPT = (State.WITHDRAWN, State.ERASED)  # what its author does with it teaches nothing and takes nothing back


def follow(event: ModerationEvent, comment: Comment) -> None:
    """After each transition; the caller holds the end of the chain (`chain.hold_the_end`), so decisions that teach come one by one."""
    if event.kind != ModerationEvent.Kind.PERSON or event.became in KEPT:
        return
    label = _label(event)
    _learn(comment, label)
    _tell_scoreboard(event, comment, label)


def label_of(state: str, reason: str) -> str:
    if state == State.APPROVED:
        return Label.GOOD
    return Label.SPAM if state == State.SPAM or reason == "advertising" else ""


def _label(event: ModerationEvent) -> str:
    """Of the decision that holds now, if a person has taken it."""
    held = event.in_force()
    if held is None or held.kind != ModerationEvent.Kind.PERSON:
        return ""
    return label_of(held.became, held.reason)


def _learn(comment: Comment, label: str) -> None:
    lesson = Lesson.objects.filter(comment=comment).first()
    if (lesson.label if lesson else "") == label:
        return
    if lesson:
        memory.learn(memory.unpack(lesson.tokens), lesson.label, sign=-1)
        lesson.delete()
    if label:
        numbers = sorted({number_of(token) for token in tokens(comment.text, comment.name, comment.website)})
        memory.learn(numbers, label)
        Lesson.objects.create(comment=comment, label=label, tokens=memory.pack(numbers))


def _tell_scoreboard(event: ModerationEvent, comment: Comment, label: str) -> None:
    """A comment that was judged blind shows its score once somebody has decided."""
    verdict = Verdict.objects.filter(comment=comment).first()
    if verdict is None:
        return
    verdict.label, verdict.labelled_at = label, event.at if label else None
    verdict.save(update_fields=["label", "labelled_at"])
    if verdict.blind:
        Comment.objects.filter(pk=comment.pk).update(score=verdict.score if event.became != State.PENDING else None)
