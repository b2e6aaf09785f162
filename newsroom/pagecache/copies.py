"""The copies of one process, bounded by bytes.

A new copy is on probation, in a tenth of the room, until it is asked for again: a crawler that walks through an archive
pushes out its own pages and not those that readers want. Names of copies that were pushed out are remembered for a while:
who is wanted again needs no second probation (S3-FIFO, Yang and others, SOSP 2023).
"""

from collections import OrderedDict
from collections.abc import Hashable

PROBATION = 0.1
GHOSTS = 20_000
OVERHEAD = 3_000  # bytes of one copy beside its text: headers, keys, names


class Copies:
    def __init__(self, room: int):
        self.room, self.used, self.new_used = room, 0, 0
        self._new: OrderedDict[Hashable, object] = OrderedDict()
        self._main: OrderedDict[Hashable, object] = OrderedDict()
        self._ghosts: OrderedDict[int, None] = OrderedDict()
        self._by_key: dict[str, set[Hashable]] = {}

    def __len__(self) -> int:
        return len(self._new) + len(self._main)

    def __contains__(self, name: Hashable) -> bool:
        return name in self._new or name in self._main

    def peek(self, name: Hashable):
        """The copy, without counting as a request."""
        return self._main.get(name) or self._new.get(name)

    def get(self, name: Hashable):
        if found := self._main.get(name):
            self._main.move_to_end(name)
            return found
        if found := self._new.pop(name, None):
            self.new_used -= found.size + OVERHEAD
            self._main[name] = found
        return found

    def put(self, name: Hashable, copy) -> None:
        """`copy` has `keys` and `size`."""
        self.remove(name)
        if copy.size + OVERHEAD > self.room * PROBATION:
            return
        for key in copy.keys:
            self._by_key.setdefault(key, set()).add(name)
        known = self._ghosts.pop(hash(name), ...) is None
        (self._main if known else self._new)[name] = copy
        self.used += copy.size + OVERHEAD
        self.new_used += 0 if known else copy.size + OVERHEAD
        self._make_room()

    def grown(self, name: Hashable, copy, by: int) -> None:
        """A copy that was asked for again has got another encoding."""
        if self.peek(name) is not copy:
            return
        copy.size += by
        self.used += by
        self.new_used += by if name in self._new else 0
        self._make_room()

    def drop(self, key: str) -> None:
        """Removes every copy that has this key."""
        for name in self._by_key.pop(key, ()):
            self.remove(name)

    def remove(self, name: Hashable):
        copy = self._main.pop(name, None)
        if copy is None and (copy := self._new.pop(name, None)):
            self.new_used -= copy.size + OVERHEAD
        if copy is None:
            return
        self.used -= copy.size + OVERHEAD
        for key in copy.keys:
            names = self._by_key.get(key, set())
            names.discard(name)
            if not names:
                self._by_key.pop(key, None)

    def clear(self) -> None:
        self._new.clear()
        self._main.clear()
        self._by_key.clear()
        self.used = self.new_used = 0

    def _make_room(self) -> None:
        while self._new and self.new_used > self.room * PROBATION:
            self._push_out(self._new)
        while self.used > self.room:
            self._push_out(self._main or self._new)

    def _push_out(self, shelf: OrderedDict) -> None:
        name = next(iter(shelf))
        self.remove(name)
        self._ghosts[hash(name)] = None
        if len(self._ghosts) > GHOSTS:
            self._ghosts.popitem(last=False)
