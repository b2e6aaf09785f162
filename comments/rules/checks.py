"""What each rule looks at. A check gives the evidence for the moderator, or None where there is nothing to say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, Sum

from accounts.prepared import prepared
from articles import clock
from comments.folding import WordList
from comments.links import host_of, paragraphs
from comments.models import Comment, State
from comments.policies import Applied
from comments.rules.settings import Setting


@dataclass(frozen=True)
class Circumstances:
    """How a comment came in, apart from its words."""

    age: timedelta  # since its token was minted
    trapped: bool = False
    sent: bool = False  # its words had come before: nobody is hurried whom we have asked once more


@dataclass(frozen=True)
class Case:
    """A comment that is about to be stored, or stored already and looked at once more."""

    comment: Comment
    policy: Applied
    parent: Comment | None = None
    how: Circumstances | None = None
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
    """Something of this person was approved: of a colleague who is signed in, or by a proved address."""
    by = Q(user=comment.user_id) if comment.user_id else Q(commenter=comment.commenter_id, proved_at__isnull=False)
    proved = comment.user_id or (comment.commenter_id and comment.proved_at)
    others = Comment.objects.filter(by, state=State.APPROVED).exclude(pk=comment.pk).order_by()
    return bool(proved) and others.exists()


def staff(case: Case, setting: Setting) -> str | None:
    return case.comment.name if case.comment.user_id else None


def trap(case: Case, setting: Setting) -> str | None:
    return "" if case.how and case.how.trapped else None


def fast(case: Case, setting: Setting) -> str | None:
    if case.how is None or case.how.sent or case.how.age >= timedelta(seconds=setting.numbers["seconds"]):
        return None
    return f"{max(case.how.age.total_seconds(), 0):.0f} s"


def heat(case: Case, setting: Setting) -> str | None:
    """By the whole branch below the comment with which the thread began."""
    if case.parent is None:
        return None
    root = case.parent.root_id or case.parent.pk
    below = Comment.objects.filter(article=case.comment.article_id, thread=case.parent.thread).order_by()
    branch = below.filter(Q(root=root) | Q(pk=root))
    reports = branch.aggregate(reports=Sum("reported"))["reports"] or 0
    since = clock.now() - timedelta(minutes=setting.numbers["minutes"])
    replies = branch.filter(created_at__gt=since)[: setting.numbers["number"]].count()
    told = [f"{reports} open reports" if reports >= setting.numbers["reports"] else ""]
    told += [f"{replies} replies in {setting.numbers['minutes']} minutes" * (replies >= setting.numbers["number"])]
    return ", ".join(filter(None, told)) or None


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
