"""The folders of the moderators' queue: what waits comes first, the oldest on top; what was decided, the newest on top."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comments import reach
from comments.models import State
from comments.moderation import VERBS, Verb

MOST = 999  # further nobody counts


@dataclass(frozen=True)
class Folder:
    """`where` has an index of its own wherever the folder is work to be done."""

    name: str
    label: str
    where: Q
    state: str = ""  # the one state of all that is in it
    is_work: bool = False
    empty: str = "This folder is empty."

    def __str__(self):
        return self.label

    def of(self, user) -> QuerySet:
        """What `user` finds in it."""
        comments = reach.held_within(user) if self.state == State.PENDING else reach.within(user)
        return comments.filter(self.where)

    def count(self, user, most: int = MOST) -> str:
        """“12”, or “999+”. One query over the folder's index."""
        number = self.first(user, most + 1).count()
        return f"{most}+" if number > most else str(number)

    def first(self, user, most: int) -> QuerySet:
        """So many that have been there longest; without an order PostgreSQL would read whatever lies in front of them."""
        return self.of(user).order_by("created_at", "pk")[:most]

    def verbs(self) -> list[Verb]:
        """What can be done with many of it at once; nothing where states are mixed."""
        known = [verb for verb in VERBS.values() if self.state in verb.sources]
        return known if self.is_work else [verb for verb in known if verb.name != "look"]


def _work(name: str, label: str, state: State, empty: str, **where) -> Folder:
    return Folder(name, label, Q(state=state, **where), state, is_work=True, empty=empty)


def _of(state: State) -> Folder:
    return Folder(state.value, state.label, Q(state=state), state)


HELD = _work("pending", "Held", State.PENDING, "Every comment has been read. New ones appear here.")
FOLDERS = {
    folder.name: folder
    for folder in (
        HELD,
        _work(
            "trusted",
            "Held, address proved",
            State.PENDING,
            "Comments whose author proved an e-mail address wait here.",
            proved_at__isnull=False,
        ),
        _work(
            "reported", "Reported", State.APPROVED, "Comments that readers have reported appear here.", reported__gt=0
        ),
        _work(
            "unread",
            "Not yet looked at",
            State.APPROVED,
            "Comments that a rule or a policy has let through wait here until one of you has read them.",
            reviewed_at=None,
        ),
        _of(State.APPROVED),
        _of(State.REJECTED),
        _of(State.SPAM),
        _of(State.REMOVED),
        _of(State.WITHDRAWN),
        Folder("all", "All", Q()),
    )
}
