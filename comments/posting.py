"""Storing what a reader typed: each refusal has a name, a status and a sentence, and changes nothing."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from accounts.addresses import address_of
from accounts.inserting import inserted
from accounts.locks import take_turn
from accounts.prepared import prepared
from articles import clock
from articles.models import Edition
from comments import counters, floods, places, policies, rules, sanctions, telling, trust, valves
from comments.learner import judging
from comments.models import PUBLIC_ID, Comment, Commenter, Policy, RuleHit, State
from comments.names import looks_like
from comments.network import Trace, trace_before, trace_of
from comments.origin import is_stranger
from comments.policies import Applied
from comments.tokens import Token
from comments.words import fingerprint

ENOUGH = 3  # of the same words: itself, what this token made already, and another one
VALVES = 3  # switches that one comment waits for
PATIENCE = 5_000  # milliseconds to wait for one's turn on PostgreSQL; SQLite has its busy timeout

NOT_NOW = "The form cannot be shown at this moment. Please try again in some seconds."
KEPT_BELOW = " Your text is kept below"
REFUSALS = {
    "unknown": (404, "There is no story at this address. Your text is kept below: copy it if you need it."),
    "gone": (410, "The story is no longer public, so it cannot take replies. Your text is kept below."),
    "closed": (403, "Replies to this story have been closed. Your text is kept below."),
    "parent": (422, "The comment that you answer is not there any more. You may post yours as a comment of its own."),
    "banned": (
        403,
        "Comments from you, or from your network or mail provider, are not taken at the moment. Your text is kept below.",
    ),
    "stranger": (403, "You are signed in, but this came from another site. Look at it, and post it from here."),
    "stale": (422, "The form was open for long, or was sent before. Please post it once more."),
    "duplicate": (409, "You have said that already: a comment with these words from you is here or waits to be read."),
    "flood": (429, "Many comments have come from your network in the last minutes. Please post again a little later."),
    "late": (403, "The time in which a comment can be changed is over. It stays as it is; your text is kept below."),
    "decided": (403, "This comment has been decided on and can no longer be changed. Your text is kept below."),
    "moved": (
        409,
        "Your comment was decided on, or changed elsewhere, in the meantime. To store this text nevertheless, send it again.",
    ),
    "foreign": (403, "This came from another site. Look at it, and send it from here if you mean it."),
    "vanished": (404, "This comment is not there any more, so nothing has to be done. What you typed is kept below."),
    "hasty": (429, "Many of these have come from your network in the last minutes. Please try again a little later."),
    "rush": (429, "Very many comments are coming in at this moment. Please post yours again a little later."),
    "twice": (400, "The form arrived with a field twice. Please check it and post it again."),
    "damaged": (
        400,
        "The form arrived damaged and could not be read. Your browser may still have it: go back one page.",
    ),
    "large": (
        413,
        "That is far more than a comment may hold. Your browser still has it: go back one page, and shorten it.",
    ),
    "busy": (503, "We could not store this at this moment. Nothing is lost: please send it again."),
}


class Refused(Exception):
    """A comment was not stored. `status` is the HTTP status, `message` the sentence for the reader."""

    def __init__(self, code: str, wait: int = 0, why: str = ""):
        self.code, self.wait = code, wait
        self.status, self.message = REFUSALS[code]
        if why:
            self.message = f"{why}{KEPT_BELOW}."
        super().__init__(self.message)

    @property
    def without_text(self) -> str:
        """The sentence for one who has sent nothing yet."""
        return NOT_NOW if self.code == "busy" else self.message.partition(KEPT_BELOW)[0]


@dataclass(frozen=True)
class Sender:
    """Who sent a comment: a network address as codes, a colleague if one is signed in, a reader who is known by proof.

    `before` is the trace of yesterday, where the month has just turned. `address` is never stored.
    """

    trace: Trace
    user: object = None
    address: str = ""
    commenter: Commenter | None = None
    before: Trace | None = None


def sender_of(request) -> Sender:
    user = request.user if request.user.is_authenticated and not is_stranger(request) else None
    address = address_of(request)
    known = trust.proved_by(request.POST.get("proof", ""))
    return Sender(trace_of(address), user, address, known, trace_before(address))


def story_at(path: str) -> Edition:
    """The live edition of the story that readers know by `path`, also when it has moved. Refuses `unknown`, `gone`."""
    if "\x00" in path:  # which PostgreSQL cannot even be asked for
        raise Refused("unknown")
    now = clock.now()
    for edition in _live_behind(path, now):
        return edition
    raise Refused("gone" if _seen_at(path, now).exists() else "unknown")


@prepared
def _live_behind(path, at):
    """With its section, so that its policy needs no further query."""
    behind = Edition.objects.live(at).filter(article__in=_seen_at(path, at).values("article"))
    return behind.with_section()[:1]


def _seen_at(path: str, at: datetime):
    return Edition.objects.filter(address=path, live_from__lte=at).order_by()


def parent_in(edition: Edition, public_id: str) -> Comment | None:
    """The visible comment of this story that is answered. Refuses `parent`, whatever else it may be."""
    if not public_id:
        return None
    comments = Comment.objects.visible().filter(article=edition.article_id)
    parent = comments.filter(public_id=public_id).first() if re.fullmatch(PUBLIC_ID, public_id) else None
    if parent is None:
        raise Refused("parent")
    return parent


def refuse_if_closed(edition: Edition) -> None:
    _refuse_if_closed(policies.policy_for(edition))


def open_or_refuse(edition: Edition) -> None:
    """A valve that has closed this place opens at the moment of posting, once less waits. Refuses `closed`."""
    policy = policies.policy_for(edition)
    if not policy.is_open:
        valves.mind(valves.with_valve(policy.line))
        refuse_if_closed(edition)


def _refuse_if_closed(policy: Applied) -> None:
    if not policy.is_open:
        raise Refused("closed", why=policy.why_closed)


def post(
    edition: Edition,
    typed: dict,
    token: Token,
    sender: Sender,
    written_at: datetime | None = None,
    *,
    trapped: bool = False,
) -> Comment:
    """Stores one comment, held or public as policy and rules say. A second post of the same token and words gives the
    same comment.

    `typed` is what ReplyForm cleaned, `trapped` whether the field for machines was filled in. `written_at` is for
    archives: the comment was posted elsewhere then.
    Refuses `closed`, `banned`, `parent`, `flood`, `rush`, `duplicate`, `stale`.
    """
    standing = sanctions.standing_of(sender, typed["email"])
    if standing.refusal:
        raise Refused("banned")
    is_banned = standing.on_address is not None
    post_it = partial(_post, edition, typed, token, sender, written_at, trapped, is_banned)
    try:
        return _after_valves(post_it)
    except counters.Full as full:
        counters.note_refusal(full.limit)
        raise Refused(floods.REFUSED[full.limit.rule], wait=full.wait()) from full
    except IntegrityError:
        earlier = _made_by(token)
        if earlier is None:
            raise
        return _same(earlier, edition, typed)


def _after_valves(post_it) -> Comment:
    """Once more after a valve had to switch first; the switch stays, whatever becomes of the comment."""
    for _ in range(VALVES):
        try:
            return post_it()
        except valves.Due:
            valves.mind(valves.with_valve(Policy.objects.all()))
    return post_it(due=False)


@transaction.atomic
def _post(edition, typed, token, sender, written_at, trapped, is_banned, *, due: bool = True) -> Comment:
    wait_for_turn(sender.trace.address)
    if earlier := _made_by(token):
        return _same(earlier, edition, typed)
    policy = policies.policy_for(edition, policies.asked(edition.article_id))
    if due and (watched := valves.with_valve(policy.line)):
        valves.wait_for_turn()
        valves.refuse_if_due(watched)
    _refuse_if_closed(policy)
    parent = parent_in(edition, typed["parent"])
    comment = _comment(edition, typed, token, sender, written_at or clock.now())
    comment.trapped = trapped
    refuse_duplicate(comment, parent)
    if written_at is None:
        counters.add(*floods.limits_for(sender, edition.article_id))
    return _store(comment, parent, rules.judge(comment, policy, parent, is_banned))


def wait_for_turn(key: str) -> None:
    """What comes from one address comes one after the other, so that it is counted."""
    take_turn(f"sender {key}", PATIENCE)


def _made_by(token: Token) -> Comment | None:
    return next(iter(_with_key(token.key)), None)


@prepared
def _with_key(key):
    return Comment.objects.filter(client_key=key)[:1]


def _same(earlier: Comment, edition: Edition, typed: dict) -> Comment:
    """The comment that this token made, if these are its words; other words need a token of their own."""
    parent = earlier.parent.public_id if earlier.parent else ""
    words = (earlier.article_id, parent, earlier.text, earlier.email)
    if words != (edition.article_id, typed["parent"], typed["comment"], typed["email"]):
        raise Refused("stale")
    return earlier


def refuse_duplicate(comment: Comment, parent: Comment | None) -> None:
    """The same words from the same e-mail at the same place; a double post of one form is none, however fast it is."""
    said = (comment.fingerprint, comment.article_id, comment.email)
    same = _said_below(*said, parent.pk) if parent else _said_first(*said)
    if any(pk != comment.pk and (key is None or key != comment.client_key) for pk, key in same):
        raise Refused("duplicate")


@prepared
def _said_first(fingerprint, article, email):
    return _said(fingerprint, article, email).filter(parent=None)[:ENOUGH]


@prepared
def _said_below(fingerprint, article, email, parent):
    return _said(fingerprint, article, email).filter(parent=parent)[:ENOUGH]


def _said(fingerprint, article, email):
    """The same words by the same person on this story: what was taken back was not said."""
    same = Comment.objects.filter(fingerprint=fingerprint, article=article).exclude(
        state__in=[State.WITHDRAWN, State.ERASED]
    )
    signed = same.alias(signed=Lower("email")).filter(signed=Lower(Value(email)))
    return signed.order_by().values_list("pk", "client_key")


def _comment(edition: Edition, typed: dict, token: Token, sender: Sender, at: datetime) -> Comment:
    known = sender.commenter if sender.commenter and sender.commenter.email.lower() == typed["email"].lower() else None
    own_name = sender.user is not None and looks_like(typed["name"]) == looks_like(sender.user.name)
    return Comment(
        article_id=edition.article_id,
        name=sender.user.name[:100] if own_name else typed["name"],
        email=typed["email"],
        website=typed["website"],
        text=typed["comment"],
        user=sender.user if own_name else None,
        created_at=at,
        client_key=token.key,
        commenter=known,
        proved_at=clock.now() if known else None,
        address_key=sender.trace.address,
        subnet_key=sender.trace.subnet,
        network_key=sender.trace.network,
        fingerprint=fingerprint(typed["comment"]),
        typed_for=None if token.sent else max(int(token.age.total_seconds()), 0),
    )


def _store(comment: Comment, parent: Comment | None, judgement: rules.Judgement) -> Comment:
    """Public at once: nobody has looked at it yet, which `reviewed_at` says."""
    comment.state = judgement.state
    comment.decided_at = None if comment.is_held else comment.created_at
    comment.score = judgement.opinion.shown[0] if judgement.opinion else None
    places.put(comment, parent)
    inserted([RuleHit(comment=comment, rule=rule, evidence=said) for rule, said in judgement.hits])
    judging.keep(comment, judgement.opinion)
    if comment.state == State.APPROVED:
        telling.published(comment)
    return comment
