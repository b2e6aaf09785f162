"""Conversations below the stories of an archive, with what the readers' and the moderators' verbs would have left, made in bulk.

That is each comment in its place, the decisions in their one chain and in the audit, what the authors of refused ones were told,
recommendations, and why a held one was held: `verify_comments` finds all of it in order. The filter learns nothing of it.
"""

import hashlib
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts import audit
from accounts.bulk import Row, numbered, store
from accounts.watched import told_at_once
from articles import clock
from articles.models import Article
from comments import chain, places, wording
from comments.models import Comment, Message, ModerationEvent, Recommendation, RuleHit, State
from comments.models.ids import new_public_id
from comments.querysets import STEP
from comments.words import fingerprint
from newsroom.archive.readers import Talk, reader
from newsroom.archive.surroundings import stories

BATCH = 5_000  # stories, or held comments
MOST = 2_000  # comments below one story
DEEPEST = 8
SPAN, LATE = timedelta(hours=20), timedelta(hours=4)
TALK, HELD, LONG = "archive-talk-", "archive-held-", "archive-long-"  # what the keys of such comments begin with
REPLIES = 0.4  # of all
ENDS = {  # what became of them, by how often, and the way there
    "read": (84, (State.PENDING, State.APPROVED)),
    "unread": (3, (State.APPROVED,)),
    "rejected": (5, (State.PENDING, State.REJECTED)),
    "spam": (4, (State.PENDING, State.SPAM)),
    "removed": (2, (State.PENDING, State.APPROVED, State.REMOVED)),
    "withdrawn": (2, (State.PENDING, State.WITHDRAWN)),
}
WAYS, OFTEN = [way for _, way in ENDS.values()], list(accumulate(often for often, _ in ENDS.values()))
REASONS = {State.REJECTED: ("abuse", "off_topic", "off_topic", "other"), State.REMOVED: ("personal", "legal", "abuse")}


def talked(mean: float, seed: int) -> Iterator[int]:
    """Comments on the stories that have come since the last one with comments; gives how many were made after each batch."""
    last = Comment.objects.filter(client_key__startswith=TALK).order_by("-client_key").first()
    after, made, readers = last.article_id if last else 0, 0, max(50, int(stories().count() * mean / 10))
    while batch := list(_whole().filter(pk__gt=after).order_by("pk")[:BATCH]):
        told = [(story, Talk(f"{seed}/talk/{story.pk}", readers)) for story in batch]
        made += _stored([row for story, said in told for row in conversation(story, said, said.length(mean, MOST))])
        after = batch[-1].pk
        yield made


def held(total: int, seed: int) -> Iterator[int]:
    """Held comments on the newest stories, until there are `total`; gives how many there are after each batch."""
    newest, begun = list(_whole().order_by("-pk")[:1_000]), held_so_far()
    while newest and begun < total:
        numbers = range(begun, min(begun + BATCH, total))
        said = Talk(f"{seed}/held/{begun}", max(50, total // 3))
        _stored([_held(newest[number % len(newest)], number, said) for number in numbers])
        begun = numbers.stop
        yield begun


def _whole() -> QuerySet[Article]:
    """Stories without what is not needed of them here."""
    return stories().select_related("created_by").only("saved_at", "language", "created_by__name", "created_by__email")


def lengthen(story: Article, number: int) -> None:
    """So many comments more below one story, to try long conversations with; once."""
    if not Comment.objects.filter(client_key__startswith=f"{LONG}{story.pk:010}").exists():
        _stored(conversation(story, Talk(f"long/{story.pk}", max(50, number // 6)), number, LONG))


def held_so_far() -> int:
    return Comment.objects.filter(client_key__startswith=HELD).count()


def conversation(story: Article, said: Talk, number: int, key: str = TALK) -> list[Row]:
    """So many comments in the order of time; each knows by `way` through which states it went."""
    found: list[Row] = []
    for place in range(number):
        at = story.saved_at + SPAN * ((place + said.random.random()) / number)
        way = _way(said.random)
        text = said.sell() if State.SPAM in way else said.say()
        comment = _comment(story, f"{key}{story.pk:010}-{place:05}", at, text, said)
        _end(comment, way, said.random)
        _put(comment, _answered(found, said.random))
        found.append(comment)
    return found


def _held(story: Article, number: int, said: Talk) -> Row:
    at = story.saved_at + SPAN + LATE * said.random.random()
    comment = _comment(story, f"{HELD}{number:09}", at, said.say(), said)
    _put(comment, None)
    return comment


def _comment(story: Article, key: str, at: datetime, text: str, said: Talk) -> Row:
    """One that waits."""
    who = said.who()
    return Row(
        article_id=story.pk, story=story, public_id=new_public_id(), client_key=key, created_at=at,
        name=who.name, email=who.email, text=text, fingerprint=fingerprint(text),
        address_key=who.key, subnet_key=who.key[:62] + "00", score=round(said.random.random() ** 2, 3), recommended=0,
        way=(State.PENDING,), state=State.PENDING, version=1, decided_at=None, reviewed_at=None, reviewed_by_id=None,
    )  # fmt: skip


def _way(by_chance: random.Random) -> tuple:
    return by_chance.choices(WAYS, cum_weights=OFTEN)[0]


def _end(comment: Row, way: tuple, by_chance: random.Random) -> None:
    comment.way, comment.state, comment.version = way, way[-1], len(way)
    moves = len(way) - 1
    comment.decided_at = comment.created_at + timedelta(minutes=by_chance.randrange(1, 90)) * moves
    if moves and comment.state != State.WITHDRAWN:
        comment.reviewed_at, comment.reviewed_by_id = comment.decided_at, comment.story.created_by_id
    if comment.state == State.APPROVED and by_chance.random() < 0.1:
        comment.recommended = by_chance.randrange(1, 12)


def _answered(before: list[Row], by_chance: random.Random) -> Row | None:
    """One of the last that readers could see, or the story itself."""
    seen = [each for each in before[-12:] if each.state == State.APPROVED and each.depth < DEEPEST]
    return by_chance.choice(seen) if seen and by_chance.random() < REPLIES else None


def _put(comment: Row, parent: Row | None) -> None:
    """As `places.put` does, which knows no rows that are still to be stored."""
    comment.parent, comment.root = parent, parent and (parent.root or parent)
    comment.depth = parent.depth + 1 if parent else 0
    comment.path = places.path_below(parent, (comment.created_at - places.EPOCH) // timedelta(microseconds=1))
    comment.thread = comment.path[:STEP]


def _stored(comments: list[Row]) -> int:
    """All of them or none."""
    with transaction.atomic(), told_at_once(connection):
        chain.hold_the_end()
        for comment in numbered(Comment, comments):  # a reply comes after what it answers
            comment.parent_id = comment.parent and comment.parent.id
            comment.root_id = comment.root and comment.root.id
        store(Comment, comments)
        _decide(comments)
        store(Recommendation, (row for comment in comments for row in _voices(comment)))
        held = (comment for comment in comments if comment.way[0] == State.PENDING)
        store(RuleHit, (Row(comment_id=comment.id) for comment in held), rule="all")
    return len(comments)


def _voices(comment: Row) -> Iterator[Row]:
    for number in range(comment.recommended):
        yield Row(comment_id=comment.id, reader_key=reader(number).key, at=comment.decided_at)


def _decide(comments: list[Row]) -> None:
    """The events of all in one chain, what the audit says of them, and what was said to those who were refused."""
    events = chain.append_all([event for comment in comments for event in _events(comment)])
    told, now = {}, clock.read()
    for became in {event.became for event in events if event.by_id}:
        about = [event.comment for event in events if event.by_id and event.became == became]
        things = ((each.public_id, each.public_id, {}) for each in about)
        audit.record_all(f"comment_{became}", Comment, things, by=about[0].story.created_by, at=now)
    store(Message, (_message(event, told) for event in events if event.reason))


def _events(comment: Row) -> Iterator[Row]:
    moves = len(comment.way) - 1
    for number in range(moves):
        became = comment.way[number + 1]
        by = None if became == State.WITHDRAWN else comment.story.created_by_id
        digest = hashlib.sha256(f"{comment.client_key}{became}".encode()).digest()
        reasons = REASONS.get(became, ("",))
        yield Row(
            comment=comment, comment_id=comment.id, version=number + 2, revision=1, was=comment.way[number], became=became,
            kind=ModerationEvent.Kind.PERSON if by else ModerationEvent.Kind.AUTHOR, by_id=by, batch=None, undo_of_id=None,
            at=comment.created_at + (comment.decided_at - comment.created_at) * ((number + 1) / moves),
            reason=reasons[digest[0] % len(reasons)],
        )  # fmt: skip


def _message(event: Row, told: dict) -> Row:
    key = event.reason, event.comment.story.language
    if key not in told:
        told[key] = wording.message_for(*key)
    language, text = told[key]
    return Row(event_id=event.id, language=language, text=text)
