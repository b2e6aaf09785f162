"""Is the conversation what its records say? Recomputes states, threads, counts and the chain, and names every drift."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, F, Q

from comments import chain
from comments.models import LEVELS, Appeal, Comment, ModerationEvent, State, Wrong
from comments.querysets import STEP

CHUNK = 500


def faults(*anchors: str) -> Iterator[str]:
    """Sentences, one for each fault; none means that all is well. Anchors were noted on earlier days."""
    last: dict[int, tuple] = {}
    yield from _chain(last, anchors)
    yield from _comments(last)
    yield from _counts()
    yield from _voices()
    yield from _appeals()


def _chain(last: dict[int, tuple], anchors: tuple[str, ...]) -> Iterator[str]:
    """Fills `last`: the newest (state, version) of each comment that was ever decided on."""
    previous, missing = "", {each.rpartition(":")[2]: each for each in anchors}
    for event in ModerationEvent.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if event.previous != previous:
            yield f"Event {event.pk} does not follow the one before it: a row is missing or was put in between."
        if chain.digest_of(event) != event.digest:
            yield f"Event {event.pk} (comment {event.comment_id}) was altered."
        yield from _follows(event, last.get(event.comment_id))
        previous = event.digest
        missing.pop(event.digest, None)
        last[event.comment_id] = (event.became, event.version)
    for anchor in missing.values():
        yield f"The anchor {anchor} is not in the chain: its end was cut off or rewritten."


def _follows(event: ModerationEvent, before: tuple | None) -> Iterator[str]:
    if before and (event.was != before[0] or event.version <= before[1]):
        yield f"Event {event.pk} (comment {event.comment_id}) does not go on where the decision before it ended."


def _comments(last: dict[int, tuple]) -> Iterator[str]:
    """One walk: a reply comes after its parent, so that its place can be compared with it."""
    rows = Comment.objects.select_related("parent").order_by("pk").iterator(chunk_size=CHUNK)
    for comment in rows:
        name = f"Comment {comment.public_id}"
        state, version = last.pop(comment.pk, (comment.state, 0))
        if comment.state != state:
            yield f"{name} is {comment.state}, and was last made {state}."
        if comment.version < version:
            yield f"{name} has version {comment.version}, and version {version} was decided on."
        yield from _place(name, comment)
        if comment.state == State.ERASED and (comment.text or comment.name or comment.email):
            yield f"{name} was erased, and yet it says something."
    for number in last:
        yield f"Comment number {number} is missing, although there are decisions on it."


def _place(name: str, comment: Comment) -> Iterator[str]:
    above = comment.parent
    if comment.thread != comment.path[:STEP] or not comment.path or len(comment.path) % STEP:
        yield f"{name}: its path was altered."
    if above is None:
        if (comment.depth, comment.root_id, len(comment.path)) != (0, None, STEP):
            yield f"{name}: it is the first of a thread, and does not stand there."
        return
    fits = (above.article_id, above.depth + 1, above.root_id or above.pk)
    if (comment.article_id, comment.depth, comment.root_id) != fits or not comment.path.startswith(_way(above)):
        yield f"{name}: it does not stand below the comment that it answers."


def _way(above: Comment) -> str:
    """What the path of a reply begins with; at the deepest level that of its parent's parent."""
    return above.path[: STEP * (LEVELS - 1)]


def _counts() -> Iterator[str]:
    """What readers are told below each story, against the comments that they are shown there."""
    shown = Counter(Comment.objects.visible().order_by().values_list("article", flat=True).iterator())
    told = Comment.objects.counts(list(shown))
    for article, number in shown.items():
        if told.get(article, 0) != number:
            yield f"Article {article}: {told.get(article, 0)} comments are told, {number} are shown."


def _voices() -> Iterator[str]:
    """The numbers that stand beside a comment, against the rows that they are the sum of."""
    voices = Count("recommendations", distinct=True)
    open_ones = Count("reports", filter=~Q(reports__reason=Wrong.ERROR) & Q(reports__answered_at=None), distinct=True)
    rows = Comment.objects.order_by("pk").annotate(voices=voices, open_ones=open_ones)
    rows = rows.exclude(voices=F("recommended"), open_ones=F("reported"))
    for comment in rows.iterator(chunk_size=CHUNK):
        yield (
            f"Comment {comment.public_id}: {comment.recommended} recommend it and {comment.reported} reports are open,"
            f" by their own rows {comment.voices} and {comment.open_ones}."
        )


def _appeals() -> Iterator[str]:
    for appeal in Appeal.objects.select_related("event").order_by("pk").iterator(chunk_size=CHUNK):
        if appeal.comment_id != appeal.event.comment_id:
            yield f"Appeal {appeal.pk} speaks of another comment than the decision that it is about."
        if appeal.outcome == Appeal.Outcome.UPHELD and appeal.decided_by_id == appeal.event.by_id:
            yield f"Appeal {appeal.pk} was decided by whoever had taken the decision."
