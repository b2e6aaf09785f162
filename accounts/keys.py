"""What the page that is being made is made of: keys, noted while it is read from the database.

A key names a row (`author-9`), a list (`in-section-3`) or a whole kind of things (`editions`). A change writes the keys
of what it changed (`accounts.watched`), and every kept page with one of them is dropped (docs/developers/pagecache.md).
Outside of `collecting` nothing is noted.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

TODAY, ABSENT = "today", "absent"
MOST = 200  # more keys than that, and a page is dropped with any change of the kinds it has most of
MANY = 20  # of one kind, for such a page


class Page:
    """The keys of one page; the instants at which it will say something else; why it must not be kept, if so."""

    def __init__(self):
        self.broad: set[str] = set()
        self.narrow: dict[str, set[str]] = {}
        self.ends: set[tuple[datetime, str]] = set()
        self.refusals: set[str] = set()
        self.compiling: list = []  # the queries that are being compiled, the outermost first

    def note(self, group: str, keys: Iterable[str]) -> None:
        """Some rows or lists of a kind."""
        self.narrow.setdefault(group, set()).update(keys)

    def note_all(self, group: str) -> None:
        """All of a kind: any change to it may change the page."""
        self.broad.add(group)

    def refuse(self, reason: str) -> None:
        """This page is not kept: nobody would be told when it changes."""
        self.refusals.add(reason)

    def take(self, part: "Page") -> None:
        """A part of this page was made of all this."""
        self.broad |= part.broad
        self.ends |= part.ends
        self.refusals |= part.refusals
        for group, found in part.narrow.items():
            self.note(group, found)

    def knows(self, group: str) -> bool:
        return group in self.broad or group in self.narrow

    @property
    def keys(self) -> set[str]:
        """All of them; of a page with very many, whole kinds in the place of their rows."""
        crowded = sum(map(len, self.narrow.values())) > MOST
        whole = {group for group, keys in self.narrow.items() if crowded and len(keys) > MANY} | self.broad
        return whole.union(*(keys for group, keys in self.narrow.items() if group not in whole))

    @property
    def kinds(self) -> set[str]:
        """Fewer keys, told of with every change that the others are told of."""
        return self.broad.union(self.narrow)


_page: ContextVar[Page | None] = ContextVar("page", default=None)
_shelf: ContextVar[Callable | None] = ContextVar("shelf", default=None)


def page() -> Page | None:
    """The page that is being made here, if it may be kept."""
    return _page.get()


@contextmanager
def collecting() -> Iterator[Page]:
    """Everything that is read within belongs to one page."""
    token = _page.set(found := Page())
    try:
        yield found
    finally:
        _page.reset(token)


@contextmanager
def taking_from(shelf: Callable | None) -> Iterator[None]:
    """Pages that are made within take their parts from there: `shelf(name, make)` gives a part with `value` and `page`."""
    token = _shelf.set(shelf)
    try:
        yield
    finally:
        _shelf.reset(token)


def kept(name: Hashable, make: Callable):
    """What `make` gives; for a page that may be kept, once in a process until something that it has read changes.

    It is the same for every page, and nobody changes what it gives: others have it, too.
    """
    shelf, whole = _shelf.get(), _page.get()
    if shelf is None or whole is None:
        return make()
    part = shelf(name, make)
    whole.take(part.page)
    return part.value


def until(at: datetime, key: str) -> None:
    """What is said now holds until that instant."""
    if found := _page.get():
        found.broad.add(key)
        found.ends.add((at, key))


def refuse(reason: str) -> None:
    if found := _page.get():
        found.refuse(reason)
