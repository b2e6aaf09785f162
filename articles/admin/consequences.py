"""What a move will do beyond its one sentence, point by point, said before its button is pressed."""

from collections.abc import Callable, Iterator

from articles.local_time import spoken
from articles.moves import Move
from articles.state import PublicState


def consequences(move: Move, state: PublicState) -> list[str]:
    """Sentences; none where there is nothing more to say."""
    told: Callable | None = TOLD.get(move.verb)
    return list(told(state)) if told else []


def _embargo(state: PublicState) -> Iterator[str]:
    if state.article.under_embargo(state.at):
        yield f"The story is under embargo until {spoken(state.article.embargo_until)}: it cannot go out before."


def _set_embargo(state: PublicState) -> Iterator[str]:
    if state.article.under_embargo(state.at):
        yield f"It is under embargo until {spoken(state.article.embargo_until)} now. To let that end earlier is a right of editors."
    if state.next:
        yield f"A version is scheduled for {spoken(state.next.live_from)}. It stays so if that is not before the embargo ends."


def _lift_embargo(state: PublicState) -> Iterator[str]:
    yield "Nothing goes out by lifting the embargo."
    if state.next:
        yield f"What is scheduled for {spoken(state.next.live_from)} stays scheduled for then."


def _kill(state: PublicState) -> Iterator[str]:
    if state.current:
        yield "At once the story is gone from every page, list, feed, sitemap and search, with all replies below it."
    else:
        yield "Readers do not see the story now, and will not see it again."
    yield "Whoever opens its address, or an earlier one of it, finds the reason that you write here in its place."
    if state.next:
        yield f"What is scheduled for {spoken(state.next.live_from)} is dropped. Its text stays at the desk."
    yield "Nobody can publish or schedule the story until it is reinstated."
    yield "What readers saw stays on record, and so does the reason with your name."


def _redact(state: PublicState) -> Iterator[str]:
    yield "Headline, standfirst, text, names, tags and pictures go, from what you choose and from every saved text that is the same."
    yield "The desk's copy is emptied too if it is the same text. If it is another one, see yourself what it still says."
    yield "The record keeps that there was a text, its times, its address and its notes, who redacted it, when and why."
    if state.current:
        yield "What readers see now cannot be chosen. Publish another text or take the story down first."
    yield "Replies are not touched: moderators remove them. The pictures themselves stay in the library until they are deleted there."
    yield "Backups and copies elsewhere still hold the text: tell whoever runs the site."


def _reinstate(state: PublicState) -> Iterator[str]:
    yield "Nothing becomes public: readers go on finding that the story is gone, without the reason."
    yield "The story may be published and scheduled again, as a republication."


TOLD = {
    "publish": _embargo,
    "schedule": _embargo,
    "reschedule": _embargo,
    "set_embargo": _set_embargo,
    "lift_embargo": _lift_embargo,
    "kill": _kill,
    "redact": _redact,
    "reinstate": _reinstate,
}
