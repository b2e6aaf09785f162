"""What each rule looks at. A check gives the evidence for the moderator, or None where there is nothing to say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.template.defaultfilters import pluralize

from accounts.prepared import prepared
from comments.folding import WordList
from comments.links import host_of, paragraphs
from comments.models import Comment, Report, State
from comments.policies import Applied
from comments.rules.settings import Setting


@dataclass(frozen=True)
class Case:
    """A comment that is about to be stored, or stored already and looked at once more."""

    comment: Comment
    policy: Applied
    parent: Comment | None = None
    score: float | None = None
    weights: tuple[str, ...] = ()  # the words that weighed most


def links(case: Case, setting: Setting) -> str | None:
    hosts = links_in(case.comment.text)
    return ", ".join(dict.fromkeys(hosts)) if len(hosts) > case.policy.links else None


def links_in(text: str) -> list[str]:
    """The host of each link that readers would see."""
    pieces = [piece for paragraph in paragraphs(text) for piece in paragraph]
    return [host_of(piece.href) for piece in pieces if piece.href]


def words(case: Case, setting: Setting) -> str | None:
    return ", ".join(map(str, found_words(setting.list, case.comment))) or None


def found_words(listed: WordList, comment: Comment) -> list:
    if not listed.words and not listed.phrases:
        return []
    return listed.found_in(comment.text, comment.name, *(part.replace("-", " ") for part in _addresses(comment)))


def _addresses(comment: Comment) -> list[str]:
    """A website and an e-mail as words."""
    return [each.translate(PARTS) for each in (comment.website, comment.email) if each]


PARTS = str.maketrans(dict.fromkeys("/.@:?=&_+#", " "))


def repeated(case: Case, setting: Setting) -> str | None:
    if len(case.comment.text) < setting.numbers["letters"]:
        return None
    times = said_before(case.comment)
    if times < setting.numbers["times"]:
        return None
    return f"{times} times" if times > 1 else "once"


def said_before(comment: Comment) -> int:
    """How often, up to a hundred. What its author has taken back was not said."""
    if comment.pk is None:
        return len(_said(comment.fingerprint))
    earlier = _same(comment.fingerprint).filter(created_at__lt=comment.edited_at or comment.created_at)
    return earlier.exclude(pk=comment.pk)[:100].count()


@prepared
def _said(fingerprint):
    return _same(fingerprint).values_list("pk", flat=True)[:100]


def _same(fingerprint: str):
    return (
        Comment.objects.filter(fingerprint=fingerprint).exclude(state__in=[State.ERASED, State.WITHDRAWN]).order_by()
    )


def first(case: Case, setting: Setting) -> str | None:
    return None if is_known(case.comment) else ""


def is_known(comment: Comment) -> bool:
    """Something of this person had been approved when this was written: of a colleague who is signed in, or by a proved address."""
    by = Q(user=comment.user_id) if comment.user_id else Q(commenter=comment.commenter_id, proved_at__isnull=False)
    proved = comment.user_id or (comment.commenter_id and comment.proved_at)
    then = comment.edited_at or comment.created_at
    others = Comment.objects.filter(by, state=State.APPROVED, decided_at__lte=then).exclude(pk=comment.pk).order_by()
    return bool(proved) and others.exists()


def staff(case: Case, setting: Setting) -> str | None:
    return case.comment.name if case.comment.user_id else None


def trap(case: Case, setting: Setting) -> str | None:
    return "" if case.comment.trapped else None


def fast(case: Case, setting: Setting) -> str | None:
    seconds = case.comment.typed_for
    return None if seconds is None or seconds >= setting.numbers["seconds"] else f"{seconds} s"


def heat(case: Case, setting: Setting) -> str | None:
    """By the whole branch below the comment with which the thread began, as it was when this one was written."""
    if case.parent is None:
        return None
    minutes, number, most = (setting.numbers[name] for name in ("minutes", "number", "reports"))
    at, branch = case.comment.edited_at or case.comment.created_at, _branch(case.comment, case.parent)
    replies = branch.filter(created_at__gt=at - timedelta(minutes=minutes), created_at__lte=at)[:number].count()
    reports = Report.objects.for_moderators().open_at(at).filter(comment__in=branch).count()
    told = [
        f"{reports} open report{pluralize(reports)}" * (reports >= most),
        f"{replies} replies in {minutes} minutes" * (replies >= number),
    ]
    return ", ".join(filter(None, told)) or None


def _branch(comment: Comment, parent: Comment):
    root = parent.root_id or parent.pk
    below = Comment.objects.filter(article=comment.article_id, thread=parent.thread).filter(Q(root=root) | Q(pk=root))
    return below.exclude(pk=comment.pk).order_by()


def learnt(case: Case, setting: Setting) -> str | None:
    if case.score is None or case.score * 100 < setting.numbers["percent"]:
        return None
    return f"{case.score:.0%}" + (f": {', '.join(case.weights)}" if case.weights else "")


CHECKS: dict[str, Callable[[Case, Setting], str | None]] = {
    "links": links,
    "suspect": words,
    "banned": words,
    "repeated": repeated,
    "first": first,
    "staff": staff,
    "trap": trap,
    "fast": fast,
    "heat": heat,
    "learnt": learnt,
}
